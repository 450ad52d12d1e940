//! A cache of credentials with single-flight refresh.
//!
//! - A refresh is a task, so it may be in a runtime that nobody drives. A timeout cannot tell that from a slow provider, so
//!   the task sends a heartbeat every 5 s: callers wait for slow credentials as long as it takes, and abandon only what is
//!   silent for 30 s. The refresh itself ends after 120 s, so that a provider that hangs is asked again.
//! - Refreshes are numbered. One that was abandoned and ends late neither ends a later refresh nor replaces credentials
//!   that were requested after it.
//! - A refresh that fails while the old credentials are valid is repeated after 10 s; one that leaves no credentials begins
//!   a pause: see `pause.rs`.
//! - The error of a failed refresh is shared ([`Arc`]), because one refresh answers all callers that waited for it.

mod entry;
mod in_flight;
mod pause;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;

use self::entry::CachedValue;
use self::in_flight::{InFlightRefresh, RefreshTask, Refreshed, in_flight};
use self::pause::Pause;
use super::provider::{CredentialsFuture, ProvideCredentials};
use crate::{Clock, Credentials, Error, tasks, telemetry};

/// How long before the expiry a refresh starts.
const DEFAULT_MARGIN: Duration = Duration::from_secs(300);
/// A refresh may be lost with the runtime that it ran in. A second one runs in the caller's own.
const MAX_REFRESHES: usize = 2;

/// A cache of the credentials of another provider, which refreshes them in the background before they expire.
///
/// Refreshes are single-flight: however many callers there are, at most one is in flight, as a task of its own. Dropping
/// a caller does not cancel it. It starts 300 s before the expiry, or at half of the lifetime if that is later, and callers
/// get the old credentials meanwhile. If it fails, the old ones are used until they expire, with a new attempt every 10 s;
/// after that callers wait for an attempt and share its error. Credentials without an expiry are refreshed after 300 s.
///
/// After an attempt that fails and leaves no credentials, the provider is left alone for a pause, in which callers get the
/// same error at once: up to 1 s after the first failure in a row, then twice as long each time, up to 10 s. A transient
/// failure ([`Error::is_retryable`]) has no pause the first two times, so that the attempts of a call reach the provider.
///
/// A refresh fails after two minutes, and is abandoned if its runtime has not been polled for 30 s.
///
/// Clones share the cache. It works in a tokio runtime with its time driver enabled.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::Client;
/// use tc3::credentials::{CachedCredentials, DefaultChain};
///
/// let credentials = CachedCredentials::new(DefaultChain::new());
/// let one = Client::builder().credentials_from(credentials.clone()).region("ap-guangzhou").build()?;
/// let other = Client::builder().credentials_from(credentials).region("ap-shanghai").build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
pub struct CachedCredentials<P>(Arc<Shared<P>>);

struct Shared<P> {
    provider: P,
    margin: Duration,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    cached: Option<CachedValue>,
    in_flight: Option<InFlightRefresh>,
    pause: Pause,
    /// The number of refreshes so far.
    refreshes: u64,
}

enum Next {
    Use(Credentials),
    WaitFor(InFlightRefresh),
}

impl<P: ProvideCredentials + 'static> CachedCredentials<P> {
    /// Caches the credentials of `provider`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::credentials::{CachedCredentials, CvmRole};
    ///
    /// let credentials = CachedCredentials::new(CvmRole::new());
    /// ```
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self::builder(provider).build()
    }

    /// Starts the builder of a cache with other settings.
    pub fn builder(provider: P) -> CachedCredentialsBuilder<P> {
        CachedCredentialsBuilder {
            provider,
            margin: DEFAULT_MARGIN,
            clock: Clock::default(),
        }
    }

    async fn current(&self) -> Result<Credentials, Error> {
        for _ in 0..MAX_REFRESHES {
            let mut refresh = match self.next()? {
                Next::Use(credentials) => return Ok(credentials),
                Next::WaitFor(refresh) => refresh,
            };
            match refresh.outcome().await {
                Some(outcome) => return outcome,
                None => self.0.state().end(refresh.id),
            }
        }
        // An abandoned refresh may have ended after all.
        let late = self.0.valid_at(self.0.clock.now());
        late.ok_or_else(|| Error::config("the provider of credentials returned no result"))
    }

    /// The cached credentials, or the refresh to wait for. Never blocks.
    fn next(&self) -> Result<Next, Error> {
        let mut state = self.0.state();
        let now = self.0.clock.now();
        let valid = match &state.cached {
            Some(cached) => cached
                .valid(now)
                .cloned()
                .map(|credentials| (credentials, cached.needs_refresh(now))),
            None => None,
        };
        match valid {
            Some((credentials, false)) => Ok(Next::Use(credentials)),
            Some((credentials, true)) => {
                // Without a runtime to refresh in, the old credentials are still valid.
                let _ = self.join_or_start(&mut state);
                Ok(Next::Use(credentials))
            }
            None => self.join_or_start(&mut state).map(Next::WaitFor),
        }
    }

    /// Joins the refresh that is in flight, or starts one.
    fn join_or_start(&self, state: &mut State) -> Result<InFlightRefresh, Error> {
        if let Some(refresh) = state.in_flight.as_ref().filter(|refresh| refresh.is_alive()) {
            return Ok(refresh.clone());
        }
        if let Some(error) = state.pause.error() {
            return Err(error);
        }
        let runtime = Handle::try_current()
            .map_err(|_| Error::config("credentials are refreshed in a tokio runtime, and there is none"))?;
        state.refreshes += 1;
        let (task, refresh) = in_flight(state.refreshes);
        tasks::spawn(&runtime, run(Arc::clone(&self.0), task));
        state.in_flight = Some(refresh.clone());
        Ok(refresh)
    }
}

async fn run<P: ProvideCredentials>(shared: Arc<Shared<P>>, task: RefreshTask) {
    let outcome = task.run(shared.provider.provide()).await;
    let refreshed = shared.store(task.id, outcome);
    shared.report(&refreshed);
    task.finish(refreshed);
}

impl<P> Shared<P> {
    /// Stores the result of a refresh. One that was abandoned and ends late does not replace newer credentials.
    fn store(&self, id: u64, outcome: Result<Credentials, Error>) -> Refreshed {
        let mut state = self.state();
        state.end(id);
        let now = self.clock.now();
        let refreshed = outcome.and_then(|credentials| {
            let value = CachedValue::new(credentials.clone(), id, now, self.margin)?;
            Ok((credentials, value))
        });
        let is_newer = state.cached.as_ref().is_none_or(|cached| cached.refresh_id() < id);
        match refreshed {
            Ok((credentials, value)) => {
                if is_newer {
                    state.replace(value, now);
                }
                Ok(credentials)
            }
            Err(error) => {
                let error = Arc::new(error);
                let is_latest = state.refreshes == id;
                match state.cached.as_mut().filter(|cached| cached.valid(now).is_some()) {
                    Some(cached) if is_newer => cached.back_off(now),
                    None if is_latest => state.pause.failed(&error),
                    _ => {}
                }
                Err(error)
            }
        }
    }

    /// Emits the event of a refresh. Not under the lock, because a subscriber may ask for credentials.
    fn report(&self, refreshed: &Refreshed) {
        let now = self.clock.now();
        match refreshed {
            Ok(credentials) => {
                telemetry::credentials_refreshed(credentials.expires_at().and_then(|end| end.duration_since(now).ok()))
            }
            Err(error) => {
                let old_credentials_valid = self.valid_at(now).is_some();
                telemetry::refresh_failed(error, old_credentials_valid);
            }
        }
    }

    /// The cached credentials, unless they have expired.
    fn valid_at(&self, now: SystemTime) -> Option<Credentials> {
        self.state().cached.as_ref()?.valid(now).cloned()
    }

    /// Only the clock could panic under the lock, and a panic leaves the state consistent.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Caches other credentials. If they expire when the old ones do, they are the old ones, which nobody has renewed yet:
    /// without a pause they would be fetched ever more often towards their end.
    fn replace(&mut self, mut value: CachedValue, now: SystemTime) {
        if self.cached.as_ref().is_some_and(|old| old.expires_with(&value)) {
            value.back_off(now);
        }
        self.cached = Some(value);
        self.pause.succeeded();
    }

    /// Makes room for another refresh, unless one has already started.
    fn end(&mut self, id: u64) {
        if self.in_flight.as_ref().is_some_and(|current| current.id == id) {
            self.in_flight = None;
        }
    }
}

impl<P: ProvideCredentials + 'static> ProvideCredentials for CachedCredentials<P> {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.current())
    }

    fn caches(&self) -> bool {
        true
    }
}

impl<P> Clone for CachedCredentials<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P: fmt::Debug> fmt::Debug for CachedCredentials<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedCredentials")
            .field("provider", &self.0.provider)
            .field("margin", &self.0.margin)
            .finish_non_exhaustive()
    }
}

/// The builder of a [`CachedCredentials`].
#[derive(Debug)]
#[must_use]
pub struct CachedCredentialsBuilder<P> {
    provider: P,
    margin: Duration,
    clock: Clock,
}

impl<P: ProvideCredentials + 'static> CachedCredentialsBuilder<P> {
    /// Sets how long before the expiry a refresh starts; 300 s unless set, and never more than half of the lifetime.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::credentials::{CachedCredentials, CvmRole};
    ///
    /// let margin = std::time::Duration::from_secs(60);
    /// let credentials = CachedCredentials::builder(CvmRole::new()).margin(margin).build();
    /// ```
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Sets the clock by which credentials expire.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::credentials::{CachedCredentials, CvmRole};
    ///
    /// let credentials = CachedCredentials::builder(CvmRole::new()).clock(tc3::Clock::default()).build();
    /// ```
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Builds the provider.
    #[must_use]
    pub fn build(self) -> CachedCredentials<P> {
        CachedCredentials(Arc::new(Shared {
            provider: self.provider,
            margin: self.margin,
            clock: self.clock,
            state: Mutex::default(),
        }))
    }
}

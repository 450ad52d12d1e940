//! Keeps a key until it nears its end.

mod entry;
mod in_flight;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;

use self::entry::CachedValue;
use self::in_flight::{InFlightRefresh, RefreshTask, in_flight};
use super::provider::{CredentialsFuture, ProvideCredentials};
use crate::{Clock, Credentials, Error, telemetry};

const DEFAULT_MARGIN: Duration = Duration::from_secs(300);
/// One refresh may go down with the runtime that it ran in; a second one runs in the caller's own.
const MAX_REFRESHES: usize = 2;

/// Holds the key of another provider and asks for a new one in time.
///
/// However many callers there are, one request is under way at most, and dropping a caller does not end
/// it. Only after two minutes is it given up as a failure, or after 30 s in which nobody drove the runtime that it
/// runs in. It begins 300 s before the key's end, or at half the key's life if that is later, and as a task of
/// its own: callers go on with the old key. Should it fail, the old key serves until its end while an
/// attempt is made every 10 s; after that callers wait for an attempt and share its error. A key that
/// tells no end is asked for again after 300 s.
///
/// Clones share the key. It works in a tokio runtime with its time driver enabled.
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
    /// How many flights there were.
    refreshes: u64,
}

enum Next {
    Use(Credentials),
    WaitFor(InFlightRefresh),
}

impl<P: ProvideCredentials + 'static> CachedCredentials<P> {
    /// Holds the keys of `provider`.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self::builder(provider).build()
    }

    /// Holds the keys of `provider`, with other settings.
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
        // That of a flight that was given up may have come all the same.
        let late = self.0.valid_at(self.0.clock.now());
        late.ok_or_else(|| Error::config("the provider of credentials came to no result"))
    }

    /// Held for a moment only: nothing here waits.
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
                // Without a runtime to refresh in, the old key still serves.
                let _ = self.join_or_start(&mut state);
                Ok(Next::Use(credentials))
            }
            None => self.join_or_start(&mut state).map(Next::WaitFor),
        }
    }

    fn join_or_start(&self, state: &mut State) -> Result<InFlightRefresh, Error> {
        if let Some(refresh) = state.in_flight.as_ref().filter(|refresh| refresh.is_alive()) {
            return Ok(refresh.clone());
        }
        let runtime = Handle::try_current()
            .map_err(|_| Error::config("credentials are refreshed in a tokio runtime, and there is none"))?;
        state.refreshes += 1;
        let (task, refresh) = in_flight(state.refreshes);
        runtime.spawn(run(Arc::clone(&self.0), task));
        state.in_flight = Some(refresh.clone());
        Ok(refresh)
    }
}

async fn run<P: ProvideCredentials>(shared: Arc<Shared<P>>, task: RefreshTask) {
    let outcome = task.run(shared.provider.provide()).await;
    let refreshed = shared.store(task.id, outcome);
    shared.report(&refreshed);
    task.finish(refreshed.map_err(Arc::new));
}

impl<P> Shared<P> {
    /// A flight that was given up lands late, and leaves alone what was asked for after it.
    fn store(&self, id: u64, outcome: Result<Credentials, Error>) -> Result<Credentials, Error> {
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
                    state.cached = Some(value);
                }
                Ok(credentials)
            }
            Err(error) => {
                if let Some(cached) = state.cached.as_mut().filter(|_| is_newer) {
                    cached.back_off(now);
                }
                Err(error)
            }
        }
    }

    /// Not under the lock: whoever listens may ask for a key.
    fn report(&self, refreshed: &Result<Credentials, Error>) {
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

    /// The key that is held, unless it is past its end.
    fn valid_at(&self, now: SystemTime) -> Option<Credentials> {
        self.state().cached.as_ref()?.valid(now).cloned()
    }

    /// No code that could panic runs under the lock but the clock, which leaves the state whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Makes way for another flight, unless there is one already.
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

/// Settings of a [`CachedCredentials`].
#[derive(Debug)]
#[must_use]
pub struct CachedCredentialsBuilder<P> {
    provider: P,
    margin: Duration,
    clock: Clock,
}

impl<P: ProvideCredentials + 'static> CachedCredentialsBuilder<P> {
    /// How long before the key's end a new one is asked for; 300 s unless set, and never more than half
    /// of the key's life.
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Where to read the time that keys expire by.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The provider.
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

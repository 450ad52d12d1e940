//! Keeps a key until it nears its end.

mod flight;
mod held;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;

use self::flight::{Flight, Landing, flight};
use self::held::Held;
use super::provider::{CredentialsFuture, ProvideCredentials};
use crate::{Clock, Credentials, Error, telemetry};

const DEFAULT_MARGIN: Duration = Duration::from_secs(300);
/// One refresh may go down with the runtime that it ran in; a second one runs in the caller's own.
const FLIGHTS: usize = 2;

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
    held: Option<Held>,
    flight: Option<Flight>,
    /// How many flights there were.
    flights: u64,
}

enum Next {
    Use(Credentials),
    WaitFor(Flight),
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
        for _ in 0..FLIGHTS {
            let mut flight = match self.next()? {
                Next::Use(credentials) => return Ok(credentials),
                Next::WaitFor(flight) => flight,
            };
            match flight.outcome().await {
                Some(outcome) => return outcome,
                None => self.0.state().end(flight.number),
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
        let valid = match &state.held {
            Some(held) => held
                .valid(now)
                .cloned()
                .map(|credentials| (credentials, held.is_due(now))),
            None => None,
        };
        match valid {
            Some((credentials, false)) => Ok(Next::Use(credentials)),
            Some((credentials, true)) => {
                // Without a runtime to refresh in, the old key still serves.
                let _ = self.join_or_launch(&mut state);
                Ok(Next::Use(credentials))
            }
            None => self.join_or_launch(&mut state).map(Next::WaitFor),
        }
    }

    fn join_or_launch(&self, state: &mut State) -> Result<Flight, Error> {
        if let Some(flight) = state.flight.as_ref().filter(|flight| flight.is_alive()) {
            return Ok(flight.clone());
        }
        let runtime = Handle::try_current()
            .map_err(|_| Error::config("credentials are refreshed in a tokio runtime, and there is none"))?;
        state.flights += 1;
        let (landing, flight) = flight(state.flights);
        runtime.spawn(fly(Arc::clone(&self.0), landing));
        state.flight = Some(flight.clone());
        Ok(flight)
    }
}

async fn fly<P: ProvideCredentials>(shared: Arc<Shared<P>>, landing: Landing) {
    let outcome = landing.fly(shared.provider.provide()).await;
    let landed = shared.land(landing.number, outcome);
    shared.report(&landed);
    landing.tell(landed.map_err(Arc::new));
}

impl<P> Shared<P> {
    /// A flight that was given up lands late, and leaves alone what was asked for after it.
    fn land(&self, number: u64, outcome: Result<Credentials, Error>) -> Result<Credentials, Error> {
        let mut state = self.state();
        state.end(number);
        let now = self.clock.now();
        let landed = outcome.and_then(|credentials| {
            let held = Held::new(credentials.clone(), number, now, self.margin)?;
            Ok((credentials, held))
        });
        let is_news = state.held.as_ref().is_none_or(|held| held.flight() < number);
        match landed {
            Ok((credentials, held)) => {
                if is_news {
                    state.held = Some(held);
                }
                Ok(credentials)
            }
            Err(error) => {
                if let Some(held) = state.held.as_mut().filter(|_| is_news) {
                    held.put_off(now);
                }
                Err(error)
            }
        }
    }

    /// Not under the lock: whoever listens may ask for a key.
    fn report(&self, landed: &Result<Credentials, Error>) {
        let now = self.clock.now();
        match landed {
            Ok(key) => telemetry::key_came(key.expires_at().and_then(|end| end.duration_since(now).ok())),
            Err(error) => {
                let old_key_serves = self.valid_at(now).is_some();
                telemetry::refresh_failed(error, old_key_serves);
            }
        }
    }

    /// The key that is held, unless it is past its end.
    fn valid_at(&self, now: SystemTime) -> Option<Credentials> {
        self.state().held.as_ref()?.valid(now).cloned()
    }

    /// No code that could panic runs under the lock but the clock, which leaves the state whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Makes way for another flight, unless there is one already.
    fn end(&mut self, number: u64) {
        if self.flight.as_ref().is_some_and(|current| current.number == number) {
            self.flight = None;
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

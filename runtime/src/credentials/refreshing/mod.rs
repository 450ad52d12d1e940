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
/// it. It begins 300 s before the key's end, or at half the key's life if that is later, and as a task of
/// its own: callers go on with the old key. Should it fail, the old key serves until its end while an
/// attempt is made every 10 s; after that callers wait for an attempt and share its error. A key that
/// tells no end is asked for again after 300 s.
///
/// Clones share the key. It works in a tokio runtime with its time driver enabled.
pub struct Refreshing<P>(Arc<Shared<P>>);

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
}

enum Next {
    Use(Credentials),
    WaitFor(Flight),
}

impl<P: ProvideCredentials + 'static> Refreshing<P> {
    /// Holds the keys of `provider`.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self::builder(provider).build()
    }

    /// Holds the keys of `provider`, with other settings.
    pub fn builder(provider: P) -> RefreshingBuilder<P> {
        RefreshingBuilder {
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
                None => self.0.give_up(&flight),
            }
        }
        Err(Error::config("the provider of credentials came to no result"))
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
        let (landing, flight) = flight();
        runtime.spawn(fly(Arc::clone(&self.0), landing));
        state.flight = Some(flight.clone());
        Ok(flight)
    }
}

async fn fly<P: ProvideCredentials>(shared: Arc<Shared<P>>, landing: Landing) {
    let outcome = shared.provider.provide().await;
    let landed = shared.land(outcome);
    shared.report(&landed);
    landing.tell(landed.map_err(Arc::new));
}

impl<P> Shared<P> {
    fn land(&self, outcome: Result<Credentials, Error>) -> Result<Credentials, Error> {
        let mut state = self.state();
        state.flight = None;
        let now = self.clock.now();
        let landed = outcome.and_then(|credentials| {
            let held = Held::new(credentials.clone(), now, self.margin)?;
            Ok((credentials, held))
        });
        match landed {
            Ok((credentials, held)) => {
                state.held = Some(held);
                Ok(credentials)
            }
            Err(error) => {
                if let Some(held) = &mut state.held {
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
                let old_key_serves = matches!(&self.state().held, Some(held) if held.valid(now).is_some());
                telemetry::refresh_failed(error, old_key_serves);
            }
        }
    }

    fn give_up(&self, flight: &Flight) {
        let mut state = self.state();
        if state.flight.as_ref().is_some_and(|current| current.is(flight)) {
            state.flight = None;
        }
    }

    /// No code that could panic runs under the lock but the clock, which leaves the state whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P: ProvideCredentials + 'static> ProvideCredentials for Refreshing<P> {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.current())
    }
}

impl<P> Clone for Refreshing<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P: fmt::Debug> fmt::Debug for Refreshing<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refreshing")
            .field("provider", &self.0.provider)
            .field("margin", &self.0.margin)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Refreshing`].
#[derive(Debug)]
#[must_use]
pub struct RefreshingBuilder<P> {
    provider: P,
    margin: Duration,
    clock: Clock,
}

impl<P: ProvideCredentials + 'static> RefreshingBuilder<P> {
    /// How long before the key's end a new one is asked for; 300 s unless set, and never more than half
    /// of the key's life.
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Where to read the time that keys expire by.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// The provider.
    #[must_use]
    pub fn build(self) -> Refreshing<P> {
        Refreshing(Arc::new(Shared {
            provider: self.provider,
            margin: self.margin,
            clock: self.clock,
            state: Mutex::default(),
        }))
    }
}

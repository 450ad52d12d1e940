//! A refresh in flight: the task that runs it, and the handle of the callers that wait for it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::credentials::CredentialsFuture;
use crate::{Credentials, Error};

/// The interval of heartbeats while the runtime is driven.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// A refresh without a heartbeat for this long is abandoned. It may never end, if nobody drives its runtime any more.
const MAX_SILENCE: Duration = Duration::from_secs(30);
/// Longer than the slowest source of this crate takes. A provider that hangs must not prevent the next attempt.
const MAX_DURATION: Duration = Duration::from_secs(120);

/// The result of a refresh, whose error all callers share that wait for it.
pub(super) type Refreshed = Result<Credentials, Arc<Error>>;

/// The side that waits for it.
#[derive(Clone)]
pub(super) struct InFlightRefresh {
    /// Counted from 1, which tells the newer of two results.
    pub(super) id: u64,
    outcome: watch::Receiver<Option<Refreshed>>,
}

/// The side that runs the refresh.
pub(super) struct RefreshTask {
    pub(super) id: u64,
    outcome: watch::Sender<Option<Refreshed>>,
}

/// Both sides of a new refresh.
pub(super) fn in_flight(id: u64) -> (RefreshTask, InFlightRefresh) {
    let (sender, receiver) = watch::channel(None);
    let task = RefreshTask { id, outcome: sender };
    let refresh = InFlightRefresh { id, outcome: receiver };
    (task, refresh)
}

impl RefreshTask {
    /// Awaits the provider, with heartbeats for those that wait.
    pub(super) async fn run(&self, mut provided: CredentialsFuture<'_>) -> Result<Credentials, Error> {
        let started = Instant::now();
        loop {
            match timeout(HEARTBEAT, &mut provided).await {
                Ok(outcome) => return outcome,
                Err(_) if started.elapsed() >= MAX_DURATION => return Err(Error::timeout(MAX_DURATION, false)),
                Err(_) => self.outcome.send_modify(|_| {}),
            }
        }
    }

    pub(super) fn finish(self, outcome: Refreshed) {
        // There may be no waiters.
        let _ = self.outcome.send(Some(outcome));
    }
}

impl InFlightRefresh {
    /// Whether it may still end. It does not if its runtime was shut down or its provider panicked.
    pub(super) fn is_alive(&self) -> bool {
        self.outcome.has_changed().is_ok()
    }

    /// The outcome; `None` if the refresh was lost, or had no heartbeat for too long.
    pub(super) async fn outcome(&mut self) -> Option<Result<Credentials, Error>> {
        loop {
            if let Some(outcome) = &*self.outcome.borrow_and_update() {
                return Some(outcome.clone().map_err(Error::shared_credentials_error));
            }
            timeout(MAX_SILENCE, self.outcome.changed()).await.ok()?.ok()?;
        }
    }
}

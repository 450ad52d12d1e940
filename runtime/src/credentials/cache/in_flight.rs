//! A refresh on its way, and those who wait for it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::credentials::CredentialsFuture;
use crate::{Credentials, Error};

/// What is on its way in a runtime that is driven tells so this often.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Without a sign of life for so long a flight is given up. It may never end if it runs in a runtime that nobody
/// drives any more.
const MAX_SILENCE: Duration = Duration::from_secs(30);
/// Longer than the slowest source of this crate takes. A provider that has hung itself up must not keep the next
/// attempt from being made.
const MAX_DURATION: Duration = Duration::from_secs(120);

type Refreshed = Result<Credentials, Arc<Error>>;

#[derive(Clone)]
pub(super) struct InFlightRefresh {
    /// Counted from 1, so that of two keys it is known which one was asked for later.
    pub(super) id: u64,
    outcome: watch::Receiver<Option<Refreshed>>,
}

pub(super) struct RefreshTask {
    pub(super) id: u64,
    outcome: watch::Sender<Option<Refreshed>>,
}

pub(super) fn in_flight(id: u64) -> (RefreshTask, InFlightRefresh) {
    let (sender, receiver) = watch::channel(None);
    let task = RefreshTask { id, outcome: sender };
    let refresh = InFlightRefresh { id, outcome: receiver };
    (task, refresh)
}

impl RefreshTask {
    /// What the provider gives. Those who wait are told meanwhile that somebody is still at it.
    pub(super) async fn run(&self, mut provided: CredentialsFuture<'_>) -> Result<Credentials, Error> {
        let begun = Instant::now();
        loop {
            match timeout(HEARTBEAT, &mut provided).await {
                Ok(outcome) => return outcome,
                Err(_) if begun.elapsed() >= MAX_DURATION => return Err(Error::timeout(MAX_DURATION, false)),
                Err(_) => self.outcome.send_modify(|_| {}),
            }
        }
    }

    pub(super) fn finish(self, outcome: Refreshed) {
        // Nobody may be waiting.
        let _ = self.outcome.send(Some(outcome));
    }
}

impl InFlightRefresh {
    /// Whether it may still land; not so if its runtime was shut down or its provider panicked.
    pub(super) fn is_alive(&self) -> bool {
        self.outcome.has_changed().is_ok()
    }

    /// The outcome; `None` if there will be none, or nothing was heard of it for long.
    pub(super) async fn outcome(&mut self) -> Option<Result<Credentials, Error>> {
        loop {
            if let Some(outcome) = &*self.outcome.borrow_and_update() {
                return Some(outcome.clone().map_err(Error::shared_credentials_error));
            }
            timeout(MAX_SILENCE, self.outcome.changed()).await.ok()?.ok()?;
        }
    }
}

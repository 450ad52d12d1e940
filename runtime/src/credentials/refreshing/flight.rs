//! A refresh on its way, and those who wait for it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::{Credentials, Error};

/// Longer than the slowest source of this crate takes. A refresh may never end if it runs in a runtime
/// that nobody drives any more.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

type Outcome = Result<Credentials, Arc<Error>>;

#[derive(Clone)]
pub(super) struct Flight(watch::Receiver<Option<Outcome>>);

pub(super) struct Landing(watch::Sender<Option<Outcome>>);

pub(super) fn flight() -> (Landing, Flight) {
    let (sender, receiver) = watch::channel(None);
    (Landing(sender), Flight(receiver))
}

impl Landing {
    pub(super) fn tell(self, outcome: Outcome) {
        // Nobody may be waiting.
        let _ = self.0.send(Some(outcome));
    }
}

impl Flight {
    /// Whether it may still land; not so if its runtime was shut down or its provider panicked.
    pub(super) fn is_alive(&self) -> bool {
        self.0.has_changed().is_ok()
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }

    /// The outcome; `None` if there will be none.
    pub(super) async fn outcome(&mut self) -> Option<Result<Credentials, Error>> {
        let landed = tokio::time::timeout(LONGEST_WAIT, self.0.wait_for(Option::is_some)).await;
        let outcome = landed.ok()?.ok()?.clone()?;
        Some(outcome.map_err(Error::no_key))
    }
}

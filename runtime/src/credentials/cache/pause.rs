//! The pause after a failed refresh, in which callers get its error and the provider is left alone.
//!
//! Without it, a provider that fails at once is asked by every call: it makes an outage of STS worse, and a file that is
//! wrong is read a thousand times. The pause doubles with each failure from 1 s to 10 s, and half of it is random, so that
//! the processes of a fleet do not ask together. It is measured by a clock that cannot be set.
//!
//! A transient failure has no pause the first two times: by default a call makes three attempts, whose own backoff is
//! spread out, and they would be pointless if they got the same error.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::Error;
use crate::retry::{exponential, full_jitter};

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(10);
/// After so many transient failures in a row the pauses begin.
const FREE_FAILURES: u32 = 2;

/// The failures in a row that left no credentials.
#[derive(Default)]
pub(super) struct Pause {
    failures: u32,
    last: Option<(Instant, Arc<Error>)>,
}

impl Pause {
    /// Begins a pause after another failure.
    pub(super) fn failed(&mut self, error: &Arc<Error>) {
        self.failures = self.failures.saturating_add(1);
        let free = if error.is_transient() { FREE_FAILURES } else { 0 };
        self.last = match self.failures.checked_sub(free) {
            None | Some(0) => None,
            Some(failures) => {
                let half = exponential(FIRST, LONGEST, failures) / 2;
                Some((Instant::now() + half + full_jitter(half), Arc::clone(error)))
            }
        };
    }

    /// Ends the pause, and forgets the failures before it.
    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// The error of the last failure, until the pause is over.
    pub(super) fn error(&self) -> Option<Error> {
        let (end, error) = self.last.as_ref()?;
        (Instant::now() < *end).then(|| Error::shared_credentials_error(Arc::clone(error)))
    }
}

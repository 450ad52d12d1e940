//! Deadlines of calls, attempts and connects.

use std::time::Duration;

use tokio::time::Instant;

/// As good as no limit, and no clock overflows with it.
const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);

/// A deadline, with the timeout that it came from.
#[derive(Clone, Copy)]
pub(crate) struct TimeLimit {
    pub(crate) end: Instant,
    /// The timeout, for messages.
    pub(crate) length: Duration,
}

impl TimeLimit {
    pub(crate) fn from_now(length: Duration) -> Self {
        let now = Instant::now();
        Self {
            end: now.checked_add(length).unwrap_or_else(|| now + FAR),
            length,
        }
    }
}

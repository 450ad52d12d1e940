use std::time::Duration;

use tokio::time::Instant;

/// A limit that is as good as none, and that no clock overflows at.
const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);

/// Until when something may take.
#[derive(Clone, Copy)]
pub(crate) struct TimeLimit {
    pub(crate) end: Instant,
    /// What was allowed at the beginning, for messages.
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

use std::fmt;
use std::time::Duration;

use crate::record::{Anomaly, UnknownMember};

/// One event of a stream.
///
/// `Debug` shows the output and never the raw data.
#[non_exhaustive]
pub struct Event<T> {
    /// The event's type, if it names one.
    pub event: Option<String>,
    /// The event's id, if it sets one. Unlike in a browser, ids do not carry over to the events that follow.
    pub id: Option<String>,
    /// After what time the cloud would like clients to connect again, if the event says so.
    pub retry: Option<Duration>,
    /// The data as the output of the action: usually a part of it, the rest at its default. `None` if the data is not
    /// a JSON object, as the word `[DONE]` that some streams end with; see [`raw_data`](Self::raw_data).
    pub output: Option<T>,
    pub(super) data: String,
    pub(super) unknown: Vec<UnknownMember>,
    pub(super) anomalies: Vec<Anomaly>,
}

impl<T> Event<T> {
    /// The data as it came, its lines joined by line feeds.
    #[must_use]
    pub fn raw_data(&self) -> &str {
        &self.data
    }

    /// Members of the data that its description does not declare.
    #[must_use]
    pub fn unknown(&self) -> &[UnknownMember] {
        &self.unknown
    }

    /// Where the data deviates from the description of the output. A member that is said to be always present and is
    /// absent is among it, which in streams is common: each event brings a part.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }
}

impl<T: fmt::Debug> fmt::Debug for Event<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event)
            .field("id", &self.id)
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}

use crate::Error;

/// What the end of an attempt says of the host that it went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Works,
    Fails,
}

impl Verdict {
    /// `None` if the error says nothing of the host.
    pub(super) fn of(error: &Error) -> Option<Self> {
        let is_answer = error.is_service() || !error.anomalies().is_empty();
        if error.is_transient() && !error.is_throttled() {
            Some(Self::Fails)
        } else if is_answer {
            Some(Self::Works)
        } else {
            None
        }
    }
}

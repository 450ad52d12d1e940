//! Pages and waits that ended otherwise than they should.

#[cfg(feature = "client")]
use std::time::Duration;

use super::{Error, Kind};

impl Error {
    /// Whether pages were not followed any further because they might not have come to an end: the service gave a
    /// page or a token a second time, or only empty pages, or a place that a request cannot name.
    #[must_use]
    pub fn is_pagination_loop(&self) -> bool {
        matches!(self.0.kind, Kind::Endless { .. })
    }

    /// Whether it was the caller's own check that ended a wait, by `PollStatus::Failed`.
    #[must_use]
    pub fn is_wait_failed(&self) -> bool {
        matches!(self.0.kind, Kind::GivenUp { .. })
    }
}

#[cfg(feature = "client")]
impl Error {
    pub(crate) fn endless(reason: String, request_id: &str) -> Self {
        let request_id = known(request_id);
        Self::from(Kind::Endless { reason, request_id })
    }

    pub(crate) fn given_up(reason: String, request_id: &str) -> Self {
        let request_id = known(request_id);
        Self::from(Kind::GivenUp { reason, request_id })
    }

    pub(crate) fn overdue(asked: u32, waited: Duration, deadline: Duration, last: Option<Self>) -> Self {
        Self::from(Kind::Overdue {
            asked,
            waited,
            deadline,
            last,
        })
    }
}

#[cfg(feature = "client")]
fn known(request_id: &str) -> Option<String> {
    (!request_id.is_empty()).then(|| request_id.to_owned())
}

#[cfg(feature = "client")]
impl From<&'static crate::ActionInfo> for super::CallName {
    fn from(info: &'static crate::ActionInfo) -> Self {
        Self {
            service: info.service.into(),
            action: info.name.into(),
        }
    }
}

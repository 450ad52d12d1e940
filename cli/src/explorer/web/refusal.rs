//! Why a request of the page is refused: an error, and the status of HTTP.

use http::StatusCode;

use super::reply::{self, Reply};
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// An error with the status of the reply.
#[derive(Debug)]
pub(in crate::explorer) struct Refusal {
    status: StatusCode,
    error: CliError,
}

impl Refusal {
    pub(in crate::explorer) fn new(status: StatusCode, error: CliError) -> Self {
        Self { status, error }
    }

    /// What was asked for does not go with how things are: nothing was done.
    pub(in crate::explorer) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, CliError::input(message))
    }

    pub(in crate::explorer) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.error = self.error.hint(hint);
        self
    }

    #[cfg(test)]
    pub(in crate::explorer) fn status(&self) -> StatusCode {
        self.status
    }

    pub(in crate::explorer) fn reply(&self) -> Reply {
        reply::error(self.status, &self.error)
    }
}

/// The page goes by the kind of the error; the status says whose fault it is.
impl From<CliError> for Refusal {
    fn from(error: CliError) -> Self {
        let status = match error.status {
            ExitStatus::WrongInput | ExitStatus::Configuration => StatusCode::UNPROCESSABLE_ENTITY,
            ExitStatus::Interrupted => StatusCode::FORBIDDEN,
            ExitStatus::Done
            | ExitStatus::Refused
            | ExitStatus::NotSent
            | ExitStatus::Ambiguous
            | ExitStatus::Throttled
            | ExitStatus::WaitTimedOut
            | ExitStatus::WaitFailed
            | ExitStatus::BrokenPipe => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { status, error }
    }
}

//! What the exit code of `tc3` says.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    Done,
    /// The service refused the call.
    Refused,
    /// The command line or the parameters are wrong; nothing was sent.
    WrongInput,
    /// There are no credentials, or a configuration file is wrong.
    Configuration,
    /// There was no connection; nothing was sent.
    NotSent,
    /// The call was sent and may have been carried out.
    Ambiguous,
    /// Throttled to the last attempt.
    Throttled,
    /// What was waited for did not come in time.
    WaitTimedOut,
    /// What was waited for ended in the state of `--fail-if`.
    WaitFailed,
    /// Interrupted before anything was sent.
    Interrupted,
}

impl ExitStatus {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::WrongInput => 2,
            Self::Configuration => 3,
            Self::NotSent => 4,
            Self::Ambiguous => 5,
            Self::Throttled => 6,
            Self::WaitTimedOut => 7,
            Self::WaitFailed => 8,
            Self::Interrupted => 130,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status.code())
    }
}

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
    /// Interrupted before anything was sent, or while an action that only reads was carried out.
    Interrupted,
    /// The reader of standard output closed it.
    BrokenPipe,
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
            // What a shell says of a process that SIGPIPE ended; Windows has no such signal.
            Self::BrokenPipe => {
                if cfg!(windows) {
                    0
                } else {
                    141
                }
            }
        }
    }

    /// One word for it, for programs.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::WrongInput => "wrong_input",
            Self::Configuration => "configuration",
            Self::NotSent => "not_sent",
            Self::Ambiguous => "ambiguous",
            Self::Throttled => "throttled",
            Self::WaitTimedOut => "wait_timed_out",
            Self::WaitFailed => "wait_failed",
            Self::Interrupted => "interrupted",
            Self::BrokenPipe => "broken_pipe",
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status.code())
    }
}

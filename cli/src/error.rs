//! The error of a command: lines for a person, members for a program, and an exit status.

use std::fmt;

use bytes::Bytes;

use crate::exit_status::ExitStatus;

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CliError {
    pub(crate) status: ExitStatus,
    /// What is wrong, a line each: all that was found, not only the first.
    pub(crate) messages: Vec<String>,
    /// What to do next, a line each.
    pub(crate) hints: Vec<String>,
    /// What the service said, for `--output json`.
    pub(crate) service: Option<Box<ServiceFailure>>,
    /// The answer that it is about, as it came, if it came whole. It is never printed.
    pub(crate) answer: Option<RawAnswer>,
    /// Whether it is printed as JSON, because `--output json` was given.
    pub(crate) is_json: bool,
}

/// The body of an answer, in which there may be secrets: `Debug` shows its size alone.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RawAnswer(pub(crate) Bytes);

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// The error of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServiceFailure {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl CliError {
    pub(crate) fn new(status: ExitStatus, message: impl Into<String>) -> Self {
        Self {
            status,
            messages: vec![message.into()],
            hints: Vec::new(),
            service: None,
            answer: None,
            is_json: false,
        }
    }

    /// The error of a wrong command line or wrong parameters.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::WrongInput, message)
    }

    /// The error of a configuration file or of credentials.
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Configuration, message)
    }

    /// Adds a line that says what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

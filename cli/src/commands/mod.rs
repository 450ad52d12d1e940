//! The commands: those with a name of their own, and `tc3 SERVICE ACTION`.

mod action;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::console::print_error;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The commands that are no service.
const FIXED: [&str; 5] = ["api", "completion", "configure", "emulator", "whoami"];

/// Runs the command that the arguments name; the first is the name of the program.
pub(crate) fn dispatch(arguments: Vec<OsString>) -> ExitCode {
    let words = arguments.get(1..).unwrap_or_default();
    match run(words) {
        Ok(status) => status.into(),
        Err(error) => {
            print_error(&error);
            error.status.into()
        }
    }
}

fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    match words.first().and_then(|word| word.to_str()) {
        Some(word) if FIXED.contains(&word) => Err(CliError::input(format!("{word} is not there yet"))),
        _ => action::run(words),
    }
}

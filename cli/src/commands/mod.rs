//! The commands: those with a name of their own, and `tc3 SERVICE ACTION`.

mod action;
mod api;
mod cli;
mod completion;
mod configure;
#[cfg(feature = "emulator")]
mod emulator;
mod shared_args;
mod whoami;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::console::print_error;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

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
    let rest = words.get(1..).unwrap_or_default();
    match words.first().and_then(|word| word.to_str()) {
        Some("__complete") => crate::completion::answer(rest),
        #[cfg(feature = "emulator")]
        Some("emulator") => emulator::run(rest),
        Some(name) if cli::NAMES.contains(&name) => cli::run(words),
        _ => action::run(words),
    }
}

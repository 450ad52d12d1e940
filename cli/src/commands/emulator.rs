//! `tc3 emulator`: starts the local emulator over the catalog. Its options are read by the emulator itself.

use std::ffi::OsString;

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Runs the command with the words that follow its name.
pub(super) fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    let _ = words;
    Err(CliError::input("tc3 emulator is not there yet"))
}

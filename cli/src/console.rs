//! Standard output and standard error of a command.
//!
//! Standard output has the result and nothing else; notes, progress and errors go to standard error. A reader that
//! closed its end of the pipe ends the command quietly.

use std::io::{self, Write};

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Prints an error, a line each.
pub(crate) fn print_error(error: &CliError) {
    let mut stderr = io::stderr().lock();
    for line in error.messages.iter().chain(&error.hints) {
        // Nobody can be told that standard error cannot be written to.
        let _ = writeln!(stderr, "tc3: {line}");
    }
}

/// Prints a note: a line on standard error that is no error.
pub(crate) fn print_note(note: &str) {
    // Nobody can be told that standard error cannot be written to.
    let _ = writeln!(io::stderr().lock(), "tc3: note: {note}");
}

/// Prints the whole of a text as the result of a command.
pub(crate) fn print_text(text: &str) -> Result<ExitStatus, CliError> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(ExitStatus::Done),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitStatus::Done),
        Err(error) => Err(CliError::input(format!("standard output: {error}"))),
    }
}

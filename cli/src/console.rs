//! Standard output and standard error of a command.
//!
//! Standard output has the result and nothing else; notes, progress and errors go to standard error. A reader that
//! closed its end of the pipe ends the command quietly.

use std::io::{self, Write};

use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::{Value, write_pretty};

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

/// Prints a value as indented JSON, as the result of a command.
pub(crate) fn print_json(value: &Value) -> Result<ExitStatus, CliError> {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write_pretty(value, &mut text);
    text.push(b'\n');
    print_bytes(&text)
}

/// Prints the whole of a text as the result of a command.
pub(crate) fn print_text(text: &str) -> Result<ExitStatus, CliError> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Result<ExitStatus, CliError> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(ExitStatus::Done),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitStatus::Done),
        Err(error) => Err(CliError::input(format!("standard output: {error}"))),
    }
}

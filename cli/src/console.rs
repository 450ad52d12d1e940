//! Standard output and standard error of a command.
//!
//! Standard output has the result and nothing else; notes, progress and errors go to standard error. A reader that
//! closed its end of the pipe ends the command quietly.

use std::io::{self, Write};

use crate::error::CliError;

/// Prints an error, a line each.
pub(crate) fn print_error(error: &CliError) {
    let mut stderr = io::stderr().lock();
    for line in error.messages.iter().chain(&error.hints) {
        // Nobody can be told that standard error cannot be written to.
        let _ = writeln!(stderr, "tc3: {line}");
    }
}

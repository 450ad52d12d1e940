//! Standard output and standard error of a command.
//!
//! Standard output has the result and nothing else; notes, progress and errors go to standard error. A reader that
//! closed its end of the pipe ends the command quietly.

use std::io::{self, IsTerminal, Write};

use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::{Value, write_compact, write_pretty};

/// Prints an error, a line each, or as one JSON object.
pub(crate) fn print_error(error: &CliError) {
    let mut stderr = io::stderr().lock();
    // There is nowhere to report that standard error cannot be written to.
    let _ = if error.is_json && !error.messages.is_empty() {
        write_json(error, &mut stderr)
    } else {
        let mut lines = error.messages.iter().chain(&error.hints);
        lines.try_for_each(|line| writeln!(stderr, "tc3: {line}"))
    };
}

/// `{"error": {"kind", "code", "message", "requestId", "ambiguous", "messages", "hints"}}` in one line.
fn write_json(error: &CliError, out: &mut dyn Write) -> io::Result<()> {
    let service = error.service.as_deref();
    let text = |text: &str| Value::String(text.to_owned());
    let optional = |value: Option<&String>| value.map_or(Value::Null, |value| text(value));
    let list = |lines: &[String]| Value::Array(lines.iter().map(|line| text(line)).collect());
    let own_message = error.messages.first();
    let members = [
        ("kind", text(error.status.word())),
        ("code", optional(service.and_then(|service| service.code.as_ref()))),
        (
            "message",
            optional(service.and_then(|service| service.message.as_ref()).or(own_message)),
        ),
        (
            "requestId",
            optional(service.and_then(|service| service.request_id.as_ref())),
        ),
        ("ambiguous", Value::Bool(error.status == ExitStatus::Ambiguous)),
        ("messages", list(&error.messages)),
        ("hints", list(&error.hints)),
    ];
    let members = members.map(|(name, value)| (name.to_owned(), value)).into();
    let error = Value::Object(vec![("error".to_owned(), Value::Object(members))]);
    write_compact(&error, out)?;
    writeln!(out)
}

/// Prints a line of `--debug`.
pub(crate) fn print_debug(line: &str) {
    // There is nowhere to report that standard error cannot be written to.
    let _ = writeln!(io::stderr().lock(), "tc3: debug: {line}");
}

/// The error of writing to standard output. Nothing is reported to a reader that closed it.
pub(crate) fn output_error(error: &io::Error) -> CliError {
    if error.kind() == io::ErrorKind::BrokenPipe {
        let mut quiet = CliError::new(ExitStatus::BrokenPipe, "");
        quiet.messages.clear();
        return quiet;
    }
    // Columns that the result does not have: the error of `output`, not of writing.
    if error.kind() == io::ErrorKind::InvalidInput {
        return CliError::input(error.to_string());
    }
    CliError::configuration(format!("standard output cannot be written to: {error}"))
}

/// How many columns the terminal has, if standard output is one.
pub(crate) fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// A line on standard error that is written anew while a command works, if that is a terminal.
pub(crate) struct Progress {
    is_shown: bool,
    has_line: bool,
}

impl Progress {
    pub(crate) fn new(is_quiet: bool) -> Self {
        Self {
            is_shown: !is_quiet && io::stderr().is_terminal(),
            has_line: false,
        }
    }

    pub(crate) fn show(&mut self, line: &str) {
        if !self.is_shown {
            return;
        }
        let width = terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0));
        let shown: String = line
            .chars()
            .filter(|letter| !letter.is_control())
            .take(width / 2)
            .collect();
        let mut stderr = io::stderr().lock();
        let _ = write!(stderr, "\r\u{1b}[K{shown}").and_then(|()| stderr.flush());
        self.has_line = true;
    }

    /// Removes the line, before something else is printed.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.has_line) {
            let mut stderr = io::stderr().lock();
            let _ = write!(stderr, "\r\u{1b}[K").and_then(|()| stderr.flush());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Prints a note: a line on standard error that is no error.
pub(crate) fn print_note(note: &str) {
    // There is nowhere to report that standard error cannot be written to.
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

/// Prints bytes as the result of a command.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<ExitStatus, CliError> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(ExitStatus::Done),
        Err(error) => Err(output_error(&error)),
    }
}

//! What all commands share: where they print, how they end, and how they word it.

use std::io::{self, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use crate::source::{Diagnostics, escaped};
use crate::timings::Timings;

/// The maximum number of lines of a list; more are counted instead.
const MOST_LINES: usize = 40;

/// The maximum number of diagnostics that are printed unless all are asked for.
const MOST_DIAGNOSTICS: usize = 100;

/// How a run ended, as the exit code of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExitStatus {
    /// The run did what it was asked to.
    Success = 0,
    /// The spec has errors, files are out of date, nothing was found, or a file could not be read or written.
    Failure = 1,
    /// The command line is wrong, or names something that does not exist.
    Usage = 2,
    /// `diff`: there is more to call than before.
    Additions = 3,
    /// `diff`: callers of the generated code have to change theirs.
    Breaking = 4,
    /// The reader of the output went away: what a shell says of a process that SIGPIPE ended.
    BrokenPipe = 141,
}

impl ExitStatus {
    /// Returns how a run ended that `error` stopped, if that says that the reader of the output went away. An error of a file
    /// has a message with its path, so it is not from the system alone.
    pub(super) fn of_closed_output(error: &io::Error) -> Option<Self> {
        let is_closed = error.kind() == io::ErrorKind::BrokenPipe && error.get_ref().is_none();
        // Windows has no such signal.
        let status = if cfg!(windows) { Self::Success } else { Self::BrokenPipe };
        is_closed.then_some(status)
    }
}

/// Where a run writes to, and how.
///
/// ```
/// use tc3_codegen::cli::{Output, run};
///
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let mut output = Output { out: &mut out, err: &mut err, color: false, timed: false };
/// let exit_code = run(["tc3-codegen", "--version"], &mut std::io::empty(), &mut output);
/// assert_eq!(exit_code, 0);
/// assert!(out.starts_with(b"tc3-codegen "));
/// ```
pub struct Output<'a> {
    /// Standard output: results.
    pub out: &'a mut dyn Write,
    /// Standard error: errors, warnings and timings.
    pub err: &'a mut dyn Write,
    /// Whether diagnostics are colored.
    pub color: bool,
    /// Whether `generate` and `workspace` print how long each phase took.
    pub timed: bool,
}

impl Output<'_> {
    /// Runs `work`, and prints how long each of its phases took if timings are on.
    pub(super) fn timing(&mut self, work: impl FnOnce(&mut Self) -> io::Result<ExitStatus>) -> io::Result<ExitStatus> {
        if !self.timed {
            return work(self);
        }
        let (status, timings) = Timings::measure(|| work(self));
        let status = status?;
        for line in timings.table() {
            writeln!(self.err, "{line}")?;
        }
        Ok(status)
    }

    /// Prints how many files of `folder` were written.
    pub(super) fn wrote(&mut self, written: usize, unchanged: usize, folder: &Path) -> io::Result<()> {
        let (written, folder) = (counted(written, "file"), displayed(folder));
        writeln!(self.out, "wrote {written}, {unchanged} unchanged in {folder}")
    }

    /// Prints the worst of `diagnostics`, and a line that counts them all and ends in `consequence`.
    pub(super) fn diagnostics(&mut self, diagnostics: &Diagnostics, consequence: &str) -> io::Result<()> {
        let shown = diagnostics.limited(MOST_DIAGNOSTICS);
        self.all_diagnostics(&shown)?;
        let left_out = diagnostics.iter().count() - shown.iter().count();
        if left_out > 0 {
            let more = "`tc3-codegen check --all` prints all that are in a spec";
            writeln!(self.err, "and {left_out} more; {more}\n")?;
        }
        self.summary(diagnostics, consequence)
    }

    /// Prints all of `diagnostics`.
    pub(super) fn all_diagnostics(&mut self, diagnostics: &Diagnostics) -> io::Result<()> {
        for text in diagnostics.rendered(self.color) {
            writeln!(self.err, "{text}\n")?;
        }
        Ok(())
    }

    /// Prints a line that counts `diagnostics`, if there are any.
    pub(super) fn summary(&mut self, diagnostics: &Diagnostics, consequence: &str) -> io::Result<()> {
        if diagnostics.is_empty() {
            return Ok(());
        }
        writeln!(self.err, "{}{consequence}", diagnostics.summary())
    }
}

/// Returns a path for a terminal.
pub(super) fn displayed(path: &Path) -> String {
    escaped(&path.to_string_lossy())
}

/// Returns `1 file` or `2 files`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// Prints the first of `lines`, and how many more there are.
pub(super) fn print_some(lines: &[String], to: &mut dyn Write) -> io::Result<()> {
    for line in lines.iter().take(MOST_LINES) {
        writeln!(to, "{}", escaped(line))?;
    }
    match lines.len().checked_sub(MOST_LINES) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(to, "and {more} more lines"),
    }
}

/// Returns a progress bar for `length` steps, which is shown only in a terminal.
pub(super) fn progress_bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    // The template is a constant; should it be invalid, the bar is a plainer one.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// The paragraph of a command's help about timings.
macro_rules! timings_help {
    () => {
        "Environment:\n  \
         TC3_CODEGEN_TIMINGS=1  Print how long each phase took to standard error, in milliseconds: from its first\n                         \
         beginning to its last end, and on all threads together"
    };
}
pub(super) use timings_help;

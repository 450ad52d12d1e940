//! `tc3-codegen diff`

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::console::{ExitStatus, Output, counted, displayed};
use crate::check::ValidatedSpec;
use crate::diff::{Change, Severity, diff};
use crate::source::escaped;
use crate::spec::SourceSet;

const AFTER_HELP: &str = "\
Prints one line for each change, the worst first. `silently` marks a change that breaks callers although their code
still compiles, such as two required parameters that change places.

Exit code: 0 if nothing changes, or only docs, limits and warnings; 3 if there are additions; 4 if there are breaking
changes; 1 if one of the specs has errors; 2 if the command line is wrong.";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Diff {
    /// Folder of the old spec
    old: PathBuf,
    /// Folder of the new spec
    new: PathBuf,
    /// Print the changes as a JSON array of objects with severity, silent, service, place and what
    #[arg(long)]
    json: bool,
}

/// A change as `--json` prints it.
#[derive(Serialize)]
struct Entry<'a> {
    severity: &'static str,
    silent: bool,
    service: &'a str,
    place: &'a str,
    what: &'a str,
}

impl<'a> From<&'a Change> for Entry<'a> {
    fn from(change: &'a Change) -> Self {
        Self {
            severity: change.severity.as_str(),
            silent: change.is_silent,
            service: &change.service,
            place: &change.place,
            what: &change.what,
        }
    }
}

impl Diff {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let old = match read(&self.old, output)? {
            Ok(spec) => spec,
            Err(status) => return Ok(status),
        };
        let new = match read(&self.new, output)? {
            Ok(spec) => spec,
            Err(status) => return Ok(status),
        };
        let changes = diff(&old, &new);
        if self.json {
            print_json(&changes, output)?;
        } else {
            print_text(&changes, output)?;
        }
        Ok(match changes.iter().map(|change| change.severity).max() {
            None | Some(Severity::Note) => ExitStatus::Success,
            Some(Severity::Addition) => ExitStatus::Additions,
            Some(Severity::Breaking) => ExitStatus::Breaking,
        })
    }
}

/// Loads a spec. Its warnings are left to `check`.
fn read(folder: &Path, output: &mut Output<'_>) -> io::Result<Result<ValidatedSpec, ExitStatus>> {
    if !folder.is_dir() {
        writeln!(output.err, "error: no spec folder at {}", displayed(folder))?;
        return Ok(Err(ExitStatus::Usage));
    }
    match crate::load(&SourceSet::read_dir(folder)?) {
        Ok(spec) => Ok(Ok(spec)),
        Err(diagnostics) => {
            output.diagnostics(&diagnostics, ": nothing was compared")?;
            Ok(Err(ExitStatus::Failure))
        }
    }
}

fn print_json(changes: &[Change], output: &mut Output<'_>) -> io::Result<()> {
    let entries: Vec<Entry<'_>> = changes.iter().map(Entry::from).collect();
    writeln!(output.out, "{}", serde_json::to_string_pretty(&entries)?)
}

fn print_text(changes: &[Change], output: &mut Output<'_>) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(output.out, "no differences");
    }
    for change in changes {
        writeln!(output.out, "{}", escaped(&change.to_string()))?;
    }
    let count = |severity| changes.iter().filter(|change| change.severity == severity).count();
    let silent = match changes.iter().filter(|change| change.is_silent).count() {
        0 => String::new(),
        silent => format!(" ({silent} silently)"),
    };
    writeln!(
        output.out,
        "\n{}{silent}, {}, {}",
        counted(count(Severity::Breaking), "breaking change"),
        counted(count(Severity::Addition), "addition"),
        counted(count(Severity::Note), "note")
    )
}

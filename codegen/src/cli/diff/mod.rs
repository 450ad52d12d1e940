//! `tc3-codegen diff`

mod compare;
mod text;

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

pub(super) use compare::{Comparison, Extent, Side, compare, read_service};

use super::console::{ExitStatus, Output, displayed};
use super::service_source::report_error;
use crate::diff::{Change, Severity};
use crate::source::nearest;

const AFTER_HELP: &str = "\
Each side is a spec folder, the wheel of tccli (from `pip download --no-deps tccli`), or the folder that the wheel was
unpacked to. Two releases of the metadata are compared with their descriptions. A spec is compared with metadata as an
import of it into the spec would: for the actions that the spec has, and with the facts of the spec that metadata does
not state. Members that a new release lists in another order keep that of the old one, as in an import into a spec and in a
workspace: the arguments of `new` do not change places. A note says what a generation without the old release would give.

What breaks callers although their code still compiles, such as two arguments of `new` that change places, is listed
first. The changes of each service follow, under a line that counts them. Where more than 20 members may or may no
longer be absent, these come last, and only the first of a service are named; --json has them all.

Exit code: 0 if nothing changes, or only docs, limits and warnings; 3 if there are additions; 4 if there are breaking
changes; 1 if one of the specs has errors; 2 if the command line is wrong.";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Diff {
    /// The old spec or metadata
    old: PathBuf,
    /// The new spec or metadata
    new: PathBuf,
    /// Compare only this service, by its short name, for example gaap; may be repeated
    #[arg(long = "service", value_name = "NAME")]
    services: Vec<String>,
    /// Take the error codes of the old metadata from this wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    old_errors: Option<PathBuf>,
    /// Take the error codes of the new metadata from this wheel or folder of the official Python SDK
    #[arg(long, value_name = "PATH")]
    new_errors: Option<PathBuf>,
    /// Print the changes as a JSON array of objects with severity, silent, kind, service, version, place and what
    #[arg(long)]
    json: bool,
}

/// A change as `--json` prints it.
#[derive(Serialize)]
struct Entry<'a> {
    severity: &'static str,
    silent: bool,
    kind: &'static str,
    service: &'a str,
    version: Option<&'a str>,
    place: &'a str,
    what: &'a str,
}

impl<'a> From<&'a Change> for Entry<'a> {
    fn from(change: &'a Change) -> Self {
        Self {
            severity: change.severity.as_str(),
            silent: change.is_silent,
            kind: change.kind.as_str(),
            service: &change.service,
            version: change.version.as_deref(),
            place: &change.place,
            what: &change.what,
        }
    }
}

impl Diff {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let old = match open(&self.old, self.old_errors.as_deref(), output)? {
            Ok(side) => side,
            Err(status) => return Ok(status),
        };
        let new = match open(&self.new, self.new_errors.as_deref(), output)? {
            Ok(side) => side,
            Err(status) => return Ok(status),
        };
        if let Some(unknown) = self.services.iter().find(|name| !old.has(name) && !new.has(name)) {
            return report_unknown(unknown, [&old, &new], output);
        }
        let comparison = match compare(&old, &new, &self.services) {
            Ok(comparison) => comparison,
            Err(error) => return report_error(&error, output),
        };
        if self.json {
            print_json(&comparison.changes, output)?;
        } else {
            text::print(&comparison.changes, output)?;
        }
        Ok(match comparison.changes.iter().map(|change| change.severity).max() {
            None | Some(Severity::Note | Severity::Documentation) => ExitStatus::Success,
            Some(Severity::Addition) => ExitStatus::Additions,
            Some(Severity::Breaking) => ExitStatus::Breaking,
        })
    }
}

/// Opens one side. If it cannot be read, prints that and returns the exit status.
fn open(path: &Path, errors: Option<&Path>, output: &mut Output<'_>) -> io::Result<Result<Side, ExitStatus>> {
    let mut side = match Side::open(path, output)? {
        Ok(side) => side,
        Err(status) => return Ok(Err(status)),
    };
    match errors.map_or(Ok(()), |errors| side.read_errors(errors)) {
        Ok(()) => Ok(Ok(side)),
        Err(error) => report_error(&error, output).map(Err),
    }
}

fn report_unknown(name: &str, sides: [&Side; 2], output: &mut Output<'_>) -> io::Result<ExitStatus> {
    let services: Vec<String> = sides.iter().flat_map(|side| side.services()).collect();
    let help = match nearest(name, services.iter().map(String::as_str)) {
        Some(near) => format!("is it `{near}`?"),
        None => "`tc3-codegen list PATH` lists them".to_owned(),
    };
    let name = displayed(name.as_ref());
    writeln!(output.err, "error: no service `{name}` on either side\n  help: {help}")?;
    Ok(ExitStatus::Failure)
}

fn print_json(changes: &[Change], output: &mut Output<'_>) -> io::Result<()> {
    let entries: Vec<Entry<'_>> = changes.iter().map(Entry::from).collect();
    writeln!(output.out, "{}", serde_json::to_string_pretty(&entries)?)
}

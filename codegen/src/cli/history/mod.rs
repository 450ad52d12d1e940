//! `tc3-codegen history`

mod crates;
mod crates_tables;
mod facts;
mod released;
mod table;
mod walk;

use std::io;
use std::path::PathBuf;

use clap::Args;

use self::crates::Crates;
use self::crates_tables::Tables;
use self::released::Released;
use self::table::{Row, RowEntry, Step};
use self::walk::Walk;
use super::console::{ExitStatus, Output, displayed, print_some};
use super::diff::{Side, compare};
use super::service_source::report_error;
use crate::import::ImportError;
use crate::source::escaped;

const AFTER_HELP: &str = "\
Prints a Markdown table with a line for each release: the actions that it adds and removes, and the changes that
`tc3-codegen diff` finds from the release before it. Whether a member may be absent is counted apart from the other
breaking changes.

With --spec, each release is also imported over the one before, into a copy of the spec that is only in memory, for the
actions that the spec has. Facts that metadata does not state, such as descriptions, limits and error codes, are counted:
those that are kept, those that went with a removed member, those that no longer fit and were set aside with a note, and
those that are lost, which is none unless the importer has a defect. Members that lack a limit or a unit are given one
first, so that each of them has a fact to lose. An import is refused if the spec would have errors: the next release is
then imported over the spec as it was.

With --per-service, what is counted is releases of crates: if each service is a crate that is released with each of the
releases in which it differs, how often is it released, and what is the worst that a release has for callers? A table
each has the crates by release, the crates by service (those that break callers most often first), how many services
break callers how often, and the kinds of changes that break them. A member order that is kept as it was released, or
that a member is optional, is no difference, as in `tc3-codegen plan`; a release that renames a default version or
removes one is breaking. Services that the metadata gains or loses are counted apart.

Exit code: 0; 1 if a release cannot be read, an import was refused, or facts are lost; 2 if the command line is wrong.";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct History {
    /// Releases of the metadata: wheels of tccli (from `pip download --no-deps tccli==VERSION`), or folders that they
    /// were unpacked to; they are taken in the order of their numbers
    #[arg(required = true, num_args = 2.., value_name = "RELEASE")]
    releases: Vec<PathBuf>,
    /// Import each release into a copy of this spec, and count the facts that are lost
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Count the releases of the crate of each service, and how many of them break callers
    #[arg(long, conflicts_with = "spec")]
    per_service: bool,
    /// Print JSON instead of Markdown: an array with an object for each release; with --per-service an object with
    /// releases, services and kinds
    #[arg(long)]
    json: bool,
}

/// A release of the metadata, by name.
type Release = (String, Side);

impl History {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let releases = match self.releases(output)? {
            Ok(releases) => releases,
            Err(status) => return Ok(status),
        };
        let spec = self.spec.as_deref().map(|spec| Walk::open(spec, output));
        let mut walk = match spec.transpose()? {
            Some(Ok(walk)) => Some(walk),
            Some(Err(status)) => return Ok(status),
            None => None,
        };
        if self.per_service {
            return self.print_crates(&releases, output);
        }
        if !self.json {
            writeln!(output.out, "{}", table::head(walk.is_some()))?;
        }
        let mut rows = Vec::new();
        let mut before = None;
        for release in &releases {
            let row = match row(before, release, walk.as_mut()) {
                Ok(row) => row,
                Err(error) => return report_error(&error, output),
            };
            if !self.json {
                writeln!(output.out, "{}", escaped(&row.line()))?;
            }
            rows.push(row);
            before = Some(release);
        }
        if self.json {
            let entries: Vec<RowEntry<'_>> = rows.iter().map(Row::entry).collect();
            writeln!(output.out, "{}", serde_json::to_string_pretty(&entries)?)?;
        }
        let failures: Vec<String> = rows.iter().flat_map(Row::failures).collect();
        print_some(&failures, output.err)?;
        Ok(if failures.is_empty() {
            ExitStatus::Success
        } else {
            ExitStatus::Failure
        })
    }

    fn print_crates(&self, releases: &[Release], output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let (mut crates, mut released) = (Crates::default(), Released::default());
        for (index, (name, side)) in releases.iter().enumerate() {
            let comparison = match released.release(side) {
                Ok(comparison) => comparison,
                Err(error) => return report_error(&error, output),
            };
            crates.add(name, &comparison, index == 0);
        }
        if self.json {
            let tables = serde_json::to_string_pretty(&Tables::of(&crates))?;
            writeln!(output.out, "{tables}")?;
        } else {
            write!(output.out, "{}", crates_tables::markdown(&crates))?;
        }
        Ok(ExitStatus::Success)
    }

    /// Opens the releases, in their order. If one cannot be read, prints that and returns the exit status.
    fn releases(&self, output: &mut Output<'_>) -> io::Result<Result<Vec<Release>, ExitStatus>> {
        let mut releases = Vec::with_capacity(self.releases.len());
        for path in &self.releases {
            let side = match Side::open(path, output)? {
                Ok(side) => side,
                Err(status) => return Ok(Err(status)),
            };
            let Some(name) = side.release() else {
                let path = displayed(path);
                writeln!(
                    output.err,
                    "error: {path} is a spec: name wheels or folders of metadata"
                )?;
                return Ok(Err(ExitStatus::Usage));
            };
            releases.push((name, side));
        }
        releases.sort_by_key(|(name, _)| numbers(name));
        Ok(Ok(releases))
    }
}

/// Compares a release with the one before, and imports it.
fn row(before: Option<&Release>, (name, side): &Release, walk: Option<&mut Walk>) -> Result<Row, ImportError> {
    // The first release is compared with itself for its services and actions.
    let old = before.map_or(side, |(_, before)| before);
    let comparison = compare(old, side, &[])?;
    Ok(Row {
        release: name.clone(),
        services: comparison.new.services.len(),
        actions: comparison.new.actions.len(),
        step: before.is_some().then(|| Step::of(&comparison)),
        import: walk.map(|walk| walk.import(side)).transpose()?,
    })
}

/// Returns the numbers in the name of a release, so that 3.0.749 is before 3.0.1065.
fn numbers(release: &str) -> Vec<u64> {
    let digits = release.split(|letter: char| !letter.is_ascii_digit());
    digits.filter_map(|number| number.parse().ok()).collect()
}

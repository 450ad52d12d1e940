//! `tc3-codegen import`: reads a source, merges it into the spec, and reports what changed.
//!
//! The two sources have a file each; here is what both share, from the spec that is there to the result.

mod edition;
mod metadata;
mod page;

pub(super) use edition::OtherEdition;
pub(super) use metadata::unknown_service;

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::SPEC;
use super::console::{ExitStatus, Output, counted, displayed};
use super::report::Report;
use crate::import::{Draft, ImportPlan};
use crate::source::{Diagnostics, Severity};
use crate::spec::{SourceSet, Spec};

/// The name of the files with the rules of the emulator.
const EMULATOR_RULES: &str = "emulator.json";

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Import from the metadata of the official command line, which has every action of every service
    Metadata(metadata::Metadata),
    /// Import from documentation pages of actions and of data types
    Page(page::Page),
}

impl Import {
    pub(super) fn run(&self, input: &mut dyn Read, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        match self {
            Self::Metadata(metadata) => metadata.run(output),
            Self::Page(page) => page.run(input, output),
        }
    }
}

#[derive(Args, Debug)]
struct Destination {
    /// Folder of the spec to write to; created if it does not exist
    #[arg(long, value_name = "DIR", default_value = SPEC)]
    spec: PathBuf,
    /// Report what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the whole report to this file: as JSON if its name ends in .json, or else as text
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// The spec that an import goes into.
struct Opened {
    sources: SourceSet,
    spec: Spec,
}

/// Reads the existing spec. If it has errors, prints them and returns the exit status.
fn open(destination: &Destination, output: &mut Output<'_>) -> io::Result<Result<Opened, ExitStatus>> {
    match read(&destination.spec)? {
        Ok((opened, broken_rules)) => {
            for path in &broken_rules {
                writeln!(output.err, "note: the import leaves {path} alone, which has errors")?;
            }
            Ok(Ok(opened))
        }
        Err(diagnostics) => {
            output.diagnostics(&diagnostics, ": fix the spec first; nothing was written")?;
            Ok(Err(ExitStatus::Failure))
        }
    }
}

/// Merges `drafts` into the spec and writes it, unless it would have errors; reports what changed.
fn apply(
    drafts: Vec<Draft>,
    into: &Opened,
    destination: &Destination,
    prune: bool,
    output: &mut Output<'_>,
) -> io::Result<ExitStatus> {
    let mut plan = ImportPlan::new(drafts, &into.spec, prune).map_err(io::Error::other)?;
    let checked = plan.check(&into.sources);
    let is_written = checked.is_ok() && !destination.dry_run;
    if is_written {
        plan.write(&destination.spec)?;
    }
    report(&plan, is_written, destination, output)?;
    let Err(diagnostics) = checked else {
        return Ok(ExitStatus::Success);
    };
    output.diagnostics(&diagnostics, ": nothing was written")?;
    let is_shown = |path: &str| plan.changes().iter().any(|change| change.path == path);
    if diagnostics
        .iter()
        .any(|diagnostic| is_shown(diagnostics.path_of(diagnostic)))
    {
        writeln!(
            output.err,
            "note: files that the import changes are shown as it would write them, not as they are"
        )?;
    }
    let to_fix = plan.files_to_fix(&into.sources, &diagnostics);
    for path in &to_fix {
        let path = displayed(&destination.spec.join(path));
        writeln!(
            output.err,
            "help: the import leaves {path} alone: change it so that it fits what the report says, then import again"
        )?;
    }
    Ok(ExitStatus::Failure)
}

/// Reads the spec in the folder; an empty one if the folder does not exist or is empty.
///
/// Rules of the emulator that have errors are left out, and their paths returned: what they lack, such as error codes, may
/// be what is imported.
fn read(folder: &Path) -> io::Result<Result<(Opened, Vec<String>), Diagnostics>> {
    let nothing = || SourceSet::new(folder.to_string_lossy(), []);
    let sources = if folder.is_dir() {
        SourceSet::read_dir(folder)?
    } else {
        nothing()
    };
    if sources.is_empty() {
        let (sources, spec) = (nothing(), Spec::default());
        return Ok(Ok((Opened { sources, spec }, Vec::new())));
    }
    let diagnostics = match crate::load(&sources) {
        Ok(checked) => {
            let spec = checked.spec;
            return Ok(Ok((Opened { sources, spec }, Vec::new())));
        }
        Err(diagnostics) => diagnostics,
    };
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    let broken: BTreeSet<&str> = errors.map(|error| diagnostics.path_of(error)).collect();
    if !broken.iter().all(|path| Path::new(path).ends_with(EMULATOR_RULES)) {
        return Ok(Err(diagnostics));
    }
    let kept = sources.iter().map(|(_, source)| source);
    let kept = kept.filter(|source| !broken.contains(source.path.as_str())).cloned();
    let sources = SourceSet::new(folder.to_string_lossy(), kept);
    let broken = broken.into_iter().map(|path| displayed(&folder.join(path))).collect();
    Ok(crate::load(&sources).map(|checked| {
        let spec = checked.spec;
        (Opened { sources, spec }, broken)
    }))
}

fn report(plan: &ImportPlan, is_written: bool, destination: &Destination, output: &mut Output<'_>) -> io::Result<()> {
    let folder = displayed(&destination.spec);
    let new = plan.changes().iter().filter(|change| change.is_new).count();
    let verb = if is_written { "wrote" } else { "would write" };
    let changed = plan.changes().len() - new;
    let mut summary = format!("{verb} {} and changed {changed}", counted(new, "new file"));
    if !plan.removed().is_empty() {
        summary = format!("{summary}, removed {}", plan.removed().len());
    }
    let report = Report {
        changes: plan.changes(),
        removed: plan.removed(),
        notes: plan.notes(),
    };
    report.print(destination.report.as_deref(), output)?;
    writeln!(output.out, "{summary}, {} unchanged in {folder}", plan.unchanged(),)?;
    if is_written && !destination.spec.join("schema").is_dir() {
        writeln!(
            output.out,
            "for completion in an editor: tc3-codegen schema --out {folder}/schema"
        )?;
    }
    Ok(())
}

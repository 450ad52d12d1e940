//! `tc3-codegen import`: reads a source, merges it into the spec, and reports what changed.
//!
//! The two sources have a file each; here is what both share, from the spec that is there to the report.

mod metadata;
mod page;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::SPEC;
use super::console::{ExitStatus, Output, counted, displayed, print_some};
use crate::import::{Draft, FileChange, ImportPlan};
use crate::source::Diagnostics;
use crate::spec::{SourceSet, Spec};

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
}

/// The spec that an import goes into.
struct Opened {
    sources: SourceSet,
    spec: Spec,
}

/// Reads the existing spec. If it has errors, prints them and returns the exit status.
fn open(destination: &Destination, output: &mut Output<'_>) -> io::Result<Result<Opened, ExitStatus>> {
    match read(&destination.spec)? {
        Ok((sources, spec)) => Ok(Ok(Opened { sources, spec })),
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
    output: &mut Output<'_>,
) -> io::Result<ExitStatus> {
    let mut notes: Vec<String> = drafts.iter().flat_map(notes).collect();
    let plan = ImportPlan::new(drafts, &into.spec).map_err(io::Error::other)?;
    notes.extend_from_slice(plan.remarks());
    if let Err(diagnostics) = plan.check(&into.sources) {
        output.diagnostics(&diagnostics, ": nothing was written")?;
        return Ok(ExitStatus::Failure);
    }
    if !destination.dry_run {
        plan.write(&destination.spec)?;
    }
    report(&plan, &notes, destination, output)?;
    Ok(ExitStatus::Success)
}

/// Reads the spec in the folder; an empty one if the folder does not exist or is empty.
fn read(folder: &Path) -> io::Result<Result<(SourceSet, Spec), Diagnostics>> {
    let nothing = || SourceSet::new(folder.to_string_lossy(), []);
    let sources = if folder.is_dir() {
        SourceSet::read_dir(folder)?
    } else {
        nothing()
    };
    if sources.is_empty() {
        return Ok(Ok((nothing(), Spec::default())));
    }
    Ok(crate::load(&sources).map(|checked| (sources, checked.spec)))
}

fn notes(draft: &Draft) -> Vec<String> {
    let folder = &draft.folder;
    draft.notes.iter().map(|note| format!("{folder}: {note}")).collect()
}

fn report(plan: &ImportPlan, notes: &[String], destination: &Destination, output: &mut Output<'_>) -> io::Result<()> {
    let folder = displayed(&destination.spec);
    let (new, changed): (Vec<&FileChange>, Vec<&FileChange>) = plan.changes().iter().partition(|change| change.is_new);
    let mut lines: Vec<String> = new.iter().map(|change| format!("new: {}", change.path)).collect();
    for change in &changed {
        lines.push(format!("changed: {}", change.path));
        lines.extend(change.facts.iter().map(|fact| format!("  {fact}")));
    }
    print_some(&lines, output.out)?;
    print_some(notes, output.err)?;
    let verb = if destination.dry_run { "would write" } else { "wrote" };
    writeln!(
        output.out,
        "{verb} {} and changed {}, {} unchanged in {folder}",
        counted(new.len(), "new file"),
        changed.len(),
        plan.unchanged(),
    )?;
    if !destination.spec.join("schema").is_dir() {
        writeln!(
            output.out,
            "for completion in an editor: tc3-codegen schema --out {folder}/schema"
        )?;
    }
    Ok(())
}

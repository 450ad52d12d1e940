//! The end of every import: judge the whole, write it, say what was done.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::check::counted;
use crate::cli::{Outcome, Output, SPEC, displayed, print_some};
use crate::diagnostics::Diagnostics;
use crate::import::{Change, Draft, Staged};
use crate::spec::{SourceSet, Spec};

#[derive(Args, Debug)]
pub(super) struct Destination {
    /// Folder of the spec to write to; made if it is not there
    #[arg(long, value_name = "DIR", default_value = SPEC)]
    spec: PathBuf,
    /// Say what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// The spec that an import goes into.
pub(super) struct Opened {
    pub(super) sources: SourceSet,
    pub(super) spec: Spec,
}

/// Reads the spec that is there; without it being right, what is wrong is said and the run is over.
pub(super) fn open(destination: &Destination, output: &mut Output<'_>) -> io::Result<Result<Opened, Outcome>> {
    match read(&destination.spec)? {
        Ok((sources, spec)) => Ok(Ok(Opened { sources, spec })),
        Err(diagnostics) => {
            output.diagnostics(&diagnostics, ": mend the spec first; nothing was written")?;
            Ok(Err(Outcome::Wrong))
        }
    }
}

/// Writes `drafts`, unless the spec would be wrong with them.
pub(super) fn conclude(
    drafts: Vec<Draft>,
    into: &Opened,
    destination: &Destination,
    output: &mut Output<'_>,
) -> io::Result<Outcome> {
    let mut notes: Vec<String> = drafts.iter().flat_map(notes).collect();
    let staged = Staged::of(drafts, &into.spec).map_err(io::Error::other)?;
    notes.extend_from_slice(staged.remarks());
    if let Err(diagnostics) = staged.check(&into.sources) {
        output.diagnostics(&diagnostics, ": nothing was written")?;
        return Ok(Outcome::Wrong);
    }
    if !destination.dry_run {
        staged.write(&destination.spec)?;
    }
    report(&staged, &notes, destination, output)?;
    Ok(Outcome::Fine)
}

/// What is in the folder; nothing, if it is not there or empty.
fn read(folder: &Path) -> io::Result<Result<(SourceSet, Spec), Diagnostics>> {
    let nothing = || SourceSet::new(folder.to_string_lossy(), []);
    let sources = match folder.is_dir() {
        true => SourceSet::read_dir(folder)?,
        false => nothing(),
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

fn report(staged: &Staged, notes: &[String], destination: &Destination, output: &mut Output<'_>) -> io::Result<()> {
    let folder = displayed(&destination.spec);
    let (new, changed): (Vec<&Change>, Vec<&Change>) = staged.changes().iter().partition(|change| change.is_new);
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
        staged.unchanged(),
    )?;
    if !destination.spec.join("schema").is_dir() {
        writeln!(
            output.out,
            "for completion in an editor: tc3-codegen schema --out {folder}/schema"
        )?;
    }
    Ok(())
}

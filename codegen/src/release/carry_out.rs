//! Carries out a planned release: generates the crates again, checks that they are as planned, and writes them.
//!
//! Nothing is written unless everything is as it was planned and no generated file was edited. A release that was killed
//! halfway is completed by a second run: the record of a crate is written after its other files, so a crate whose record
//! is the old one is written again, and files that are already as they will be count as unedited.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::changelog::{counts, details, has_section, notes, with_section};
use super::check::{DISCONTINUED, check_kind, check_origin, check_version, check_workspace, version};
use super::comparison::{content, difference};
use super::plan::{PlannedCrate, ReleasePlan};
use super::refused;
use super::root_manifest::root_manifest;
use super::transaction::{Edit, write_all};
use super::version::Impact;
use crate::output::read_if_exists;
use crate::workspace::{
    About, CHANGELOG, Done, Hash, Package, Plan, RECORD, RELEASES, Record, ServiceCrate, ServiceStamp, Stamp,
    WorkspaceError, hashes, is_generated, of_text, options_of, readme,
};

/// The folder of a crate's code.
const CODE: &str = "src/";

/// The option that adds a program to a workspace.
const EXAMPLES_CHECK: &str = "--examples-check";

/// What a release did.
pub(crate) struct Outcome {
    /// How many crates were released, by kind.
    pub(crate) counts: String,
    /// How many files were written or removed.
    pub(crate) written: usize,
    /// The path of the notes, from the workspace.
    pub(crate) notes: String,
}

/// Whether the workspace is as the release left it, so that there is nothing to do.
///
/// # Errors
/// Returns an error if a record or the Cargo.toml of the workspace cannot be read.
pub(crate) fn is_carried_out(plan: &ReleasePlan, workspace: &Path) -> io::Result<bool> {
    for planned in plan.released() {
        let folder = workspace.join("crates").join(&planned.service);
        let Some(record) = Record::read(&folder)? else {
            return Ok(false);
        };
        let is_done = planned.is_done(&record)
            && record.discontinued.as_deref().unwrap_or(&record.source) == plan.source
            && record
                .files
                .iter()
                .all(|(path, hash)| is_unedited(read_if_exists(&folder.join(path)).ok().flatten().as_deref(), hash))
            && read_if_exists(&folder.join(CHANGELOG))?.is_some_and(|text| has_section(&text, &planned.version));
        if !is_done {
            return Ok(false);
        }
    }
    if plan.released().next().is_none() {
        return Ok(true);
    }
    let root = read_if_exists(&workspace.join("Cargo.toml"))?.unwrap_or_default();
    let is_listed = root_manifest(&root, plan.released()).is_ok_and(|after| after == root);
    Ok(is_listed && read_if_exists(&workspace.join(notes_path(plan)))?.is_some())
}

/// Writes the crates of a planned release, and nothing else but the notes, the versions in the Cargo.toml of the workspace,
/// and its README.
///
/// # Errors
/// Returns errors, each a sentence or more, if the workspace, what is generated or a version is not what it has to be.
pub(crate) fn carry_out(
    release: &ReleasePlan,
    generator: &Plan,
    workspace: &Path,
    on_done: &(dyn Fn(&str) + Sync),
) -> Result<Outcome, Vec<WorkspaceError>> {
    let one = |error: io::Error| vec![WorkspaceError::from(error)];
    check_origin(release, generator).map_err(one)?;
    let records = Record::read_all(workspace).map_err(one)?;
    check_workspace(release, &records, generator).map_err(one)?;
    let planned: BTreeMap<&str, &PlannedCrate> = release
        .released()
        .map(|planned| (planned.service.as_str(), planned))
        .collect();
    let mut crates = Vec::new();
    if release.released().any(|planned| planned.kind != DISCONTINUED) {
        let visit = |done: Done| match done {
            Done::Generated(generated) => match planned.get(generated.service.as_str()) {
                Some(planned) => Ok(Some(new_crate(&generated, planned, release, generator, workspace)?)),
                None => Ok(None),
            },
            Done::Reused(..) => Ok(None), // no stamp was given
        };
        let mut errors = Vec::new();
        for written in generator.each(workspace, None, on_done, &visit) {
            match written {
                Ok(written) => crates.extend(written),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
    }
    for planned in release.released().filter(|planned| planned.kind == DISCONTINUED) {
        if let Some(record) = records.get(&planned.service) {
            crates.push(discontinued_crate(record, planned, release, generator, workspace).map_err(one)?);
        }
    }
    write(release, generator, workspace, &records, crates).map_err(one)
}

/// A crate to write.
struct NewCrate {
    service: String,
    counts: [usize; 3],
    edits: Vec<Edit>,
    stamp: Option<ServiceStamp>,
}

/// Returns what is to be written for a crate. If it was released by an earlier run of the same plan, that is what is missing.
fn new_crate(
    generated: &ServiceCrate,
    planned: &PlannedCrate,
    release: &ReleasePlan,
    generator: &Plan,
    workspace: &Path,
) -> io::Result<NewCrate> {
    let name = &planned.name;
    if content(generated)? != planned.after {
        return Err(refused(&format!(
            "{name}: what is generated is not what was planned, so `adoptOptionality` was edited, or this tc3-codegen is \
             another build than the one that made the plan: plan again"
        )));
    }
    let has_repository = generator.settings.repository.is_some();
    let released = generated.released.as_ref();
    let is_done = released.is_some_and(|released| planned.is_done(released));
    if let (Some(released), false) = (released, is_done) {
        let difference = difference(generated, released, has_repository)?;
        let is_of_generator = difference.as_ref().is_some_and(|difference| difference.is_of_generator);
        if is_of_generator && release.generator.change.is_none() {
            return Err(refused(&format!(
                "{name}: this tc3-codegen writes other code than the one before, and the plan does not say what that does to \
                 callers: restore `generator.change`, or plan again"
            )));
        }
        let impact = difference.as_ref().map_or(Impact::Documentation, |difference| {
            let of_generator = release.generator.change.filter(|_| difference.is_in_code);
            difference.impact.max(of_generator.unwrap_or(Impact::Documentation))
        });
        check_kind(planned, impact.as_str())?;
        check_version(planned, &released.version, impact)?;
    } else {
        version(planned)?;
    }
    let folder = workspace.join("crates").join(&planned.service);
    let changelog = match read_if_exists(&folder.join(CHANGELOG))? {
        Some(there) => with_section(&there, planned, &release.source),
        None if planned.was.is_some() => return Err(removed(name, CHANGELOG)),
        None => {
            let package = generated.package(&planned.version, has_repository);
            package.first_changelog(&release.source) + &details(planned)
        }
    };
    let files = generated.files(&planned.version, Some(changelog), has_repository)?;
    Ok(NewCrate {
        service: planned.service.clone(),
        counts: [generated.versions, generated.actions, generated.types],
        edits: edits(planned, released, files, &folder)?,
        stamp: Some(ServiceStamp::of(generated)),
    })
}

/// Returns the last release of a crate whose service is gone. If an earlier run of the same plan made it, that is what is
/// missing.
fn discontinued_crate(
    record: &Record,
    planned: &PlannedCrate,
    release: &ReleasePlan,
    generator: &Plan,
    workspace: &Path,
) -> io::Result<NewCrate> {
    if !planned.is_done(record) {
        check_version(planned, &record.version, Impact::Documentation)?;
    }
    let spec = record.to_spec()?;
    let package = Package {
        service: &planned.service,
        versions: &spec.services,
        version: &planned.version,
        discontinued: Some(&release.source),
        has_repository: generator.settings.repository.is_some(),
        licenses: &generator.settings.licenses,
    };
    let mut files = package.files();
    let folder = workspace.join("crates").join(&planned.service);
    // Its code stays, so it has to be there.
    for (path, hash) in record.files.iter().filter(|(path, _)| path.starts_with(CODE)) {
        let there = read_if_exists(&folder.join(path))?.ok_or_else(|| removed(&planned.name, path))?;
        if !is_unedited(Some(&there), hash) {
            return Err(edited(&planned.name, path));
        }
        files.push((path.clone(), there));
    }
    let mut after = record.clone();
    after.version.clone_from(&planned.version);
    after.discontinued = Some(release.source.clone());
    after.files.extend(hashes(package.files().iter()));
    let changelog = read_if_exists(&folder.join(CHANGELOG))?.ok_or_else(|| removed(&planned.name, CHANGELOG))?;
    files.push((CHANGELOG.to_owned(), with_section(&changelog, planned, &release.source)));
    files.push((RECORD.to_owned(), after.to_text()));
    Ok(NewCrate {
        service: planned.service.clone(),
        counts: record.counts(),
        edits: edits(planned, Some(record), files, &folder)?,
        stamp: None,
    })
}

/// Returns the edits that make the files of a crate those given, the record last; refuses if a generated file is neither
/// as it was released nor as it will be. A file of a crate that this plan released may be missing: it is written again.
fn edits(
    planned: &PlannedCrate,
    released: Option<&Record>,
    files: Vec<(String, String)>,
    folder: &Path,
) -> io::Result<Vec<Edit>> {
    let is_done = released.is_some_and(|released| planned.is_done(released));
    let mut after: BTreeMap<String, Option<String>> =
        files.into_iter().map(|(path, text)| (path, Some(text))).collect();
    for path in released.iter().flat_map(|released| released.files.keys()) {
        after.entry(path.clone()).or_insert(None);
    }
    for (path, text) in after.iter().filter(|(path, _)| *path != CHANGELOG && *path != RECORD) {
        let there = read_if_exists(&folder.join(path))?;
        let before = released.and_then(|released| released.files.get(path));
        let name = &planned.name;
        match (before, &there) {
            _ if there == *text => {}
            (Some(hash), Some(there)) if is_unedited(Some(there), hash) => {}
            (None, None) => {}
            (Some(_), None) if is_done => {}
            (Some(_), None) => return Err(removed(name, path)),
            (Some(_), Some(_)) => return Err(edited(name, path)),
            (None, Some(_)) => {
                return Err(refused(&format!(
                    "{name}: {path} is there already, and was not generated: move it away"
                )));
            }
        }
    }
    let record = after.remove(RECORD);
    let below = |path: &str| format!("crates/{}/{path}", planned.service);
    let mut edits: Vec<Edit> = after.into_iter().map(|(path, text)| (below(&path), text)).collect();
    if !is_done {
        edits.extend(record.map(|text| (below(RECORD), text)));
    }
    Ok(edits)
}

/// Whether a file is the one with this hash. Version control may have given it the line ends of Windows.
fn is_unedited(there: Option<&str>, hash: &Hash) -> bool {
    there.is_some_and(|there| {
        of_text(there) == *hash || (there.contains("\r\n") && of_text(&there.replace("\r\n", "\n")) == *hash)
    })
}

fn removed(name: &str, path: &str) -> io::Error {
    refused(&format!("{name}: {path} was removed: restore it from version control"))
}

fn edited(name: &str, path: &str) -> io::Error {
    refused(&format!(
        "{name}: {path} was edited by hand, and the release would overwrite it: restore it from version control, and put \
         the change into `--overrides` or into a file of your own"
    ))
}

/// Writes the crates, then what the workspace says about them.
fn write(
    release: &ReleasePlan,
    generator: &Plan,
    workspace: &Path,
    records: &BTreeMap<String, Record>,
    crates: Vec<NewCrate>,
) -> io::Result<Outcome> {
    let mut edits: Vec<Edit> = crates.iter().flat_map(|written| written.edits.clone()).collect();
    let root = read_if_exists(&workspace.join("Cargo.toml"))?
        .ok_or_else(|| refused("the Cargo.toml of the workspace is gone: restore it from version control"))?;
    let root = root_manifest(&root, release.released())?;
    edits.push(("Cargo.toml".to_owned(), Some(root)));
    let mut totals: BTreeMap<&str, [usize; 3]> = records
        .iter()
        .map(|(service, record)| (service.as_str(), record.counts()))
        .collect();
    totals.extend(crates.iter().map(|written| (written.service.as_str(), written.counts)));
    let total = |index: usize| totals.values().filter_map(|counts| counts.get(index)).sum();
    let flags = options_of(workspace)?;
    let about = readme(&About {
        source: &release.source,
        requirements: &generator.editions.requirements(),
        services: totals.len(),
        versions: total(0),
        actions: total(1),
        docs: generator.docs,
        flags: &flags,
        examples_check: flags.split(' ').any(|flag| flag == EXAMPLES_CHECK),
    });
    let there = read_if_exists(&workspace.join("README.md"))?;
    if there.is_none_or(|there| is_generated(&there)) {
        edits.push(("README.md".to_owned(), Some(about)));
    }
    let notes_path = notes_path(release);
    edits.push((notes_path.clone(), Some(notes(release))));
    // Another release may have been carried out meanwhile.
    for planned in release.released() {
        let now = Record::read(&workspace.join("crates").join(&planned.service))?;
        let is_same = now.as_ref().map(|record| of_text(&record.to_text()))
            == records.get(&planned.service).map(|record| of_text(&record.to_text()));
        if !is_same && !now.is_some_and(|now| planned.is_done(&now)) {
            let name = &planned.name;
            return Err(refused(&format!(
                "{name} is being released by another run: look at the workspace, and plan again"
            )));
        }
    }
    let stamp = Stamp::read(workspace).unwrap_or_default();
    Stamp::remove(workspace)?;
    let written = write_all(workspace, &edits)?;
    let stamped = crates.into_iter().filter_map(|written| {
        let files = written.edits.into_iter();
        let files = files.filter_map(|(path, text)| Some((path, text?)));
        Some((written.service, written.stamp?.with_files(files)))
    });
    // Without it, the next plan only takes longer.
    let _ = stamp.after_release(stamped.collect()).write(workspace);
    Ok(Outcome {
        counts: counts(release),
        written,
        notes: notes_path,
    })
}

/// Returns the path of the notes of a release: `releases/tccli-3.1.189.1-0a1b2c3d.md`. The digits are those of their text,
/// since there may be several releases of the same metadata, by another generator or of crates that were left out before.
fn notes_path(release: &ReleasePlan) -> String {
    let name: String = release
        .source
        .chars()
        .map(|character| match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' => character,
            _ => '-',
        })
        .collect();
    let id = of_text(&notes(release));
    format!("{RELEASES}/{name}-{}.md", id.get(..8).unwrap_or(&id))
}

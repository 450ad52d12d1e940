//! Carries out a planned release: generates the crates again, checks that they are as planned, and writes them.
//!
//! Nothing is written unless everything is as it was planned and no generated file was edited. A release that was killed
//! halfway is completed by a second run: the record of a crate is written after its other files, so a crate whose record
//! is the old one is written again, and files that are already as they will be count as unedited.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::changelog::{counts, notes, with_section};
use super::comparison::{content, difference};
use super::plan::{PlannedCrate, ReleasePlan, others, parsed};
use super::transaction::{Edit, write_all};
use super::version::{Impact, Version};
use crate::output::read_if_exists;
use crate::workspace::{
    About, CHANGELOG, Done, Package, Plan, RECORD, RELEASES, Record, ServiceCrate, ServiceStamp, Stamp, WorkspaceError,
    hashes, is_generated, of_file, of_text, options_of, readme, root_dependency, root_member,
};

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
/// Returns an error if a record cannot be read.
pub(crate) fn is_carried_out(plan: &ReleasePlan, workspace: &Path) -> io::Result<bool> {
    for planned in plan.released() {
        let folder = workspace.join("crates").join(&planned.service);
        let is_done = Record::read(&folder)?.is_some_and(|record| {
            planned.is_done(&record)
                && record.discontinued.as_deref().unwrap_or(&record.source) == plan.source
                && record
                    .files
                    .iter()
                    .all(|(path, hash)| of_file(&folder.join(path)).is_ok_and(|there| there == *hash))
        });
        if !is_done {
            return Ok(false);
        }
    }
    let has_notes = read_if_exists(&workspace.join(notes_path(plan)))?.is_some();
    Ok(has_notes || plan.released().next().is_none())
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
    let records = Record::read_all(workspace).map_err(one)?;
    check_workspace(release, &records).map_err(one)?;
    let planned: BTreeMap<&str, &PlannedCrate> = release
        .released()
        .map(|planned| (planned.service.as_str(), planned))
        .collect();
    let mut crates = Vec::new();
    if release.released().any(|planned| planned.kind != "discontinued") {
        let visit = |done: Done| match done {
            Done::Generated(generated) => match planned.get(generated.service.as_str()) {
                Some(planned) => new_crate(&generated, planned, release, generator, workspace).map_err(Into::into),
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
    for planned in release.released().filter(|planned| planned.kind == "discontinued") {
        if let Some(record) = records.get(&planned.service) {
            crates.extend(discontinued_crate(record, planned, release, generator, workspace).map_err(one)?);
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

/// Checks that the workspace is the one that was planned for, apart from crates that are released already.
fn check_workspace(release: &ReleasePlan, records: &BTreeMap<String, Record>) -> io::Result<()> {
    if others(records, &release.crates) != release.others {
        return Err(refused(
            "crates that the plan leaves alone were released since: plan again",
        ));
    }
    for planned in &release.crates {
        let record = records.get(&planned.service);
        let is_done = record.is_some_and(|record| planned.release && planned.is_done(record));
        if !is_done && record.map(|record| of_text(&record.to_text())) != planned.before {
            let name = &planned.name;
            return Err(refused(&format!(
                "{name} was released since the plan was made: plan again"
            )));
        }
    }
    Ok(())
}

/// Returns what is to be written for a crate; `None` if that was done.
fn new_crate(
    generated: &ServiceCrate,
    planned: &PlannedCrate,
    release: &ReleasePlan,
    generator: &Plan,
    workspace: &Path,
) -> io::Result<Option<NewCrate>> {
    let name = &planned.name;
    if content(generated)? != planned.after {
        return Err(refused(&format!(
            "{name}: what is generated is not what was planned, so this tc3-codegen is another build than the one that made \
             the plan: plan again"
        )));
    }
    let has_repository = generator.settings.repository.is_some();
    if let Some(released) = &generated.released {
        if planned.is_done(released) {
            return Ok(None);
        }
        let difference = difference(generated, released, has_repository)?;
        let impact = difference.as_ref().map_or(Impact::Documentation, |difference| {
            let of_generator = release.generator.change.filter(|_| difference.is_in_code);
            difference.impact.max(of_generator.unwrap_or(Impact::Documentation))
        });
        check_version(planned, &released.version, impact)?;
    } else {
        let parsed = Version::parse(&planned.version);
        parsed.map_err(|why| refused(&format!("{name}: {why}")))?;
    }
    let folder = workspace.join("crates").join(&planned.service);
    let changelog = read_if_exists(&folder.join(CHANGELOG))?;
    let changelog = match (&generated.released, changelog) {
        (Some(_), changelog) => {
            let before = changelog.unwrap_or_else(|| format!("# Changelog\n\nWhat changed for callers of `{name}`.\n"));
            Some(with_section(&before, planned, &release.source))
        }
        (None, changelog) => changelog,
    };
    let files = generated.files(&planned.version, changelog, has_repository)?;
    let edits = edits(planned, generated.released.as_ref(), files, &folder)?;
    Ok(Some(NewCrate {
        service: planned.service.clone(),
        counts: [generated.versions, generated.actions, generated.types],
        edits,
        stamp: Some(ServiceStamp::of(generated)),
    }))
}

/// Checks that a version, which may have been edited, is as high as the changes need, or lower for a reason.
fn check_version(planned: &PlannedCrate, was: &str, impact: Impact) -> io::Result<()> {
    let name = &planned.name;
    let version = Version::parse(&planned.version).map_err(|why| refused(&format!("{name}: {why}")))?;
    let was = parsed(was)?;
    if version <= was {
        return Err(refused(&format!(
            "{name}: version {version} is not above {was}, which was released"
        )));
    }
    let needed = was.raised(impact);
    let reason = planned.reason.as_deref().map(str::trim).unwrap_or_default();
    if version < needed && reason.is_empty() {
        return Err(refused(&format!(
            "{name}: version {version} is lower than its changes need: from {was}, a release that is {} needs {needed}; \
             give it, or say why not in `reason`",
            impact.as_str()
        )));
    }
    Ok(())
}

/// Returns the last release of a crate whose service is gone; `None` if that was done.
fn discontinued_crate(
    record: &Record,
    planned: &PlannedCrate,
    release: &ReleasePlan,
    generator: &Plan,
    workspace: &Path,
) -> io::Result<Option<NewCrate>> {
    if planned.is_done(record) {
        return Ok(None);
    }
    check_version(planned, &record.version, Impact::Documentation)?;
    let spec = record.to_spec()?;
    let package = Package {
        service: &planned.service,
        versions: &spec.services,
        version: &planned.version,
        discontinued: Some(&release.source),
        has_repository: generator.settings.repository.is_some(),
    };
    let mut files = package.files().to_vec();
    let mut after = record.clone();
    after.version.clone_from(&planned.version);
    after.discontinued = Some(release.source.clone());
    after.files.extend(hashes(files.iter()));
    let folder = workspace.join("crates").join(&planned.service);
    let changelog = read_if_exists(&folder.join(CHANGELOG))?.unwrap_or_default();
    files.push((CHANGELOG.to_owned(), with_section(&changelog, planned, &release.source)));
    files.push((RECORD.to_owned(), after.to_text()));
    let mut edits = edits(planned, Some(record), files, &folder)?;
    edits.retain(|(_, text)| text.is_some()); // its code stays
    Ok(Some(NewCrate {
        service: planned.service.clone(),
        counts: record.counts(),
        edits,
        stamp: None,
    }))
}

/// Returns the edits that make the files of a crate those given, the record last; refuses if a generated file is neither
/// as it was released nor as it will be.
fn edits(
    planned: &PlannedCrate,
    released: Option<&Record>,
    files: Vec<(String, String)>,
    folder: &Path,
) -> io::Result<Vec<Edit>> {
    let mut after: BTreeMap<String, Option<String>> =
        files.into_iter().map(|(path, text)| (path, Some(text))).collect();
    for path in released.iter().flat_map(|released| released.files.keys()) {
        after.entry(path.clone()).or_insert(None);
    }
    for (path, text) in after.iter().filter(|(path, _)| *path != CHANGELOG && *path != RECORD) {
        let there = read_if_exists(&folder.join(path))?;
        let hash = there.as_deref().map(of_text);
        let before = released.and_then(|released| released.files.get(path));
        let is_unedited = hash.as_ref() == before || there == *text;
        if !is_unedited && text.is_some() {
            let what = match (before, there) {
                (None, _) => "is there already, and was not generated: move it away",
                (_, None) => "was removed: restore it from version control",
                _ => {
                    "was edited by hand, and the release would overwrite it: restore it from version control, and put the \
                     change into `--overrides` or into a file of your own"
                }
            };
            return Err(refused(&format!("{}: {path} {what}", planned.name)));
        }
    }
    let record = after.remove(RECORD);
    let below = |path: &str| format!("crates/{}/{path}", planned.service);
    let mut edits: Vec<Edit> = after.into_iter().map(|(path, text)| (below(&path), text)).collect();
    edits.extend(record.map(|text| (below(RECORD), text)));
    Ok(edits)
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
    edits.push(("Cargo.toml".to_owned(), Some(root_manifest(release, workspace)?)));
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
        examples_check: false,
    });
    let there = read_if_exists(&workspace.join("README.md"))?;
    if there.is_none_or(|there| is_generated(&there)) {
        edits.push(("README.md".to_owned(), Some(about)));
    }
    let notes_path = notes_path(release);
    edits.push((notes_path.clone(), Some(notes(release))));
    let stamp = Stamp::read(workspace).unwrap_or_default();
    Stamp::remove(workspace)?;
    let written = write_all(workspace, &edits)?;
    let stamped = crates.into_iter().filter_map(|written| {
        let files = written.edits.into_iter();
        let files = files.filter_map(|(path, text)| Some((path, text?)));
        Some((written.service, written.stamp?.with_files(files)))
    });
    stamp.after_release(stamped.collect()).write(workspace)?;
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

/// Returns the Cargo.toml of the workspace with the versions of the crates, and with new ones as members. Everything else
/// in it stays, so that it may be edited.
fn root_manifest(release: &ReleasePlan, workspace: &Path) -> io::Result<String> {
    let path = workspace.join("Cargo.toml");
    let Some(mut text) = read_if_exists(&path)? else {
        return Err(refused(
            "the Cargo.toml of the workspace is gone: restore it from version control",
        ));
    };
    for planned in release.released() {
        let PlannedCrate {
            name, service, version, ..
        } = planned;
        let begin = format!("{name} = {{ path = \"crates/{service}\"");
        if let Some(there) = text.lines().find(|there| there.starts_with(&begin)) {
            let line = with_version(there, version);
            text = text.replace(&format!("{there}\n"), &format!("{line}\n"));
        } else if planned.was.is_none() {
            text = inserted(&text, "    \"crates/", &root_member(service));
            text = inserted(&text, "tc3-", &root_dependency(service, version));
        }
    }
    text.parse::<toml::Table>()
        .map_err(|error| refused(&format!("the Cargo.toml of the workspace would not be TOML: {error}")))?;
    Ok(text)
}

/// Returns the line of a dependency with another version, and all else that it says.
fn with_version(line: &str, version: &str) -> String {
    const KEY: &str = "version = \"";
    let Some((before, rest)) = line.split_once(KEY) else {
        return line.to_owned();
    };
    let after = rest.split_once('"').map_or("", |(_, after)| after);
    format!("{before}{KEY}{version}\"{after}")
}

/// Returns `text` with `line` in the order of the lines that begin with `begin`, and after the last of them if it has none
/// that is greater. The runtime is first, whatever the names of the crates.
fn inserted(text: &str, begin: &str, line: &str) -> String {
    if text.contains(line) {
        return text.to_owned();
    }
    let mut at = None;
    let mut start = 0;
    for there in text.split_inclusive('\n') {
        let end = start + there.len();
        if there.starts_with(begin) && !there.starts_with("tc3-runtime = ") {
            if there > line {
                at = Some(start);
                break;
            }
            at = Some(end);
        }
        start = end;
    }
    match at {
        Some(at) => {
            let (before, after) = text.split_at(at);
            format!("{before}{line}{after}")
        }
        None => text.to_owned(),
    }
}

fn refused(why: &str) -> io::Error {
    io::Error::other(why.to_owned())
}

//! The plan of a release: a file that a person reads, and may edit, before anything is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::comparison::{Difference, content, difference};
use super::refused;
use super::sentences::Sentences;
use super::version::{Impact, Version};
use crate::output::read_if_exists;
use crate::workspace::{
    Done, FIRST_VERSION, GENERATOR, Hash, Inputs, Plan, RECORD, Record, ServiceCrate, Stamp, WorkspaceError,
    crate_name, is_generated, of_text,
};

/// The version of the format of plans.
pub(crate) const FORMAT: u32 = 1;

const ABOUT: &str = "a release planned by tc3-codegen; nothing is written before `tc3-codegen release`. A crate's \
                     `version` may be raised, its sentences edited, and `release` set to false to leave it as it is. A lower \
                     `version` needs a `reason`";

/// A planned release.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReleasePlan {
    /// What the file is, for the person who opens it.
    about: String,
    pub(crate) format: u32,
    /// The folder of the workspace.
    pub(crate) workspace: PathBuf,
    /// The release of the metadata: `tccli 3.1.189.1`.
    pub(crate) source: String,
    /// The metadata and the files that options name.
    pub(crate) inputs: Vec<Input>,
    /// Whether the vendor's descriptions are included.
    pub(crate) docs: bool,
    pub(crate) generator: Generator,
    /// The services whose crates follow the metadata where members became optional, or `all`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) adopt_optionality: Vec<String>,
    /// How many crates are released, by the kind of release.
    pub(crate) summary: BTreeMap<String, usize>,
    /// A hash of the records of the crates that are not planned.
    pub(crate) others: Hash,
    pub(crate) crates: Vec<PlannedCrate>,
}

/// A file that crates are generated from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    /// The option that names it; `METADATA` for the metadata.
    pub(crate) option: String,
    pub(crate) path: PathBuf,
    /// The SHA-256 of the file, or of the paths and contents in a folder.
    pub(crate) sha256: Hash,
}

/// The generator, and what its own changes do to callers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generator {
    pub(crate) version: String,
    /// What it does to callers that the code differs where the metadata does not; absent if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<Impact>,
}

/// The planned release of a crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlannedCrate {
    pub(crate) name: String,
    pub(crate) service: String,
    /// Whether it is released.
    pub(crate) release: bool,
    /// `breaking`, `addition`, `documentation`, `new` or `discontinued`.
    pub(crate) kind: String,
    /// The version that was released last; absent if the crate is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) was: Option<String>,
    pub(crate) version: String,
    /// Why the version is lower than the changes need.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// What changes for callers, by what it does to them.
    pub(crate) changes: Sentences,
    /// The hash of the record before the release; absent if the crate is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<Hash>,
    /// A hash of what is generated.
    pub(crate) after: Hash,
}

/// What to plan a release of.
pub(crate) struct Request<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) workspace: &'a Path,
    pub(crate) inputs: Vec<Input>,
    /// Whether services that the metadata no longer has are discontinued: not if single services are chosen.
    pub(crate) is_whole: bool,
    /// What a change of the generator does to callers, if the user says it.
    pub(crate) generator_change: Option<Impact>,
    /// The services whose crates follow the metadata where members became optional, or `all`, as in `plan`.
    pub(crate) adopt_optionality: Vec<String>,
}

/// Why no release was planned.
pub(crate) enum PlanError {
    Workspace(Vec<WorkspaceError>),
    Io(io::Error),
}

/// A crate as it was compared.
enum Compared {
    Unchanged {
        spec_files: Vec<String>,
    },
    /// It is as the stamp says, so it was not generated.
    Reused(String),
    New(PlannedCrate, Vec<String>),
    Changed(Box<PlannedCrate>, Difference, Vec<String>),
}

/// Compares the crates of a workspace with what newer metadata gives, and writes nothing.
///
/// # Errors
/// Returns an error if there is no workspace with records, or if a crate cannot be generated.
pub(crate) fn plan(request: &Request<'_>, on_done: &(dyn Fn(&str) + Sync)) -> Result<ReleasePlan, PlanError> {
    let records = Record::read_all(request.workspace)?;
    if records.is_empty() {
        return Err(PlanError::Io(io::Error::new(
            io::ErrorKind::NotFound,
            format!(
                "{}: no crates with a record of what was released; make the first release with `tc3-codegen workspace`",
                request.workspace.display()
            ),
        )));
    }
    let stamp = Stamp::read(request.workspace);
    let has_repository = request.plan.settings.repository.is_some();
    let visit = |done| compare(done, request.workspace, has_repository);
    let compared = request.plan.each(request.workspace, stamp.as_ref(), on_done, &visit);
    let (mut errors, mut crates, mut differences) = (Vec::new(), Vec::new(), Vec::new());
    let (mut paths, mut reused): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    for compared in compared {
        match compared {
            Err(error) => errors.push(error),
            Ok(Compared::Reused(service)) => drop(reused.insert(service)),
            Ok(Compared::Unchanged { spec_files }) => paths.extend(spec_files),
            Ok(Compared::New(planned, spec_files)) => {
                paths.extend(spec_files);
                crates.push(planned);
            }
            Ok(Compared::Changed(planned, difference, spec_files)) => {
                paths.extend(spec_files);
                differences.push((*planned, difference));
            }
        }
    }
    let unused = request
        .plan
        .unused_overrides(&paths, &reused.iter().map(String::as_str).collect());
    if errors.is_empty() && !unused.is_empty() {
        errors.push(WorkspaceError::UnusedOverrides(unused));
    }
    if !errors.is_empty() {
        return Err(PlanError::Workspace(errors));
    }
    let is_changed = differences.iter().any(|(_, difference)| difference.is_of_generator);
    let change = is_changed.then(|| request.generator_change.unwrap_or(Impact::Breaking));
    for (planned, difference) in differences {
        crates.push(raised(planned, difference, change)?);
    }
    let source = request.plan.editions.source();
    if request.is_whole {
        let known: BTreeSet<String> = request
            .plan
            .editions
            .versions()
            .into_iter()
            .map(|v| v.service)
            .collect();
        let gone = records
            .iter()
            .filter(|(service, record)| !known.contains(*service) && record.discontinued.is_none());
        for (service, record) in gone {
            crates.push(discontinued(service, record, &source)?);
        }
    }
    crates.sort_by(|one, other| one.service.cmp(&other.service));
    Ok(ReleasePlan {
        about: ABOUT.to_owned(),
        format: FORMAT,
        workspace: request.workspace.to_owned(),
        source,
        inputs: request.inputs.clone(),
        docs: request.plan.docs_of_first,
        generator: Generator {
            version: GENERATOR.to_owned(),
            change,
        },
        adopt_optionality: request.adopt_optionality.clone(),
        summary: summary(&crates),
        others: others(&records, &crates),
        crates,
    })
}

fn compare(done: Done, workspace: &Path, has_repository: bool) -> Result<Compared, WorkspaceError> {
    let generated = match done {
        Done::Reused(service, _) => return Ok(Compared::Reused(service)),
        Done::Generated(generated) => generated,
    };
    let planned = |was: Option<&Record>| -> io::Result<PlannedCrate> {
        Ok(PlannedCrate {
            name: crate_name(&generated.service),
            service: generated.service.clone(),
            release: true,
            kind: "new".to_owned(),
            was: was.map(|was| was.version.clone()),
            version: FIRST_VERSION.to_owned(),
            reason: None,
            changes: Sentences::new(),
            before: was.map(|was| of_text(&was.to_text())),
            after: content(&generated)?,
        })
    };
    let spec_files = generated.spec_files.clone();
    let Some(released) = &generated.released else {
        reject_lost_record(workspace, &generated.service)?;
        let mut planned = planned(None)?;
        planned.changes.insert(Impact::Addition, vec![contents(&generated)]);
        return Ok(Compared::New(planned, spec_files));
    };
    match difference(&generated, released, has_repository)? {
        None => Ok(Compared::Unchanged { spec_files }),
        Some(difference) => Ok(Compared::Changed(
            Box::new(planned(Some(released))?),
            difference,
            spec_files,
        )),
    }
}

/// Refuses a crate that was generated and has no record: it is not new, and what was released of it is not known.
fn reject_lost_record(workspace: &Path, service: &str) -> io::Result<()> {
    let folder = Path::new("crates").join(service);
    let manifest = read_if_exists(&workspace.join(&folder).join("Cargo.toml"))?;
    if !manifest.is_some_and(|text| is_generated(&text)) {
        return Ok(());
    }
    let record = folder.join(RECORD);
    Err(refused(&format!(
        "{} is gone: restore it from version control. If the crate is new and its first release was interrupted, run that \
         release again, or remove the folder",
        record.display()
    )))
}

fn contents(generated: &ServiceCrate) -> String {
    let count = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    format!(
        "A new service, {} in {}.",
        count(generated.actions, "action"),
        count(generated.versions, "version")
    )
}

/// Returns the planned crate with the version that its changes need.
fn raised(planned: PlannedCrate, difference: Difference, of_generator: Option<Impact>) -> io::Result<PlannedCrate> {
    let mut changes = difference.changes;
    let of_generator = of_generator.filter(|_| difference.is_in_code);
    if let Some(impact) = of_generator.filter(|_| difference.is_of_generator) {
        let what = format!("Generated by tc3-codegen {GENERATOR}, which writes other code than before.");
        changes.entry(impact).or_default().push(what);
    }
    let impact = of_generator.map_or(difference.impact, |of_generator| of_generator.max(difference.impact));
    if changes.is_empty() {
        let what = if difference.is_in_code {
            "Documentation of the code changed."
        } else {
            "The README, the manifest or a license text changed."
        };
        changes.insert(Impact::Documentation, vec![what.to_owned()]);
    }
    let was = planned.was.as_deref().unwrap_or(FIRST_VERSION);
    let version = parsed(was)?.raised(impact).to_string();
    Ok(PlannedCrate {
        kind: impact.as_str().to_owned(),
        version,
        changes,
        ..planned
    })
}

/// Returns the last release of a crate whose service is gone.
fn discontinued(service: &str, record: &Record, source: &str) -> io::Result<PlannedCrate> {
    let what = format!(
        "Deprecated: {source} no longer describes this service. The crate stays for programs that use it; its calls may fail."
    );
    let mut content = Inputs::default();
    content.text("discontinued", source);
    Ok(PlannedCrate {
        name: crate_name(service),
        service: service.to_owned(),
        release: true,
        kind: "discontinued".to_owned(),
        was: Some(record.version.clone()),
        version: parsed(&record.version)?.raised(Impact::Documentation).to_string(),
        reason: None,
        changes: Sentences::from([(Impact::Documentation, vec![what])]),
        before: Some(of_text(&record.to_text())),
        after: content.hash(),
    })
}

/// Parses the version of a record.
pub(super) fn parsed(version: &str) -> io::Result<Version> {
    Version::parse(version).map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))
}

pub(super) fn summary(crates: &[PlannedCrate]) -> BTreeMap<String, usize> {
    let mut summary = BTreeMap::new();
    for planned in crates.iter().filter(|planned| planned.release) {
        *summary.entry(planned.kind.clone()).or_default() += 1;
    }
    summary
}

/// Returns a hash of the records of the crates that are not among `crates`.
pub(super) fn others(records: &BTreeMap<String, Record>, crates: &[PlannedCrate]) -> Hash {
    let planned: BTreeSet<&str> = crates.iter().map(|planned| planned.service.as_str()).collect();
    let mut others = Inputs::default();
    for (service, record) in records
        .iter()
        .filter(|(service, _)| !planned.contains(service.as_str()))
    {
        others.text(service, &record.to_text());
    }
    others.hash()
}

impl ReleasePlan {
    /// Returns the text of the file.
    ///
    /// # Errors
    /// Returns an error if a path is not UTF-8.
    pub(crate) fn to_text(&self) -> io::Result<String> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        Ok(format!("{text}\n"))
    }

    /// Returns the crates that are released.
    pub(crate) fn released(&self) -> impl Iterator<Item = &PlannedCrate> + Clone {
        self.crates.iter().filter(|planned| planned.release)
    }
}

impl PlannedCrate {
    /// Returns the release of the metadata that the crate is of, if that of the plan is older.
    ///
    /// # Errors
    /// Returns an error if the record cannot be read.
    pub(crate) fn newer_source(&self, plan: &ReleasePlan) -> io::Result<Option<String>> {
        let record = Record::read(&plan.workspace.join("crates").join(&self.service))?;
        Ok(record
            .map(|record| record.discontinued.unwrap_or(record.source))
            .filter(|source| is_older(&plan.source, source)))
    }

    /// Whether `record` is that of the release, so that the crate is done.
    pub(super) fn is_done(&self, record: &Record) -> bool {
        let is_released = || Some(of_text(&record.to_text())) != self.before;
        self.release && record.version == self.version && is_released()
    }

    /// A planned release of which only the versions matter.
    #[cfg(test)]
    pub(super) fn of_versions(service: &str, was: Option<&str>, version: &str) -> Self {
        Self {
            name: crate_name(service),
            service: service.to_owned(),
            release: true,
            kind: String::new(),
            was: was.map(str::to_owned),
            version: version.to_owned(),
            reason: None,
            changes: Sentences::new(),
            before: None,
            after: Hash::default(),
        }
    }
}

/// Whether a release of the metadata, `tccli 3.1.189.1`, is older than another of the same package.
fn is_older(source: &str, other: &str) -> bool {
    let parts = |source: &str| -> Option<(String, Vec<u64>)> {
        let (package, version) = source.rsplit_once(' ')?;
        let numbers: Option<Vec<u64>> = version.split('.').map(|number| number.parse().ok()).collect();
        Some((package.to_owned(), numbers?))
    };
    let (Some((package, version)), Some((other_package, other))) = (parts(source), parts(other)) else {
        return false;
    };
    package == other_package && version < other
}

impl From<io::Error> for PlanError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn releases_of_the_metadata_are_compared_as_numbers() {
        assert!(is_older("tccli 3.1.99.1", "tccli 3.1.188.1"));
        for (one, other) in [
            ("tccli 3.1.188.1", "tccli 3.1.188.1"),
            ("tccli 3.1.189.1", "tccli 3.1.188.1"),
            ("tccli 3.0.1", "tccli-intl-en 3.1.1"),
            ("tccli", "tccli 3.1.188.1"),
            ("tccli 3.1.x", "tccli 3.1.188.1"),
        ] {
            assert!(!is_older(one, other), "{one}, {other}");
        }
    }
}

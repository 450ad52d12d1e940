//! Compares two sources of services, a service at a time.
//!
//! Metadata is converted as an import does, and what is compared is what the generator would make of it. It is not
//! checked, so that old releases with an error in one service can be compared too. As many services are compared at a time
//! as there are cores, and each is dropped afterwards, since the metadata of all services is large.
//!
//! Metadata says nothing about many facts of a spec. Where the other side is a spec, its facts are merged into the
//! metadata as an import does, so that silence is no change, and only the versions and actions of the spec are compared,
//! since others would change which types requests use. Those that only the metadata has are listed by name.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::cli::console::{ExitStatus, Output, counted, progress_bar};
use crate::cli::service_source::ServiceSource;
use crate::diff::{self, Change, Kind, Severity};
use crate::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, ServiceVersion, convert};
use crate::import::{Archive, ImportError, Overrides, merged};
use crate::spec::{ItemType, Service, Spec, TypeFile};

/// One of the two things that are compared.
pub(in crate::cli) struct Side {
    path: String,
    source: ServiceSource,
    errors: ErrorCodes,
}

/// What two sides differ in.
#[derive(Default)]
pub(in crate::cli) struct Comparison {
    /// The changes, the worst first.
    pub(in crate::cli) changes: Vec<Change>,
    pub(in crate::cli) old: Extent,
    pub(in crate::cli) new: Extent,
}

/// The services and actions of a side.
#[derive(Default)]
pub(in crate::cli) struct Extent {
    pub(in crate::cli) services: BTreeSet<String>,
    /// Service, version and name of each action.
    pub(in crate::cli) actions: BTreeSet<[String; 3]>,
}

impl Side {
    /// Opens a spec folder or metadata. If it is neither, or a spec with errors, prints that and returns the exit status.
    pub(in crate::cli) fn open(path: &Path, output: &mut Output<'_>) -> io::Result<Result<Self, ExitStatus>> {
        let source = ServiceSource::open(Some(path.to_owned()), ": nothing was compared", output)?;
        Ok(source.map(|source| Self {
            path: path.to_string_lossy().into_owned(),
            source,
            errors: ErrorCodes::default(),
        }))
    }

    /// Reads the error codes of metadata from a wheel or folder of the official Python SDK.
    pub(super) fn read_errors(&mut self, path: &Path) -> Result<(), ImportError> {
        if let ServiceSource::Spec(_) = &self.source {
            let why = "it is a spec, which has error codes of its own";
            return Err(ImportError::new(&self.path, why).help("leave out the error codes of this side"));
        }
        self.errors = ErrorCodes::read(Archive::open(path)?)?;
        Ok(())
    }

    /// Returns the name and release of metadata, `tccli 3.1.189.1`; none if the side is a spec.
    pub(in crate::cli) fn release(&self) -> Option<String> {
        self.metadata().map(MetadataIndex::source)
    }

    pub(in crate::cli) fn services(&self) -> Vec<String> {
        let versions = self.source.versions().into_iter();
        versions.map(|version| version.service).collect()
    }

    pub(super) fn has(&self, service: &str) -> bool {
        self.services().iter().any(|name| name == service)
    }

    /// Returns the metadata, if it is any.
    pub(in crate::cli) fn metadata(&self) -> Option<&MetadataIndex> {
        match &self.source {
            ServiceSource::Spec(_) => None,
            ServiceSource::Metadata(index) => Some(index),
        }
    }

    /// Returns the versions of a service in a spec; none if the side is metadata.
    fn in_spec(&self, service: &str) -> Option<Spec> {
        match &self.source {
            ServiceSource::Spec(services) => {
                let versions = services.iter().filter(|version| *version.file.name == service);
                Some(Spec {
                    services: versions.cloned().collect(),
                })
            }
            ServiceSource::Metadata(_) => None,
        }
    }
}

/// Compares the services that both sides or one of them has; all if `chosen` is empty.
pub(in crate::cli) fn compare(old: &Side, new: &Side, chosen: &[String]) -> Result<Comparison, ImportError> {
    let versions = [old.source.versions(), new.source.versions()].concat();
    let names: BTreeSet<String> = versions.into_iter().map(|version| version.service).collect();
    let is_chosen = |name: &String| chosen.is_empty() || chosen.contains(name);
    let names: Vec<String> = names.into_iter().filter(is_chosen).collect();
    let overrides = Overrides::built_in()?;
    let bar = progress_bar(names.len());
    let compared: Vec<Result<Comparison, ImportError>> = names
        .par_iter()
        .map(|name| {
            bar.set_message(name.clone());
            let compared = compare_service(name, old, new, &overrides);
            bar.inc(1);
            compared
        })
        .collect();
    bar.finish_and_clear();
    let mut all = Comparison::default();
    for compared in compared {
        all.add(compared?);
    }
    diff::sort(&mut all.changes);
    Ok(all)
}

impl Comparison {
    pub(in crate::cli) fn add(&mut self, other: Self) {
        self.changes.extend(other.changes);
        self.old.add(other.old);
        self.new.add(other.new);
    }
}

impl Extent {
    fn add(&mut self, mut other: Self) {
        self.services.append(&mut other.services);
        self.actions.append(&mut other.actions);
    }

    pub(in crate::cli) fn of(spec: &Spec) -> Self {
        let mut extent = Self::default();
        for service in &spec.services {
            let file = &service.file;
            extent.services.insert(file.name.value.clone());
            extent.actions.extend(
                service
                    .actions
                    .iter()
                    .map(|action| [&file.name.value, &file.version.value, &action.name.value].map(String::clone)),
            );
        }
        extent
    }
}

/// The versions of a service on one side.
#[derive(Default)]
struct Read {
    spec: Spec,
    /// The version and name of actions that only this side has, and which are not in `spec`.
    other_actions: Vec<(String, String)>,
    /// Versions that only this side has, and which are not in `spec`, with the number of their actions.
    other_versions: Vec<(String, usize)>,
}

fn compare_service(name: &str, old: &Side, new: &Side, overrides: &Overrides) -> Result<Comparison, ImportError> {
    let before = read(name, old, new, overrides)?;
    let after = read(name, new, old, overrides)?;
    let are_releases = old.metadata().is_some() && new.metadata().is_some();
    let changes = if are_releases {
        diff::of_releases(&before.spec, &after.spec)
    } else {
        diff::of_specs(&before.spec, &after.spec)
    };
    let mut comparison = Comparison {
        changes,
        old: Extent::of(&before.spec),
        new: Extent::of(&after.spec),
    };
    let mut add = |kind, severity, version: &str, place: &str, what: &str| {
        comparison.changes.push(Change {
            severity,
            is_silent: false,
            kind,
            service: name.to_owned(),
            version: Some(version.to_owned()),
            place: place.to_owned(),
            what: what.to_owned(),
        });
    };
    let (gone, new) = (Severity::Breaking, Severity::Addition);
    for (version, action) in &before.other_actions {
        add(Kind::ActionRemoved, gone, version, action, "the action is gone");
    }
    for (version, action) in &after.other_actions {
        add(Kind::ActionAdded, new, version, action, "a new action");
    }
    for (version, _) in &before.other_versions {
        add(Kind::VersionRemoved, gone, version, "", "the version is gone");
    }
    for (version, actions) in &after.other_versions {
        let what = format!("a new version, {}", counted(*actions, "action"));
        add(Kind::VersionAdded, new, version, "", &what);
    }
    Ok(comparison)
}

/// Reads the versions of a service in metadata, as its crate is generated from them.
pub(in crate::cli) fn read_service(name: &str, side: &Side, overrides: &Overrides) -> Result<Spec, ImportError> {
    Ok(read(name, side, side, overrides)?.spec)
}

/// Reads the versions of a service; `partner` is what they will be compared with.
fn read(name: &str, side: &Side, partner: &Side, overrides: &Overrides) -> Result<Read, ImportError> {
    let partner = match (side.in_spec(name), side.metadata()) {
        (Some(spec), _) if partner.metadata().is_some() => return Ok(Read::of(without_examples(spec))),
        (Some(spec), _) => return Ok(Read::of(spec)),
        (None, _) => partner.in_spec(name).map(without_examples),
    };
    let Some(index) = side.metadata() else {
        return Ok(Read::default());
    };
    let options = MetadataOptions {
        docs: partner.is_none(),
        without_examples: partner.is_some(),
        ..MetadataOptions::default()
    };
    let existing = partner.unwrap_or_default();
    let mut read = Read::default();
    let mut index = index.clone();
    let versions = index.versions().iter().filter(|version| version.service == name);
    for version in versions.cloned().collect::<Vec<ServiceVersion>>() {
        let mut draft = convert(&mut index, &version, &options, &side.errors)?;
        overrides.apply(&mut draft)?;
        let there = existing.services.iter().find(|service| service.folder == draft.folder);
        let Some(there) = there else {
            if existing.services.is_empty() {
                read.spec.services.push(draft.into());
            } else {
                read.other_versions.push((version.version, draft.actions.len()));
            }
            continue;
        };
        let (both, others): (Vec<String>, Vec<String>) = draft
            .actions
            .iter()
            .map(|action| action.name.value.clone())
            .partition(|action| there.action(action).is_some());
        let others = others.into_iter().map(|action| (version.version.clone(), action));
        read.other_actions.extend(others);
        if both.is_empty() {
            draft.actions.clear();
            draft.types.clear();
        } else {
            let options = MetadataOptions {
                actions: both.into_iter().collect(),
                ..options.clone()
            };
            draft = convert(&mut index, &version, &options, &side.errors)?;
            overrides.apply(&mut draft)?;
        }
        let mut service = merged(draft, there);
        drop_values(&mut service);
        read.spec.services.push(service);
    }
    Ok(read)
}

impl Read {
    fn of(spec: Spec) -> Self {
        Self {
            spec,
            ..Self::default()
        }
    }
}

/// Removes the sets of values of members that are no longer strings or integers, or of another width, so that their type is
/// what differs.
fn drop_values(service: &mut Service) {
    let is_set = |shared: &&TypeFile| shared.is_value_set();
    let sets: Vec<TypeFile> = service.types.iter().filter(is_set).cloned().collect();
    let actions = service.actions.iter_mut();
    let of_actions = actions.flat_map(|action| action.parameters.iter_mut().chain(&mut action.output));
    let types = service.types.iter_mut();
    let of_types = types.flat_map(|shared| shared.members.iter_mut().flatten());
    for member in of_actions.chain(of_types) {
        let fits = |set: &TypeFile| match member.type_ref().item {
            ItemType::String => set.values.is_some(),
            ItemType::Int64 => set.integers.is_some() && !set.is_unsigned(),
            ItemType::Uint64 => set.integers.is_some() && set.is_unsigned(),
            _ => false,
        };
        let is_named = |set: &&TypeFile| member.values.as_ref().is_some_and(|name| *name == set.name);
        if !sets.iter().find(is_named).is_some_and(fits) {
            member.values = None;
        }
    }
}

/// Metadata is compared with a spec without examples, since an import keeps those that the spec has.
fn without_examples(mut spec: Spec) -> Spec {
    for service in &mut spec.services {
        for action in &mut service.actions {
            action.examples.clear();
        }
    }
    spec
}

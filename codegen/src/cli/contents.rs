//! What a spec folder, or the vendor's metadata, describes: one service version after another.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Outcome, Output, SPEC, displayed, progress};
use crate::import::metadata::{Choice, ErrorCodes, MetadataIndex, convert};
use crate::import::{Archive, Draft, ImportError};
use crate::spec::{Service, SourceSet};

/// Service versions to look at. The metadata of all services is large, so that a version of it is held only while it
/// is looked at.
pub(super) enum Contents {
    Spec(Vec<Service>),
    Metadata(Box<MetadataIndex>),
}

/// A version of a service.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) service: String,
    pub(super) version: String,
    /// Whether the service's name alone stands for it.
    pub(super) is_default: bool,
}

impl Contents {
    /// Opens a spec folder, a wheel of the metadata, or the folder that one was unpacked to; `spec` if nothing is
    /// named. If it is none of these, or a spec that is wrong, that is said and the run is over.
    pub(super) fn open(path: Option<PathBuf>, output: &mut Output<'_>) -> io::Result<Result<Self, Outcome>> {
        let hint = match path {
            Some(_) => "",
            None => ": run from the project's root or name a spec folder or the wheel of tccli",
        };
        let path = path.unwrap_or_else(|| PathBuf::from(SPEC));
        if !path.exists() {
            writeln!(output.err, "error: nothing at {}{hint}", displayed(&path))?;
            return Ok(Err(Outcome::Usage));
        }
        if !path.is_dir() || !has_spec(&path)? {
            return match metadata(&path) {
                Ok(metadata_index) => Ok(Ok(Self::Metadata(Box::new(metadata_index)))),
                Err(error) => wrong(&error, output).map(Err),
            };
        }
        match crate::load(&SourceSet::read_dir(&path)?) {
            Ok(checked) => Ok(Ok(Self::Spec(checked.spec.services))),
            Err(diagnostics) => {
                output.diagnostics(&diagnostics, "")?;
                Ok(Err(Outcome::Wrong))
            }
        }
    }

    /// The versions of all services, in the order of their folders.
    pub(super) fn versions(&self) -> Vec<Version> {
        match self {
            Self::Spec(services) => services.iter().map(|service| of_spec(service, services)).collect(),
            Self::Metadata(metadata_index) => {
                let versions = metadata_index.versions().iter();
                let version = versions.map(|version| Version {
                    service: version.service.clone(),
                    version: version.version.clone(),
                    is_default: version.is_default,
                });
                version.collect()
            }
        }
    }

    /// What `look` sees in each version that is wanted, in their order; those of the metadata have descriptions only
    /// if `docs`. As many are looked at at a time as there are cores.
    pub(super) fn visit<T: Send>(
        &self,
        docs: bool,
        is_wanted: impl Fn(&Version) -> bool,
        look: impl Fn(&Version, &Service) -> T + Sync,
    ) -> Result<Vec<T>, ImportError> {
        let versions = self.versions();
        let wanted: Vec<(usize, &Version)> = versions
            .iter()
            .enumerate()
            .filter(|(_, version)| is_wanted(version))
            .collect();
        match self {
            Self::Spec(services) => {
                let seen = |(index, version): (usize, &Version)| Some(look(version, services.get(index)?));
                Ok(wanted.into_iter().filter_map(seen).collect())
            }
            Self::Metadata(metadata_index) => {
                let choice = Choice {
                    docs,
                    without_examples: true,
                    without_rust_names: true,
                    ..Choice::default()
                };
                let bar = progress::bar(wanted.len());
                let seen = |(index, version): &(usize, &Version)| {
                    bar.set_message(format!("{} {}", version.service, version.version));
                    let place = metadata_index.versions().get(*index)?;
                    let mut metadata_index = MetadataIndex::clone(metadata_index);
                    let draft = convert(&mut metadata_index, place, &choice, &ErrorCodes::default());
                    bar.inc(1);
                    Some(draft.map(|draft| look(version, &service(draft))))
                };
                let seen: Result<Vec<T>, ImportError> = wanted.par_iter().filter_map(seen).collect();
                bar.finish_and_clear();
                seen
            }
        }
    }
}

/// Says why nothing could be looked at.
pub(super) fn wrong(error: &ImportError, output: &mut Output<'_>) -> io::Result<Outcome> {
    writeln!(output.err, "error: {error}")?;
    Ok(Outcome::Wrong)
}

fn of_spec(service: &Service, services: &[Service]) -> Version {
    let file = &service.file;
    let versions = services.iter().filter(|other| other.file.name == file.name).count();
    Version {
        service: file.name.value.clone(),
        version: file.version.value.clone(),
        is_default: file.default_version || versions == 1,
    }
}

fn service(draft: Draft) -> Service {
    Service {
        folder: draft.folder,
        file: draft.service,
        actions: draft.actions,
        types: draft.types,
        emulator: None,
    }
}

/// Whether there is a `<service>/v<yyyymmdd>/service.json`.
fn has_spec(folder: &Path) -> io::Result<bool> {
    for service in fs::read_dir(folder)? {
        let service = service?.path();
        if !service.is_dir() {
            continue;
        }
        for version in fs::read_dir(service)? {
            let version = version?;
            let is_version = version.file_name().to_string_lossy().starts_with('v');
            if is_version && version.path().join("service.json").is_file() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn metadata(path: &Path) -> Result<MetadataIndex, ImportError> {
    let archive = Archive::open(path)?;
    if !path.is_dir() || !archive.names("/api.json")?.is_empty() {
        return MetadataIndex::read(archive);
    }
    let why = "no spec (<service>/v<yyyymmdd>/service.json) in it, and no metadata \
               (services/<service>/v<yyyymmdd>/api.json)";
    Err(ImportError::new(displayed(path), why)
        .help("name a spec folder, the wheel of tccli, or the folder that it was unpacked to"))
}

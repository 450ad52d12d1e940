//! Where `list`, `search`, `names` and `diff` get services from: a spec folder or the vendor's metadata.
//!
//! Both sources give the same model, [`Service`]: the metadata goes through the importer's `convert`. As many versions
//! are converted at a time as there are cores, and each is held only while it is visited, since the metadata of all
//! services is large.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::SPEC;
use super::console::{ExitStatus, Output, displayed, progress_bar};
use crate::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, convert};
use crate::import::{Archive, ImportError};
use crate::spec::{Service, SourceSet};

/// An opened spec, or opened metadata.
pub(super) enum ServiceSource {
    Spec(Vec<Service>),
    Metadata(Box<MetadataIndex>),
}

/// A version of a service.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) service: String,
    pub(super) version: String,
    /// Whether the name of the service alone means this version.
    pub(super) is_default: bool,
}

impl ServiceSource {
    /// Opens a spec folder, a wheel of the metadata, or the folder that a wheel was unpacked to; without a path, `spec`.
    /// If it is none of these, or a spec with errors, prints that, with the `consequence`, and returns the exit status.
    pub(super) fn open(
        path: Option<PathBuf>,
        consequence: &str,
        output: &mut Output<'_>,
    ) -> io::Result<Result<Self, ExitStatus>> {
        let hint = match path {
            Some(_) => "",
            None => ": run from the project's root or name a spec folder or the wheel of tccli",
        };
        let path = path.unwrap_or_else(|| PathBuf::from(SPEC));
        if !path.exists() {
            writeln!(output.err, "error: nothing at {}{hint}", displayed(&path))?;
            return Ok(Err(ExitStatus::Usage));
        }
        if !path.is_dir() || !has_spec(&path)? {
            return match metadata(&path) {
                Ok(metadata_index) => Ok(Ok(Self::Metadata(Box::new(metadata_index)))),
                Err(error) => report_error(&error, output).map(Err),
            };
        }
        match crate::load(&SourceSet::read_dir(&path)?) {
            Ok(checked) => Ok(Ok(Self::Spec(checked.spec.services))),
            Err(diagnostics) => {
                output.diagnostics(&diagnostics, consequence)?;
                Ok(Err(ExitStatus::Failure))
            }
        }
    }

    /// Returns the versions of all services, in the order of their folders.
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

    /// Calls `look` with each version that is wanted, and returns the results in order. Metadata has descriptions only if
    /// `docs`.
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
                let options = MetadataOptions {
                    docs,
                    without_examples: true,
                    without_rust_names: true,
                    ..MetadataOptions::default()
                };
                let bar = progress_bar(wanted.len());
                let seen = |(index, version): &(usize, &Version)| {
                    bar.set_message(format!("{} {}", version.service, version.version));
                    let place = metadata_index.versions().get(*index)?;
                    let mut metadata_index = MetadataIndex::clone(metadata_index);
                    let draft = convert(&mut metadata_index, place, &options, &ErrorCodes::default());
                    bar.inc(1);
                    Some(draft.map(|draft| look(version, &Service::from(draft))))
                };
                let seen: Result<Vec<T>, ImportError> = wanted.par_iter().filter_map(seen).collect();
                bar.finish_and_clear();
                seen
            }
        }
    }
}

/// Prints why nothing could be read.
pub(super) fn report_error(error: &ImportError, output: &mut Output<'_>) -> io::Result<ExitStatus> {
    writeln!(output.err, "error: {error}")?;
    Ok(ExitStatus::Failure)
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

/// Whether `folder` has a file `<service>/v<yyyymmdd>/service.json`.
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

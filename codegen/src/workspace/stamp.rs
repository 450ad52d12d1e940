//! The stamp of the last run, `.tc3-codegen.stamp`: hashes of what went in and of the files that came out, for the whole
//! workspace and for each service, so that a run does only what has changed.
//!
//! If nothing went in that is new and each file is as it was, the run does nothing, and does not even open the metadata.
//! Otherwise a service whose own inputs and files are as they were is not generated again. Contents are compared and not
//! modification times: hashing 100 MB takes 0.1 s, and an edit that keeps length and time is found too.
//!
//! The stamp is removed before the first file is written and written after the last one, so a run that was interrupted
//! leaves none. There is no `--force`: remove the stamp instead.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::generated_files::{MARK, stale};
use super::inputs::{Hash, of_file, of_text};
use super::service::ServiceCrate;
use crate::output::{FileSet, read_if_exists, with_path, write_atomically};

/// The name of the file in the workspace.
const STAMP: &str = ".tc3-codegen.stamp";

/// The hashes of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// What this file is, for a person who opens it.
    about: String,
    /// A hash of everything that went in.
    inputs: Hash,
    /// Files that are of no single service, and their hashes.
    files: BTreeMap<String, Hash>,
    pub(super) services: BTreeMap<String, ServiceStamp>,
}

/// What went into a service's crate, and what came out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ServiceStamp {
    pub(super) inputs: Hash,
    pub(super) versions: usize,
    pub(super) actions: usize,
    pub(super) types: usize,
    pub(super) warnings: BTreeMap<String, usize>,
    pub(super) files: BTreeMap<String, Hash>,
}

impl ServiceStamp {
    pub(crate) fn of(service: &ServiceCrate) -> Self {
        let warnings = service.warnings.iter();
        Self {
            inputs: service.inputs.clone(),
            versions: service.versions,
            actions: service.actions,
            types: service.types,
            warnings: warnings.map(|(code, count)| ((*code).to_owned(), *count)).collect(),
            files: BTreeMap::new(),
        }
    }

    /// Returns the stamp with the files of the crate: by path from the workspace, and texts.
    pub(crate) fn with_files(self, files: impl Iterator<Item = (String, String)>) -> Self {
        let files = files.map(|(path, text)| (path, of_text(&text))).collect();
        Self { files, ..self }
    }
}

impl Stamp {
    pub(super) fn new(inputs: Hash, services: BTreeMap<String, ServiceStamp>, files: &FileSet) -> Self {
        let files: Vec<(&str, &str)> = files.iter().collect();
        let hashes: Vec<(String, Hash)> = files
            .par_iter()
            .map(|(path, text)| ((*path).to_owned(), of_text(text)))
            .collect();
        let mut stamp = Self {
            about: format!("{MARK}: hashes of the workspace; without this file everything is generated again"),
            inputs,
            files: BTreeMap::new(),
            services,
        };
        for (path, hash) in hashes {
            let of_service = service_of(&path).and_then(|service| stamp.services.get_mut(service));
            let files = of_service.map_or(&mut stamp.files, |service| &mut service.files);
            files.insert(path, hash);
        }
        stamp
    }

    /// Returns the stamp after a release of some crates. What went into the workspace as a whole is no longer known.
    pub(crate) fn after_release(mut self, crates: Vec<(String, ServiceStamp)>) -> Self {
        self.inputs = Hash::default();
        self.files.clear();
        self.services.extend(crates);
        self
    }

    /// Reads the stamp in `folder`; `None` if there is none or it cannot be read.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let text = read_if_exists(&folder.join(STAMP)).ok()??;
        serde_json::from_str(&text).ok()
    }

    /// Whether the run had the same `inputs`, and `folder` is as it left it.
    pub(crate) fn is_current(&self, inputs: &str, folder: &Path) -> bool {
        self.inputs == inputs
            && are_current(&self.files, folder)
            && self
                .services
                .values()
                .all(|service| are_current(&service.files, folder))
            && !self.has_stale_files(folder)
    }

    /// Returns the stamp of a service if its crate would be generated from the same `inputs` and is as the run left it.
    pub(super) fn current_service(&self, service: &str, inputs: &str, folder: &Path) -> Option<&ServiceStamp> {
        let stamp = self.services.get(service)?;
        (stamp.inputs == inputs && are_current(&stamp.files, folder)).then_some(stamp)
    }

    /// Whether `folder` has generated files that the run did not write, or cannot be read.
    fn has_stale_files(&self, folder: &Path) -> bool {
        stale(folder, &self.paths()).map_or(true, |stale| !stale.is_empty())
    }

    /// Returns the files that the run wrote or left unchanged.
    pub(super) fn paths(&self) -> BTreeSet<&str> {
        let of_services = self.services.values().flat_map(|service| service.files.keys());
        self.files.keys().chain(of_services).map(String::as_str).collect()
    }

    /// How many files the run wrote or left unchanged.
    pub(crate) fn files(&self) -> usize {
        self.paths().len()
    }

    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        write_atomically(&folder.join(STAMP), &format!("{text}\n"))
    }

    /// Removes the stamp before anything changes.
    pub(crate) fn remove(folder: &Path) -> io::Result<()> {
        let path = folder.join(STAMP);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(with_path(&path, &error)),
            _ => Ok(()),
        }
    }
}

/// Returns the service whose crate a file belongs to.
fn service_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split('/').next()
}

fn are_current(files: &BTreeMap<String, Hash>, folder: &Path) -> bool {
    files
        .par_iter()
        .all(|(path, hash)| of_file(&folder.join(path)).is_ok_and(|there| there == *hash))
}

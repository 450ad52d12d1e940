//! Every service of the metadata as a workspace of Rust, a crate for each.
//!
//! ```text
//! metadata::MetadataIndex -> a service's versions -> Drafts -> Overrides -> spec texts -> load -> generate -+
//!                        (one service after another, as many at a time as there are cores)              |
//!                                         Cargo.toml, README.md, .gitignore, examples-check -> FileSet -+-> disk
//! ```
//!
//! The spec is in memory alone: who wants it on disk imports it. It goes through its texts all the same, since what is
//! generated here has to be what `import metadata` and `generate` make of it, and the checker names places in texts.

mod disk;
mod examples_check;
mod inputs;
mod manifest;
mod service;
mod stamp;

pub(crate) use disk::bring;
pub(crate) use inputs::{Hash, Inputs};
pub(crate) use manifest::Runtime;
pub(crate) use stamp::Stamp;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::file_set::FileSet;
use crate::generate::GenerateError;
use crate::import::metadata::{ErrorCodes, MetadataIndex, ServiceVersion};
use crate::import::{ImportError, Overrides};
use crate::phase::Observer;
use service::ServiceCrate;

/// What to make a workspace of.
pub(crate) struct Plan {
    pub(crate) index: MetadataIndex,
    pub(crate) errors: ErrorCodes,
    pub(crate) overrides: Overrides,
    /// Whether to take the vendor's descriptions.
    pub(crate) docs: bool,
    /// Where crates find the runtime.
    pub(crate) runtime: Runtime,
    /// The options that the workspace was asked for with, for its README.
    pub(crate) flags: String,
    /// Whether a program is made that reads the documented bodies by the generated types.
    pub(crate) examples_check: bool,
}

/// A workspace, and what there is to say of it.
pub(crate) struct Workspace {
    pub(crate) files: FileSet,
    pub(crate) services: usize,
    pub(crate) versions: usize,
    pub(crate) actions: usize,
    pub(crate) types: usize,
    /// What could not be taken over, and why.
    pub(crate) notes: Vec<String>,
    /// How many faults the checker let pass, by their names.
    pub(crate) warnings: BTreeMap<&'static str, usize>,
}

/// Why there is no workspace.
pub(crate) enum Fault {
    /// The metadata or the overrides.
    Import(ImportError),
    /// What they say of a service.
    Service(GenerateError),
    /// Overrides of a person that are for no file: a sentence each.
    Unused(Vec<String>),
}

impl Plan {
    /// The folders of the services in the metadata, each with its versions.
    pub(crate) fn services(&self) -> Vec<Vec<ServiceVersion>> {
        let versions = self.index.versions();
        let services = versions.chunk_by(|one, next| one.folder == next.folder);
        services.map(<[ServiceVersion]>::to_vec).collect()
    }

    /// Makes the files of the workspace; `done` hears of each service, `observer` of the phases. The same metadata
    /// gives the same bytes, in whatever order services are done.
    pub(crate) fn build(&self, done: &(dyn Fn(&str) + Sync), observer: &dyn Observer) -> Result<Workspace, Vec<Fault>> {
        let made: Vec<Result<ServiceCrate, Fault>> = self
            .services()
            .par_iter()
            .map(|versions| {
                let made = service::make(self, versions, observer);
                done(versions.first().map_or("", |version| &version.service));
                made
            })
            .collect();
        let mut faults = Vec::new();
        let mut crates = Vec::with_capacity(made.len());
        for made in made {
            match made {
                Ok(made) => crates.push(made),
                Err(fault) => faults.push(fault),
            }
        }
        let paths: BTreeSet<String> = crates.iter().flat_map(|made| made.spec_files.clone()).collect();
        let unused = self.overrides.unused(&paths);
        if faults.is_empty() && !unused.is_empty() {
            faults.push(Fault::Unused(unused));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        crates.sort_by(|one, other| one.service.cmp(&other.service));
        Ok(self.workspace(crates))
    }

    fn workspace(&self, crates: Vec<ServiceCrate>) -> Workspace {
        let services: Vec<&str> = crates.iter().map(|made| made.service.as_str()).collect();
        let mut workspace = Workspace {
            files: FileSet::default(),
            services: crates.len(),
            versions: crates.iter().map(|made| made.versions).sum(),
            actions: crates.iter().map(|made| made.actions).sum(),
            types: crates.iter().map(|made| made.types).sum(),
            notes: Vec::new(),
            warnings: BTreeMap::new(),
        };
        let source = self.index.source();
        let root = manifest::root(&services, &self.runtime, self.examples_check);
        workspace.files.insert("Cargo.toml".to_owned(), root);
        workspace
            .files
            .insert("README.md".to_owned(), manifest::readme(&workspace, source, self));
        workspace
            .files
            .insert(".gitignore".to_owned(), manifest::GITIGNORE.to_owned());
        if self.examples_check {
            examples_check::add(&crates, &mut workspace.files);
        }
        for made in crates {
            for (path, text) in made.files {
                workspace.files.insert(path, text);
            }
            workspace.notes.extend(made.notes);
            for (code, count) in made.warnings {
                *workspace.warnings.entry(code).or_default() += count;
            }
        }
        workspace
    }
}

//! Generates a workspace of Rust crates, one for each service of the metadata.
//!
//! ```text
//! MetadataIndex -> the versions of a service -> Drafts -> Overrides -> spec texts -> load -> generate -+
//!                  (as many services at a time as there are cores)                                    |
//!                                      Cargo.toml, README.md, .gitignore, examples-check -> FileSet -+-> sync
//! ```
//!
//! Each service is a crate: as one crate the whole catalog takes 18 GiB to check, as 262 it takes 0.9. Services are
//! independent, so rayon generates as many at a time as there are cores; the result is in the order of their names,
//! whichever was done first. Everything is validated before anything is written.
//!
//! The spec is only in memory, as texts: 32,000 files would be written to be read once, and `import metadata --all`
//! writes them for those who want them. It goes through its texts all the same, since the checker reports places in
//! texts and the result has to be what `import metadata` and `generate` would give. Unzipping, reading, printing, reading
//! again and checking take about 3 of the 11.5 CPU seconds of a run.

mod examples_check;
mod generated_files;
mod inputs;
mod manifest;
mod service;
mod stamp;
mod sync;

pub(crate) use inputs::{Hash, Inputs};
pub(crate) use manifest::Runtime;
pub(crate) use stamp::Stamp;
pub(crate) use sync::sync;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::generate::GenerateError;
use crate::import::metadata::{ErrorCodes, MetadataIndex, ServiceVersion};
use crate::import::{ImportError, Note, Overrides};
use crate::output::FileSet;
use crate::timings;
use manifest::About;
use service::ServiceCrate;

/// What a workspace is generated from.
pub(crate) struct Plan {
    pub(crate) index: MetadataIndex,
    pub(crate) errors: ErrorCodes,
    pub(crate) overrides: Overrides,
    /// Whether to include the vendor's descriptions.
    pub(crate) docs: bool,
    /// Where the crates find the runtime.
    pub(crate) runtime: Runtime,
    /// The options of the command, for the README.
    pub(crate) flags: String,
    /// Whether to add a program that reads the documented bodies with the generated types.
    pub(crate) examples_check: bool,
}

/// A generated workspace, and what to report about it.
pub(crate) struct Workspace {
    pub(crate) files: FileSet,
    pub(crate) services: usize,
    pub(crate) versions: usize,
    pub(crate) actions: usize,
    pub(crate) types: usize,
    /// What could not be imported, and why.
    pub(crate) notes: Vec<Note>,
    /// How many warnings the checker gave, by code.
    pub(crate) warnings: BTreeMap<&'static str, usize>,
}

/// The reason why no workspace was generated.
pub(crate) enum WorkspaceError {
    /// The metadata or the overrides cannot be imported.
    Import(ImportError),
    /// The spec of a service is not valid.
    Service(GenerateError),
    /// Overrides are for files that the metadata does not give: one sentence each.
    UnusedOverrides(Vec<String>),
}

impl Plan {
    /// Returns the services in the metadata, each as the list of its versions.
    pub(crate) fn services(&self) -> Vec<Vec<ServiceVersion>> {
        let versions = self.index.versions();
        let services = versions.chunk_by(|one, next| one.folder == next.folder);
        services.map(<[ServiceVersion]>::to_vec).collect()
    }

    /// Generates the files of the workspace, and calls `on_done` with the name of each service. The same metadata gives
    /// the same bytes, in whatever order the services are done.
    pub(crate) fn build(&self, on_done: &(dyn Fn(&str) + Sync)) -> Result<Workspace, Vec<WorkspaceError>> {
        let timings = timings::Handle::current();
        let generated: Vec<Result<ServiceCrate, WorkspaceError>> = self
            .services()
            .par_iter()
            .map(|versions| {
                let generated = timings.measure(|| service::generate(self, versions));
                on_done(versions.first().map_or("", |version| &version.service));
                generated
            })
            .collect();
        let mut errors = Vec::new();
        let mut crates = Vec::with_capacity(generated.len());
        for generated in generated {
            match generated {
                Ok(generated) => crates.push(generated),
                Err(error) => errors.push(error),
            }
        }
        let paths: BTreeSet<String> = crates.iter().flat_map(|service| service.spec_files.clone()).collect();
        let unused = self.overrides.unused(&paths);
        if errors.is_empty() && !unused.is_empty() {
            errors.push(WorkspaceError::UnusedOverrides(unused));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        crates.sort_by(|one, other| one.service.cmp(&other.service));
        Ok(self.workspace(crates))
    }

    fn workspace(&self, crates: Vec<ServiceCrate>) -> Workspace {
        let services: Vec<&str> = crates.iter().map(|service| service.service.as_str()).collect();
        let mut workspace = Workspace {
            files: FileSet::default(),
            services: crates.len(),
            versions: crates.iter().map(|service| service.versions).sum(),
            actions: crates.iter().map(|service| service.actions).sum(),
            types: crates.iter().map(|service| service.types).sum(),
            notes: Vec::new(),
            warnings: BTreeMap::new(),
        };
        let root = manifest::root(&services, &self.runtime, self.examples_check);
        let readme = manifest::readme(&About {
            source: &self.index.source(),
            services: workspace.services,
            versions: workspace.versions,
            actions: workspace.actions,
            docs: self.docs,
            flags: &self.flags,
            examples_check: self.examples_check,
        });
        workspace.files.insert("Cargo.toml", root);
        workspace.files.insert("README.md", readme);
        workspace.files.insert(".gitignore", manifest::GITIGNORE.to_owned());
        if self.examples_check {
            examples_check::add(&crates, &mut workspace.files);
        }
        for service in crates {
            for (path, text) in service.files {
                workspace.files.insert(path, text);
            }
            workspace.notes.extend(service.notes);
            for (code, count) in service.warnings {
                *workspace.warnings.entry(code).or_default() += count;
            }
        }
        workspace
    }
}

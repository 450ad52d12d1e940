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
//! again and checking take about 3 CPU seconds of a run.

mod examples_check;
mod generated_files;
mod inputs;
mod manifest;
mod package;
mod readme_example;
mod record;
mod service;
mod settings;
mod stamp;
mod sync;

pub(crate) use generated_files::is_generated;
pub(crate) use inputs::{Hash, Inputs, of_file, of_text};
pub(crate) use manifest::{About, Root, crate_name, readme, root_dependency};
pub(crate) use package::{CHANGELOG, FIRST_VERSION, Package, hashes};
pub(crate) use record::{RECORD, Record, lines, without_texts};
pub(crate) use service::{GENERATOR, ServiceCrate, place_of_kept};
pub(crate) use settings::{Runtime, Settings, SomeSettings, licenses_in, options_of};
pub(crate) use stamp::{ServiceStamp, Stamp};
pub(crate) use sync::sync;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::generate::GenerateError;
use crate::import::metadata::{Editions, ErrorCodes, ServiceVersion};
use crate::import::{ImportError, Note, Overrides};
use crate::output::FileSet;
use crate::spec::version_module;
use crate::timings;
use manifest::root;
use service::LayoutPool;

/// The folder of a workspace with the notes of each release.
pub(crate) const RELEASES: &str = "releases";

/// Whether the workspace in `folder` has releases after the first: their notes, or crates with a later version.
pub(crate) fn has_releases(folder: &Path) -> bool {
    let is_later = |record: &Record| record.version != FIRST_VERSION || record.discontinued.is_some();
    folder.join(RELEASES).is_dir() || Record::read_all(folder).is_ok_and(|records| records.values().any(is_later))
}

/// What a workspace is generated from.
pub(crate) struct Plan {
    pub(crate) editions: Editions,
    /// The short names of the services to generate; all if empty.
    pub(crate) services: BTreeSet<String>,
    pub(crate) errors: ErrorCodes,
    pub(crate) overrides: Overrides,
    /// A hash of what goes into every crate: the generator, the overrides and the options.
    pub(crate) shared_inputs: Hash,
    /// The same without the generator.
    pub(crate) shared_metadata: Hash,
    /// Whether to include the vendor's descriptions, of either edition.
    pub(crate) docs: bool,
    /// Whether to include those of the first edition.
    pub(crate) docs_of_first: bool,
    /// What the crates have in common.
    pub(crate) settings: Settings,
    /// The options of the command, for the README.
    pub(crate) flags: String,
    /// Whether to add a program that reads the documented bodies with the generated types.
    pub(crate) examples_check: bool,
    pub(crate) optionality: Optionality,
}

/// Which crates keep the optionality of members as it was released, unless a release breaks callers anyway.
#[derive(Clone, Debug, Default)]
pub(crate) enum Optionality {
    /// None: all follow the metadata.
    #[default]
    Adopted,
    /// All but those of these services.
    KeptExcept(BTreeSet<String>),
}

impl Optionality {
    /// Whether the crate of a service keeps it.
    pub(crate) fn is_kept(&self, service: &str) -> bool {
        match self {
            Self::Adopted => false,
            Self::KeptExcept(services) => !services.contains(service),
        }
    }
}

/// A generated workspace, and what to report about it.
pub(crate) struct Workspace {
    pub(crate) files: FileSet,
    /// The stamp to leave, if it is known what went in.
    pub(crate) stamp: Option<Stamp>,
    pub(crate) services: usize,
    /// How many services were left as an earlier run wrote them.
    pub(crate) reused: usize,
    pub(crate) versions: usize,
    pub(crate) actions: usize,
    pub(crate) types: usize,
    /// What could not be imported, and why.
    pub(crate) notes: Vec<Note>,
    /// How many warnings the checker gave, by code.
    pub(crate) warnings: BTreeMap<String, usize>,
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
    /// Returns the services to generate, each as the list of its versions.
    pub(crate) fn chosen_services(&self) -> Vec<Vec<ServiceVersion>> {
        let versions = self.editions.versions();
        let services = versions.chunk_by(|one, next| one.folder == next.folder);
        let is_chosen = |versions: &&[ServiceVersion]| {
            self.services.is_empty() || versions.iter().any(|version| self.services.contains(&version.service))
        };
        services.filter(is_chosen).map(<[ServiceVersion]>::to_vec).collect()
    }

    /// Generates the files of the workspace in `out`, and calls `on_done` with the name of each service. Services that an
    /// earlier run, whose stamp is `last`, generated from the same inputs are left as they are. The same metadata gives the
    /// same bytes, in whatever order the services are done.
    ///
    /// `inputs` is a hash of everything that goes in, if it is known.
    pub(crate) fn build(
        &self,
        out: &Path,
        last: Option<&Stamp>,
        inputs: Option<Hash>,
        on_done: &(dyn Fn(&str) + Sync),
    ) -> Result<Workspace, Vec<WorkspaceError>> {
        // The program that checks examples needs the documented bodies of all services.
        let last = last.filter(|_| !self.examples_check);
        let done = self.each(out, last, on_done, &Ok);
        let mut errors = Vec::new();
        let mut crates = Vec::with_capacity(done.len());
        let mut reused = BTreeMap::new();
        for done in done {
            match done {
                Ok(Done::Generated(generated)) => crates.push(*generated),
                Ok(Done::Reused(service, stamp)) => drop(reused.insert(service, stamp)),
                Err(error) => errors.push(error),
            }
        }
        let paths = crates.iter().flat_map(|service| service.spec_files.clone()).collect();
        let unused = self.unused_overrides(&paths, &reused.keys().map(String::as_str).collect());
        if errors.is_empty() && !unused.is_empty() {
            errors.push(WorkspaceError::UnusedOverrides(unused));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        crates.sort_by(|one, other| one.service.cmp(&other.service));
        self.workspace(crates, reused, out, inputs)
            .map_err(|error| vec![error.into()])
    }

    /// Visits the crate of each service, as many at a time as there are cores, and calls `on_done` with the name of each.
    /// Results are in the order of the services, whichever was done first.
    pub(crate) fn each<T: Send>(
        &self,
        out: &Path,
        last: Option<&Stamp>,
        on_done: &(dyn Fn(&str) + Sync),
        visit: &(dyn Fn(Done) -> Result<T, WorkspaceError> + Sync),
    ) -> Vec<Result<T, WorkspaceError>> {
        let timings = timings::Handle::current();
        let layouts = LayoutPool::default();
        self.chosen_services()
            .par_iter()
            .map(|versions| {
                let done = timings.measure(|| visit(self.service(versions, out, last, &layouts)?));
                on_done(versions.first().map_or("", |version| &version.service));
                done
            })
            .collect()
    }

    /// Returns a sentence for each override of a file that there is not: it is not among `paths`, and of none of the
    /// services that were `reused`.
    pub(crate) fn unused_overrides(&self, paths: &BTreeSet<String>, reused: &BTreeSet<&str>) -> Vec<String> {
        self.overrides.unused(paths, reused)
    }

    /// Generates the crate of a service, unless it is as it would be.
    fn service(
        &self,
        versions: &[ServiceVersion],
        out: &Path,
        last: Option<&Stamp>,
        layouts: &LayoutPool,
    ) -> Result<Done, WorkspaceError> {
        let service = versions.first().map_or("", |version| &version.service);
        let (inputs, metadata) = self.service_inputs(versions)?;
        // A crate that has kept what the metadata no longer has is current, and differs from what it would be without.
        let last = last
            .filter(|_| !matches!(&self.optionality, Optionality::KeptExcept(adopted) if adopted.contains(service)));
        if let Some(stamp) = last.and_then(|last| last.current_service(service, &inputs, out)) {
            return Ok(Done::Reused(service.to_owned(), stamp.clone()));
        }
        let released = service::released(out, service)?;
        let generated = service::generate(self, versions, released, (inputs, metadata), layouts)?;
        Ok(Done::Generated(Box::new(generated)))
    }

    /// Hashes what goes into the crate of a service: with the generator, and without it.
    fn service_inputs(&self, versions: &[ServiceVersion]) -> Result<(Hash, Hash), ImportError> {
        let mut of_service = Inputs::default();
        let mut editions = self.editions.clone();
        for version in versions {
            of_service.text("metadata", &editions.fingerprint(version)?);
            let codes = self.errors.of(&version.folder, &version_module(&version.version));
            of_service.text("error codes", &codes.join("\n"));
        }
        let of_service = of_service.hash();
        let with = |shared: &str| {
            let mut inputs = Inputs::default();
            inputs.text("shared", shared);
            inputs.text("service", &of_service);
            inputs.hash()
        };
        let shared = format!("{} {}", self.shared_inputs, self.settings.in_crates());
        Ok((with(&shared), with(&self.shared_metadata)))
    }

    fn workspace(
        &self,
        crates: Vec<ServiceCrate>,
        reused: BTreeMap<String, ServiceStamp>,
        out: &Path,
        inputs: Option<Hash>,
    ) -> io::Result<Workspace> {
        let mut workspace = Workspace {
            files: FileSet::default(),
            stamp: None,
            services: crates.len() + reused.len(),
            reused: reused.len(),
            versions: 0,
            actions: 0,
            types: 0,
            notes: Vec::new(),
            warnings: BTreeMap::new(),
        };
        let has_repository = self.settings.repository.is_some();
        let mut versions = BTreeMap::new();
        for service in reused.keys() {
            let released = service::released(out, service)?;
            let version = released.map_or_else(|| FIRST_VERSION.to_owned(), |released| released.version);
            versions.insert(service.clone(), version);
        }
        let mut stamps = reused;
        if self.examples_check {
            examples_check::add(&crates, &mut workspace.files);
        }
        for service in crates {
            for (path, text) in service.files_in(out, has_repository)? {
                workspace.files.insert(path, text);
            }
            versions.insert(service.service.clone(), service.version().to_owned());
            stamps.insert(service.service.clone(), ServiceStamp::of(&service));
            workspace.notes.extend(service.notes);
        }
        for stamp in stamps.values() {
            workspace.versions += stamp.versions;
            workspace.actions += stamp.actions;
            workspace.types += stamp.types;
            for (code, count) in &stamp.warnings {
                *workspace.warnings.entry(code.clone()).or_default() += count;
            }
        }
        let root = root(&Root {
            versions: &versions,
            settings: &self.settings,
            docs: self.docs,
            flags: &self.flags,
            examples_check: self.examples_check,
        });
        let readme = readme(&About {
            source: &self.editions.source(),
            requirements: &self.editions.requirements(),
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
        workspace.stamp = inputs.map(|inputs| Stamp::new(inputs, stamps, &workspace.files));
        Ok(workspace)
    }
}

/// What became of a service.
pub(crate) enum Done {
    Generated(Box<ServiceCrate>),
    /// An earlier run generated it from the same inputs.
    Reused(String, ServiceStamp),
}

//! Generates the crate of one service.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::inputs::Hash;
use super::package::{CHANGELOG, FIRST_VERSION, Package, add_record};
use super::record::{self, Record, without_texts};
use super::{Plan, WorkspaceError};
use crate::builder::Builder;
use crate::check::load;
use crate::diff::{self, Change};
use crate::emit::Layouts;
use crate::generate::{GenerateError, generate_crate};
use crate::import::metadata::{self, ExampleBody, MetadataOptions, ServiceVersion};
use crate::import::{Draft, ImportError, Keep, Note, keep_released};
use crate::output::read_if_exists;
use crate::spec::{PrintError, Service, Source, SourceSet, Spec, SpecFile, version_module};
use crate::timings::phase;

/// The version of the generator.
pub(crate) const GENERATOR: &str = env!("CARGO_PKG_VERSION");

/// A generated crate, and what to report about it.
pub(crate) struct ServiceCrate {
    /// Short name of the service: `gaap`.
    pub(crate) service: String,
    /// The code: paths from the folder of the crate, `src/lib.rs`, and texts.
    pub(crate) code: Vec<(String, String)>,
    /// The versions of the service, as the record has them.
    pub(crate) spec: Spec,
    /// The same as the metadata has it, where what was released is not kept; empty if nothing was.
    pub(crate) afresh: Spec,
    /// Version and place of what the metadata has in another order, or optional, and the code has as it was released.
    kept: BTreeSet<String>,
    /// The license texts.
    licenses: Vec<(String, String)>,
    /// What was released before.
    pub(crate) released: Option<Record>,
    /// The release of the metadata.
    source: String,
    /// A hash of the metadata, and of the options that matter to the code.
    pub(crate) metadata: Hash,
    /// The paths of the files of its spec.
    pub(crate) spec_files: Vec<String>,
    pub(crate) versions: usize,
    pub(crate) actions: usize,
    pub(crate) types: usize,
    pub(crate) notes: Vec<Note>,
    pub(crate) warnings: BTreeMap<&'static str, usize>,
    /// A hash of what it was generated from, the generator included.
    pub(crate) inputs: Hash,
    /// The documented bodies of each version, if the program that checks them is wanted.
    pub(super) example_bodies: Vec<(String, Vec<ExampleBody>)>,
}

impl ServiceCrate {
    /// Returns the files of the crate as `version`, by path from its folder; the changelog is `changelog`, or that of a
    /// first release.
    ///
    /// # Errors
    /// Returns an error if a value of the spec is none that JSON can express.
    pub(crate) fn files(
        &self,
        version: &str,
        changelog: Option<String>,
        has_repository: bool,
    ) -> io::Result<Vec<(String, String)>> {
        let package = self.package(version, has_repository);
        let changelog = changelog.unwrap_or_else(|| package.first_changelog(&self.source));
        let mut files = self.code.clone();
        files.extend(package.files());
        files.push((CHANGELOG.to_owned(), changelog));
        let record = Record {
            about: String::new(),
            version: version.to_owned(),
            generator: GENERATOR.to_owned(),
            source: self.source.clone(),
            discontinued: None,
            metadata: self.metadata.clone(),
            kept: self.kept.clone(),
            files: BTreeMap::new(),
            spec: record::lines(&self.spec.services)?,
        };
        add_record(record, &mut files);
        Ok(files)
    }

    pub(crate) fn package<'a>(&'a self, version: &'a str, has_repository: bool) -> Package<'a> {
        Package {
            service: &self.service,
            versions: &self.spec.services,
            version,
            discontinued: None,
            has_repository,
            licenses: &self.licenses,
        }
    }

    /// Returns the files of the crate below `out` as it is: with its version and its changelog, if it has them.
    ///
    /// # Errors
    /// Returns an error if the changelog cannot be read.
    pub(super) fn files_in(&self, out: &Path, has_repository: bool) -> io::Result<Vec<(String, String)>> {
        let folder = format!("crates/{}", self.service);
        let changelog = read_if_exists(&out.join(&folder).join(CHANGELOG))?;
        let files = self.files(self.version(), changelog, has_repository)?;
        let below = files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text));
        Ok(below.collect())
    }

    /// Returns the version that the crate has now.
    pub(crate) fn version(&self) -> &str {
        self.released
            .as_ref()
            .map_or(FIRST_VERSION, |released| &released.version)
    }
}

/// Returns the record of a crate below `out`, if there is one.
pub(super) fn released(out: &Path, service: &str) -> io::Result<Option<Record>> {
    Record::read(&out.join("crates").join(service))
}

/// Generates the crate with all versions of one service.
///
/// The files of its spec are printed only to be read again, so each is on one line; for a report of errors they are
/// printed again as a person reads them.
pub(super) fn generate(
    plan: &Plan,
    versions: &[ServiceVersion],
    released: Option<Record>,
    hashes: (Hash, Hash),
    layouts: &LayoutPool,
) -> Result<ServiceCrate, WorkspaceError> {
    match generate_from(plan, versions, released.clone(), hashes.clone(), layouts, Layout::Lines) {
        Err(WorkspaceError::Service(GenerateError::Spec(_))) => {
            generate_from(plan, versions, released, hashes, layouts, Layout::Files)
        }
        generated => generated,
    }
}

/// The layouts of code that services share: one set for each service that is generated at the same time.
#[derive(Default)]
pub(super) struct LayoutPool(Mutex<Vec<Layouts>>);

impl LayoutPool {
    fn lend<T>(&self, work: impl FnOnce(&mut Layouts) -> T) -> T {
        let free = self.sets().pop();
        let mut layouts = free.unwrap_or_else(|| Layouts::new(true));
        let done = work(&mut layouts);
        self.sets().push(layouts);
        done
    }

    fn sets(&self) -> MutexGuard<'_, Vec<Layouts>> {
        // A set is whole whenever it is here, whatever became of another thread.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How the files of a spec are printed.
#[derive(Clone, Copy)]
enum Layout {
    /// Each on one line.
    Lines,
    /// As an import would write them.
    Files,
}

fn generate_from(
    plan: &Plan,
    versions: &[ServiceVersion],
    released: Option<Record>,
    (inputs, metadata): (Hash, Hash),
    layouts: &LayoutPool,
    layout: Layout,
) -> Result<ServiceCrate, WorkspaceError> {
    let before = match &released {
        Some(released) => released.to_spec()?,
        None => Spec::default(),
    };
    let mut notes = Vec::new();
    let mut drafts = Vec::with_capacity(versions.len());
    let mut sources = Vec::new();
    let mut example_bodies = Vec::new();
    let mut editions = plan.editions.clone();
    let options = MetadataOptions {
        docs: plan.docs_of_first,
        ..MetadataOptions::default()
    };
    for version in versions {
        let mut draft = editions.convert(version, &options, &plan.errors)?;
        plan.overrides.apply(&mut draft)?;
        drafts.push(draft);
    }
    let afresh = match &released {
        Some(_) => without_texts(&Spec {
            services: drafts.iter().cloned().map(Service::from).collect(),
        }),
        None => Spec::default(),
    };
    let service = versions
        .first()
        .map(|version| version.service.clone())
        .unwrap_or_default();
    let keep = if released.is_some() && plan.optionality.is_kept(&service) {
        diff::to_keep(&before, &afresh)
    } else {
        Keep::Order
    };
    for (version, mut draft) in versions.iter().zip(drafts) {
        if let Some(before) = before.services.iter().find(|service| service.folder == draft.folder) {
            keep_released(&mut draft.service, &mut draft.actions, &mut draft.types, before, keep);
        }
        let folder = &draft.folder;
        notes.extend(draft.all_notes());
        let texts = phase!("print", texts(&draft, layout));
        sources.extend(texts.map_err(|error| ImportError::new(folder, error))?);
        if plan.examples_check
            && let Some((index, version)) = editions.index_of(version)
        {
            let bodies = metadata::example_bodies(index, &version, &draft.actions)?;
            example_bodies.push((version_module(&version.version), bodies));
        }
    }
    let spec_files = sources.iter().map(|source| source.path.clone()).collect();
    let spec = load(&SourceSet::new("", sources)).map_err(GenerateError::from)?;
    let options = Builder::new().cargo_features(true);
    let code = layouts.lend(|layouts| generate_crate(&spec, options.options(), layouts))?;
    let files = code.into_files();
    let mut warnings = BTreeMap::new();
    for warning in spec.warnings.iter() {
        *warnings.entry(warning.code).or_default() += 1;
    }
    let services = &spec.spec.services;
    let kept_spec = without_texts(&spec.spec);
    let is_kept = released.is_some() && kept_spec != afresh;
    let changes = is_kept.then(|| diff::of_kept(&before, &kept_spec, &afresh));
    let kept = changes.iter().flatten().filter_map(place_of_kept).collect();
    Ok(ServiceCrate {
        service,
        code: files.map(|(path, text)| (format!("src/{path}"), text)).collect(),
        spec: kept_spec,
        afresh,
        kept,
        licenses: plan.settings.licenses.clone(),
        released,
        source: plan.editions.source(),
        metadata,
        spec_files,
        versions: services.len(),
        actions: services.iter().map(|service| service.actions.len()).sum(),
        types: services.iter().map(|service| service.types.len()).sum(),
        notes,
        warnings,
        inputs,
        example_bodies,
    })
}

/// Returns the version and the place of a change that says that what was released is kept.
pub(crate) fn place_of_kept(change: &Change) -> Option<String> {
    let version = change.version.as_deref().unwrap_or_default();
    change.kind.is_kept().then(|| format!("{version} {}", change.place))
}

/// Returns the files of a draft.
fn texts(draft: &Draft, layout: Layout) -> Result<Vec<Source>, PrintError> {
    fn print<F: SpecFile>(file: &F, layout: Layout) -> Result<String, PrintError> {
        match layout {
            Layout::Lines => file.to_line(),
            Layout::Files => file.to_text(),
        }
    }
    let folder = &draft.folder;
    let mut texts = vec![(format!("{folder}/service.json"), print(&draft.service, layout)?)];
    for action in &draft.actions {
        texts.push((
            format!("{folder}/actions/{}.json", *action.name),
            print(action, layout)?,
        ));
    }
    for shared in &draft.types {
        texts.push((format!("{folder}/types/{}.json", *shared.name), print(shared, layout)?));
    }
    Ok(texts.into_iter().map(|(path, text)| Source { path, text }).collect())
}

impl From<ImportError> for WorkspaceError {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl From<io::Error> for WorkspaceError {
    fn from(error: io::Error) -> Self {
        Self::Service(GenerateError::Io(error))
    }
}

impl From<GenerateError> for WorkspaceError {
    fn from(error: GenerateError) -> Self {
        Self::Service(error)
    }
}

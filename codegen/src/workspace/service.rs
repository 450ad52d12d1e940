//! Generates the crate of one service.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::inputs::Hash;
use super::{Plan, WorkspaceError, manifest};
use crate::builder::Builder;
use crate::check::load;
use crate::emit::Layouts;
use crate::generate::{GenerateError, generate_crate};
use crate::import::metadata::{self, ExampleBody, MetadataOptions, ServiceVersion};
use crate::import::{Draft, ImportError, Note};
use crate::spec::{PrintError, Source, SourceSet, SpecFile, version_module};
use crate::timings::phase;

/// A generated crate, and what to report about it.
pub(super) struct ServiceCrate {
    /// Short name of the service: `gaap`.
    pub(super) service: String,
    /// Paths, from the root of the workspace, and texts.
    pub(super) files: Vec<(String, String)>,
    /// The paths of the files of its spec.
    pub(super) spec_files: Vec<String>,
    pub(super) versions: usize,
    pub(super) actions: usize,
    pub(super) types: usize,
    pub(super) notes: Vec<Note>,
    pub(super) warnings: BTreeMap<&'static str, usize>,
    /// A hash of what it was generated from.
    pub(super) inputs: Hash,
    /// The documented bodies of each version, if the program that checks them is wanted.
    pub(super) example_bodies: Vec<(String, Vec<ExampleBody>)>,
}

/// Generates the crate with all versions of one service.
///
/// The files of its spec are printed only to be read again, so each is on one line; for a report of errors they are
/// printed again as a person reads them.
pub(super) fn generate(
    plan: &Plan,
    versions: &[ServiceVersion],
    inputs: Hash,
    layouts: &LayoutPool,
) -> Result<ServiceCrate, WorkspaceError> {
    match generate_from(plan, versions, inputs.clone(), layouts, Layout::Lines) {
        Err(WorkspaceError::Service(GenerateError::Spec(_))) => {
            generate_from(plan, versions, inputs, layouts, Layout::Files)
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
    inputs: Hash,
    layouts: &LayoutPool,
    layout: Layout,
) -> Result<ServiceCrate, WorkspaceError> {
    let mut notes = Vec::new();
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
    let service = versions
        .first()
        .map(|version| version.service.clone())
        .unwrap_or_default();
    let folder = format!("crates/{service}");
    let mut files = vec![(format!("{folder}/Cargo.toml"), manifest::of_service(&service))];
    files.extend(
        code.into_files()
            .map(|(path, text)| (format!("{folder}/src/{path}"), text)),
    );
    let mut warnings = BTreeMap::new();
    for warning in spec.warnings.iter() {
        *warnings.entry(warning.code).or_default() += 1;
    }
    let services = &spec.spec.services;
    Ok(ServiceCrate {
        service,
        files,
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

impl From<GenerateError> for WorkspaceError {
    fn from(error: GenerateError) -> Self {
        Self::Service(error)
    }
}

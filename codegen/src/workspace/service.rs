//! The crate of one service.

use std::collections::BTreeMap;

use super::{Fault, Plan, manifest};
use crate::builder::Builder;
use crate::check::load_observed;
use crate::generate::{GenerateError, generate_crate};
use crate::import::metadata::{self, Choice, Documented, ServiceVersion, convert_observed};
use crate::import::{Draft, ImportError};
use crate::phase::{Observer, Phase, observed};
use crate::spec::{PrintError, Source, SourceSet, SpecFile, version_module};

/// A crate, and what is known of it.
pub(super) struct ServiceCrate {
    /// Short name of the service: `gaap`.
    pub(super) service: String,
    /// Paths from the root of the workspace, and texts.
    pub(super) files: Vec<(String, String)>,
    /// Paths of the files that its spec has.
    pub(super) spec_files: Vec<String>,
    pub(super) versions: usize,
    pub(super) actions: usize,
    pub(super) types: usize,
    pub(super) notes: Vec<String>,
    pub(super) warnings: BTreeMap<&'static str, usize>,
    /// What the documentation of each version shows, if anybody asked.
    pub(super) documented: Vec<(String, Vec<Documented>)>,
}

/// All versions of one service.
pub(super) fn make(plan: &Plan, versions: &[ServiceVersion], observer: &dyn Observer) -> Result<ServiceCrate, Fault> {
    let mut notes = Vec::new();
    let mut sources = Vec::new();
    let mut documented = Vec::new();
    let mut metadata_index = plan.index.clone();
    let choice = Choice {
        docs: plan.docs,
        ..Choice::default()
    };
    for version in versions {
        let mut draft = convert_observed(&mut metadata_index, version, &choice, &plan.errors, observer)?;
        plan.overrides.apply(&mut draft)?;
        let folder = &draft.folder;
        notes.extend(draft.notes.iter().map(|note| format!("{folder}: {note}")));
        let texts = observed(observer, Phase::Print, || texts(&draft));
        sources.extend(texts.map_err(|error| ImportError::new(folder, error))?);
        if plan.examples_check {
            let bodies = metadata::documented(&mut metadata_index, version)?;
            documented.push((version_module(&version.version), bodies));
        }
    }
    let spec_files = sources.iter().map(|source| source.path.clone()).collect();
    let checked = load_observed(&SourceSet::new("", sources), observer).map_err(GenerateError::from)?;
    let options = Builder::new().cargo_features(true);
    let code = generate_crate(&checked, options.options(), observer)?;
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
    for warning in checked.warnings.iter() {
        *warnings.entry(warning.code).or_default() += 1;
    }
    let services = &checked.spec.services;
    Ok(ServiceCrate {
        service,
        files,
        spec_files,
        versions: services.len(),
        actions: services.iter().map(|service| service.actions.len()).sum(),
        types: services.iter().map(|service| service.types.len()).sum(),
        notes,
        warnings,
        documented,
    })
}

/// The files of a draft, as an import would write them.
fn texts(draft: &Draft) -> Result<Vec<Source>, PrintError> {
    let folder = &draft.folder;
    let mut texts = vec![(format!("{folder}/service.json"), draft.service.to_text()?)];
    for action in &draft.actions {
        texts.push((format!("{folder}/actions/{}.json", *action.name), action.to_text()?));
    }
    for shared in &draft.types {
        texts.push((format!("{folder}/types/{}.json", *shared.name), shared.to_text()?));
    }
    Ok(texts.into_iter().map(|(path, text)| Source { path, text }).collect())
}

impl From<ImportError> for Fault {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl From<GenerateError> for Fault {
    fn from(error: GenerateError) -> Self {
        Self::Service(error)
    }
}

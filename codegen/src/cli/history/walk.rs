//! Imports release after release over a spec, in memory.

use std::io;
use std::path::Path;

use super::facts::{Facts, Outcome, mark};
use crate::cli::console::{ExitStatus, Output, displayed};
use crate::cli::diff::Side;
use crate::import::metadata::{ErrorCodes, MetadataOptions, convert};
use crate::import::{Draft, ImportError, ImportPlan, Overrides};
use crate::source::{Diagnostics, Severity};
use crate::spec::{Service, Source, SourceSet, Spec, SpecFile};

/// A spec on its way through the releases.
pub(super) struct Walk {
    spec: Spec,
    overrides: Overrides,
}

/// What came of an import.
pub(super) struct Import {
    pub(super) outcome: Outcome,
    /// The errors that the spec would have, for which the import is refused.
    pub(super) errors: Vec<String>,
}

impl Walk {
    /// Reads the spec. If it has errors, prints them and returns the exit status.
    pub(super) fn open(folder: &Path, output: &mut Output<'_>) -> io::Result<Result<Self, ExitStatus>> {
        if !folder.is_dir() {
            writeln!(output.err, "error: no spec folder at {}", displayed(folder))?;
            return Ok(Err(ExitStatus::Usage));
        }
        let overrides = Overrides::built_in().map_err(io::Error::other)?;
        match crate::load(&SourceSet::read_dir(folder)?) {
            Ok(spec) => Ok(Ok(Self {
                spec: spec.spec,
                overrides,
            })),
            Err(diagnostics) => {
                output.diagnostics(&diagnostics, ": nothing was imported")?;
                Ok(Err(ExitStatus::Failure))
            }
        }
    }

    /// Imports a release. If the spec would have errors, it stays as it is.
    pub(super) fn import(&mut self, release: &Side) -> Result<Import, ImportError> {
        let mut marked = self.spec.clone();
        mark(&mut marked);
        // Through the texts, as on a disk.
        let existing = texts(&marked)?;
        let mut plan = ImportPlan::new(self.drafts(release)?, &marked, false)?;
        let errors = plan.check(&existing).err().map(|diagnostics| errors(&diagnostics));
        let is_replaced = |source: &Source| {
            plan.changes().iter().any(|change| change.path == source.path) || plan.removed().contains(&source.path)
        };
        let kept = existing.iter().map(|(_, source)| source.clone());
        let written = plan.changes().iter().map(|change| Source {
            path: change.path.clone(),
            text: change.text.clone(),
        });
        let sources: Vec<Source> = kept.filter(|source| !is_replaced(source)).chain(written).collect();
        // What an import that is refused would have left is measured too.
        let (imported, _) = crate::spec::load(&SourceSet::new("", sources), &mut Vec::new());
        let outcome = Facts::of(&marked)?.outcome(&Facts::of(&imported)?, plan.notes());
        if errors.is_none() {
            self.spec = imported;
        }
        Ok(Import {
            outcome,
            errors: errors.unwrap_or_default(),
        })
    }

    /// Converts what the spec and the release both have.
    fn drafts(&self, release: &Side) -> Result<Vec<Draft>, ImportError> {
        let Some(index) = release.metadata() else {
            return Ok(Vec::new());
        };
        let mut index = index.clone();
        let mut drafts = Vec::new();
        for service in &self.spec.services {
            let versions = index.versions().iter();
            let mut versions = versions.filter(|version| is_of(service, &version.service, &version.version));
            let Some(version) = versions.next().cloned() else {
                continue;
            };
            let options = MetadataOptions {
                without_examples: true,
                ..MetadataOptions::default()
            };
            let all = convert(&mut index, &version, &options, &ErrorCodes::default())?;
            let actions = all.actions.into_iter().map(|action| action.name.value);
            let options = MetadataOptions {
                actions: actions.filter(|action| service.action(action).is_some()).collect(),
                ..MetadataOptions::default()
            };
            if !options.actions.is_empty() {
                let mut draft = convert(&mut index, &version, &options, &ErrorCodes::default())?;
                self.overrides.apply(&mut draft)?;
                drafts.push(draft);
            }
        }
        Ok(drafts)
    }
}

fn is_of(service: &Service, name: &str, version: &str) -> bool {
    *service.file.name == name && *service.file.version == version
}

fn errors(diagnostics: &Diagnostics) -> Vec<String> {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors
        .map(|error| format!("{}: {}", error.code, error.message))
        .collect()
}

/// Returns the files of a spec.
fn texts(spec: &Spec) -> Result<SourceSet, ImportError> {
    let mut sources = Vec::new();
    let mut add = |path: String, file: &dyn Fn() -> Result<String, crate::spec::PrintError>| {
        let text = file().map_err(|error| ImportError::new(&path, error))?;
        sources.push(Source { path, text });
        Ok::<(), ImportError>(())
    };
    for service in &spec.services {
        let folder = &service.folder;
        add(format!("{folder}/service.json"), &|| service.file.to_text())?;
        for action in &service.actions {
            add(format!("{folder}/actions/{}.json", *action.name), &|| action.to_text())?;
        }
        for shared in &service.types {
            add(format!("{folder}/types/{}.json", *shared.name), &|| shared.to_text())?;
        }
    }
    Ok(SourceSet::new("", sources))
}

//! What an import would write: judged as a whole before any of it is written.

use std::io;
use std::path::Path;

use super::ImportError;
use super::merge::{self, Changes};
use super::metadata::Draft;
use crate::diagnostics::Diagnostics;
use crate::file_set::replace;
use crate::spec::{Service, Source, SourceSet, Spec, SpecFile};

/// Files on their way into a spec folder.
pub struct Staged {
    changes: Vec<Change>,
    unchanged: usize,
}

/// A file that an import writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path below the spec folder.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether there is none yet.
    pub is_new: bool,
    /// What has changed, a line each; empty for a new file, and for one in which only texts were filled in.
    pub facts: Vec<String>,
}

impl Staged {
    /// Lays `drafts` over what `there` holds.
    ///
    /// # Errors
    /// A value that a spec file cannot hold.
    pub fn of(drafts: Vec<Draft>, there: &Spec) -> Result<Self, ImportError> {
        let mut staged = Self {
            changes: Vec::new(),
            unchanged: 0,
        };
        for draft in drafts {
            let old = there.services.iter().find(|service| service.folder == draft.folder);
            staged.stage(draft, old)?;
        }
        Ok(staged)
    }

    /// The files to write, in the order of the drafts.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// How many files are right already.
    pub fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// What would be wrong with the spec.
    ///
    /// # Errors
    /// The faults, of which one or more would stop the generator.
    pub fn check(&self, there: &SourceSet) -> Result<Diagnostics, Diagnostics> {
        let is_replaced = |source: &Source| self.changes.iter().any(|change| change.path == source.path);
        let kept = there.iter().map(|(_, source)| source.clone());
        let kept: Vec<Source> = kept.filter(|source| !is_replaced(source)).collect();
        let written = self.changes.iter().map(|change| Source {
            path: change.path.clone(),
            text: change.text.clone(),
        });
        let whole = SourceSet::new(there.root(), kept.into_iter().chain(written));
        crate::load(&whole).map(|checked| checked.warnings)
    }

    /// Writes the files, each beside its place and then renamed.
    ///
    /// # Errors
    /// A file that cannot be written; those before it are.
    pub fn write(&self, spec: &Path) -> io::Result<()> {
        self.changes
            .iter()
            .try_for_each(|change| replace(&spec.join(&change.path), &change.text))
    }

    fn stage(&mut self, draft: Draft, old: Option<&Service>) -> Result<(), ImportError> {
        let folder = draft.folder;
        let there = old
            .filter(|service| !service.file.name.is_empty())
            .map(|service| &service.file);
        self.push(format!("{folder}/service.json"), there, draft.service, merge::service)?;
        for action in draft.actions {
            let there = old.and_then(|service| service.action(&action.name));
            self.push(
                format!("{folder}/actions/{}.json", *action.name),
                there,
                action,
                merge::action,
            )?;
        }
        for shared in draft.types {
            let there = old.and_then(|service| service.type_named(&shared.name));
            self.push(
                format!("{folder}/types/{}.json", *shared.name),
                there,
                shared,
                merge::shared,
            )?;
        }
        Ok(())
    }

    fn push<F: SpecFile + PartialEq>(
        &mut self,
        path: String,
        old: Option<&F>,
        new: F,
        merge: impl Fn(&F, F) -> (F, Changes),
    ) -> Result<(), ImportError> {
        let (file, facts) = match old {
            Some(old) => merge(old, new),
            None => (new, Changes::new()),
        };
        if old == Some(&file) {
            self.unchanged += 1;
            return Ok(());
        }
        let text = file.to_text().map_err(|error| ImportError::new(&path, error))?;
        self.changes.push(Change {
            path,
            text,
            is_new: old.is_none(),
            facts,
        });
        Ok(())
    }
}

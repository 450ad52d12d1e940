//! What an import would write: judged as a whole before any of it is written.

use std::io;
use std::path::Path;

use super::ImportError;
use super::draft::{Draft, Says, Suggestion};
use super::merge::{self, Changes};
use super::unsaid::{self, Pair};
use crate::diagnostics::Diagnostics;
use crate::file_set::replace;
use crate::spec::{Member, Service, Source, SourceSet, Spec, SpecFile};

/// Files on their way into a spec folder.
pub struct Staged {
    changes: Vec<Change>,
    unchanged: usize,
    remarks: Vec<String>,
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
            remarks: Vec::new(),
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

    /// What the source does not say, and what it says that no spec file can hold as it is; a line each.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
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
        let says = &draft.says;
        let there = old
            .filter(|service| !service.file.name.is_empty())
            .map(|service| &service.file);
        let other_host = there.filter(|there| says.hosts && there.host != draft.service.host);
        if let Some(there) = other_host {
            let (old, new) = (&there.host.value, &draft.service.host.value);
            self.remarks
                .push(format!("{folder}: the host {old} is kept, the source names {new}"));
        }
        self.push(
            format!("{folder}/service.json"),
            there,
            draft.service,
            says,
            merge::service,
        )?;
        for action in draft.actions {
            let there = old.and_then(|service| service.action(&action.name));
            let name = &action.name.value;
            let parameters = there.map(|there| there.parameters.as_slice()).unwrap_or_default();
            let output = there.map(|there| there.output.as_slice()).unwrap_or_default();
            let of_parameters = Pair {
                old: parameters,
                new: &action.parameters,
            };
            let of_output = Pair {
                old: output,
                new: &action.output,
            };
            let mut remarks = unsaid::remarks(says, &[of_parameters, of_output], None);
            remarks.extend(suggested(&draft.suggestions, name, parameters));
            self.remark(&folder, name, remarks);
            let path = format!("{folder}/actions/{name}.json");
            self.push(path, there, action, says, merge::action)?;
        }
        for shared in draft.types {
            let there = old.and_then(|service| service.type_named(&shared.name));
            let name = &shared.name.value;
            let old = there.and_then(|there| there.members.as_deref()).unwrap_or_default();
            let new = shared.members.as_deref().unwrap_or_default();
            let mut remarks = unsaid::remarks(says, &[Pair { old, new }], Some(name));
            remarks.extend(suggested(&draft.suggestions, name, old));
            self.remark(&folder, name, remarks);
            let path = format!("{folder}/types/{name}.json");
            self.push(path, there, shared, says, merge::shared)?;
        }
        Ok(())
    }

    fn remark(&mut self, folder: &str, owner: &str, remarks: Vec<String>) {
        let remarks = remarks.iter().map(|remark| format!("{folder}: {owner}: {remark}"));
        self.remarks.extend(remarks);
    }

    fn push<F: SpecFile + PartialEq>(
        &mut self,
        path: String,
        old: Option<&F>,
        new: F,
        says: &Says,
        merge: impl Fn(&F, F, &Says) -> (F, Changes),
    ) -> Result<(), ImportError> {
        let (file, facts) = match old {
            Some(old) => merge(old, new, says),
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

/// What is suggested for members of `owner` that have no allowed values yet.
fn suggested<'a>(
    suggestions: &'a [Suggestion],
    owner: &'a str,
    there: &'a [Member],
) -> impl Iterator<Item = String> + use<'a> {
    let has_values = |name: &str| there.iter().any(|old| old.name.value == name && old.values.is_some());
    suggestions
        .iter()
        .filter(move |suggestion| suggestion.owner == owner && !has_values(&suggestion.member))
        .map(|suggestion| suggestion.text.clone())
}

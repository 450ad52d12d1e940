//! The plan of an import: the merged files, checked as a whole before any of them is written.
//!
//! The drafts are merged with the existing files and the checker sees the result. If it has an error, or the spec had one
//! before, nothing is written.

use std::io;
use std::path::Path;

use super::ImportError;
use super::carry_over::{self, Pair};
use super::draft::{Draft, SourceCapabilities, Suggestion};
use super::merge::{self, Changes};
use crate::output::write_atomically;
use crate::source::Diagnostics;
use crate::spec::{Member, Service, Source, SourceSet, Spec, SpecFile};

/// The files that an import will write to a spec folder.
///
/// ```no_run
/// use tc3_codegen::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, convert};
/// use tc3_codegen::import::{Archive, ImportPlan};
/// use tc3_codegen::load;
/// use tc3_codegen::spec::SourceSet;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = std::path::Path::new("spec");
/// let existing = SourceSet::read_dir(folder)?;
/// let mut index = MetadataIndex::read(Archive::open("tccli-3.1.0-py3-none-any.whl".as_ref())?)?;
/// let version = index.versions()[0].clone();
/// let draft = convert(&mut index, &version, &MetadataOptions::default(), &ErrorCodes::default())?;
/// let plan = ImportPlan::new(vec![draft], &load(&existing)?.spec)?;
/// plan.check(&existing)?;
/// plan.write(folder)?;
/// # Ok(()) }
/// ```
pub struct ImportPlan {
    changes: Vec<FileChange>,
    unchanged: usize,
    remarks: Vec<String>,
}

/// A file that an import will write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The path of the file below the spec folder.
    pub path: String,
    /// The new text of the file.
    pub text: String,
    /// Whether the file does not exist yet.
    pub is_new: bool,
    /// The facts that changed, one line each; empty for a new file, and for one in which only texts were filled in.
    pub facts: Vec<String>,
}

impl ImportPlan {
    /// Merges `drafts` with the `existing` spec.
    ///
    /// # Errors
    /// Returns an error if a value cannot be written to a spec file.
    pub fn new(drafts: Vec<Draft>, existing: &Spec) -> Result<Self, ImportError> {
        let mut plan = Self {
            changes: Vec::new(),
            unchanged: 0,
            remarks: Vec::new(),
        };
        for draft in drafts {
            let old = existing.services.iter().find(|service| service.folder == draft.folder);
            plan.add(draft, old)?;
        }
        Ok(plan)
    }

    /// Returns the files to write, in the order of the drafts.
    pub fn changes(&self) -> &[FileChange] {
        &self.changes
    }

    /// Returns how many files are up to date.
    pub fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// Returns what the source does not state, and what it states that a spec file cannot hold, one line each.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Checks the spec as it will be, and returns the warnings.
    ///
    /// # Errors
    /// Returns all diagnostics if at least one is an error.
    pub fn check(&self, existing: &SourceSet) -> Result<Diagnostics, Diagnostics> {
        let is_replaced = |source: &Source| self.changes.iter().any(|change| change.path == source.path);
        let kept = existing.iter().map(|(_, source)| source.clone());
        let kept: Vec<Source> = kept.filter(|source| !is_replaced(source)).collect();
        let written = self.changes.iter().map(|change| Source {
            path: change.path.clone(),
            text: change.text.clone(),
        });
        let whole = SourceSet::new(existing.root(), kept.into_iter().chain(written));
        crate::load(&whole).map(|spec| spec.warnings)
    }

    /// Writes the files below the folder `spec`, each to a temporary file that is renamed.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written; the files before it have been.
    pub fn write(&self, spec: &Path) -> io::Result<()> {
        self.changes
            .iter()
            .try_for_each(|change| write_atomically(&spec.join(&change.path), &change.text))
    }

    fn add(&mut self, draft: Draft, old: Option<&Service>) -> Result<(), ImportError> {
        let folder = draft.folder;
        let capabilities = &draft.capabilities;
        let there = old
            .filter(|service| !service.file.name.is_empty())
            .map(|service| &service.file);
        let other_host = there.filter(|there| capabilities.hosts && there.host != draft.service.host);
        if let Some(there) = other_host {
            let (old, new) = (&there.host.value, &draft.service.host.value);
            self.remarks
                .push(format!("{folder}: the host {old} is kept, the source names {new}"));
        }
        self.push(
            format!("{folder}/service.json"),
            there,
            draft.service,
            capabilities,
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
            let mut remarks = carry_over::remarks(capabilities, &[of_parameters, of_output], None);
            remarks.extend(suggested(&draft.suggestions, name, parameters));
            self.remark(&folder, name, remarks);
            let path = format!("{folder}/actions/{name}.json");
            self.push(path, there, action, capabilities, merge::action)?;
        }
        for shared in draft.types {
            let there = old.and_then(|service| service.type_named(&shared.name));
            let name = &shared.name.value;
            let old = there.and_then(|there| there.members.as_deref()).unwrap_or_default();
            let new = shared.members.as_deref().unwrap_or_default();
            let mut remarks = carry_over::remarks(capabilities, &[Pair { old, new }], Some(name));
            remarks.extend(suggested(&draft.suggestions, name, old));
            self.remark(&folder, name, remarks);
            let path = format!("{folder}/types/{name}.json");
            self.push(path, there, shared, capabilities, merge::shared)?;
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
        capabilities: &SourceCapabilities,
        merge: impl Fn(&F, F, &SourceCapabilities) -> (F, Changes),
    ) -> Result<(), ImportError> {
        let (file, facts) = match old {
            Some(old) => merge(old, new, capabilities),
            None => (new, Changes::new()),
        };
        if old == Some(&file) {
            self.unchanged += 1;
            return Ok(());
        }
        let text = file.to_text().map_err(|error| ImportError::new(&path, error))?;
        self.changes.push(FileChange {
            path,
            text,
            is_new: old.is_none(),
            facts,
        });
        Ok(())
    }
}

/// Returns the suggestions for members of `owner` that have no allowed values yet.
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

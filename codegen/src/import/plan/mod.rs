//! The plan of an import: the merged files, checked as a whole before any of them is written.
//!
//! The drafts are merged with the existing files and the checker sees the result. A mark that a person wrote and that no
//! longer fits is set aside. If another error is left, or the spec had one before, nothing is written.

mod release;
mod set_aside;

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::Path;

use super::ImportError;
use super::draft::{Draft, SourceCapabilities, Suggestion};
use super::merge::{self, Changes, Pair};
use super::note::{Note, NoteKind};
use crate::naming::same_but_spelling;
use crate::output::{reject_links, remove, write_atomically};
use crate::source::Diagnostics;
use crate::spec::{ActionFile, ItemType, Member, Service, Source, SourceSet, Spec, SpecFile, TypeFile};

/// The files that an import will write to a spec folder. For a folder without a spec, `existing` is
/// [`Spec::default()`](Spec), as [`load`](crate::load) has nothing to load.
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
/// let mut plan = ImportPlan::new(vec![draft], &load(&existing)?.spec, false)?;
/// plan.check(&existing)?;
/// plan.write(folder)?;
/// # Ok(()) }
/// ```
pub struct ImportPlan {
    changes: Vec<FileChange>,
    removed: Vec<String>,
    unchanged: usize,
    notes: Vec<Note>,
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
    /// Merges `drafts` with the `existing` spec. If `prune`, actions and types that a complete source no longer has are
    /// removed; otherwise they are noted.
    ///
    /// # Errors
    /// Returns an error if a value cannot be written to a spec file.
    pub fn new(drafts: Vec<Draft>, existing: &Spec, prune: bool) -> Result<Self, ImportError> {
        let mut plan = Self {
            changes: Vec::new(),
            removed: Vec::new(),
            unchanged: 0,
            notes: Vec::new(),
        };
        for draft in drafts {
            let old = existing.services.iter().find(|service| service.folder == draft.folder);
            plan.add(draft, old, prune)?;
        }
        Ok(plan)
    }

    /// Returns the files to write, in the order of the drafts.
    pub fn changes(&self) -> &[FileChange] {
        &self.changes
    }

    /// Returns the paths of the files to remove: those that the source no longer has, or has under another spelling.
    pub fn removed(&self) -> &[String] {
        &self.removed
    }

    /// Returns how many files are up to date.
    pub fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// Returns what was decided, kept and left out.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Checks the spec as it will be, and returns the warnings. Marks of existing files that no longer fit are set aside:
    /// removed, with a note each.
    ///
    /// # Errors
    /// Returns all diagnostics if at least one is an error that no mark explains.
    pub fn check(&mut self, existing: &SourceSet) -> Result<Diagnostics, Diagnostics> {
        loop {
            let whole = self.whole(existing);
            let diagnostics = match crate::load(&whole) {
                Ok(spec) => return Ok(spec.warnings),
                Err(diagnostics) => diagnostics,
            };
            let set_aside = set_aside::set_aside(&mut self.changes, &whole, &diagnostics);
            if set_aside.is_empty() {
                return Err(diagnostics);
            }
            let notes = set_aside
                .into_iter()
                .map(|mark| Note::new(NoteKind::SetAside, mark.path, mark.text));
            self.notes.extend(notes);
        }
    }

    /// Returns the paths of the existing files that `diagnostics` are about and that the import does not write.
    pub fn files_to_fix(&self, existing: &SourceSet, diagnostics: &Diagnostics) -> Vec<String> {
        let whole = self.whole(existing);
        let places = diagnostics
            .iter()
            .filter_map(|diagnostic| whole.get(diagnostic.place()?.file));
        let paths: BTreeSet<String> = places
            .map(|source| source.path.clone())
            .filter(|path| self.changes.iter().all(|change| change.path != *path))
            .collect();
        paths.into_iter().collect()
    }

    /// Writes the files below the folder `spec`, each to a temporary file that is renamed, and then removes those that are
    /// gone.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written or removed, or if the path of one leads through a symbolic link; the
    /// files before it have been.
    pub fn write(&self, spec: &Path) -> io::Result<()> {
        let written = self.changes.iter().map(|change| change.path.as_str());
        reject_links(spec, written.chain(self.removed.iter().map(String::as_str)))?;
        for change in &self.changes {
            write_atomically(&spec.join(&change.path), &change.text)?;
        }
        for path in &self.removed {
            remove(&spec.join(path))?;
        }
        Ok(())
    }

    /// Returns the texts of the spec as it will be.
    fn whole(&self, existing: &SourceSet) -> SourceSet {
        let written = self.changes.iter().map(|change| &change.path);
        let replaced: HashSet<&String> = written.chain(&self.removed).collect();
        let kept = existing.iter().map(|(_, source)| source);
        let kept: Vec<Source> = kept
            .filter(|source| !replaced.contains(&source.path))
            .cloned()
            .collect();
        let written = self.changes.iter().map(|change| Source {
            path: change.path.clone(),
            text: change.text.clone(),
        });
        SourceSet::new(existing.root(), kept.into_iter().chain(written))
    }

    fn add(&mut self, draft: Draft, old: Option<&Service>, prune: bool) -> Result<(), ImportError> {
        let folder = draft.folder.clone();
        let capabilities = &draft.capabilities;
        let there = old
            .filter(|service| !service.file.name.is_empty())
            .map(|service| &service.file);
        if let Some(old) = old {
            let warnings = release::warnings(&draft.source, old);
            self.notes.extend(
                warnings
                    .into_iter()
                    .map(|text| Note::new(NoteKind::Source, &folder, text)),
            );
        }
        let other_host = there.filter(|there| capabilities.hosts && there.host != draft.service.host);
        if let Some(there) = other_host {
            let (old, new) = (&there.host.value, &draft.service.host.value);
            let text = format!("the host {old} is kept, the source names {new}");
            self.notes.push(Note::new(NoteKind::Kept, &folder, text));
        }
        let dropped = Dropped::of(&draft, old);
        let notes = draft.notes.into_iter().map(|note| note.below(&folder));
        self.notes.extend(notes);
        let path = format!("{folder}/service.json");
        self.push(path, there, draft.service, capabilities, merge::service)?;
        for mut action in draft.actions {
            for example in &mut action.examples {
                example.imported = Some(merge::fingerprint(example).into());
            }
            let name = action.name.value.clone();
            let there = old.and_then(|old| old.action(&name).or_else(|| dropped.respelled_action(&name)));
            let parameters = there.map(|there| there.parameters.as_slice()).unwrap_or_default();
            let of_parameters = Pair {
                old: parameters,
                new: &action.parameters,
            };
            let of_output = Pair {
                old: there.map(|there| there.output.as_slice()).unwrap_or_default(),
                new: &action.output,
            };
            let path = format!("{folder}/actions/{name}.json");
            self.notes
                .extend(merge::remarks(capabilities, &[of_parameters, of_output], None, &path));
            self.suggest(&draft.suggestions, &name, parameters, &path);
            if let Some(there) = there.filter(|there| there.name.value != name) {
                self.respelled(&folder, "actions", &there.name, &name);
            }
            let file = self.push(path, there, action, capabilities, merge::action)?;
            if let Some(file) = file {
                let notes = draft.inferred.notes_on_action(&file, there);
                self.notes.extend(notes.into_iter().map(|note| note.below(&folder)));
            }
        }
        for shared in draft.types {
            let name = shared.name.value.clone();
            let there = old.and_then(|old| old.type_named(&name).or_else(|| dropped.respelled_type(&name)));
            let old = there.and_then(|there| there.members.as_deref()).unwrap_or_default();
            let new = shared.members.as_deref().unwrap_or_default();
            let path = format!("{folder}/types/{name}.json");
            self.notes
                .extend(merge::remarks(capabilities, &[Pair { old, new }], Some(&name), &path));
            self.suggest(&draft.suggestions, &name, old, &path);
            if let Some(there) = there.filter(|there| there.name.value != name) {
                self.respelled(&folder, "types", &there.name, &name);
            }
            let file = self.push(path, there, shared, capabilities, merge::shared)?;
            if let Some(file) = file {
                let notes = draft.inferred.notes_on_type(&file, there);
                self.notes.extend(notes.into_iter().map(|note| note.below(&folder)));
            }
        }
        self.drop_items(&folder, &dropped, prune);
        Ok(())
    }

    fn respelled(&mut self, folder: &str, below: &str, old: &str, new: &str) {
        let text = format!("{old} is now {new}: what was written about it is kept");
        let path = format!("{folder}/{below}/{new}.json");
        self.notes.push(Note::new(NoteKind::Respelled, path, text));
        self.removed.push(format!("{folder}/{below}/{old}.json"));
    }

    /// Notes or removes what the source no longer has.
    fn drop_items(&mut self, folder: &str, dropped: &Dropped<'_>, prune: bool) {
        let actions = dropped.actions.iter().map(|action| ("actions", &action.name.value));
        let types = dropped.types.iter().map(|shared| ("types", &shared.name.value));
        for (below, name) in actions.chain(types) {
            let path = format!("{folder}/{below}/{name}.json");
            if self.removed.contains(&path) {
                continue; // it has another spelling
            }
            let text = if prune {
                "the source no longer has it: removed"
            } else {
                "the source no longer has it: kept; --prune removes it"
            };
            self.notes.push(Note::new(NoteKind::Dropped, &path, text));
            if prune {
                self.removed.push(path);
            }
        }
    }

    fn suggest(&mut self, suggestions: &[Suggestion], owner: &str, there: &[Member], path: &str) {
        let suggested = suggested(suggestions, owner, there);
        self.notes
            .extend(suggested.map(|text| Note::new(NoteKind::Suggestion, path, text)));
    }

    /// Adds a file, and returns it unless it is up to date.
    fn push<F: SpecFile + PartialEq>(
        &mut self,
        path: String,
        old: Option<&F>,
        new: F,
        capabilities: &SourceCapabilities,
        merge: impl Fn(&F, F, &SourceCapabilities) -> (F, Changes),
    ) -> Result<Option<F>, ImportError> {
        let (file, changes) = match old {
            Some(old) => merge(old, new, capabilities),
            None => (new, Changes::default()),
        };
        self.notes.extend(changes.notes_on(&path));
        if old == Some(&file) {
            self.unchanged += 1;
            return Ok(None);
        }
        let text = file.to_text().map_err(|error| ImportError::new(&path, error))?;
        self.changes.push(FileChange {
            path,
            text,
            is_new: old.is_none(),
            facts: changes.facts,
        });
        Ok(Some(file))
    }
}

/// The actions and types of an existing spec that a source no longer has.
struct Dropped<'a> {
    actions: Vec<&'a ActionFile>,
    types: Vec<&'a TypeFile>,
}

impl<'a> Dropped<'a> {
    /// Returns nothing for a source that does not have all actions.
    fn of(draft: &Draft, old: Option<&'a Service>) -> Self {
        let mut dropped = Self {
            actions: Vec::new(),
            types: Vec::new(),
        };
        let Some(old) = old.filter(|_| draft.is_complete) else {
            return dropped;
        };
        let is_imported = |source: &Option<_>| source.is_some();
        let is_gone = |action: &&ActionFile| draft.actions.iter().all(|new| new.name != action.name);
        dropped.actions = old
            .actions
            .iter()
            .filter(|action| is_imported(&action.imported_from))
            .filter(is_gone)
            .collect();
        let is_gone = |shared: &&TypeFile| draft.types.iter().all(|new| new.name != shared.name);
        dropped.types = old
            .types
            .iter()
            .filter(|shared| is_imported(&shared.imported_from) && shared.members.is_some())
            .filter(is_gone)
            .collect();
        // A type that a kept action or a hand-written type still reaches stays.
        let kept = old
            .actions
            .iter()
            .filter(|action| action.imported_from.is_none() && draft.actions.iter().all(|new| new.name != action.name));
        let by_hand = old.types.iter().filter(|shared| shared.imported_from.is_none());
        let mut pending: Vec<&Member> = kept
            .flat_map(|action| action.parameters.iter().chain(&action.output))
            .chain(by_hand.flat_map(|shared| shared.members.iter().flatten()))
            .collect();
        let mut reached = BTreeSet::new();
        while let Some(member) = pending.pop() {
            let ItemType::Named(name) = member.type_ref().item else {
                continue;
            };
            if reached.insert(name.to_owned()) {
                let shared = old.type_named(name);
                pending.extend(shared.into_iter().flat_map(|shared| shared.members.iter().flatten()));
            }
        }
        dropped.types.retain(|shared| !reached.contains(&shared.name.value));
        dropped
    }

    /// Returns the dropped action that `name` is another spelling of.
    fn respelled_action(&self, name: &str) -> Option<&'a ActionFile> {
        let mut like = self
            .actions
            .iter()
            .filter(|action| same_but_spelling(&action.name, name));
        like.next().copied().filter(|_| like.next().is_none())
    }

    /// Returns the dropped type that `name` is another spelling of.
    fn respelled_type(&self, name: &str) -> Option<&'a TypeFile> {
        let mut like = self.types.iter().filter(|shared| same_but_spelling(&shared.name, name));
        like.next().copied().filter(|_| like.next().is_none())
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

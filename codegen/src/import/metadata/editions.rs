//! Reads one or both editions of the metadata: that of the site of China, `tccli`, and the international one,
//! `tccli-intl-en`, whose texts are in English.
//!
//! Facts are those of the first. The other one adds the services, versions and actions that the first does not have, with
//! the hosts of its site, and its descriptions if they are wanted. Of 16,204 actions of the first 8,818 are in both, and
//! 860 are only in the other.

use std::collections::{BTreeMap, BTreeSet};

use super::super::note::{Note, NoteKind};
use super::super::{Draft, ImportError};
use super::convert::{MetadataOptions, convert};
use super::error_codes::ErrorCodes;
use super::index::{MetadataIndex, ServiceVersion};
use crate::spec::{ItemType, Member, Spanned};

/// One edition of the metadata, or two of which one adds to the other.
///
/// ```no_run
/// use tc3_codegen::import::Archive;
/// use tc3_codegen::import::metadata::{Editions, MetadataIndex};
///
/// let open = |wheel: &str| MetadataIndex::read(Archive::open(wheel.as_ref())?);
/// let facts = open("tccli-3.1.189.1-py2.py3-none-any.whl")?;
/// let english = open("tccli_intl_en-3.1.193.1-py2.py3-none-any.whl")?;
/// let editions = Editions::new(facts).with(english, true);
/// println!("{} service versions", editions.versions().len());
/// # Ok::<(), tc3_codegen::import::ImportError>(())
/// ```
#[derive(Clone)]
pub struct Editions {
    first: MetadataIndex,
    other: Option<Other>,
}

#[derive(Clone)]
struct Other {
    index: MetadataIndex,
    docs: bool,
}

impl Editions {
    /// Uses one edition.
    pub fn new(first: MetadataIndex) -> Self {
        Self { first, other: None }
    }

    /// Adds what only `index` has, and its descriptions if `docs`.
    #[must_use]
    pub fn with(mut self, index: MetadataIndex, docs: bool) -> Self {
        self.other = Some(Other { index, docs });
        self
    }

    /// Returns the names and releases of the packages: `tccli 3.1.189.1 and tccli-intl-en 3.1.193.1`.
    pub fn source(&self) -> String {
        let sources = self.indexes().map(MetadataIndex::source);
        sources.collect::<Vec<_>>().join(" and ")
    }

    /// Returns what pip downloads the packages as: `tccli==3.1.189.1`.
    pub fn requirements(&self) -> Vec<String> {
        self.indexes().map(MetadataIndex::requirement).collect()
    }

    /// Returns every version of every service, in the order of their folders.
    pub fn versions(&self) -> Vec<ServiceVersion> {
        let mut versions = self.first.versions().to_vec();
        for version in self.other.iter().flat_map(|other| other.index.versions()) {
            if versions.iter().any(|known| is_same(known, version)) {
                continue;
            }
            let is_known = self
                .first
                .versions()
                .iter()
                .any(|known| known.service == version.service);
            let mut version = version.clone();
            version.is_default &= !is_known;
            versions.push(version);
        }
        versions.sort_by(|one, other| (&one.folder, &one.version).cmp(&(&other.folder, &other.version)));
        versions
    }

    /// Returns the names of the actions of `version`, in either edition.
    ///
    /// # Errors
    /// Returns an error if they cannot be read.
    pub fn action_names(&mut self, version: &ServiceVersion) -> Result<BTreeSet<String>, ImportError> {
        let mut names = BTreeSet::new();
        for index in [Some(&mut self.first), self.other.as_mut().map(|other| &mut other.index)] {
            if let Some(index) = index
                && let Some(version) = find(index, version)
            {
                names.extend(index.action_names(&version)?);
            }
        }
        Ok(names)
    }

    /// Converts a service version, of which each edition may have a part, to the files of a spec.
    ///
    /// # Errors
    /// Returns an error as [`convert`](fn@super::convert) does.
    pub fn convert(
        &mut self,
        version: &ServiceVersion,
        options: &MetadataOptions,
        errors: &ErrorCodes,
    ) -> Result<Draft, ImportError> {
        let Some(other) = &mut self.other else {
            return convert(&mut self.first, version, options, errors);
        };
        let first = match find(&self.first, version) {
            Some(version) => converted(&mut self.first, &version, options, errors)?,
            None => None,
        };
        let docs = options.docs || other.docs;
        let with_docs = MetadataOptions {
            docs,
            ..options.clone()
        };
        let added = match find(&other.index, version) {
            Some(there) => converted(&mut other.index, &there, &with_docs, errors)?,
            None => None,
        };
        match (first, added) {
            (Some(first), Some(added)) => Ok(merged(first, added, other.docs)),
            (Some(only), None) => Ok(only),
            (None, Some(mut only)) => {
                only.service.default_version = version.is_default;
                Ok(only)
            }
            // Neither has the actions that are asked for: let the first say so.
            (None, None) => convert(&mut self.first, version, options, errors),
        }
    }

    /// Returns the index that documents `version`, and the version in it.
    #[cfg(feature = "cli")]
    pub(crate) fn index_of(&mut self, version: &ServiceVersion) -> Option<(&mut MetadataIndex, ServiceVersion)> {
        let other = self.other.as_mut().map(|other| &mut other.index);
        let mut indexes = [Some(&mut self.first), other].into_iter().flatten();
        indexes.find_map(|index| {
            let version = find(index, version)?;
            Some((index, version))
        })
    }

    /// Returns what tells the releases of `version` apart, in each edition.
    #[cfg(feature = "cli")]
    pub(crate) fn fingerprint(&mut self, version: &ServiceVersion) -> Result<String, ImportError> {
        let mut fingerprint = format!("{:?}", self.other.as_ref().map(|other| other.docs));
        for index in [Some(&mut self.first), self.other.as_mut().map(|other| &mut other.index)] {
            if let Some(index) = index
                && let Some(version) = find(index, version)
            {
                fingerprint = format!("{fingerprint}\n{}", index.fingerprint(&version)?);
            }
        }
        Ok(fingerprint)
    }

    fn indexes(&self) -> impl Iterator<Item = &MetadataIndex> {
        std::iter::once(&self.first).chain(self.other.as_ref().map(|other| &other.index))
    }
}

fn is_same(one: &ServiceVersion, other: &ServiceVersion) -> bool {
    one.service == other.service && one.version == other.version
}

fn find(index: &MetadataIndex, version: &ServiceVersion) -> Option<ServiceVersion> {
    index.versions().iter().find(|known| is_same(known, version)).cloned()
}

/// Converts those of the wanted actions that an edition has; `None` if it has none of them.
fn converted(
    index: &mut MetadataIndex,
    version: &ServiceVersion,
    options: &MetadataOptions,
    errors: &ErrorCodes,
) -> Result<Option<Draft>, ImportError> {
    let mut options = options.clone();
    if !options.actions.is_empty() {
        let names: BTreeSet<String> = index.action_names(version)?.into_iter().collect();
        options.actions.retain(|action| names.contains(action));
        if options.actions.is_empty() {
            return Ok(None);
        }
    }
    convert(index, version, &options, errors).map(Some)
}

/// Adds what only `added` has to `first`, and its descriptions if `docs`.
fn merged(mut first: Draft, added: Draft, docs: bool) -> Draft {
    let edition = added.source.clone();
    if docs {
        describe(&mut first, &added);
    }
    let mut inferred = added.inferred;
    inferred.extend(first.inferred);
    first.inferred = inferred;
    let mut reached: Vec<Member> = Vec::new();
    for mut action in added.actions {
        if let Some(known) = first.actions.iter().find(|known| known.name == action.name) {
            let place = format!("actions/{}.json", known.name.value);
            let lists = [(&known.parameters, &action.parameters), (&known.output, &action.output)];
            for (ours, theirs) in lists {
                first.notes.extend(left_out(&place, ours, theirs, &edition));
            }
            continue;
        }
        action.host.get_or_insert_with(|| added.service.host.clone());
        let place = format!("actions/{}.json", action.name.value);
        let of_action = added.notes.iter().filter(|note| note.place == place);
        first.notes.extend(of_action.cloned());
        reached.extend(action.parameters.iter().chain(&action.output).cloned());
        first.actions.push(action);
    }
    // The types that the added actions reach, unless the first has them.
    let types: BTreeMap<&str, _> = added
        .types
        .iter()
        .map(|shared| (shared.name.as_str(), shared))
        .collect();
    let mut known: BTreeSet<String> = first.types.iter().map(|shared| shared.name.value.clone()).collect();
    for shared in &first.types {
        if let Some(theirs) = types.get(shared.name.as_str()) {
            let place = format!("types/{}.json", shared.name.value);
            let (ours, theirs) = (shared.members.as_deref(), theirs.members.as_deref());
            let notes = left_out(&place, ours.unwrap_or_default(), theirs.unwrap_or_default(), &edition);
            first.notes.extend(notes);
        }
    }
    while let Some(member) = reached.pop() {
        let ItemType::Named(name) = member.type_ref().item else {
            continue;
        };
        let Some(shared) = types.get(name) else { continue };
        if known.insert(name.to_owned()) {
            reached.extend(shared.members.iter().flatten().cloned());
            first.types.push((*shared).clone());
        }
    }
    first
}

/// Returns a note on the members that only the other edition has.
fn left_out(place: &str, ours: &[Member], theirs: &[Member], edition: &str) -> Option<Note> {
    let is_missing = |member: &&Member| ours.iter().all(|ours| ours.name != member.name);
    let names: Vec<&str> = theirs
        .iter()
        .filter(is_missing)
        .map(|member| member.name.as_str())
        .collect();
    (!names.is_empty()).then(|| {
        let text = format!("members that only {edition} has were left out: {}", names.join(", "));
        Note::new(NoteKind::Edition, place, text)
    })
}

/// Takes the descriptions of the other edition, where it has one.
fn describe(first: &mut Draft, added: &Draft) {
    take(&mut first.service.description, &added.service.description);
    for action in &mut first.actions {
        let Some(theirs) = added.actions.iter().find(|theirs| theirs.name == action.name) else {
            continue;
        };
        take(&mut action.description, &theirs.description);
        describe_members(&mut action.parameters, &theirs.parameters);
        describe_members(&mut action.output, &theirs.output);
    }
    for shared in &mut first.types {
        let Some(theirs) = added.types.iter().find(|theirs| theirs.name == shared.name) else {
            continue;
        };
        take(&mut shared.description, &theirs.description);
        let theirs = theirs.members.as_deref().unwrap_or_default();
        describe_members(shared.members.as_deref_mut().unwrap_or_default(), theirs);
    }
}

fn describe_members(ours: &mut [Member], theirs: &[Member]) {
    for member in ours {
        if let Some(theirs) = theirs.iter().find(|theirs| theirs.name == member.name) {
            take(&mut member.description, &theirs.description);
        }
    }
}

fn take(ours: &mut Spanned<String>, theirs: &Spanned<String>) {
    if !theirs.trim().is_empty() {
        ours.clone_from(theirs);
    }
}

//! The files of a service version as a source describes them, before they are merged with the existing ones.
//!
//! Sources differ in what they state at all: a page gives no integer widths, and says nothing where a response never
//! lacks a member. [`SourceCapabilities`] lists these facts for each source, so that an import does not take silence for
//! a change.

use std::collections::BTreeSet;

use super::infer::Inferred;
use super::note::Note;
use crate::spec::{ActionFile, Service, ServiceFile, TypeFile};

/// The reason for a deprecation, where a source only states that something is deprecated.
pub(super) const DEPRECATED: &str = "The service's documentation no longer offers it.";

/// The description of a type that is imported as a stub because no page describes it.
pub(super) const STUB: &str = "Not described yet, so it is any JSON. Import the page `Data Types` of the service.";

/// The files of a service version as a source describes them.
///
/// A program may make one itself and write it through an [`ImportPlan`](super::ImportPlan):
///
/// ```
/// use tc3_codegen::import::{Draft, ImportPlan};
/// use tc3_codegen::spec::{ServiceFile, Spec};
///
/// let service = ServiceFile { name: "clock".to_owned().into(), ..ServiceFile::default() };
/// let draft = Draft { folder: "clock/v20200101".to_owned(), service, ..Draft::default() };
/// let plan = ImportPlan::new(vec![draft], &Spec::default(), false)?;
/// assert_eq!(plan.changes()[0].path, "clock/v20200101/service.json");
/// assert!(plan.changes()[0].is_new);
/// # Ok::<(), tc3_codegen::import::ImportError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The folder of the files, below the spec folder: `gaap/v20180529`.
    pub folder: String,
    /// The content of `service.json`.
    pub service: ServiceFile,
    /// The imported actions.
    pub actions: Vec<ActionFile>,
    /// The types that they reach.
    pub types: Vec<TypeFile>,
    /// The release of the source: `tccli 3.1.189.1`.
    pub source: String,
    /// The kinds of facts that the source states.
    pub capabilities: SourceCapabilities,
    /// Facts that the user may want to add by hand.
    pub suggestions: Vec<Suggestion>,
    /// What was inferred, and not stated by the source.
    pub inferred: Inferred,
    /// Whether the source has every action of the service version here, so that others are gone.
    pub is_complete: bool,
    /// What could not be imported, and why. Places are relative to the folder.
    pub notes: Vec<Note>,
}

impl Draft {
    /// Returns the notes on the draft as it is, with whole paths: what could not be imported, and what was inferred and
    /// is so in the files, which overrides may have changed.
    pub fn all_notes(&self) -> Vec<Note> {
        let mut notes = self.notes.clone();
        for action in &self.actions {
            notes.extend(self.inferred.notes_on_action(action, None));
        }
        for shared in &self.types {
            notes.extend(self.inferred.notes_on_type(shared, None));
        }
        notes.into_iter().map(|note| note.below(&self.folder)).collect()
    }
}

/// The service version that a draft describes.
impl From<Draft> for Service {
    fn from(draft: Draft) -> Self {
        Self {
            folder: draft.folder,
            file: draft.service,
            actions: draft.actions,
            types: draft.types,
            emulator: None,
        }
    }
}

/// The kinds of facts that a source states. Others are carried over from the existing file.
///
/// ```
/// use tc3_codegen::import::SourceCapabilities;
///
/// // a source that states everything but the host
/// let capabilities = SourceCapabilities {
///     integer_widths: true,
///     nullability: true,
///     regions: true,
///     ..SourceCapabilities::default()
/// };
/// assert!(!capabilities.hosts);
/// ```
#[derive(Clone, Debug, Default)]
pub struct SourceCapabilities {
    /// Whether it gives the width of integers, so that one without a width is signed.
    pub integer_widths: bool,
    /// Whether it tells which members are nullable, so that others never are.
    pub nullability: bool,
    /// Whether it names the host.
    pub hosts: bool,
    /// Whether it tells which actions need a region.
    pub regions: bool,
    /// Whether it has the examples of every action in each release, so that those that nobody edited are refreshed.
    pub examples: bool,
    /// Types for which it does not tell which members are required.
    pub without_required: BTreeSet<String>,
}

/// Allowed values that a source lists in a sentence. A type of values needs a name, which no source gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The name of the action or type.
    pub owner: String,
    /// The name of its member.
    pub member: String,
    /// What the user may do about it.
    pub text: String,
}

impl SourceCapabilities {
    /// What the metadata of the official command line states.
    pub(super) const METADATA: Self = Self {
        integer_widths: true,
        nullability: true,
        hosts: false,
        regions: false,
        examples: true,
        without_required: BTreeSet::new(),
    };

    /// What a documentation page states.
    pub(super) const PAGE: Self = Self {
        integer_widths: false,
        nullability: false,
        hosts: false,
        regions: true,
        examples: false,
        without_required: BTreeSet::new(),
    };
}

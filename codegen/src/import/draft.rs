//! The files of a service version as a source has them, before they are laid over those that are there.

use std::collections::BTreeSet;

use crate::spec::{ActionFile, ServiceFile, TypeFile};

/// Why something is withdrawn, where a source only says that it is.
pub(super) const WITHDRAWN: &str = "The service's documentation no longer offers it.";

/// The files of a service version, as a source has them.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Their folder below the spec folder: `gaap/v20180529`.
    pub folder: String,
    /// `service.json`
    pub service: ServiceFile,
    /// The chosen actions.
    pub actions: Vec<ActionFile>,
    /// The types that they reach.
    pub types: Vec<TypeFile>,
    /// Which facts the source states at all.
    pub says: Says,
    /// What a person may want to add by hand.
    pub suggestions: Vec<Suggestion>,
    /// What could not be taken over, and why.
    pub notes: Vec<String>,
}

/// Which facts a source states. One that it does not state is kept from the file that is there.
#[derive(Clone, Debug, Default)]
pub struct Says {
    /// Whether an integer without a width is a signed one.
    pub widths: bool,
    /// Whether a member that is not called nullable never is.
    pub nulls: bool,
    /// Whether the host is one that it names.
    pub hosts: bool,
    /// Whether an action needs a region.
    pub regions: bool,
    /// Types of which it does not say what a request needs.
    pub without_required: BTreeSet<String>,
}

/// Allowed values that a source names in a sentence, from which no type can be made without naming it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The action or type.
    pub owner: String,
    /// Its member.
    pub member: String,
    /// What to do about it.
    pub text: String,
}

impl Says {
    /// The metadata of the official command line.
    pub(super) const METADATA: Self = Self {
        widths: true,
        nulls: true,
        hosts: false,
        regions: false,
        without_required: BTreeSet::new(),
    };

    /// A documentation page.
    pub(super) const PAGE: Self = Self {
        widths: false,
        nulls: false,
        hosts: false,
        regions: true,
        without_required: BTreeSet::new(),
    };
}

/// Whether an action of this name changes nothing, so that it can be sent twice.
pub(super) fn only_reads(action: &str) -> bool {
    action.starts_with("Describe") || action.starts_with("List")
}

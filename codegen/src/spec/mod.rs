//! The spec: a folder of JSON files that describe services, their actions and their types.
//!
//! ```text
//! spec/<service>/v<yyyymmdd>/service.json
//! spec/<service>/v<yyyymmdd>/actions/<Action>.json
//! spec/<service>/v<yyyymmdd>/types/<Type>.json
//! spec/<service>/v<yyyymmdd>/emulator.json         (what the emulator remembers; optional)
//! ```

pub mod emulator;
mod json;
mod json_mistakes;
mod json_text;
mod keys;
mod load;
mod model;
mod object_form;
#[cfg(feature = "schema")]
mod print;
mod read;
#[cfg(feature = "cli")]
mod reformat;
mod scalars;
#[cfg(feature = "schema")]
mod serde_impls;
mod types;

pub use json::{Json, JsonEntry, JsonError, JsonValue};
pub use model::{ActionFile, AllowedValue, ErrorCode, Example, Member, NamedInteger, Paging, ServiceFile, TypeFile};
#[cfg(feature = "schema")]
pub use print::{PrintError, SpecFile};
pub use types::{BUILT_IN_TYPES, CONTENTS, Content, ItemType, TypeRef};

pub use crate::source::{FileId, Source, SourceSet, Span, Spanned};

#[cfg(feature = "generate")]
pub(crate) use json_text::json_string;
pub(crate) use load::{Files, load};
#[cfg(feature = "cli")]
pub(crate) use reformat::{Reformatted, reformat};

/// What a spec folder describes. Made by [`load`](crate::load), which also checks it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// The versions of services, in the order of their folders.
    pub services: Vec<Service>,
}

/// A version of a service, with its actions and types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// Folder of the version below the spec folder: `gaap/v20180529`.
    pub folder: String,
    /// What `service.json` says.
    pub file: ServiceFile,
    /// The actions, in the order of their names.
    pub actions: Vec<ActionFile>,
    /// The types, in the order of their names.
    pub types: Vec<TypeFile>,
    /// What the service remembers, if `emulator.json` says so. For the emulator: no code depends on it.
    pub emulator: Option<emulator::EmulatorFile>,
}

impl Service {
    /// Returns the action of this name.
    pub fn action(&self, name: &str) -> Option<&ActionFile> {
        self.actions.iter().find(|action| action.name.value == name)
    }

    /// Returns the structure or value set of this name.
    pub fn type_named(&self, name: &str) -> Option<&TypeFile> {
        match self.types.binary_search_by(|file| file.name.as_str().cmp(name)) {
            Ok(index) => self.types.get(index),
            // In a wrong spec they may be in another order.
            Err(_) => self.types.iter().find(|file| file.name.value == name),
        }
    }

    /// Returns what `member` holds. A structure that is declared without members is any JSON object.
    ///
    /// ```
    /// use tc3_codegen::spec::{ItemType, Member, Service, TypeFile};
    ///
    /// let mut service = Service::default();
    /// let mut free = TypeFile::default();
    /// (free.name, free.members) = ("Settings".to_owned().into(), Some(Vec::new()));
    /// service.types.push(free);
    /// let mut member = Member::default();
    /// member.type_name = "Settings".to_owned().into();
    /// assert_eq!(service.type_of(&member).item, ItemType::Object);
    /// ```
    pub fn type_of<'a>(&self, member: &'a Member) -> TypeRef<'a> {
        let type_ref = member.type_ref();
        match type_ref.item {
            ItemType::Named(name) if self.is_free_form(name) => TypeRef {
                item: ItemType::Object,
                ..type_ref
            },
            _ => type_ref,
        }
    }

    /// Returns whether a structure is declared without members, so that it may have any.
    pub fn is_free_form(&self, type_name: &str) -> bool {
        let members = self.type_named(type_name).and_then(|shared| shared.members.as_ref());
        members.is_some_and(Vec::is_empty)
    }

    /// Returns the version as folder and module names have it: `v20180529`.
    pub fn version_module(&self) -> String {
        version_module(&self.file.version)
    }
}

/// `2018-05-29` as folder and module names have it: `v20180529`.
pub(crate) fn version_module(version: &str) -> String {
    format!("v{}", version.replace('-', ""))
}

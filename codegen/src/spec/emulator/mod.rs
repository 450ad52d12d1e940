//! What a service remembers: `<service>/v<yyyymmdd>/emulator.json`.
//!
//! The emulator keeps resources by these rules; the generator passes them by.

mod action;
mod read;
mod resource;
mod value;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
#[cfg(feature = "schema")]
use serde::{Deserialize, Serialize};

pub use action::{
    ActionRule, Change, Condition, Creation, CreationAnswer, Detail, Each, Empty, FilterName, Key, Listing, Order,
    OrderField, Otherwise, PageAnswer, PageFact, Within,
};
pub use resource::{Deletion, IdKind, IdRule, Parent, Quota, Resource, StatusChange, StatusRule, Unique};
pub use value::{Mapped, ValueRule};

use crate::source::Spanned;

/// What a version of a service remembers between requests: `<service>/v<yyyymmdd>/emulator.json`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct EmulatorFile {
    /// Path of the JSON Schema, for the editor.
    #[cfg_attr(
        feature = "schema",
        serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")
    )]
    pub schema: Option<String>,
    /// What was chosen where the documentation is silent.
    pub description: Spanned<String>,
    /// How a repeated request is distinguished from a new one.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub client_token: Option<ClientToken>,
    /// The kinds of things that are remembered.
    pub resources: Vec<Resource>,
    /// What actions do with them. An action that is not listed answers with its documented example.
    pub actions: Vec<ActionRule>,
}

/// A parameter that makes requests idempotent: the same request with the same token is carried out once.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ClientToken {
    /// Name of the parameter, in every action that has it and changes something: `ClientToken`.
    pub parameter: Spanned<String>,
    /// Error code for another request with the same token.
    pub conflict: Spanned<String>,
}

impl EmulatorFile {
    /// Returns the resource of this name.
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name.value == name)
    }

    /// Returns the rules of the action of this name.
    pub fn action(&self, name: &str) -> Option<&ActionRule> {
        self.actions.iter().find(|action| action.name.value == name)
    }

    /// Returns the links by which other resources belong to `name`, each with the resource that belongs.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a Resource, &'a Parent)> {
        self.resources.iter().flat_map(move |resource| {
            let links = resource.parents.iter();
            links
                .filter(move |link| link.resource.value == name)
                .map(move |link| (resource, link))
        })
    }
}

//! Where a member's value comes from.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
#[cfg(feature = "schema")]
use serde::{Deserialize, Serialize};

use crate::source::Spanned;
use crate::spec::json::Json;

/// A member and where its value comes from: exactly one of the keys from `value` to `children`, or `parent` or `child` with `from`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ValueRule {
    /// The member.
    pub member: Spanned<String>,
    /// This value.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub value: Option<Spanned<Json>>,
    /// The parameter of this name, if the request has it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parameter: Option<Spanned<String>>,
    /// The member of this name of the same resource, or of its `parent` or `child`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub from: Option<Spanned<String>>,
    /// With `from`: the resource that it belongs to.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parent: Option<Spanned<String>>,
    /// With `from`: the first resource of this name that belongs to it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub child: Option<Spanned<String>>,
    /// The member of this name of the first thing that the same request creates.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub creation: Option<Spanned<String>>,
    /// The time, as the type of the member has it: Unix seconds for an Integer.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub now: bool,
    /// The number of resources of this name that belong to it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub count: Option<Spanned<String>>,
    /// 1 or true where a resource of this name belongs to it, else 0 or false.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub any: Option<Spanned<String>>,
    /// The resources of this name that belong to it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub children: Option<Spanned<String>>,
    /// This value where nothing is found.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub default: Option<Spanned<Json>>,
    /// What to put for each value found; one that is not listed stays.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub map: Vec<Mapped>,
}

/// A value and what replaces it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Mapped {
    /// The value found.
    pub of: Spanned<Json>,
    /// The value put.
    pub to: Spanned<Json>,
}

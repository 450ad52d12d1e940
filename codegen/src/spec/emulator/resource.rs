//! The kinds of things that a service remembers.

use std::ops::RangeInclusive;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
#[cfg(feature = "schema")]
use serde::{Deserialize, Serialize};

use super::value::ValueRule;
use crate::source::Spanned;
use crate::spec::json::Json;

/// A kind of thing that is remembered. Each has members, as a JSON object has.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Resource {
    /// Name of the resource, for the rest of this file: `ProxyGroup`.
    pub name: Spanned<String>,
    /// Its generated ID; absent for a resource that other members identify.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub id: Option<IdRule>,
    /// Its state and how that changes by itself.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub status: Option<StatusRule>,
    /// The resources that it may belong to.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub parents: Vec<Parent>,
    /// Resources among its `parents`: it belongs to exactly one of them.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub one_of: Vec<Spanned<String>>,
    /// Members that no two may have alike.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub unique: Vec<Unique>,
    /// How many there may be.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub quotas: Vec<Quota>,
    /// Members that are set when it is created and that the request does not set.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub created: Vec<ValueRule>,
    /// Members that are worked out each time it is shown, of whatever type. A name may be a path: `AccessRegionInfo.RegionId`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub shown: Vec<ValueRule>,
}

/// The generated ID of a resource: `lg-negxun2x`, or a number.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct IdRule {
    /// Member that holds it: `GroupId`.
    pub member: Spanned<String>,
    /// What it looks like: `prefixed` (`lg-negxun2x`; if nothing is said), `counter` (1, 2, 3 and so on; none is given twice), `random` (a number from `minimum` to `maximum`) or `uuid`. A number is written as the type of the member says: 12 for an Integer, "12" for a String.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = IdKind::WORDS)))]
    pub kind: Option<Spanned<String>>,
    /// What it starts with, before the hyphen: `lg`. For the kind `prefixed`, which needs it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub prefix: Option<Spanned<String>>,
    /// Length of the random part, from 1 to 64; 8 if nothing is said. For the kind `prefixed`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub length: Option<Spanned<u64>>,
    /// The least number; for the kind `counter`, which starts there, 1 if nothing is said, and for `random` 10000000.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub minimum: Option<Spanned<u64>>,
    /// The greatest number, at most 9007199254740991; that for the kind `counter` if nothing is said, and for `random` 99999999.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub maximum: Option<Spanned<u64>>,
}

/// The state of a resource.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct StatusRule {
    /// Member that holds it: `Status`.
    pub member: Spanned<String>,
    /// State of a new one.
    pub initial: Spanned<Json>,
    /// How it changes by itself.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub changes: Vec<StatusChange>,
}

/// A change of state that comes by itself; of several conditions, the first that is met.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct StatusChange {
    /// State before it.
    pub from: Spanned<Json>,
    /// State after it.
    pub to: Spanned<Json>,
    /// Number of times that the state before it is shown.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub after_reads: Option<Spanned<u64>>,
    /// Seconds in the state before it, by the emulator's clock.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub after_seconds: Option<Spanned<u64>>,
}

/// A resource that another one belongs to. Where the members that link them are absent, it does not belong to one.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Parent {
    /// Name of the resource.
    pub resource: Spanned<String>,
    /// Members that both have, and have alike: `GroupId`.
    pub members: Vec<Spanned<String>>,
    /// Error code where there is none; `ResourceNotFound` if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub missing: Option<Spanned<String>>,
    /// States that it has to be in when something is added to it; any if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub states: Vec<Spanned<Json>>,
    /// Error code where it is in another; `UnsupportedOperation` if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub wrong_state: Option<Spanned<String>>,
    /// What its deletion does to what belongs to it: `cascade` deletes that too, `refuse` refuses unless forced.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = Deletion::WORDS)))]
    pub deletion: Spanned<String>,
    /// Error code where it refuses; `ResourceInUse` if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub in_use: Option<Spanned<String>>,
}

/// Members that no two resources may have alike; where one of them is absent, it does not count.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Unique {
    /// The members.
    pub members: Vec<Spanned<String>>,
    /// Error code for the second one.
    pub code: Spanned<String>,
}

/// How many there may be.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Quota {
    /// The number.
    pub most: Spanned<u64>,
    /// Parent that it counts for, each by itself; the whole account if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub within: Option<Spanned<String>>,
    /// Member whose items are counted, instead of the resources.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub items: Option<Spanned<String>>,
    /// Error code for more.
    pub code: Spanned<String>,
}

/// What a generated ID looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// A prefix, a hyphen, and random letters and digits.
    Prefixed,
    /// A number, one more than the one before it.
    Counter,
    /// A random number.
    Random,
    /// A random UUID.
    Uuid,
}

impl IdKind {
    /// The words for it.
    pub const WORDS: [&str; 4] = ["prefixed", "counter", "random", "uuid"];

    /// Returns whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Counter | Self::Random)
    }
}

impl IdRule {
    /// The greatest number that an ID may be: every client reads it exactly, also one that has only floating point.
    pub const GREATEST: u64 = (1 << 53) - 1;

    /// Returns what it looks like.
    pub fn kind(&self) -> IdKind {
        match self.kind.as_ref().map(|kind| kind.as_str()) {
            Some("counter") => IdKind::Counter,
            Some("random") => IdKind::Random,
            Some("uuid") => IdKind::Uuid,
            _ => IdKind::Prefixed,
        }
    }

    /// Returns the numbers that it may be, for a kind that is one.
    pub fn numbers(&self) -> RangeInclusive<u64> {
        let (least, greatest) = match self.kind() {
            IdKind::Random => (10_000_000, 99_999_999),
            _ => (1, Self::GREATEST),
        };
        let written = |number: &Option<Spanned<u64>>, default| number.as_ref().map_or(default, |number| number.value);
        written(&self.minimum, least)..=written(&self.maximum, greatest)
    }
}

/// What the deletion of a parent does to its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// They go too.
    Cascade,
    /// They forbid it, unless it is forced.
    Refuse,
}

impl Deletion {
    /// The words for it.
    pub const WORDS: [&str; 2] = ["cascade", "refuse"];
}

impl Parent {
    /// Returns what its deletion does to its children.
    pub fn on_deletion(&self) -> Deletion {
        match self.deletion.as_str() {
            "cascade" => Deletion::Cascade,
            _ => Deletion::Refuse,
        }
    }
}

//! Names the metadata's types in the words of the spec.
//!
//! A type that is called like a built-in one, or like a type that is generated for an action, is numbered in the order of
//! the metadata, so that another import gives the same names. Type names are not sent.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ImportError;
use super::api::{Api, Member};
use crate::spec::BUILT_IN_TYPES;

/// The type of parameters that are sent as separate parts.
pub(super) const BINARY: &str = "Binary";

/// The type of a member in the spec: its name, and the width of an integer.
pub(super) struct SpecType {
    pub(super) word: String,
    pub(super) format: Option<&'static str>,
}

/// The names of shared types.
pub(super) struct TypeNames<'a>(BTreeMap<&'a str, String>);

impl<'a> TypeNames<'a> {
    /// Names every shared type.
    pub(super) fn new(api: &'a Api) -> Self {
        let generated = api
            .actions
            .iter()
            .flat_map(|(action, _)| ["Request", "Response", "ErrorCode"].map(|ending| format!("{action}{ending}")));
        let mut taken: BTreeSet<String> = generated
            .chain(BUILT_IN_TYPES.map(str::to_owned))
            .map(|name| name.to_lowercase())
            .collect();
        let bodies: BTreeSet<&str> = bodies(api).collect();
        let mut names = BTreeMap::new();
        for (name, _) in api.objects.iter().filter(|(name, _)| !bodies.contains(name)) {
            let numbered = (2..).map(|number| format!("{name}{number}"));
            let free = std::iter::once(name.to_owned())
                .chain(numbered)
                .find(|name| !taken.contains(&name.to_lowercase()));
            if let Some(free) = free {
                taken.insert(free.to_lowercase());
                names.insert(name, free);
            }
        }
        Self(names)
    }

    /// Returns the metadata's name and the spec's, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &str)> {
        self.0.iter().map(|(name, ours)| (*name, ours.as_str()))
    }

    /// Returns the type of a member of `owner`.
    pub(super) fn spec_type(&self, owner: &str, member: &Member) -> Result<SpecType, ImportError> {
        let (word, format) = match (member.member.as_str(), member.kind.as_str()) {
            (object, _) if self.0.contains_key(object) => (self.0[object].as_str(), None),
            ("int64", _) => ("Integer", Some("int64")),
            ("uint64", _) => ("Integer", Some("uint64")),
            ("float", _) => ("Float", None),
            ("bool", _) => ("Boolean", None),
            ("string" | "datetime", "datetime") | ("datetime", _) => ("Timestamp", None),
            ("string" | "datetime_iso", "datetime_iso") | ("datetime_iso", _) => ("Timestamp ISO8601", None),
            ("string" | "date", "date") | ("date", _) => ("Date", None),
            ("string", _) => ("String", None),
            ("binary", _) => (BINARY, None),
            (unknown, _) => {
                return Err(ImportError::new(
                    format!("`{owner}.{}`", member.name),
                    format!("no such type: `{unknown}`"),
                )
                .help("the metadata is damaged, or of a release that this version cannot read"));
            }
        };
        let list = if member.kind == "list" { "Array of " } else { "" };
        Ok(SpecType {
            word: format!("{list}{word}"),
            format,
        })
    }
}

/// Returns the request and response objects of all actions.
fn bodies(api: &Api) -> impl Iterator<Item = &str> {
    let actions = api.actions.iter();
    actions.flat_map(|(_, action)| [action.input.as_str(), action.output.as_str()])
}

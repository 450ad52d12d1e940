//! What can be looked up in an index, and under which texts a record is found there.
//!
//! A number is found by its digits with and without quotes, as `json_eq` compares them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use tc3_codegen::spec::{Json, JsonValue};

use super::Record;
use crate::store::json_eq;

/// Something that records can be looked up by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    /// A member: its value, or the items of its list.
    Member(String),
    /// Several members at once, each with a scalar.
    Members(Vec<String>),
    /// Members of the objects in a list, all of them in one object.
    Items {
        /// The list.
        member: String,
        /// The members of its objects.
        keys: Vec<String>,
    },
    /// The absence of a member that links resources.
    NoLink(String),
}

/// A text by which a record is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldText<'t> {
    /// That of the value itself. A record has at most one.
    Whole(&'t str),
    /// That of an item of a list. A record may have several.
    Part(&'t str),
}

/// A value to look up in a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lookup {
    /// A scalar that is the value itself, by its text.
    Whole(String),
    /// An item of a list, by what [`part_text`] says.
    Part(String),
}

impl Field {
    /// The field for the values of these members.
    pub(crate) fn of_members<'m>(members: impl IntoIterator<Item = &'m str>) -> Self {
        let mut members: Vec<String> = members.into_iter().map(str::to_owned).collect();
        if members.len() == 1 {
            Self::Member(members.remove(0))
        } else {
            Self::Members(members)
        }
    }

    /// Whether it is the field for the values of these members.
    pub(super) fn is_of_members<'m>(&self, mut members: impl Iterator<Item = &'m str>) -> bool {
        match self {
            Self::Member(member) => members.next() == Some(member) && members.next().is_none(),
            Self::Members(own) => members.eq(own.iter().map(String::as_str)),
            Self::Items { .. } | Self::NoLink(_) => false,
        }
    }

    /// The text of records whose members have these values; `None` if one of them is no scalar.
    pub(super) fn text_of<'v>(values: impl ExactSizeIterator<Item = &'v Json>) -> Option<Cow<'v, str>> {
        let is_one = values.len() == 1;
        let mut text = String::new();
        for value in values {
            let scalar = json_eq::scalar(value)?;
            if is_one {
                return Some(Cow::Borrowed(scalar));
            }
            push(&mut text, scalar);
        }
        Some(Cow::Owned(text))
    }

    /// What to look up for records whose members have these values; `None` if one of them is no scalar.
    pub(crate) fn lookup<'v>(values: impl ExactSizeIterator<Item = &'v Json>) -> Option<Lookup> {
        Self::text_of(values).map(|text| Lookup::Whole(text.into_owned()))
    }

    /// What to look up in a member for records that match a `requested` value, as `json_eq::matches` has it: each once.
    pub(super) fn lookups_of_matches(requested: &Json) -> BTreeSet<Lookup> {
        let items = json_eq::items(requested).iter();
        items
            .flat_map(|item| {
                let whole = json_eq::scalar(item).map(|text| Lookup::Whole(text.to_owned()));
                whole.into_iter().chain([Lookup::Part(part_text(item))])
            })
            .collect()
    }

    /// What to look up for records that have an object with these values, one for each key, in their list.
    pub(crate) fn lookup_of_items<'v>(values: impl IntoIterator<Item = &'v Json>) -> Lookup {
        let mut text = String::new();
        for value in values {
            push(&mut text, &part_text(value));
        }
        Lookup::Part(text)
    }

    /// The field and the lookup for records whose member has this text.
    pub(crate) fn whole(member: &str, text: &str) -> (Self, Lookup) {
        (Self::Member(member.to_owned()), Lookup::Whole(text.to_owned()))
    }

    /// The field and the lookup for records that a member links to nothing.
    pub(crate) fn no_link(member: &str) -> (Self, Lookup) {
        (Self::NoLink(member.to_owned()), Lookup::Whole(String::new()))
    }

    /// Whether a change from `before` to `after` leaves the texts as they are.
    pub(super) fn is_same(&self, before: &Record, after: &Record) -> bool {
        let is_same = |member: &String| before.get(member) == after.get(member);
        match self {
            Self::Member(member) | Self::NoLink(member) | Self::Items { member, .. } => is_same(member),
            Self::Members(members) => members.iter().all(is_same),
        }
    }

    /// Calls `found` with each text by which a record is found, with some perhaps twice.
    pub(super) fn for_each_text(&self, record: &Record, found: &mut dyn FnMut(FieldText<'_>)) {
        match self {
            Self::Member(member) => {
                let Some(value) = record.get(member) else { return };
                match json_eq::scalar(value) {
                    Some(text) => found(FieldText::Whole(text)),
                    None => json_eq::items(value)
                        .iter()
                        .for_each(|item| found(FieldText::Part(&part_text(item)))),
                }
            }
            Self::Members(members) => {
                let mut text = String::new();
                for member in members {
                    let Some(scalar) = record.get(member).and_then(json_eq::scalar) else {
                        return;
                    };
                    push(&mut text, scalar);
                }
                found(FieldText::Whole(&text));
            }
            Self::Items { member, keys } => {
                let items = record.get(member).map(json_eq::items).unwrap_or_default();
                for item in items {
                    let values: Option<Vec<&Json>> = keys.iter().map(|key| item.get(key)).collect();
                    if let Some(Lookup::Part(text)) = values.map(Self::lookup_of_items) {
                        found(FieldText::Part(&text));
                    }
                }
            }
            Self::NoLink(member) => {
                if record.link(member).is_none() {
                    found(FieldText::Whole(""));
                }
            }
        }
    }
}

/// Appends a text so that it cannot be taken for the end of one and the beginning of another.
fn push(text: &mut String, part: &str) {
    // Writing to a string does not fail.
    let _ = write!(text, "{}:{part}", part.len());
}

/// A text that two items have alike if and only if they are equal.
fn part_text(item: &Json) -> String {
    match json_eq::scalar(item) {
        Some(scalar) => format!("={scalar}"),
        None => {
            let mut text = String::new();
            write_sorted(item, &mut text);
            text
        }
    }
}

/// Writes a value with the names of its objects sorted, since their order does not count.
fn write_sorted(value: &Json, text: &mut String) {
    let kind = match &value.value {
        JsonValue::Null => 'n',
        JsonValue::Bool(_) => 'b',
        JsonValue::Number(_) => 'd',
        JsonValue::String(_) => 's',
        JsonValue::Array(_) => 'a',
        JsonValue::Object(_) => 'o',
    };
    text.push(kind);
    match &value.value {
        JsonValue::Array(items) => {
            items.iter().for_each(|item| write_sorted(item, text));
            text.push('.');
        }
        JsonValue::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by(|left, right| left.name.cmp(&right.name));
            for entry in entries {
                push(text, &entry.name);
                write_sorted(&entry.value, text);
            }
            text.push('.');
        }
        _ => push(text, json_eq::scalar(value).unwrap_or_default()),
    }
}

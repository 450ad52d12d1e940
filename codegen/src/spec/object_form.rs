//! What an object of a spec file is written with, for the error of something else in its place.

use super::json::{Json, JsonEntry};
use super::scalars::ReadScalar;
use crate::source::{escaped, quoted};

/// A key that a new object is written with, and a value to begin with.
pub(super) struct FormKey {
    pub(super) key: &'static str,
    pub(super) value: &'static str,
    is_required: bool,
    /// Whether a value may be this one.
    takes: fn(&Json) -> bool,
}

impl FormKey {
    pub(super) fn of<T: ReadScalar>(key: &'static str) -> Self {
        Self {
            key,
            value: match key {
                "host" => "\"gaap.tencentcloudapi.com\"",
                "version" => "\"2018-05-29\"",
                "type" => "\"String\"",
                "code" => "\"LimitExceeded.TagQuota\"",
                "rustName" => "\"RUNNING\"",
                "kind" => "\"offset\"",
                "deletion" => "\"refuse\"",
                _ => T::FORM,
            },
            is_required: true,
            takes: |json| T::read(json).is_some(),
        }
    }

    pub(super) fn list(key: &'static str) -> Self {
        Self {
            is_required: true,
            ..Self::suggested(key, "[]")
        }
    }

    /// A key that is not required of every object.
    pub(super) fn suggested(key: &'static str, value: &'static str) -> Self {
        Self {
            key,
            value,
            is_required: false,
            takes: |_| false,
        }
    }
}

/// What an object is written with.
pub(super) struct ObjectForm {
    pub(super) keys: Vec<FormKey>,
    pub(super) known: Vec<&'static str>,
}

impl ObjectForm {
    /// Returns the entry of the first key if `found` can be its value.
    pub(super) fn first_entry(&self, found: &Json) -> Option<JsonEntry> {
        let first = self.keys.first().filter(|first| (first.takes)(found))?;
        Some(JsonEntry {
            name: first.key.to_owned(),
            name_range: 0..0,
            value: found.clone(),
        })
    }

    /// Returns the keys that are required, after `noun`.
    pub(super) fn described(&self, noun: &str) -> String {
        let required = self.keys.iter().filter(|key| key.is_required);
        let names: Vec<String> = required.map(|key| quoted(key.key)).collect();
        match names.as_slice() {
            [] => noun.to_owned(),
            [name] => format!("{noun} with {name}"),
            [first @ .., last] => format!("{noun} with {} and {last}", first.join(", ")),
        }
    }

    /// Returns an object to paste, with `found` for the first key if it can be its value. There is none if no key is required.
    pub(super) fn snippet(&self, found: &Json) -> Option<String> {
        let first = self.keys.first()?;
        let entries = self.keys.iter().enumerate().map(|(index, entry)| {
            let given = (index == 0 && (first.takes)(found)).then(|| pasted(found)).flatten();
            let value = given.unwrap_or_else(|| entry.value.to_owned());
            format!("\"{}\": {value}", entry.key)
        });
        let entries: Vec<String> = entries.collect();
        Some(format!("{{{}}}", entries.join(", ")))
    }

    pub(super) fn known(&self) -> String {
        format!("the keys of this object are {}", self.known.join(", "))
    }
}

/// Returns a value to write in a message; `None` if it is too long for one, or ends what is quoted.
fn pasted(json: &Json) -> Option<String> {
    const LONGEST: usize = 60;
    let text = escaped(&json.to_string());
    (text.chars().count() <= LONGEST && !text.contains('`')).then_some(text)
}

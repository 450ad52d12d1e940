//! Reads the JSON of a file into the types of the model; every error is reported, and none stops the reader.

use super::json::{Json, JsonEntry, JsonValue};
use crate::source::Spanned;
use crate::source::{Diagnostic, nearest, quoted};
use crate::source::{FileId, Span};

/// Something that a spec file holds as a JSON object.
pub(super) trait ReadObject: Default {
    /// Takes the keys that it knows; the others are reported as unknown.
    fn read(keys: &mut Keys<'_>) -> Self;
}

/// Reads `json` as a `T`; errors go to `diagnostics`.
pub(super) fn read_object<T: ReadObject>(json: &Json, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> T {
    let Some(entries) = json.as_object() else {
        diagnostics.push(wrong_kind("an object", json, file));
        return T::default();
    };
    let mut keys = Keys {
        json,
        entries,
        file,
        diagnostics,
        known: Vec::new(),
    };
    let value = T::read(&mut keys);
    keys.report_unknown();
    value
}

/// The keys of one object that have not been taken yet.
pub(super) struct Keys<'a> {
    json: &'a Json,
    entries: &'a [JsonEntry],
    file: FileId,
    diagnostics: &'a mut Vec<Diagnostic>,
    known: Vec<&'static str>,
}

impl<'a> Keys<'a> {
    pub(super) fn required<T: ReadScalar + Default>(&mut self, key: &'static str) -> Spanned<T> {
        if !self.has(key) {
            self.report_missing(key);
        }
        self.optional(key).unwrap_or_default()
    }

    pub(super) fn optional<T: ReadScalar>(&mut self, key: &'static str) -> Option<Spanned<T>> {
        self.optional_or(key, |_| None)
    }

    /// `help` says what to write instead of a value of the wrong kind.
    pub(super) fn optional_or<T: ReadScalar>(
        &mut self,
        key: &'static str,
        help: impl Fn(&Json) -> Option<&'static str>,
    ) -> Option<Spanned<T>> {
        let json = self.take(key)?;
        let value = T::read(json);
        if value.is_none() {
            let help = help(json).map(str::to_owned).or_else(|| T::rewritten(json));
            let diagnostic = wrong_kind(T::EXPECTED, json, self.file);
            self.diagnostics.push(Diagnostic { help, ..diagnostic });
        }
        Some(Spanned::new(value?, span_of(json, self.file)))
    }

    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.optional::<bool>(key).is_some_and(|flag| flag.value)
    }

    /// A flag that is absent until somebody decides it.
    pub(super) fn decision(&mut self, key: &'static str) -> Option<bool> {
        self.optional::<bool>(key).map(|flag| flag.value)
    }

    /// A key that has to be there unless `is_absent`.
    pub(super) fn required_unless<T: ReadScalar + Default>(
        &mut self,
        is_absent: bool,
        key: &'static str,
    ) -> Spanned<T> {
        if is_absent {
            self.optional(key).unwrap_or_default()
        } else {
            self.required(key)
        }
    }

    /// Reports it if neither of two optional keys is there.
    pub(super) fn require_either(&mut self, key: &str, other: &str) {
        if !(self.has(key) || self.has(other)) {
            let start = self.json.range.start;
            let opening_brace = Span {
                file: self.file,
                range: start..start + 1,
            };
            self.diagnostics.push(
                Diagnostic::error("missing-key", format!("the keys `{key}` and `{other}` are missing"))
                    .at(opening_brace, format!("this object has no `{key}` and no `{other}`"))
                    .help(format!(
                        "add one of them or both, for example `\"{key}\": {}`",
                        form_of(key)
                    )),
            );
        }
    }

    pub(super) fn object<T: ReadObject>(&mut self, key: &'static str) -> Option<T> {
        let json = self.take(key)?;
        Some(read_object(json, self.file, self.diagnostics))
    }

    pub(super) fn list<T: ReadObject>(&mut self, key: &'static str) -> Option<Vec<T>> {
        let json = self.take(key)?;
        let JsonValue::Array(items) = &json.value else {
            self.diagnostics.push(wrong_kind("a list", json, self.file));
            return None;
        };
        Some(
            items
                .iter()
                .map(|item| read_object(item, self.file, self.diagnostics))
                .collect(),
        )
    }

    pub(super) fn required_list<T: ReadObject>(&mut self, key: &'static str) -> Vec<T> {
        if !self.has(key) {
            self.report_missing(key);
        }
        self.list(key).unwrap_or_default()
    }

    /// A list of values; an absent one is empty.
    pub(super) fn scalars<T: ReadScalar>(&mut self, key: &'static str) -> Vec<Spanned<T>> {
        let Some(json) = self.take(key) else {
            return Vec::new();
        };
        let JsonValue::Array(items) = &json.value else {
            self.diagnostics.push(wrong_kind("a list", json, self.file));
            return Vec::new();
        };
        let mut values = Vec::new();
        for item in items {
            match T::read(item) {
                Some(value) => values.push(Spanned::new(value, span_of(item, self.file))),
                None => {
                    let diagnostic = wrong_kind(T::EXPECTED, item, self.file);
                    let help = T::rewritten(item);
                    self.diagnostics.push(Diagnostic { help, ..diagnostic });
                }
            }
        }
        values
    }

    pub(super) fn required_scalars<T: ReadScalar>(&mut self, key: &'static str) -> Vec<Spanned<T>> {
        if !self.has(key) {
            self.report_missing(key);
        }
        self.scalars(key)
    }

    fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == key)
    }

    fn take(&mut self, key: &'static str) -> Option<&'a Json> {
        self.known.push(key);
        let mut found = self.entries.iter().filter(|entry| entry.name == key);
        let first = found.next()?;
        if let Some(again) = found.next() {
            let diagnostic = Diagnostic::error("duplicate-key", format!("the key `{key}` is written twice"))
                .at(self.span(again), "written again here")
                .and(self.span(first), "first written here")
                .help("keep one of the two");
            self.diagnostics.push(diagnostic);
        }
        Some(&first.value)
    }

    fn span(&self, entry: &JsonEntry) -> Span {
        Span {
            file: self.file,
            range: entry.name_range.clone(),
        }
    }

    fn report_missing(&mut self, key: &str) {
        let start = self.json.range.start;
        let opening_brace = Span {
            file: self.file,
            range: start..start + 1,
        };
        self.diagnostics.push(
            Diagnostic::error("missing-key", format!("the key `{key}` is missing"))
                .at(opening_brace, format!("this object has no `{key}`"))
                .help(format!("add `\"{key}\": {}`", form_of(key))),
        );
    }

    fn report_unknown(self) {
        for entry in self.entries {
            if self.known.contains(&entry.name.as_str()) {
                continue;
            }
            let help = match nearest(&entry.name, self.known.iter().copied()) {
                Some(near) => format!("write `{near}`, or take the key out"),
                None => format!("the keys of this object are {}", self.known.join(", ")),
            };
            let span = Span {
                file: self.file,
                range: entry.name_range.clone(),
            };
            self.diagnostics.push(
                Diagnostic::error("unknown-key", format!("unknown key {}", quoted(&entry.name)))
                    .at(span, "no such key here")
                    .help(help),
            );
        }
    }
}

/// The form of a value of `key`.
fn form_of(key: &str) -> &'static str {
    match key {
        "host" => "\"gaap.tencentcloudapi.com\"",
        "version" => "\"2018-05-29\"",
        "type" => "\"String\"",
        "code" => "\"LimitExceeded.TagQuota\"",
        "rustName" => "\"RUNNING\"",
        "regionRequired" => "false",
        "kind" => "\"offset\"",
        "parameters" | "output" | "resources" | "actions" | "members" | "fields" => "[]",
        "deletion" => "\"refuse\"",
        "request" => "{}",
        _ => "\"...\"",
    }
}

/// Something that a spec file holds as one value.
pub(super) trait ReadScalar: Sized {
    const EXPECTED: &'static str;

    fn read(json: &Json) -> Option<Self>;

    /// What to write instead of `json`, which is of another kind.
    fn rewritten(json: &Json) -> Option<String> {
        let unquoted = Json::parse(json.as_str()?.trim()).ok()?;
        Self::read(&unquoted).map(|_| format!("write `{unquoted}`, without quotes"))
    }
}

impl ReadScalar for String {
    const EXPECTED: &'static str = "a string";

    fn read(json: &Json) -> Option<Self> {
        json.as_str().map(str::to_owned)
    }

    fn rewritten(json: &Json) -> Option<String> {
        match &json.value {
            JsonValue::Bool(_) | JsonValue::Number(_) => {
                Some(format!("write {}, in quotes", quoted(&format!("\"{json}\""))))
            }
            JsonValue::Array(items) => match items.as_slice() {
                [item] if item.as_str().is_some() => Some("write the string alone, without `[` and `]`".to_owned()),
                _ => None,
            },
            _ => None,
        }
    }
}

impl ReadScalar for bool {
    const EXPECTED: &'static str = "true or false";

    fn read(json: &Json) -> Option<Self> {
        match json.value {
            JsonValue::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn rewritten(json: &Json) -> Option<String> {
        let text = match &json.value {
            JsonValue::String(text) | JsonValue::Number(text) => text.trim().to_ascii_lowercase(),
            _ => return None,
        };
        match text.as_str() {
            "true" | "false" => Some(format!("write `{text}`, without quotes")),
            "yes" | "on" | "1" => Some("write `true`".to_owned()),
            "no" | "off" | "0" => Some("write `false`, or take the key out".to_owned()),
            _ => None,
        }
    }
}

impl ReadScalar for u64 {
    const EXPECTED: &'static str = "a whole number, 0 or above";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl ReadScalar for i64 {
    const EXPECTED: &'static str = "a signed 64-bit integer";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl ReadScalar for f64 {
    const EXPECTED: &'static str = "a number";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }
}

impl ReadScalar for Json {
    const EXPECTED: &'static str = "a value";

    fn read(json: &Json) -> Option<Self> {
        Some(json.clone())
    }
}

impl Default for Json {
    fn default() -> Self {
        Self {
            value: JsonValue::Null,
            range: 0..0,
        }
    }
}

fn span_of(json: &Json, file: FileId) -> Span {
    Span {
        file,
        range: json.range.clone(),
    }
}

pub(super) fn wrong_kind(expected: &str, json: &Json, file: FileId) -> Diagnostic {
    Diagnostic::error("wrong-kind", format!("expected {expected}, found {}", json.kind()))
        .at(span_of(json, file), format!("this should be {expected}"))
}

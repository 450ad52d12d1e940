//! Reads the JSON of a file into the types of the model; every error is reported, and none stops the reader.

use super::json::{Json, JsonEntry, JsonValue};
use crate::source::Spanned;
use crate::source::{Diagnostic, escaped, nearest, quoted};
use crate::source::{FileId, Span};

/// Something that a spec file holds as a JSON object.
pub(super) trait ReadObject: Default {
    /// Takes the keys that it knows; the others are reported as unknown.
    fn read(keys: &mut Keys<'_>) -> Self;
}

/// Reads `json` as a `T`; errors go to `diagnostics`.
pub(super) fn read_object<T: ReadObject>(json: &Json, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> T {
    let Some(entries) = json.as_object() else {
        diagnostics.push(wrong_object::<T>(json, file));
        return T::default();
    };
    let mut keys = Keys {
        json,
        entries,
        file,
        diagnostics,
        known: Vec::new(),
        form: Vec::new(),
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
    /// What a new object is written with.
    form: Vec<FormKey>,
}

impl<'a> Keys<'a> {
    pub(super) fn required<T: ReadScalar + Default>(&mut self, key: &'static str) -> Spanned<T> {
        self.require(FormKey::of::<T>(key));
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
    pub(super) fn require_either(&mut self, key: &'static str, other: &str) {
        self.suggest(key, "{}");
        if !(self.has(key) || self.has(other)) {
            let start = self.json.range.start;
            let opening_brace = Span {
                file: self.file,
                range: start..start + 1,
            };
            self.diagnostics.push(
                Diagnostic::error("missing-key", format!("the keys `{key}` and `{other}` are missing"))
                    .at(opening_brace, format!("this object has no `{key}` and no `{other}`"))
                    .help(format!("add one of them or both, for example `\"{key}\": {{}}`")),
            );
        }
    }

    /// An optional key that most objects have.
    pub(super) fn suggest(&mut self, key: &'static str, value: &'static str) {
        self.form.push(FormKey {
            key,
            value,
            is_required: false,
            takes: |_| false,
        });
    }

    pub(super) fn object<T: ReadObject>(&mut self, key: &'static str) -> Option<T> {
        let json = self.take(key)?;
        Some(read_object(json, self.file, self.diagnostics))
    }

    pub(super) fn list<T: ReadObject>(&mut self, key: &'static str) -> Option<Vec<T>> {
        let json = self.take(key)?;
        let JsonValue::Array(items) = &json.value else {
            self.diagnostics.push(wrong_list_of_objects::<T>(json, self.file));
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
        self.require(FormKey::list(key));
        self.list(key).unwrap_or_default()
    }

    /// A list of values; an absent one is empty.
    pub(super) fn scalars<T: ReadScalar>(&mut self, key: &'static str) -> Vec<Spanned<T>> {
        let Some(json) = self.take(key) else {
            return Vec::new();
        };
        let JsonValue::Array(items) = &json.value else {
            let help = T::read(json).map(|_| "put `[` and `]` around it".to_owned());
            let diagnostic = wrong_kind("a list", json, self.file);
            self.diagnostics.push(Diagnostic { help, ..diagnostic });
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
        self.require(FormKey::list(key));
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

    fn require(&mut self, required: FormKey) {
        if !self.has(required.key) {
            self.report_missing(&required);
        }
        self.form.push(required);
    }

    fn report_missing(&mut self, missing: &FormKey) {
        let FormKey { key, value, .. } = missing;
        let start = self.json.range.start;
        let opening_brace = Span {
            file: self.file,
            range: start..start + 1,
        };
        self.diagnostics.push(
            Diagnostic::error("missing-key", format!("the key `{key}` is missing"))
                .at(opening_brace, format!("this object has no `{key}`"))
                .help(format!("add `\"{key}\": {value}`")),
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

/// A key that a new object is written with, and a value to begin with.
struct FormKey {
    key: &'static str,
    value: &'static str,
    is_required: bool,
    /// Whether a value may be this one.
    takes: fn(&Json) -> bool,
}

impl FormKey {
    fn of<T: ReadScalar>(key: &'static str) -> Self {
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

    fn list(key: &'static str) -> Self {
        Self {
            key,
            value: "[]",
            is_required: true,
            takes: |_| false,
        }
    }
}

/// What an object is written with.
struct ObjectForm {
    keys: Vec<FormKey>,
    known: Vec<&'static str>,
}

impl ObjectForm {
    /// Returns that of the `T` that `found` was written in place of.
    fn of<T: ReadObject>(found: &Json, file: FileId) -> Self {
        let form = Self::with::<T>(&[], file);
        match form.keys.first() {
            // What else is required may depend on the value.
            Some(first) if (first.takes)(found) => {
                let entry = JsonEntry {
                    name: first.key.to_owned(),
                    name_range: 0..0,
                    value: found.clone(),
                };
                Self::with::<T>(&[entry], file)
            }
            _ => form,
        }
    }

    /// Returns that of a `T` with `entries`, of which nothing is reported.
    fn with<T: ReadObject>(entries: &[JsonEntry], file: FileId) -> Self {
        let object = Json::default();
        let mut keys = Keys {
            json: &object,
            entries,
            file,
            diagnostics: &mut Vec::new(),
            known: Vec::new(),
            form: Vec::new(),
        };
        T::read(&mut keys);
        let Keys { form, known, .. } = keys;
        Self { keys: form, known }
    }

    /// Returns the keys that are required, after `noun`.
    fn described(&self, noun: &str) -> String {
        let required = self.keys.iter().filter(|key| key.is_required);
        let names: Vec<String> = required.map(|key| quoted(key.key)).collect();
        match names.as_slice() {
            [] => noun.to_owned(),
            [name] => format!("{noun} with {name}"),
            [first @ .., last] => format!("{noun} with {} and {last}", first.join(", ")),
        }
    }

    /// Returns an object to paste, with `found` for the first key if it can be its value. There is none if no key is required.
    fn snippet(&self, found: &Json) -> Option<String> {
        let first = self.keys.first()?;
        let entries = self.keys.iter().enumerate().map(|(index, entry)| {
            let given = (index == 0 && (first.takes)(found)).then(|| pasted(found)).flatten();
            let value = given.unwrap_or_else(|| entry.value.to_owned());
            format!("\"{}\": {value}", entry.key)
        });
        let entries: Vec<String> = entries.collect();
        Some(format!("{{{}}}", entries.join(", ")))
    }

    fn known(&self) -> String {
        format!("the keys of this object are {}", self.known.join(", "))
    }
}

/// Returns a value to write in a message; `None` if it is too long for one, or ends what is quoted.
fn pasted(json: &Json) -> Option<String> {
    const LONGEST: usize = 60;
    let text = escaped(&json.to_string());
    (text.chars().count() <= LONGEST && !text.contains('`')).then_some(text)
}

/// Something that a spec file holds as one value.
pub(super) trait ReadScalar: Sized {
    const EXPECTED: &'static str;
    /// A value to begin with, as JSON.
    const FORM: &'static str;

    fn read(json: &Json) -> Option<Self>;

    /// What to write instead of `json`, which is of another kind.
    fn rewritten(json: &Json) -> Option<String> {
        let unquoted = Json::parse(json.as_str()?.trim()).ok()?;
        Self::read(&unquoted).map(|_| format!("write `{unquoted}`, without quotes"))
    }
}

impl ReadScalar for String {
    const EXPECTED: &'static str = "a string";
    const FORM: &'static str = "\"...\"";

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
    const FORM: &'static str = "false";

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
    const FORM: &'static str = "0";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl ReadScalar for i64 {
    const EXPECTED: &'static str = "a signed 64-bit integer";
    const FORM: &'static str = "0";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl ReadScalar for f64 {
    const EXPECTED: &'static str = "a number";
    const FORM: &'static str = "0";

    fn read(json: &Json) -> Option<Self> {
        match &json.value {
            JsonValue::Number(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }
}

impl ReadScalar for Json {
    const EXPECTED: &'static str = "a value";
    const FORM: &'static str = "\"...\"";

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

fn wrong_kind(expected: &str, json: &Json, file: FileId) -> Diagnostic {
    Diagnostic::error("wrong-kind", format!("expected {expected}, found {}", json.kind()))
        .at(span_of(json, file), format!("this should be {expected}"))
}

/// The diagnostic of `json`, which should be a `T`.
pub(super) fn wrong_object<T: ReadObject>(json: &Json, file: FileId) -> Diagnostic {
    let form = ObjectForm::of::<T>(json, file);
    let help = match &json.value {
        JsonValue::Array(items) if matches!(items.as_slice(), [item] if item.as_object().is_some()) => {
            "write the object alone, without `[` and `]`".to_owned()
        }
        _ => match form.snippet(json) {
            Some(snippet) => format!("write `{snippet}`"),
            None => form.known(),
        },
    };
    wrong_kind_of(&form, ["an object", "an object"], json, file).help(help)
}

/// The diagnostic of `json`, which should be a list of `T`s.
fn wrong_list_of_objects<T: ReadObject>(json: &Json, file: FileId) -> Diagnostic {
    let form = ObjectForm::of::<T>(json, file);
    let is_item = |entries: &[JsonEntry]| entries.iter().any(|entry| form.known.contains(&entry.name.as_str()));
    let help = if json.as_object().is_some_and(is_item) {
        "put `[` and `]` around the object".to_owned()
    } else {
        match form.snippet(json) {
            Some(snippet) => format!("write `[{snippet}]`"),
            None => form.known(),
        }
    };
    wrong_kind_of(&form, ["a list", "a list of objects"], json, file).help(help)
}

fn wrong_kind_of(form: &ObjectForm, [expected, noun]: [&str; 2], json: &Json, file: FileId) -> Diagnostic {
    Diagnostic::error("wrong-kind", format!("expected {expected}, found {}", json.kind()))
        .at(span_of(json, file), format!("this should be {}", form.described(noun)))
}

//! Reads the JSON of a file into the types of the model; every error is reported, and none stops the reader.

use super::json::{Json, JsonEntry, JsonValue};
use super::object_form::{FormKey, ObjectForm};
use super::scalars::ReadScalar;
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

/// Returns what the `T` is written with that `found` is in place of.
fn form_of<T: ReadObject>(found: &Json, file: FileId) -> ObjectForm {
    let form = form_with::<T>(&[], file);
    match form.first_entry(found) {
        // What else is required may depend on the value.
        Some(entry) => form_with::<T>(&[entry], file),
        None => form,
    }
}

/// Returns what a `T` with `entries` is written with. Nothing is reported.
fn form_with<T: ReadObject>(entries: &[JsonEntry], file: FileId) -> ObjectForm {
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
    ObjectForm { keys: form, known }
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
        self.form.push(FormKey::suggested(key, value));
    }

    pub(super) fn object<T: ReadObject>(&mut self, key: &'static str) -> Option<T> {
        let json = self.take(key)?;
        Some(read_object(json, self.file, self.diagnostics))
    }

    pub(super) fn list<T: ReadObject>(&mut self, key: &'static str) -> Option<Vec<T>> {
        let json = self.take(key)?;
        let JsonValue::Array(items) = &json.value else {
            self.diagnostics.push(wrong_list::<T>(json, self.file));
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
    let form = form_of::<T>(json, file);
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
fn wrong_list<T: ReadObject>(json: &Json, file: FileId) -> Diagnostic {
    let form = form_of::<T>(json, file);
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

//! Reads a hand-written JSON file, and collects every mistake in it with its place.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;

use tc3_codegen::spec::{FileId, Json, JsonEntry, JsonValue, Source, SourceSet, Span};
use tc3_codegen::{Diagnostic, Diagnostics};

/// Why a file cannot be used.
pub(crate) enum JsonFileError {
    Read(io::Error),
    Invalid(Diagnostics),
}

/// Reads the file at `path`; `read` makes a value of its JSON and reports the mistakes.
pub(crate) fn read<T: Default>(path: &Path, read: impl FnOnce(&Json, &mut Mistakes) -> T) -> Result<T, JsonFileError> {
    let text = std::fs::read_to_string(path).map_err(JsonFileError::Read)?;
    parse(&path.to_string_lossy(), text, read).map_err(JsonFileError::Invalid)
}

/// The same for a text, which diagnostics call `name`.
pub(crate) fn parse<T: Default>(
    name: &str,
    text: String,
    read: impl FnOnce(&Json, &mut Mistakes) -> T,
) -> Result<T, Diagnostics> {
    let mut mistakes = Mistakes(Vec::new());
    let value = match Json::parse(&text) {
        Ok(json) => read(&json, &mut mistakes),
        Err(error) => {
            let diagnostic = Diagnostic::error("not-json", "the file is not JSON");
            mistakes.0.push(diagnostic.at(span(&error.range), error.message));
            T::default()
        }
    };
    if mistakes.0.is_empty() {
        return Ok(value);
    }
    let source = Source {
        path: name.to_owned(),
        text,
    };
    Err(Diagnostics::new(SourceSet::new("", [source]), mistakes.0))
}

/// The mistakes found so far. Values that are mistaken are read as absent.
pub(crate) struct Mistakes(Vec<Diagnostic>);

impl Mistakes {
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Checks that `json` is an object, that each of its keys is `known`, and that none is repeated.
    pub(crate) fn check_keys(&mut self, json: &Json, known: &[&str]) {
        let Some(entries) = self.unique_entries(json, "this") else {
            return;
        };
        for JsonEntry { name, name_range, .. } in entries {
            if !known.contains(&name.as_str()) {
                let diagnostic = Diagnostic::error("unknown-key", format!("there is no key `{name}` here"));
                let diagnostic = diagnostic.at(span(name_range), "not a key");
                self.0
                    .push(diagnostic.help(format!("the keys are {}", known.join(", "))));
            }
        }
    }

    /// The entries of an object; reports `what` if it is none, and every key that is repeated.
    pub(crate) fn unique_entries<'j>(&mut self, json: &'j Json, what: &str) -> Option<&'j [JsonEntry]> {
        let Some(entries) = json.as_object() else {
            self.wrong_value(json, what, "an object");
            return None;
        };
        for (at, JsonEntry { name, name_range, .. }) in entries.iter().enumerate() {
            if entries[..at].iter().any(|earlier| earlier.name == *name) {
                let diagnostic = Diagnostic::error("repeated-key", format!("`{name}` is given twice"));
                self.0.push(diagnostic.at(span(name_range), "the second"));
            }
        }
        Some(entries)
    }

    pub(crate) fn text<'j>(&mut self, json: &'j Json, key: &str) -> Option<&'j str> {
        let value = json.get(key)?;
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_value(value, &format!("`{key}`"), "a string that is not empty");
        }
        text
    }

    pub(crate) fn whole(&mut self, json: &Json, key: &str) -> Option<u64> {
        self.parsed(json, key, "a whole number, 0 or more")
    }

    pub(crate) fn integer(&mut self, json: &Json, key: &str) -> Option<i64> {
        self.parsed(json, key, "a whole number")
    }

    fn parsed<T: FromStr>(&mut self, json: &Json, key: &str, expected: &str) -> Option<T> {
        let value = json.get(key)?;
        let parsed = number(value).and_then(|text| text.parse().ok());
        if parsed.is_none() {
            self.wrong_value(value, &format!("`{key}`"), expected);
        }
        parsed
    }

    /// Reports `key` if it is present without `other`.
    pub(crate) fn needs(&mut self, json: &Json, key: &str, other: &str) {
        if let (Some(value), None) = (json.get(key), json.get(other)) {
            let text = format!("`{key}` has no effect without `{other}`");
            self.report(
                &value.range,
                "missing-key",
                text,
                format!("add `{other}`, or remove `{key}`"),
            );
        }
    }

    pub(crate) fn wrong_member(&mut self, json: &Json, key: &str, expected: &str) {
        if let Some(value) = json.get(key) {
            self.wrong_value(value, &format!("`{key}`"), expected);
        }
    }

    pub(crate) fn wrong_value(&mut self, value: &Json, what: &str, expected: &str) {
        let text = format!("{what} has to be {expected}");
        self.report(&value.range, "wrong-value", text, "");
    }

    /// Reports a mistake at `range`; `help` may be empty.
    pub(crate) fn report(
        &mut self,
        range: &Range<usize>,
        code: &'static str,
        text: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::error(code, text).at(span(range), "here");
        let help = help.into();
        self.0.push(if help.is_empty() {
            diagnostic
        } else {
            diagnostic.help(help)
        });
    }
}

/// The text of a number.
pub(crate) fn number(value: &Json) -> Option<&str> {
    match &value.value {
        JsonValue::Number(text) => Some(text),
        _ => None,
    }
}

/// A span in the only file.
fn span(range: &Range<usize>) -> Span {
    Span {
        file: FileId::default(),
        range: range.clone(),
    }
}

//! Reads faults from a JSON file, and reports all mistakes in it at once.
//!
//! `faults.schema.json` is written by hand, since schemars depends on syn; a test compares its names with the reader's.

use std::path::Path;
use std::time::Duration;

use tc3_codegen::spec::{FileId, Json, JsonEntry, JsonValue, Source, SourceSet, Span, Spec};
use tc3_codegen::{Diagnostic, Diagnostics};

use super::fault::{Effect, Fault};

const FILE_KEYS: [&str; 2] = ["$schema", "faults"];

const FAULT_KEYS: [&str; 10] = [
    "action",
    "metadata",
    "latencyMs",
    "clockSkewSeconds",
    "effect",
    "errorCode",
    "errorMessage",
    "times",
    "probability",
    "seed",
];

/// Sets an effect on a fault.
type SetEffect = fn(Fault) -> Fault;

/// The values of `effect`, and how each is set.
const EFFECTS: [(&str, SetEffect); 5] = [
    ("throttle", Fault::throttle),
    ("dropBeforeProcessing", Fault::drop_before_processing),
    ("dropAfterProcessing", Fault::drop_after_processing),
    ("badGateway", Fault::bad_gateway),
    ("truncate", Fault::truncate),
];

/// Why a faults file cannot be used.
pub(crate) enum FaultsFileError {
    Read(std::io::Error),
    Invalid(Diagnostics),
}

/// The faults of the file at `path`, which may name only actions of `spec`.
pub(crate) fn read(path: &Path, spec: &Spec) -> Result<Vec<Fault>, FaultsFileError> {
    let text = std::fs::read_to_string(path).map_err(FaultsFileError::Read)?;
    parse(text, path.to_string_lossy().into_owned(), spec).map_err(FaultsFileError::Invalid)
}

/// The faults that `text` has, all of them or, with every mistake in it, none. `name` is what the mistakes are reported for.
pub(crate) fn parse(text: String, name: String, spec: &Spec) -> Result<Vec<Fault>, Diagnostics> {
    let mut reader = Reader {
        spec,
        found: Vec::new(),
    };
    let faults = match Json::parse(&text) {
        Ok(json) => reader.file(&json),
        Err(error) => {
            let diagnostic = Diagnostic::error("not-json", "the file is not JSON");
            reader.found.push(diagnostic.at(span(&error.range), error.message));
            Vec::new()
        }
    };
    if reader.found.is_empty() {
        return Ok(faults);
    }
    let source = Source { path: name, text };
    Err(Diagnostics::new(SourceSet::new("", [source]), reader.found))
}

struct Reader<'s> {
    spec: &'s Spec,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, json: &Json) -> Vec<Fault> {
        self.check_keys(json, &FILE_KEYS);
        let Some(faults) = json.get("faults") else {
            self.report(json, "missing-key", "the file has no list `faults`", "");
            return Vec::new();
        };
        let JsonValue::Array(items) = &faults.value else {
            self.wrong_value(faults, "`faults`", "a list of objects");
            return Vec::new();
        };
        items.iter().map(|item| self.fault(item)).collect()
    }

    fn fault(&mut self, json: &Json) -> Fault {
        self.check_keys(json, &FAULT_KEYS);
        let mut fault = self.target(json);
        if let Some(milliseconds) = self.whole(json, "latencyMs") {
            fault = fault.latency(Duration::from_millis(milliseconds));
        }
        if let Some(seconds) = self.integer(json, "clockSkewSeconds") {
            fault = fault.clock_skew(seconds);
        }
        if let Some(effect) = self.effect(json) {
            fault = effect(fault);
        }
        if let Some(times) = self.whole(json, "times") {
            if times == 0 {
                self.wrong_member(
                    json,
                    "times",
                    "a whole number from 1 on; without it the number of requests is not limited",
                );
            }
            fault = fault.times(times);
        }
        let seed = self.whole(json, "seed");
        match self.probability(json) {
            Some(probability) => fault = fault.probability(probability, seed.unwrap_or_default()),
            None => self.needs(json, "seed", "probability"),
        }
        fault
    }

    fn target(&mut self, json: &Json) -> Fault {
        let of_metadata = json.get("metadata");
        if let Some(value) = of_metadata
            && value.value != JsonValue::Bool(true)
        {
            let expected = "true; without it the fault is for the API";
            self.wrong_value(value, "`metadata`", expected);
        }
        match (self.text(json, "action"), of_metadata) {
            (Some(_), Some(value)) => {
                let text = "a fault has either `action` or `metadata`";
                self.report(value, "two-targets", text, "move the other into a separate fault");
                Fault::on_metadata()
            }
            (None, Some(_)) => Fault::on_metadata(),
            (Some(name), None) => Fault::on(self.known_action(json, name)),
            (None, None) => Fault::on_any(),
        }
    }

    fn effect(&mut self, json: &Json) -> Option<Box<dyn FnOnce(Fault) -> Fault>> {
        let code = self.text(json, "errorCode").map(str::to_owned);
        let message = self.text(json, "errorMessage").map(str::to_owned);
        let named = self.text(json, "effect");
        let Some(code) = code else {
            self.needs(json, "errorMessage", "errorCode");
            let make = named.and_then(|named| EFFECTS.iter().find(|(name, _)| *name == named));
            if named.is_some() && make.is_none() {
                let names: Vec<&str> = EFFECTS.iter().map(|(name, _)| *name).collect();
                self.wrong_member(json, "effect", &format!("one of {}", names.join(", ")));
            }
            return make.map(|(_, make)| Box::new(make) as Box<dyn FnOnce(Fault) -> Fault>);
        };
        if let (Some(_), Some(value)) = (named, json.get("effect")) {
            let text = "a fault has either `effect` or `errorCode`";
            self.report(value, "two-effects", text, "move the other into a separate fault");
        }
        let message = message.unwrap_or_else(|| "an injected fault".to_owned());
        Some(Box::new(|fault| fault.effect(Effect::Error { code, message })))
    }

    fn known_action(&mut self, json: &Json, name: &str) -> String {
        let services = self.spec.services.iter();
        if !services.clone().any(|service| service.action(name).is_some()) {
            let value = json.get("action").unwrap_or(json);
            let text = format!("no service that is served has the action `{name}`");
            self.report(
                value,
                "unknown-action",
                text,
                "write its name as the spec does, or leave it out for every action",
            );
        }
        name.to_owned()
    }

    fn probability(&mut self, json: &Json) -> Option<f64> {
        let value = json.get("probability")?;
        let number = number(value).and_then(|text| text.parse::<f64>().ok());
        let found = number.filter(|number| (0.0..=1.0).contains(number));
        if found.is_none() {
            self.wrong_value(value, "`probability`", "a number from 0 to 1");
        }
        found
    }

    fn text<'j>(&mut self, json: &'j Json, key: &str) -> Option<&'j str> {
        let value = json.get(key)?;
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_value(value, &format!("`{key}`"), "a string that is not empty");
        }
        text
    }

    fn whole(&mut self, json: &Json, key: &str) -> Option<u64> {
        self.parsed(json, key, "a whole number, 0 or more")
    }

    fn integer(&mut self, json: &Json, key: &str) -> Option<i64> {
        self.parsed(json, key, "a whole number")
    }

    fn parsed<T: std::str::FromStr>(&mut self, json: &Json, key: &str, expected: &str) -> Option<T> {
        let value = json.get(key)?;
        let parsed = number(value).and_then(|text| text.parse().ok());
        if parsed.is_none() {
            self.wrong_value(value, &format!("`{key}`"), expected);
        }
        parsed
    }

    /// Reports `key` if it is present without `other`.
    fn needs(&mut self, json: &Json, key: &str, other: &str) {
        if let (Some(value), None) = (json.get(key), json.get(other)) {
            let text = format!("`{key}` has no effect without `{other}`");
            self.report(value, "missing-key", text, format!("add `{other}`, or remove `{key}`"));
        }
    }

    fn check_keys(&mut self, json: &Json, known: &[&str]) {
        let Some(entries) = json.as_object() else {
            self.wrong_value(json, "this", "an object");
            return;
        };
        for (at, JsonEntry { name, name_range, .. }) in entries.iter().enumerate() {
            let place = span(name_range);
            if !known.contains(&name.as_str()) {
                let diagnostic = Diagnostic::error("unknown-key", format!("there is no key `{name}` here"));
                let diagnostic = diagnostic.at(place, "not a key");
                self.found
                    .push(diagnostic.help(format!("the keys are {}", known.join(", "))));
            } else if entries[..at].iter().any(|earlier| earlier.name == *name) {
                let diagnostic = Diagnostic::error("repeated-key", format!("`{name}` is given twice"));
                self.found.push(diagnostic.at(place, "the second"));
            }
        }
    }

    fn wrong_member(&mut self, json: &Json, key: &str, expected: &str) {
        if let Some(value) = json.get(key) {
            self.wrong_value(value, &format!("`{key}`"), expected);
        }
    }

    fn wrong_value(&mut self, value: &Json, what: &str, expected: &str) {
        let text = format!("{what} has to be {expected}");
        self.report(value, "wrong-value", text, "");
    }

    fn report(&mut self, value: &Json, code: &'static str, text: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic::error(code, text).at(span(&value.range), "here");
        let help = help.into();
        self.found.push(if help.is_empty() {
            diagnostic
        } else {
            diagnostic.help(help)
        });
    }
}

fn number(value: &Json) -> Option<&str> {
    match &value.value {
        JsonValue::Number(text) => Some(text),
        _ => None,
    }
}

/// A span in the only file.
fn span(range: &std::ops::Range<usize>) -> Span {
    Span {
        file: FileId::default(),
        range: range.clone(),
    }
}

#[cfg(test)]
mod tests {
    use tc3_codegen::spec::Json;

    use super::{EFFECTS, FAULT_KEYS, FILE_KEYS};

    /// The names of an object at `path` of the schema, or the strings of a list.
    fn names(path: &[&str]) -> Vec<String> {
        let schema = Json::parse(include_str!("../../faults.schema.json")).expect("a schema");
        let place = path
            .iter()
            .try_fold(&schema, |json, name| json.get(name))
            .expect("a place");
        match &place.value {
            tc3_codegen::spec::JsonValue::Array(items) => items
                .iter()
                .filter_map(|item| item.as_str().map(str::to_owned))
                .collect(),
            _ => {
                let entries = place.as_object().expect("an object");
                entries.iter().map(|entry| entry.name.clone()).collect()
            }
        }
    }

    #[test]
    fn the_schema_and_the_reader_have_the_same_names() {
        assert_eq!(names(&["properties"]), FILE_KEYS);
        assert_eq!(names(&["$defs", "fault", "properties"]), FAULT_KEYS);
        let effects = names(&["$defs", "fault", "properties", "effect", "enum"]);
        assert_eq!(effects, EFFECTS.map(|(name, _)| name));
    }
}

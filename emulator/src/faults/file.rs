//! Faults out of a file, every mistake in it said at once.

use std::path::Path;
use std::time::Duration;

use tc3_codegen::spec::{FileId, Json, JsonEntry, JsonValue, Source, SourceSet, Span, Spec};
use tc3_codegen::{Diagnostic, Diagnostics};

use super::fault::{Effect, Fault};
use super::keys::{EFFECTS, FAULT_KEYS, FILE_KEYS};
use crate::start_error::StartError;

/// The faults of the file at `path`, which may name the actions of `spec` only.
pub(crate) fn read(path: &Path, spec: &Spec) -> Result<Vec<Fault>, StartError> {
    let text = std::fs::read_to_string(path).map_err(|source| StartError::ReadFaults {
        path: path.to_owned(),
        source,
    })?;
    let mut reader = Reader {
        spec,
        found: Vec::new(),
    };
    let faults = match Json::parse(&text) {
        Ok(json) => reader.file(&json),
        Err(error) => {
            let fault = Diagnostic::error("not-json", "the file is not JSON");
            reader.found.push(fault.at(span(&error.range), error.message));
            Vec::new()
        }
    };
    if reader.found.is_empty() {
        return Ok(faults);
    }
    let source = Source {
        path: path.to_string_lossy().into_owned(),
        text,
    };
    Err(StartError::Faults(Diagnostics::new(
        SourceSet::new("", [source]),
        reader.found,
    )))
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
            self.wrong(faults, "`faults`", "a list of objects");
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
                    "a whole number from 1 on; without it the fault always strikes",
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
            let expected = "true; without it the fault is one of the API";
            self.wrong(value, "`metadata`", expected);
        }
        match (self.text(json, "action"), of_metadata) {
            (Some(_), Some(value)) => {
                let text = "a fault has either `action` or `metadata`";
                self.report(value, "two-targets", text, "put the other into a fault of its own");
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
            self.report(value, "two-effects", text, "put the other into a fault of its own");
        }
        let message = message.unwrap_or_else(|| "a scripted fault".to_owned());
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
            self.wrong(value, "`probability`", "a number from 0 to 1");
        }
        found
    }

    fn text<'j>(&mut self, json: &'j Json, key: &str) -> Option<&'j str> {
        let value = json.get(key)?;
        let text = value.as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong(value, &format!("`{key}`"), "a string that is not empty");
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
            self.wrong(value, &format!("`{key}`"), expected);
        }
        parsed
    }

    /// Reports `key` where it stands without `other`.
    fn needs(&mut self, json: &Json, key: &str, other: &str) {
        if let (Some(value), None) = (json.get(key), json.get(other)) {
            let text = format!("`{key}` means nothing without `{other}`");
            self.report(
                value,
                "missing-key",
                text,
                format!("add `{other}`, or take `{key}` out"),
            );
        }
    }

    fn check_keys(&mut self, json: &Json, known: &[&str]) {
        let Some(entries) = json.as_object() else {
            self.wrong(json, "this", "an object");
            return;
        };
        for (at, JsonEntry { name, name_range, .. }) in entries.iter().enumerate() {
            let place = span(name_range);
            if !known.contains(&name.as_str()) {
                let fault = Diagnostic::error("unknown-key", format!("there is no key `{name}` here"));
                let fault = fault.at(place, "not a key");
                self.found
                    .push(fault.help(format!("the keys are {}", known.join(", "))));
            } else if entries[..at].iter().any(|earlier| earlier.name == *name) {
                let fault = Diagnostic::error("repeated-key", format!("`{name}` is given twice"));
                self.found.push(fault.at(place, "the second"));
            }
        }
    }

    fn wrong_member(&mut self, json: &Json, key: &str, expected: &str) {
        if let Some(value) = json.get(key) {
            self.wrong(value, &format!("`{key}`"), expected);
        }
    }

    fn wrong(&mut self, value: &Json, what: &str, expected: &str) {
        let text = format!("{what} has to be {expected}");
        self.report(value, "wrong-value", text, "");
    }

    fn report(&mut self, value: &Json, code: &'static str, text: impl Into<String>, help: impl Into<String>) {
        let fault = Diagnostic::error(code, text).at(span(&value.range), "here");
        let help = help.into();
        self.found.push(if help.is_empty() { fault } else { fault.help(help) });
    }
}

fn number(value: &Json) -> Option<&str> {
    match &value.value {
        JsonValue::Number(text) => Some(text),
        _ => None,
    }
}

/// A place in the only file there is.
fn span(range: &std::ops::Range<usize>) -> Span {
    Span {
        file: FileId::default(),
        range: range.clone(),
    }
}

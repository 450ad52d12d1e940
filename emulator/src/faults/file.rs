//! Reads faults from a JSON file, and reports all mistakes in it at once.
//!
//! `faults.schema.json` is written by hand, since schemars depends on syn; a test compares its names with the reader's.

use std::path::Path;
use std::time::Duration;

use tc3_codegen::Diagnostics;
use tc3_codegen::spec::{Json, JsonValue};

use super::fault::{Effect, Fault};
use crate::json_file::{self, JsonFileError, Mistakes, number};
use crate::routing::Router;

const FILE_KEYS: [&str; 2] = ["$schema", "faults"];

const FAULT_KEYS: [&str; 11] = [
    "action",
    "metadata",
    "latencyMs",
    "clockSkewSeconds",
    "effect",
    "errorCode",
    "errorMessage",
    "after",
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

/// The faults of the file at `path`, which may name only actions that the spec or an answers file declares.
pub(crate) fn read(path: &Path, router: Router<'_>) -> Result<Vec<Fault>, JsonFileError> {
    json_file::read(path, |json, mistakes| Reader { router, mistakes }.file(json))
}

/// The same for a text, which mistakes are reported for as `name`.
pub(crate) fn parse(text: String, name: &str, router: Router<'_>) -> Result<Vec<Fault>, Diagnostics> {
    json_file::parse(name, text, |json, mistakes| Reader { router, mistakes }.file(json))
}

struct Reader<'s, 'm> {
    router: Router<'s>,
    mistakes: &'m mut Mistakes,
}

impl Reader<'_, '_> {
    fn file(&mut self, json: &Json) -> Vec<Fault> {
        self.mistakes.check_keys(json, &FILE_KEYS);
        let Some(faults) = json.get("faults") else {
            let text = "the file has no list `faults`";
            self.mistakes.report(&json.range, "missing-key", text, "");
            return Vec::new();
        };
        let JsonValue::Array(items) = &faults.value else {
            self.mistakes.wrong_value(faults, "`faults`", "a list of objects");
            return Vec::new();
        };
        items.iter().map(|item| self.fault(item)).collect()
    }

    fn fault(&mut self, json: &Json) -> Fault {
        let before = self.mistakes.count();
        self.mistakes.check_keys(json, &FAULT_KEYS);
        let mut fault = self.target(json);
        if let Some(milliseconds) = self.mistakes.whole(json, "latencyMs") {
            fault = fault.latency(Duration::from_millis(milliseconds));
        }
        if let Some(seconds) = self.mistakes.integer(json, "clockSkewSeconds") {
            fault = fault.clock_skew(seconds);
        }
        if let Some(effect) = self.effect(json) {
            fault = effect(fault);
        }
        if let Some(requests) = self.mistakes.whole(json, "after") {
            fault = fault.after(requests);
        }
        if let Some(times) = self.mistakes.whole(json, "times") {
            if times == 0 {
                self.mistakes.wrong_member(
                    json,
                    "times",
                    "a whole number from 1 on; without it the number of requests is not limited",
                );
            }
            fault = fault.times(times);
        }
        let seed = self.mistakes.whole(json, "seed");
        match self.probability(json) {
            Some(probability) => fault = fault.probability(probability, seed.unwrap_or_default()),
            None => self.mistakes.needs(json, "seed", "probability"),
        }
        if !fault.does_anything() && self.mistakes.count() == before {
            let text = "the fault does nothing";
            let help = "add `effect`, `errorCode`, `latencyMs` or `clockSkewSeconds`";
            self.mistakes.report(&json.range, "no-effect", text, help);
        }
        fault
    }

    fn target(&mut self, json: &Json) -> Fault {
        let of_metadata = json.get("metadata");
        if let Some(value) = of_metadata
            && value.value != JsonValue::Bool(true)
        {
            let expected = "true; without it the fault is for the API";
            self.mistakes.wrong_value(value, "`metadata`", expected);
        }
        match (self.mistakes.text(json, "action"), of_metadata) {
            (Some(_), Some(value)) => {
                let text = "a fault has either `action` or `metadata`";
                self.mistakes.report(
                    &value.range,
                    "two-targets",
                    text,
                    "move the other into a separate fault",
                );
                Fault::on_metadata()
            }
            (None, Some(_)) => Fault::on_metadata(),
            (Some(name), None) => Fault::on(self.known_action(json, name)),
            (None, None) => Fault::on_any(),
        }
    }

    fn effect(&mut self, json: &Json) -> Option<Box<dyn FnOnce(Fault) -> Fault>> {
        let code = self.mistakes.text(json, "errorCode").map(str::to_owned);
        let message = self.mistakes.text(json, "errorMessage").map(str::to_owned);
        let named = self.mistakes.text(json, "effect");
        let Some(code) = code else {
            self.mistakes.needs(json, "errorMessage", "errorCode");
            let make = named.and_then(|named| EFFECTS.iter().find(|(name, _)| *name == named));
            if named.is_some() && make.is_none() {
                let names: Vec<&str> = EFFECTS.iter().map(|(name, _)| *name).collect();
                self.mistakes
                    .wrong_member(json, "effect", &format!("one of {}", names.join(", ")));
            }
            return make.map(|(_, make)| Box::new(make) as Box<dyn FnOnce(Fault) -> Fault>);
        };
        if let (Some(_), Some(value)) = (named, json.get("effect")) {
            let text = "a fault has either `effect` or `errorCode`";
            self.mistakes.report(
                &value.range,
                "two-effects",
                text,
                "move the other into a separate fault",
            );
        }
        let message = message.unwrap_or_else(|| "an injected fault".to_owned());
        Some(Box::new(|fault| fault.effect(Effect::Error { code, message })))
    }

    fn known_action(&mut self, json: &Json, name: &str) -> String {
        if !self.router.has_action(name) {
            let value = json.get("action").unwrap_or(json);
            let text = format!("no service that is served has the action `{name}`");
            self.mistakes.report(
                &value.range,
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
            self.mistakes
                .wrong_value(value, "`probability`", "a number from 0 to 1");
        }
        found
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

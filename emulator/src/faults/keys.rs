//! The words of a file of faults, as `faults.schema.json` has them.

use super::fault::Fault;

pub(super) const FILE_KEYS: [&str; 2] = ["$schema", "faults"];

pub(super) const FAULT_KEYS: [&str; 10] = [
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

/// What a word makes of a fault.
pub(super) type Change = fn(Fault) -> Fault;

/// The values of `effect`, and what each makes of a fault.
pub(super) const EFFECTS: [(&str, Change); 5] = [
    ("throttle", Fault::throttle),
    ("dropBeforeProcessing", Fault::drop_before_processing),
    ("dropAfterProcessing", Fault::drop_after_processing),
    ("badGateway", Fault::bad_gateway),
    ("truncate", Fault::truncate),
];

#[cfg(test)]
mod tests {
    use tc3_codegen::spec::Json;

    use super::{EFFECTS, FAULT_KEYS, FILE_KEYS};

    /// The names of an object at `path` of the schema, or the strings of a list.
    fn words(path: &[&str]) -> Vec<String> {
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
    fn the_schema_has_the_same_words() {
        assert_eq!(words(&["properties"]), FILE_KEYS);
        assert_eq!(words(&["$defs", "fault", "properties"]), FAULT_KEYS);
        let effects = words(&["$defs", "fault", "properties", "effect", "enum"]);
        assert_eq!(effects, EFFECTS.map(|(name, _)| name));
    }
}

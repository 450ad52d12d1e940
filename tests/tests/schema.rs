//! The JSON Schemas that editors use say what the generator reads.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tc3_codegen::spec::{Source, SourceSet, Spec};

fn spec_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

fn committed() -> SourceSet {
    SourceSet::read_dir(&spec_folder()).unwrap()
}

fn schema(name: &str) -> Value {
    let schemas = tc3_codegen::schemas();
    let (_, text) = schemas.iter().find(|(known, _)| *known == name).unwrap();
    serde_json::from_str(text).unwrap()
}

#[test]
fn committed_schemas_are_up_to_date() {
    for (name, fresh) in tc3_codegen::schemas() {
        let path = spec_folder().join("schema").join(name);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == fresh,
            "{} is not what the spec's types say: run `cargo tc3-codegen schema`",
            path.display()
        );
    }
}

#[test]
fn every_spec_file_names_its_schema() {
    for (_, source) in committed().iter() {
        let json: Value = serde_json::from_str(&source.text).unwrap();
        let named = json["$schema"].as_str().unwrap_or_default();
        let parts: Vec<&str> = source.path.split('/').collect();
        let kind = match parts.as_slice() {
            [_, _, "actions", _] => "action",
            [_, _, "types", _] => "type",
            [_, _, "emulator.json"] => "emulator",
            _ => "service",
        };
        assert!(named.ends_with(&format!("{kind}.schema.json")), "{}", source.path);
        let folder = spec_folder().join(&source.path).parent().unwrap().to_owned();
        assert!(
            folder.join(named).is_file(),
            "{} names {named}, which is not there",
            source.path
        );
    }
}

/// What serde makes of a file is what the reader that keeps places makes of it.
#[test]
fn both_readers_agree_on_every_spec_file() {
    let sources = committed();
    let spec = tc3_codegen::load(&sources).unwrap().spec;
    let mut compared = 0;
    for (_, source) in sources.iter() {
        compared += usize::from(agree(source, &spec));
    }
    assert_eq!(compared, sources.iter().count());
}

fn agree(source: &Source, spec: &Spec) -> bool {
    let service = spec
        .services
        .iter()
        .find(|service| source.path.starts_with(&format!("{}/", service.folder)))
        .unwrap();
    let below = &source.path[service.folder.len() + 1..];
    let name = below.rsplit('/').next().unwrap().trim_end_matches(".json");
    match below.split('/').next().unwrap() {
        "service.json" => reads_as(&source.text, &service.file),
        "emulator.json" => reads_as(&source.text, service.emulator.as_ref().unwrap()),
        "actions" => reads_as(&source.text, service.action(name).unwrap()),
        _ => reads_as(&source.text, service.type_named(name).unwrap()),
    }
}

/// Also writes the value and reads it again, so that what is written is a spec file.
fn reads_as<T: Serialize + DeserializeOwned + PartialEq>(text: &str, ours: &T) -> bool {
    let theirs: T = serde_json::from_str(text).unwrap();
    let rewritten: T = serde_json::from_str(&serde_json::to_string(ours).unwrap()).unwrap();
    theirs == *ours && rewritten == *ours
}

/// One object in a spec file, and how to write a file that holds it.
struct Place {
    schema: &'static str,
    definition: Option<&'static str>,
    path: &'static str,
    within: Within,
}

const EMULATOR: Place = Place {
    schema: "emulator.schema.json",
    definition: None,
    path: "demo/v20200102/emulator.json",
    within: |object| object,
};

const PLACES: [Place; 8] = [
    Place {
        schema: "service.schema.json",
        definition: None,
        path: "demo/v20200102/service.json",
        within: |object| object,
    },
    Place {
        schema: "action.schema.json",
        definition: None,
        path: "demo/v20200102/actions/Echo.json",
        within: |object| object,
    },
    Place {
        schema: "type.schema.json",
        definition: None,
        path: "demo/v20200102/types/Pair.json",
        within: |object| object,
    },
    Place {
        schema: "action.schema.json",
        definition: Some("Member"),
        path: "demo/v20200102/actions/Echo.json",
        within: |object| json!({ "parameters": [object] }),
    },
    Place {
        schema: "action.schema.json",
        definition: Some("ErrorCode"),
        path: "demo/v20200102/actions/Echo.json",
        within: |object| json!({ "errors": [object] }),
    },
    Place {
        schema: "action.schema.json",
        definition: Some("Example"),
        path: "demo/v20200102/actions/Echo.json",
        within: |object| json!({ "examples": [object] }),
    },
    Place {
        schema: "type.schema.json",
        definition: Some("AllowedValue"),
        path: "demo/v20200102/types/Mode.json",
        within: |object| json!({ "values": [object] }),
    },
    EMULATOR,
];

/// Writes a file around an object.
type Within = fn(Value) -> Value;

/// One object inside `emulator.json`, and how to write a file that holds it.
const INSIDE_EMULATOR: [(&str, Within); 23] = [
    ("Resource", |object| json!({ "resources": [object] })),
    ("IdRule", |object| json!({ "resources": [{ "id": object }] })),
    ("StatusRule", |object| json!({ "resources": [{ "status": object }] })),
    (
        "StatusChange",
        |object| json!({ "resources": [{ "status": { "changes": [object] } }] }),
    ),
    ("Parent", |object| json!({ "resources": [{ "parents": [object] }] })),
    ("Unique", |object| json!({ "resources": [{ "unique": [object] }] })),
    ("Quota", |object| json!({ "resources": [{ "quotas": [object] }] })),
    ("ValueRule", |object| json!({ "resources": [{ "created": [object] }] })),
    (
        "Mapped",
        |object| json!({ "resources": [{ "created": [{ "map": [object] }] }] }),
    ),
    ("ActionRule", |object| json!({ "actions": [object] })),
    ("Creation", |object| json!({ "actions": [{ "creates": [object] }] })),
    (
        "Each",
        |object| json!({ "actions": [{ "creates": [{ "each": object }] }] }),
    ),
    (
        "CreationAnswer",
        |object| json!({ "actions": [{ "creates": [{ "answers": object }] }] }),
    ),
    ("Change", |object| json!({ "actions": [{ "modifies": [object] }] })),
    (
        "Otherwise",
        |object| json!({ "actions": [{ "modifies": [{ "missing": object }] }] }),
    ),
    (
        "Key",
        |object| json!({ "actions": [{ "modifies": [{ "by": [object] }] }] }),
    ),
    ("Listing", |object| json!({ "actions": [{ "lists": [object] }] })),
    (
        "Condition",
        |object| json!({ "actions": [{ "lists": [{ "conditions": [object] }] }] }),
    ),
    (
        "FilterName",
        |object| json!({ "actions": [{ "lists": [{ "conditions": [{ "names": [object] }] }] }] }),
    ),
    (
        "Order",
        |object| json!({ "actions": [{ "lists": [{ "order": object }] }] }),
    ),
    (
        "OrderField",
        |object| json!({ "actions": [{ "lists": [{ "order": { "fields": [object] } }] }] }),
    ),
    ("Detail", |object| json!({ "actions": [{ "details": object }] })),
    ("ClientToken", |object| json!({ "clientToken": object })),
];

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let inside = INSIDE_EMULATOR.map(|(definition, within)| Place {
        definition: Some(definition),
        within,
        ..EMULATOR
    });
    for place in PLACES.iter().chain(&inside) {
        let schema = schema(place.schema);
        let described = match place.definition {
            Some(definition) => &schema["definitions"][definition],
            None => &schema,
        };
        let keys = described["properties"].as_object().unwrap().keys().cloned();
        // Where no key is required, the schema has no such list.
        let required: BTreeSet<String> = serde_json::from_value(described["required"].clone()).unwrap_or_default();

        let all: Map<String, Value> = keys.clone().map(|key| (key, Value::Null)).collect();
        assert_eq!(keys_named("unknown-key", place, all), BTreeSet::new(), "{}", place.path);
        let none = Map::from_iter([("noSuchKeyAtAll".to_owned(), Value::Null)]);
        let reported = keys_named("missing-key", place, none.clone());
        assert!(
            required.is_subset(&reported),
            "{}: {required:?}, {reported:?}",
            place.path
        );
        assert_eq!(known_to_reader(place, none), keys.collect(), "{}", place.path);
    }
}

/// The keys that diagnostics of `code` name when a file holds `object`.
fn keys_named(code: &str, place: &Place, object: Map<String, Value>) -> BTreeSet<String> {
    let in_backticks = |message: &str| message.split('`').nth(1).unwrap().to_owned();
    diagnostics(place, object)
        .iter()
        .filter(|diagnostic| diagnostic.code == code)
        .map(|diagnostic| in_backticks(&diagnostic.message))
        .collect()
}

/// The keys that the reader lists when it meets one that is like none of them.
fn known_to_reader(place: &Place, object: Map<String, Value>) -> BTreeSet<String> {
    let diagnostics = diagnostics(place, object);
    let unknown = diagnostics.iter().find(|diagnostic| diagnostic.code == "unknown-key");
    let help = unknown.unwrap().help.clone().unwrap();
    let list = help.strip_prefix("the keys of this object are ").unwrap();
    list.split(", ").map(str::to_owned).collect()
}

fn diagnostics(place: &Place, object: Map<String, Value>) -> tc3_codegen::Diagnostics {
    let text = (place.within)(Value::Object(object)).to_string();
    let path = place.path.to_owned();
    tc3_codegen::load(&SourceSet::new("spec", [Source { path, text }])).unwrap_err()
}

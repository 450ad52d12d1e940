//! The document for GAAP is complete and has no dangling references.

use std::path::Path;

use serde_json::Value;
use tc3_codegen::spec::{Service, SourceSet};

fn gaap() -> Service {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let validated = tc3_codegen::load(&SourceSet::read_dir(&spec).expect("the spec")).expect("no errors");
    let mut services = validated.spec.services.into_iter();
    services
        .find(|service| service.file.name.value == "gaap")
        .expect("gaap")
}

#[test]
fn every_action_is_an_operation_with_schemas_that_exist() {
    let service = gaap();
    let document = tc3_openapi::document(&service);
    assert_eq!(
        document["paths"].as_object().expect("paths").len(),
        service.actions.len()
    );
    for action in &service.actions {
        let operation = &document["paths"][format!("/{}", action.name.value)]["post"];
        assert_eq!(operation["operationId"], action.name.value.as_str());
    }
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    assert!(references.len() > 3 * service.actions.len());
    for reference in references {
        assert!(
            document.pointer(reference.trim_start_matches('#')).is_some(),
            "{reference}"
        );
    }
}

#[test]
fn required_follows_the_direction_of_a_type() {
    let document = tc3_openapi::document(&gaap());
    let schemas = &document["components"]["schemas"];
    let required = ["ProjectId", "GroupName", "RealServerRegion"];
    assert_eq!(
        schemas["CreateProxyGroupRequest"]["required"],
        Value::from(required.to_vec())
    );
    let answered = ["RealServerIP", "RealServerId"];
    let found = schemas["NewRealServer"]["required"].as_array().expect("a list");
    assert!(
        answered.iter().all(|name| found.contains(&Value::from(*name))),
        "{found:?}"
    );
}

fn collect_references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| collect_references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        _ => {}
    }
}

//! Schemas of structures, lists of values and members.

use serde_json::{Map, Value, json};
use tc3_codegen::spec::{ItemType, Member, Service, TypeFile};

/// A reference to a schema of the document.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A type of the spec. `sent` says whether requests use it.
pub(crate) fn shared_type(service: &Service, file: &TypeFile, sent: bool) -> Value {
    let description = &*file.description;
    if let Some(values) = &file.values {
        let values: Vec<&str> = values.iter().map(|allowed| allowed.value.as_str()).collect();
        return json!({ "type": "string", "description": description, "enum": values });
    }
    let members = file.members.as_deref().unwrap_or_default();
    object(service, description, members, |member| {
        !member.nullable && (member.required || !sent)
    })
}

/// A structure of `members`; those for which `is_required` returns true are required.
pub(crate) fn object(
    service: &Service,
    description: &str,
    members: &[Member],
    is_required: impl Fn(&Member) -> bool,
) -> Value {
    let properties: Map<String, Value> = members
        .iter()
        .map(|member| (member.name.value.clone(), property(service, member)))
        .collect();
    let required: Vec<&str> = members
        .iter()
        .filter(|member| is_required(member))
        .map(|member| member.name.as_str())
        .collect();
    let mut schema = json!({ "type": "object", "description": description, "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required); // OpenAPI 3.0 allows no empty list
    }
    schema
}

fn property(service: &Service, member: &Member) -> Value {
    let type_ref = service.type_of(member);
    let item = match (type_ref.item, &member.values) {
        (ItemType::String, Some(values)) => reference(values),
        (item, _) => item_schema(item),
    };
    let description = described(member);
    if type_ref.list {
        return json!({ "type": "array", "items": item, "description": description });
    }
    if item.get("$ref").is_some() {
        return json!({ "allOf": [item], "description": description }); // a reference may have no siblings
    }
    let mut schema = item;
    schema["description"] = json!(description);
    schema["deprecated"] = json!(member.deprecated.is_some());
    schema
}

fn item_schema(item: ItemType<'_>) -> Value {
    match item {
        ItemType::String | ItemType::Date | ItemType::Timestamp | ItemType::TimestampIso8601 => {
            json!({ "type": "string" })
        }
        ItemType::Int64 => json!({ "type": "integer", "format": "int64" }),
        ItemType::Uint64 => json!({ "type": "integer", "format": "uint64", "minimum": 0 }),
        ItemType::Float => json!({ "type": "number", "format": "double" }),
        ItemType::Boolean => json!({ "type": "boolean" }),
        ItemType::Object => json!({ "type": "object", "additionalProperties": true }),
        ItemType::Binary => json!({ "type": "string", "format": "binary" }),
        ItemType::Named(name) => reference(name),
    }
}

/// The description, with the unit, the limits and the deprecation of a member.
fn described(member: &Member) -> String {
    let mut text = member.description.value.clone();
    let mut append = |what: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!(" {what}: {}.", value.trim_end_matches('.')));
        }
    };
    append("Unit", member.unit.as_deref().cloned());
    append("Minimum", member.minimum.as_deref().map(f64::to_string));
    append("Maximum", member.maximum.as_deref().map(f64::to_string));
    append("Maximum length", member.max_length.as_deref().map(u64::to_string));
    append(
        "Maximum number of items",
        member.max_items.as_deref().map(u64::to_string),
    );
    append("Deprecated", member.deprecated.as_deref().cloned());
    text
}

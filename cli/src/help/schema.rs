//! The JSON Schema of an action's request, of draft 2020-12.
//!
//! Sets of integers are not closed, since services add to them; sets of strings are given as examples for the same
//! reason. Objects are not closed: the service may know parameters that the catalog does not yet.

use tc3_codegen::spec::{ActionFile, ItemType, Member, Service, TypeFile};

use super::facts::{value_of, values};
use crate::json::Value;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// The schema of the parameters of an action.
pub(crate) fn request_schema(service: &Service, action: &ActionFile) -> Value {
    let mut schema = vec![
        ("$schema".to_owned(), text(DRAFT)),
        ("title".to_owned(), text(&action.name.value)),
    ];
    if !action.description.value.is_empty() {
        schema.push(("description".to_owned(), text(&action.description.value)));
    }
    schema.extend(object(service, &action.parameters));
    put_definitions(&mut schema, service, &action.parameters);
    Value::Object(schema)
}

/// The schema of a type: a structure, or a value of a set.
pub(crate) fn type_schema(service: &Service, shared: &TypeFile) -> Value {
    let mut schema = vec![
        ("$schema".to_owned(), text(DRAFT)),
        ("title".to_owned(), text(&shared.name.value)),
    ];
    if !shared.description.value.is_empty() {
        schema.push(("description".to_owned(), text(&shared.description.value)));
    }
    if shared.is_value_set() {
        let of_set = Member {
            type_name: if shared.integers.is_some() { "Integer" } else { "String" }
                .to_owned()
                .into(),
            values: Some(shared.name.value.clone().into()),
            ..Member::default()
        };
        schema.extend(item_schema(service, &of_set, of_set.type_ref().item));
        return Value::Object(schema);
    }
    let members = shared.members.as_deref().unwrap_or_default();
    schema.extend(object(service, members));
    put_definitions(&mut schema, service, members);
    Value::Object(schema)
}

/// Adds the structures that members may have, each once.
fn put_definitions(schema: &mut Vec<(String, Value)>, service: &Service, members: &[Member]) {
    let root = ActionFile {
        parameters: members.to_vec(),
        ..ActionFile::default()
    };
    let definitions = super::action_page::reached(service, &root).into_iter().map(|shared| {
        let mut definition = Vec::new();
        if !shared.description.value.is_empty() {
            definition.push(("description".to_owned(), text(&shared.description.value)));
        }
        definition.extend(object(service, shared.members.as_deref().unwrap_or_default()));
        (shared.name.value.clone(), Value::Object(definition))
    });
    let definitions: Vec<(String, Value)> = definitions.collect();
    if !definitions.is_empty() {
        schema.push(("$defs".to_owned(), Value::Object(definitions)));
    }
}

fn object(service: &Service, members: &[Member]) -> Vec<(String, Value)> {
    let properties = members
        .iter()
        .map(|member| (member.name.value.clone(), property(service, member)));
    let required: Vec<Value> = members
        .iter()
        .filter(|member| member.required)
        .map(|member| text(&member.name.value))
        .collect();
    let mut object = vec![
        ("type".to_owned(), text("object")),
        ("properties".to_owned(), Value::Object(properties.collect())),
    ];
    if !required.is_empty() {
        object.push(("required".to_owned(), Value::Array(required)));
    }
    object
}

fn property(service: &Service, member: &Member) -> Value {
    let type_ref = service.type_of(member);
    let mut schema: Vec<(String, Value)> = Vec::new();
    let mut put = |name: &str, value: Value| schema.push((name.to_owned(), value));
    if !member.description.value.is_empty() {
        put("description", text(&member.description.value));
    }
    if member.deprecated.is_some() {
        put("deprecated", Value::Bool(true));
    }
    if member.is_secret() {
        put("writeOnly", Value::Bool(true));
    }
    if let Some(default) = &member.default {
        put("default", value_of(&default.value));
    }
    let item = item_schema(service, member, type_ref.item);
    if type_ref.list {
        put("type", text("array"));
        put("items", Value::Object(item));
        if let Some(most) = &member.max_items {
            put("maxItems", Value::Number(most.value.to_string()));
        }
    } else {
        schema.extend(item);
    }
    Value::Object(schema)
}

fn item_schema(service: &Service, member: &Member, item: ItemType<'_>) -> Vec<(String, Value)> {
    let mut schema: Vec<(String, Value)> = Vec::new();
    let mut put = |name: &str, value: Value| schema.push((name.to_owned(), value));
    match item {
        ItemType::String | ItemType::Timestamp => put("type", text("string")),
        ItemType::Date => {
            put("type", text("string"));
            put("format", text("date"));
        }
        ItemType::TimestampIso8601 => {
            put("type", text("string"));
            put("format", text("date-time"));
        }
        ItemType::Int64 => put("type", text("integer")),
        ItemType::Uint64 => put("type", text("integer")),
        ItemType::Float => put("type", text("number")),
        ItemType::Boolean => put("type", text("boolean")),
        ItemType::Object => put("type", text("object")),
        ItemType::Binary => {
            put("type", text("string"));
            put("contentEncoding", text("base64"));
        }
        ItemType::Named(name) => put("$ref", text(&format!("#/$defs/{name}"))),
    }
    let minimum = member.minimum.as_ref().map(|limit| limit.value.to_string());
    let unsigned = (item == ItemType::Uint64).then(|| "0".to_owned());
    if let Some(minimum) = minimum.or(unsigned) {
        put("minimum", Value::Number(minimum));
    }
    if let Some(maximum) = &member.maximum {
        put("maximum", Value::Number(maximum.value.to_string()));
    }
    if let Some(most) = &member.max_length {
        put("maxLength", Value::Number(most.value.to_string()));
    }
    if let Some(values) = values(service, member) {
        let value = |value: String| {
            if item.is_number() {
                Value::Number(value)
            } else {
                Value::String(value)
            }
        };
        put("examples", Value::Array(values.into_iter().map(value).collect()));
    }
    schema
}

//! An action with all that the page shows of it: parameters, output, the types that they reach, errors, examples.

use tc3_codegen::spec::{Content, Example, ItemType, Json, JsonValue, Member, Service, TypeFile};

use crate::call::named_call::Target;
use crate::call::paging;
use crate::error::CliError;
use crate::explorer::Explorer;
use crate::explorer::web::input::Input;
use crate::explorer::web::reply::{number, object, optional, text};
use crate::help::{reached, reached_sets, sites_value, value_of};
use crate::json::{Value, write_pretty};

/// The document of the action that a request names.
pub(super) fn of(explorer: &Explorer, input: &Input) -> Result<Value, CliError> {
    let opened = explorer.libraries.asked_for(input)?;
    let found = opened.find(input)?;
    let target = Target::new(&found)?;
    let (service, action) = (&found.service, target.action);
    let host = action.host.as_ref().unwrap_or(&service.file.host);
    let pages = match paging::pages(&target) {
        Ok(pages) => object([("guess", optional(pages.guess))]),
        Err(_) => Value::Null,
    };
    let sets = reached_sets(service, action);
    let types = reached(service, action).into_iter().chain(sets);
    let types = types.map(|shared| (shared.name.value.clone(), type_document(service, shared)));
    let errors = action.errors.iter().map(|error| {
        object([
            ("code", text(&error.code.value)),
            (
                "description",
                text(error.description.as_ref().map_or("", |text| text.value.as_str())),
            ),
        ])
    });
    let members =
        |members: &[Member]| Value::Array(members.iter().map(|member| member_document(service, member)).collect());
    Ok(object([
        ("service", text(&service.file.name.value)),
        ("serviceTitle", text(&service.file.title.value)),
        ("version", text(&service.file.version.value)),
        ("action", text(&action.name.value)),
        ("description", text(&action.description.value)),
        ("host", text(&host.value)),
        ("sites", sites_value(found.sites)),
        ("isFromSpec", Value::Bool(found.is_from_spec)),
        ("isOtherVersion", Value::Bool(found.is_other_version)),
        (
            "deprecated",
            optional(action.deprecated.as_ref().map(|reason| reason.value.as_str())),
        ),
        ("reads", Value::Bool(target.only_reads())),
        ("regionRequired", Value::Bool(action.region_required)),
        ("signed", Value::Bool(action.is_signed())),
        ("content", text(content(action.content()))),
        (
            "rate",
            action
                .rate_limit
                .as_ref()
                .map_or(Value::Null, |rate| number(rate.value)),
        ),
        ("pages", pages),
        ("canWait", Value::Bool(target.only_reads())),
        ("parameters", members(&action.parameters)),
        ("output", members(&action.output)),
        ("types", Value::Object(types.collect())),
        ("errors", Value::Array(errors.collect())),
        (
            "examples",
            Value::Array(action.examples.iter().filter_map(example_document).collect()),
        ),
    ]))
}

fn content(content: Content) -> &'static str {
    match content {
        Content::Json => "json",
        Content::Multipart => "multipart",
        Content::OctetStream => "octet-stream",
    }
}

fn type_document(service: &Service, shared: &TypeFile) -> Value {
    let mut members = vec![("description".to_owned(), text(&shared.description.value))];
    if let Some(declared) = &shared.members {
        let declared = declared.iter().map(|member| member_document(service, member));
        members.push(("members".to_owned(), Value::Array(declared.collect())));
    }
    if shared.is_value_set() {
        members.push(("values".to_owned(), value_documents(shared)));
    }
    Value::Object(members)
}

/// `[{value, description}]`
fn value_documents(set: &TypeFile) -> Value {
    let document =
        |value: String, description: &str| object([("value", text(value)), ("description", text(description))]);
    let strings = set.values.iter().flatten();
    let strings = strings.map(|value| document(value.value.value.clone(), &value.description.value));
    let integers = set.integers.iter().flatten();
    let integers = integers.map(|value| document(value.value.value.to_string(), &value.description.value));
    Value::Array(strings.chain(integers).collect())
}

fn member_document(service: &Service, member: &Member) -> Value {
    let declared = service.type_of(member);
    let mut document = vec![
        ("name", text(&member.name.value)),
        ("type", text(type_name(declared.item))),
        ("list", Value::Bool(declared.list)),
        ("required", Value::Bool(member.required)),
        ("nullable", Value::Bool(member.nullable)),
        ("description", text(&member.description.value)),
    ];
    let mut put = |name: &'static str, value: Option<Value>| document.extend(value.map(|value| (name, value)));
    put(
        "deprecated",
        member.deprecated.as_ref().map(|reason| text(&reason.value)),
    );
    put("secret", member.is_secret().then_some(Value::Bool(true)));
    put(
        "default",
        member.default.as_ref().map(|default| text(json_text(&default.value))),
    );
    put("unit", member.unit.as_ref().map(|unit| text(&unit.value)));
    put(
        "minimum",
        member.minimum.as_ref().map(|limit| text(limit.value.to_string())),
    );
    put(
        "maximum",
        member.maximum.as_ref().map(|limit| text(limit.value.to_string())),
    );
    put("maxLength", member.max_length.as_ref().map(|limit| number(limit.value)));
    put("maxItems", member.max_items.as_ref().map(|limit| number(limit.value)));
    let set = member.values.as_ref().and_then(|set| service.type_named(&set.value));
    put("values", set.map(value_documents));
    Value::Object(
        document
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// The name of a type for the page, which makes a field of it.
fn type_name(item: ItemType<'_>) -> &str {
    match item {
        ItemType::String => "String",
        ItemType::Date => "Date",
        ItemType::Timestamp => "Timestamp",
        ItemType::TimestampIso8601 => "TimestampIso8601",
        ItemType::Int64 => "Integer",
        ItemType::Uint64 => "Uint64",
        ItemType::Float => "Float",
        ItemType::Boolean => "Boolean",
        ItemType::Object => "Object",
        ItemType::Binary => "Binary",
        ItemType::Named(name) => name,
    }
}

/// An example with a request; the documented answer is the object under `Response`.
fn example_document(example: &Example) -> Option<Value> {
    let request = example.request.as_ref()?;
    let response = example.response.as_ref().map(|response| {
        let response = &response.value;
        json_text(response.get("Response").unwrap_or(response))
    });
    Some(object([
        ("title", text(&example.title.value)),
        ("request", text(json_text(&request.value))),
        ("response", optional(response)),
    ]))
}

/// JSON for a person to edit.
fn json_text(json: &Json) -> String {
    if let JsonValue::String(text) = &json.value {
        return text.clone();
    }
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = write_pretty(&value_of(json), &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

//! What is known of a member besides what it means: its type, its limits, its values.

use tc3_codegen::spec::{ItemType, Json, JsonValue, Member, Service, TypeFile};

use super::labels::Labels;

/// The most values of a set that are listed where a member is described.
const MOST_VALUES: usize = 12;

/// The type of a member as help names it: `Integer`, `list of TagPair`.
pub(crate) fn type_label(service: &Service, member: &Member, labels: &Labels) -> String {
    let type_ref = service.type_of(member);
    let item = item_name(type_ref.item);
    if type_ref.list {
        let blank = if labels.list_of.is_ascii() { " " } else { "" };
        return format!("{}{blank}{item}", labels.list_of);
    }
    item.to_owned()
}

/// The name of a type as a spec has it.
pub(crate) fn item_name(item: ItemType<'_>) -> &str {
    match item {
        ItemType::String => "String",
        ItemType::Date => "Date",
        ItemType::Timestamp => "Timestamp",
        ItemType::TimestampIso8601 => "Timestamp ISO8601",
        ItemType::Int64 | ItemType::Uint64 => "Integer",
        ItemType::Float => "Float",
        ItemType::Boolean => "Boolean",
        ItemType::Object => "Object",
        ItemType::Binary => "Binary",
        ItemType::Named(name) => name,
    }
}

/// The structure that a member or an item of it is, unless it is free-form or a set of values.
pub(crate) fn structure<'a>(service: &'a Service, member: &Member) -> Option<&'a TypeFile> {
    match service.type_of(member).item {
        ItemType::Named(name) => service.type_named(name).filter(|shared| !shared.is_value_set()),
        _ => None,
    }
}

/// The flag that sets a member on the command line: `--GroupName`, `--AccessRegionSet.0`, `--Placement`.
pub(crate) fn flag(service: &Service, member: &Member) -> String {
    let is_list_of_structures = service.type_of(member).list && structure(service, member).is_some();
    let index = if is_list_of_structures { ".0" } else { "" };
    format!("--{}{index}", member.name.value)
}

/// What a description does not say by itself, a sentence each.
pub(crate) fn sentences(service: &Service, member: &Member, labels: &Labels) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(default) = &member.default {
        sentences.push(format!("{}: {}.", labels.default, json_text(&default.value)));
    }
    sentences.extend(limits(member, labels));
    if let Some(values) = values(service, member) {
        let listed: Vec<&str> = values.iter().map(String::as_str).take(MOST_VALUES).collect();
        let listed = listed.join(", ");
        sentences.push(if values.len() > MOST_VALUES {
            let set = member.values.as_ref().map(|set| set.value.as_str()).unwrap_or_default();
            format!(
                "{}: {listed} {} {set} ({}).",
                labels.among,
                labels.others_of,
                values.len()
            )
        } else {
            format!("{}: {listed}.", labels.one_of)
        });
    }
    if member.is_secret() {
        sentences.push(format!("({})", labels.secret));
    }
    if let Some(reason) = &member.deprecated {
        let reason = reason.value.trim();
        let colon = if reason.is_empty() { "" } else { ": " };
        sentences.push(format!("({}{colon}{reason})", labels.deprecated));
    }
    sentences
}

fn limits(member: &Member, labels: &Labels) -> Vec<String> {
    let unit = member
        .unit
        .as_ref()
        .map(|unit| format!(" {}", unit.value))
        .unwrap_or_default();
    let minimum = member.minimum.as_ref().map(|limit| limit.value);
    let maximum = member.maximum.as_ref().map(|limit| limit.value);
    let mut limits = Vec::new();
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => limits.push(format!("{minimum} – {maximum}{unit}.")),
        (Some(minimum), None) => limits.push(format!("{} {minimum}{unit}.", labels.at_least)),
        (None, Some(maximum)) => limits.push(format!("{} {maximum}{unit}.", labels.at_most)),
        (None, None) if !unit.is_empty() => limits.push(format!("{}:{unit}.", labels.unit)),
        (None, None) => {}
    }
    let counts = [
        (&member.max_length, labels.characters),
        (&member.max_items, labels.items),
    ];
    for (count, of) in counts {
        if let Some(count) = count {
            limits.push(format!("{} {} {of}.", labels.at_most, count.value));
        }
    }
    limits
}

/// The values of the set that a member refers to.
pub(crate) fn values(service: &Service, member: &Member) -> Option<Vec<String>> {
    let set = service.type_named(&member.values.as_ref()?.value)?;
    let strings = set.values.iter().flatten().map(|value| value.value.value.clone());
    let integers = set.integers.iter().flatten().map(|value| value.value.value.to_string());
    Some(strings.chain(integers).collect())
}

/// JSON in one line; a string without its quotes.
pub(crate) fn json_text(json: &Json) -> String {
    match &json.value {
        JsonValue::String(text) => text.clone(),
        _ => {
            let mut bytes = Vec::new();
            // Writing to memory does not fail.
            let _ = crate::json::write_compact(&value_of(json), &mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        }
    }
}

/// JSON of a spec as a value that is printed.
pub(crate) fn value_of(json: &Json) -> crate::json::Value {
    use crate::json::Value;

    match &json.value {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(flag) => Value::Bool(*flag),
        JsonValue::Number(number) => Value::Number(number.clone()),
        JsonValue::String(text) => Value::String(text.clone()),
        JsonValue::Array(items) => Value::Array(items.iter().map(value_of).collect()),
        JsonValue::Object(entries) => {
            let members = entries.iter().map(|entry| (entry.name.clone(), value_of(&entry.value)));
            Value::Object(members.collect())
        }
    }
}

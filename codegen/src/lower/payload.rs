//! Documented payloads as a typed client sends them.

use crate::request_code::{is_absent, present_items, scalar, text_of};
use crate::spec::{ItemType, Json, Member, Service, json_string};

/// The body that the typed request is sent as: members in the spec's order, each of its declared type.
pub(super) fn normal(service: &Service, members: &[Member], json: &Json) -> Option<String> {
    json.as_object()?;
    let mut entries = Vec::new();
    for member in members {
        let Some(value) = json.get(&member.name).filter(|value| !is_absent(value, member)) else {
            continue;
        };
        let value = if member.type_ref().list {
            let items: Option<Vec<String>> = present_items(value)
                .map(|item| normal_item(service, member, item))
                .collect();
            format!("[{}]", items?.join(","))
        } else {
            normal_item(service, member, value)?
        };
        entries.push(format!("{}:{value}", json_string(&member.name)));
    }
    Some(format!("{{{}}}", entries.join(",")))
}

fn normal_item(service: &Service, member: &Member, json: &Json) -> Option<String> {
    match service.type_of(member).item {
        ItemType::Named(name) => normal(service, service.type_named(name)?.members.as_deref()?, json),
        ItemType::Object => serde_json::from_str::<serde_json::Value>(&json.to_string())
            .ok()
            .map(|value| value.to_string()),
        ItemType::Binary => None,
        item if item.is_text() => Some(json_string(text_of(json)?)),
        ItemType::Int64 => scalar(json)?.parse::<i64>().ok().map(|value| value.to_string()),
        ItemType::Uint64 => scalar(json)?.parse::<u64>().ok().map(|value| value.to_string()),
        ItemType::Float => scalar(json)?
            .parse::<f64>()
            .ok()
            .map(|value| serde_json::Value::from(value).to_string()),
        _ => scalar(json)?.parse::<bool>().ok().map(|value| value.to_string()),
    }
}

//! Documented examples as documentation tests: the request built, sent as documented, the response read.

use super::docs;
use super::literal::{holds_hidden, raw};
use super::names::{field_name, request_type, response_type, setter_name, value_variant};
use super::optionality::takes_in_new;
use crate::format::statements;
use crate::spec::quoted;
use crate::spec::{ActionFile, Example, ItemType, Json, JsonValue, Member, Service};

/// Docs that show the examples of `action`; tests of them if `crate_path` names the crate they run in.
pub(crate) fn lines(service: &Service, action: &ActionFile, crate_path: Option<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    for example in &action.examples {
        lines.push(String::new());
        lines.push(format!("# Example: {}", docs::prose(&example.title).join(" ")));
        let test = crate_path.and_then(|path| Test { service, action }.lines(example, path));
        lines.extend(test.unwrap_or_else(|| shown(example)));
    }
    lines
}

/// An example as the documentation prints it, not run.
fn shown(example: &Example) -> Vec<String> {
    let fence = |title: &str, json: &Json| {
        let mut lines = vec![title.to_owned(), "```json".to_owned()];
        lines.extend(format!("{json:#}").lines().map(str::to_owned));
        lines.push("```".to_owned());
        lines
    };
    [
        fence("The request:", &example.request),
        fence("The response:", &example.response),
    ]
    .concat()
}

struct Test<'a> {
    service: &'a Service,
    action: &'a ActionFile,
}

impl Test<'_> {
    /// The example as a test; none if it cannot be built with the generated types, or holds characters that
    /// would control the layout of the documentation and are written as they are when sent.
    fn lines(&self, example: &Example, crate_path: &str) -> Option<Vec<String>> {
        if holds_hidden(&example.request) || holds_hidden(&example.response) {
            return None;
        }
        let root = crate_path.trim_start_matches("::").split("::").next()?;
        let request = self.structure(
            &request_type(&self.action.name),
            &self.action.parameters,
            &example.request,
        )?;
        let sent = normal(self.service, &self.action.parameters, &example.request)?;
        let documented = example.request.to_string();
        let mut code = format!("let request = {request};");
        code.push_str(&format!("let json = {root}::to_json(&request);"));
        code.push_str(&format!("assert_eq!(json, {});", raw(&sent)));
        if documented != sent {
            let name = request_type(&self.action.name);
            code.push_str(&format!("let documented = {};", raw(&documented)));
            code.push_str(&format!("let read: {name} = {root}::from_json(documented)?;"));
            code.push_str("assert_eq!(read, request);");
        }
        code.push_str(&self.answer(&example.response, root));
        let mut lines = vec![
            "```".to_owned(),
            "# #![allow(deprecated)]".to_owned(),
            format!("use {}::*;", crate_path.trim_start_matches("::")),
            String::new(),
        ];
        lines.extend(statements(&code)?);
        lines.push("# Ok::<(), Box<dyn std::error::Error>>(())".to_owned());
        lines.push("```".to_owned());
        Some(lines)
    }

    /// Statements that read the documented response and look at its members.
    fn answer(&self, response: &Json, root: &str) -> String {
        let name = response_type(&self.action.name);
        let read = format!(
            "let answer = {}; let response = {root}::Response::<{name}>::from_json(answer)",
            raw(&response.to_string())
        );
        let body = response.get("Response");
        if let Some(code) = body.and_then(|body| body.get("Error")?.get("Code")?.as_str()) {
            return format!("{read}; assert_eq!(response.unwrap_err().code(), Some({code:?}));");
        }
        let mut code = format!("{read}?;");
        for member in &self.action.output {
            let Some(value) = body.and_then(|body| body.get(&member.name)) else {
                continue;
            };
            if let (JsonValue::String(text), ItemType::String, false) = (
                &value.value,
                member.type_ref().item,
                member.nullable || member.type_ref().list,
            ) {
                let got = match member.name.as_str() {
                    "RequestId" => "response.request_id()".to_owned(),
                    _ if member.values.is_some() => format!("response.{}.as_str()", field_name(member)),
                    _ => format!("response.{}", field_name(member)),
                };
                code.push_str(&format!("assert_eq!({got}, {text:?});"));
            }
        }
        code
    }

    /// The expression that builds a `name` out of `json`.
    fn structure(&self, name: &str, members: &[Member], json: &Json) -> Option<String> {
        json.as_object()?;
        let by_new = takes_in_new(members);
        let mut arguments = Vec::new();
        let mut setters = String::new();
        for member in members {
            let value = json.get(&member.name).filter(|value| !is_absent(value, member));
            if member.required && by_new {
                arguments.push(self.value(value?, member)?);
            } else if let Some(value) = value {
                let setter = setter_name(&field_name(member));
                setters.push_str(&format!(".{setter}({})", self.value(value, member)?));
            }
        }
        Some(format!("{name}::new({}){setters}", arguments.join(", ")))
    }

    fn value(&self, json: &Json, member: &Member) -> Option<String> {
        if !member.type_ref().list {
            return self.item(json, member);
        }
        let items: Option<Vec<String>> = present_items(json).map(|item| self.item(item, member)).collect();
        match items? {
            items if items.is_empty() => Some(format!("Vec::<{}>::new()", self.item_type(member)?)),
            items => Some(format!("[{}]", items.join(", "))),
        }
    }

    fn item(&self, json: &Json, member: &Member) -> Option<String> {
        match self.service.type_of(member).item {
            ItemType::Named(name) => {
                let members = self.service.type_named(name)?.members.as_deref()?;
                self.structure(name, members, json)
            }
            ItemType::Object => Some(format!("{}.parse()?", raw(&json.to_string()))),
            item if item.is_text() => Some(self.text(scalar(json)?, member)),
            ItemType::Int64 => scalar(json)?.parse::<i64>().ok().map(|value| value.to_string()),
            ItemType::Uint64 => scalar(json)?.parse::<u64>().ok().map(|value| value.to_string()),
            ItemType::Float => scalar(json)?.parse::<f64>().ok().map(|value| format!("{value:?}")),
            _ => scalar(json)?.parse::<bool>().ok().map(|value| value.to_string()),
        }
    }

    fn text(&self, text: &str, member: &Member) -> String {
        let set = member.values.as_ref().and_then(|name| self.service.type_named(name));
        let listed = set.and_then(|set| set.values.iter().flatten().find(|value| value.value.value == text));
        match (set, listed) {
            (Some(set), Some(value)) => format!("{}::{}", set.name.value, value_variant(value)),
            _ => format!("{text:?}"),
        }
    }

    /// The type of the items of an empty list; none for free-form ones, whose path depends on the crate.
    fn item_type(&self, member: &Member) -> Option<String> {
        let name = match (self.service.type_of(member).item, &member.values) {
            (_, Some(values)) => values.as_str(),
            (ItemType::Named(name), _) => name,
            (ItemType::Int64, _) => "i64",
            (ItemType::Uint64, _) => "u64",
            (ItemType::Float, _) => "f64",
            (ItemType::Boolean, _) => "bool",
            (ItemType::Object, _) => return None,
            _ => "String",
        };
        Some(name.to_owned())
    }
}

/// The body that the typed request is sent as: members in the spec's order, each of its declared type.
fn normal(service: &Service, members: &[Member], json: &Json) -> Option<String> {
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
        entries.push(format!("{}:{value}", quoted(&member.name)));
    }
    Some(format!("{{{}}}", entries.join(",")))
}

fn normal_item(service: &Service, member: &Member, json: &Json) -> Option<String> {
    match service.type_of(member).item {
        ItemType::Named(name) => normal(service, service.type_named(name)?.members.as_deref()?, json),
        ItemType::Object => serde_json::from_str::<serde_json::Value>(&json.to_string())
            .ok()
            .map(|value| value.to_string()),
        item if item.is_text() => Some(quoted(scalar(json)?)),
        ItemType::Int64 => scalar(json)?.parse::<i64>().ok().map(|value| value.to_string()),
        ItemType::Uint64 => scalar(json)?.parse::<u64>().ok().map(|value| value.to_string()),
        ItemType::Float => scalar(json)?
            .parse::<f64>()
            .ok()
            .map(|value| serde_json::Value::from(value).to_string()),
        _ => scalar(json)?.parse::<bool>().ok().map(|value| value.to_string()),
    }
}

fn is_absent(json: &Json, member: &Member) -> bool {
    let type_ref = member.type_ref();
    match &json.value {
        JsonValue::Null => true,
        JsonValue::String(text) => text.is_empty() && (type_ref.list || !type_ref.item.is_text()),
        _ => false,
    }
}

fn present_items(json: &Json) -> impl Iterator<Item = &Json> {
    let items = match &json.value {
        JsonValue::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(json),
    };
    items.iter().filter(|item| item.value != JsonValue::Null)
}

fn scalar(json: &Json) -> Option<&str> {
    match &json.value {
        JsonValue::String(text) | JsonValue::Number(text) => Some(text),
        JsonValue::Bool(true) => Some("true"),
        JsonValue::Bool(false) => Some("false"),
        _ => None,
    }
}

//! Services, actions and types as JSON: what `tc3 api show --output json` prints.

use tc3_catalog::{ActionSummary, Found, ServiceSummary, Sites};
use tc3_codegen::spec::{ActionFile, Content, ErrorCode, Member, Paging, Service, TypeFile};

use super::action_page::{reached, reached_sets};
use super::facts::{item_name, value_of, values};
use crate::json::Value;

/// The members of an object that is being described.
#[derive(Default)]
struct Object(Vec<(String, Value)>);

impl Object {
    fn put(&mut self, name: &str, value: Value) {
        self.0.push((name.to_owned(), value));
    }

    fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.put(name, Value::String(text.to_owned()));
        }
    }

    /// A flag; absent means no.
    fn flag(&mut self, name: &str, is_set: bool) {
        if is_set {
            self.put(name, Value::Bool(true));
        }
    }

    fn number(&mut self, name: &str, number: Option<impl ToString>) {
        if let Some(number) = number {
            self.put(name, Value::Number(number.to_string()));
        }
    }

    fn list<T>(&mut self, name: &str, items: &[T], value: impl Fn(&T) -> Value) {
        self.put(name, Value::Array(items.iter().map(value).collect()));
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }
}

/// All services.
pub(crate) fn services_value(services: &[ServiceSummary]) -> Value {
    let value = |service: &ServiceSummary| {
        let mut object = Object::default();
        object.text("service", &service.name);
        object.text("title", &service.title);
        object.list("versions", &service.versions, |version| {
            Value::String(version.version.clone())
        });
        object.number("actions", service.versions.first().map(|version| version.actions));
        object.value()
    };
    Value::Array(services.iter().map(value).collect())
}

/// A service with its versions and actions.
pub(crate) fn service_value(summary: &ServiceSummary, version: &str, actions: &[ActionSummary]) -> Value {
    let mut object = Object::default();
    object.text("service", &summary.name);
    object.text("title", &summary.title);
    object.list("versions", &summary.versions, |version| {
        let mut object = Object::default();
        object.text("version", &version.version);
        object.number("actions", Some(version.actions));
        object.value()
    });
    object.text("version", version);
    object.list("actions", actions, |action| {
        let mut object = Object::default();
        object.text("action", &action.name);
        object.text("title", &action.title);
        object.put("sites", sites_value(action.sites));
        object.flag("deprecated", action.deprecated);
        object.value()
    });
    object.value()
}

/// An action with everything that is known of it, and the types that it reaches.
pub(crate) fn action_value(found: &Found, action: &ActionFile) -> Value {
    let service = &found.service;
    let mut object = Object::default();
    object.text("service", &service.file.name.value);
    object.text("version", &service.file.version.value);
    object.text("action", &action.name.value);
    object.text("description", &action.description.value);
    let host = action.host.as_ref().unwrap_or(&service.file.host);
    object.text("host", &host.value);
    object.put("sites", sites_value(found.sites));
    object.flag("otherVersion", found.is_other_version);
    object.flag("regionRequired", action.region_required);
    object.flag("readOnly", action.is_read_only());
    object.number("rateLimit", action.rate_limit.as_ref().map(|rate| rate.value));
    if let Some(paging) = action.pages() {
        object.put("paging", paging_value(paging));
    }
    match action.content() {
        Content::Json => {}
        Content::Multipart => object.text("content", "multipart/form-data"),
        Content::OctetStream => object.text("content", "application/octet-stream"),
    }
    if !action.is_signed() {
        object.put("signed", Value::Bool(false));
    }
    object.flag("streaming", action.streaming.value);
    if let Some(reason) = &action.deprecated {
        object.put("deprecated", Value::String(reason.value.clone()));
    }
    object.list("parameters", &action.parameters, |member| {
        member_value(service, member, true)
    });
    object.list("output", &action.output, |member| member_value(service, member, false));
    object.list("types", &types(service, action), |shared| type_value(service, shared));
    object.list("errors", &action.errors, error_value);
    object.list("examples", &action.examples, |example| {
        let mut object = Object::default();
        object.text("title", &example.title.value);
        for (name, body) in [("request", &example.request), ("response", &example.response)] {
            if let Some(body) = body {
                object.put(name, value_of(&body.value));
            }
        }
        object.value()
    });
    object.value()
}

fn types<'a>(service: &'a Service, action: &'a ActionFile) -> Vec<&'a TypeFile> {
    let mut types = reached(service, action);
    types.extend(reached_sets(service, action));
    types
}

/// A structure or a set of values.
pub(crate) fn type_value(service: &Service, shared: &TypeFile) -> Value {
    let mut object = Object::default();
    object.text("name", &shared.name.value);
    object.text("description", &shared.description.value);
    if let Some(members) = &shared.members {
        // A type may be sent and returned: both required and nullable are said.
        object.list("members", members, |member| member_value(service, member, true));
    }
    if let Some(values) = &shared.values {
        object.list("values", values, |value| {
            let mut object = Object::default();
            object.put("value", Value::String(value.value.value.clone()));
            object.text("description", &value.description.value);
            object.value()
        });
    }
    if let Some(integers) = &shared.integers {
        object.list("integers", integers, |integer| {
            let mut object = Object::default();
            object.number("value", Some(integer.value.value));
            object.text("name", &integer.rust_name.value);
            object.text("description", &integer.description.value);
            object.value()
        });
    }
    object.value()
}

fn member_value(service: &Service, member: &Member, is_sent: bool) -> Value {
    let mut object = Object::default();
    object.text("name", &member.name.value);
    let type_ref = service.type_of(member);
    object.text("type", item_name(type_ref.item));
    object.flag("list", type_ref.list);
    if member.format.as_ref().is_some_and(|format| format.value == "uint64") {
        object.text("format", "uint64");
    }
    if is_sent {
        object.put("required", Value::Bool(member.required));
    }
    object.flag("nullable", member.nullable);
    object.text("description", &member.description.value);
    if let Some(default) = &member.default {
        object.put("default", value_of(&default.value));
    }
    object.text(
        "unit",
        member.unit.as_ref().map(|unit| unit.value.as_str()).unwrap_or_default(),
    );
    object.number("minimum", member.minimum.as_ref().map(|limit| limit.value));
    object.number("maximum", member.maximum.as_ref().map(|limit| limit.value));
    object.number("maxLength", member.max_length.as_ref().map(|limit| limit.value));
    object.number("maxItems", member.max_items.as_ref().map(|limit| limit.value));
    if let Some(set) = &member.values {
        object.text("valueSet", &set.value);
    }
    if let Some(values) = values(service, member) {
        object.list("values", &values, |value| {
            let is_number = type_ref.item.is_number();
            if is_number {
                Value::Number(value.clone())
            } else {
                Value::String(value.clone())
            }
        });
    }
    object.flag("secret", member.is_secret());
    if let Some(reason) = &member.deprecated {
        object.put("deprecated", Value::String(reason.value.clone()));
    }
    object.value()
}

fn error_value(error: &ErrorCode) -> Value {
    let mut object = Object::default();
    object.text("code", &error.code.value);
    object.text(
        "description",
        error
            .description
            .as_ref()
            .map(|text| text.value.as_str())
            .unwrap_or_default(),
    );
    object.value()
}

fn paging_value(paging: &Paging) -> Value {
    let mut object = Object::default();
    object.text("kind", &paging.kind.value);
    object.text("position", &paging.position.value);
    object.text("items", &paging.items.value);
    let names = [
        ("size", &paging.size),
        ("total", &paging.total),
        ("next", &paging.next),
        ("more", &paging.more),
        ("last", &paging.last),
    ];
    for (name, member) in names {
        object.text(
            name,
            member.as_ref().map(|member| member.value.as_str()).unwrap_or_default(),
        );
    }
    object.number("firstPage", paging.first_page.as_ref().map(|first| first.value));
    object.value()
}

/// The names of sites.
pub(crate) fn sites_value(sites: Sites) -> Value {
    let sites = [(sites.cn, "cn"), (sites.intl, "intl")];
    let names = sites.into_iter().filter(|(has, _)| *has);
    Value::Array(names.map(|(_, name)| Value::String(name.to_owned())).collect())
}

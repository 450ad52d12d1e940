//! Documented examples: as they are printed, and as code that builds the request, looks at what is sent for it and reads
//! the response, where an example agrees with the generated types.

use std::collections::BTreeSet;

use super::docs;
use super::optionality::takes_in_new;
use super::payload::{is_absent, normal, present_items, scalar, text_of};
use super::{
    Accessor, Example, ExampleTest, Expected, ExpectedMember, Expression, ItemShape, RequestTest, ResponseTest,
};
use crate::naming::{field_name, request_type, response_type, setter_name, value_variant};
use crate::source::is_escaped;
use crate::spec::{self, ActionFile, ItemType, Json, JsonValue, Member, Service};
use crate::validate::{Coercion, Direction, Validator};

/// The examples of `action`; tests of them if `module_path` names the module that has its types.
pub(super) fn examples(service: &Service, action: &ActionFile, module_path: Option<&str>) -> Vec<Example> {
    let example = |example: &spec::Example| Example {
        title: docs::prose(&example.title).join(" "),
        request: example.request.as_ref().map(|request| format!("{:#}", request.value)),
        response: example
            .response
            .as_ref()
            .map(|response| format!("{:#}", response.value)),
        test: module_path.and_then(|path| TestLowering::of(service, action).test(example, path)),
    };
    action.examples.iter().map(example).collect()
}

/// One example on its way to a test.
struct TestLowering<'a> {
    service: &'a Service,
    action: &'a ActionFile,
    /// The generated types that the test names.
    imports: BTreeSet<String>,
}

impl<'a> TestLowering<'a> {
    fn of(service: &'a Service, action: &'a ActionFile) -> Self {
        Self {
            service,
            action,
            imports: BTreeSet::new(),
        }
    }

    /// The example as a test; `None` if one of its bodies does not agree with the generated types, or holds characters
    /// that would control the layout of the documentation and are written as they are when sent.
    fn test(mut self, example: &spec::Example, module_path: &str) -> Option<ExampleTest> {
        let request = match &example.request {
            Some(request) => Some(self.request(request)?),
            None => None,
        };
        let response = match &example.response {
            Some(response) => Some(self.response(response)?),
            None => None,
        };
        Some(ExampleTest {
            module_path: module_path.trim_start_matches("::").to_owned(),
            imports: self.imports.into_iter().collect(),
            request,
            response,
        })
    }

    fn request(&mut self, request: &Json) -> Option<RequestTest> {
        let members = &self.action.parameters;
        let is_valid = self.validator(Direction::Request).body(request, members).is_empty();
        if !is_valid || needs_escapes(request) {
            return None;
        }
        let type_name = request_type(&self.action.name);
        let built = self.structure(&type_name, members, request)?;
        let sent = normal(self.service, members, request)?;
        let documented = request.to_string();
        Some(RequestTest {
            type_name,
            imports: self.imports.iter().cloned().collect(),
            built,
            documented: (documented != sent).then_some(documented),
            sent,
        })
    }

    fn response(&mut self, response: &Json) -> Option<ResponseTest> {
        let body = response.get("Response")?;
        let output = &self.action.output;
        let expected = match error_code(body) {
            Some(code) => Expected::ErrorCode(code.to_owned()),
            None if !self.validator(Direction::Response).body(body, output).is_empty() => return None,
            None => Expected::Members(output.iter().filter_map(|member| look(member, body)).collect()),
        };
        if needs_escapes(response) {
            return None;
        }
        let type_name = response_type(&self.action.name);
        self.imports.insert(type_name.clone());
        Some(ResponseTest {
            type_name,
            body: response.to_string(),
            expected,
        })
    }

    /// Finds what a client would read or write with an anomaly that the test would trip over.
    fn validator(&self, direction: Direction) -> Validator<'a> {
        Validator {
            service: self.service,
            coercion: Coercion::Documentation,
            direction,
        }
    }

    /// The expression that builds a `name` out of `json`.
    fn structure(&mut self, name: &str, members: &[Member], json: &Json) -> Option<Expression> {
        json.as_object()?;
        self.imports.insert(name.to_owned());
        let by_new = takes_in_new(members);
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        for member in members {
            let value = json.get(&member.name).filter(|value| !is_absent(value, member));
            if member.required && by_new {
                arguments.push(self.value(value?, member)?);
            } else if let Some(value) = value {
                let setter = setter_name(&field_name(member));
                setters.push((setter, self.value(value, member)?));
            }
        }
        Some(Expression::New {
            type_name: name.to_owned(),
            arguments,
            setters,
        })
    }

    fn value(&mut self, json: &Json, member: &Member) -> Option<Expression> {
        if !member.type_ref().list {
            return self.item(json, member);
        }
        let items: Option<Vec<Expression>> = present_items(json).map(|item| self.item(item, member)).collect();
        match items? {
            items if items.is_empty() => Some(Expression::EmptyList(self.item_type(member)?)),
            items => Some(Expression::List(items)),
        }
    }

    fn item(&mut self, json: &Json, member: &Member) -> Option<Expression> {
        match self.service.type_of(member).item {
            ItemType::Named(name) => {
                let members = self.service.type_named(name)?.members.as_deref()?;
                self.structure(name, members, json)
            }
            ItemType::Object => Some(Expression::Json(json.to_string())),
            ItemType::Binary => None, // the documentation has no bytes to show
            item if item.is_text() => Some(self.text(text_of(json)?, member)),
            ItemType::Int64 => {
                let value = scalar(json)?.parse().ok()?;
                Some(self.constant(value, member).unwrap_or(Expression::Int64(value)))
            }
            ItemType::Uint64 => {
                let value: u64 = scalar(json)?.parse().ok()?;
                let named = i64::try_from(value).ok().and_then(|value| self.constant(value, member));
                Some(named.unwrap_or(Expression::Uint64(value)))
            }
            ItemType::Float => scalar(json)?.parse().ok().map(Expression::Float),
            _ => scalar(json)?.parse().ok().map(Expression::Boolean),
        }
    }

    fn text(&mut self, text: &str, member: &Member) -> Expression {
        let set = member.value_enum().and_then(|name| self.service.type_named(name));
        let listed = set.and_then(|set| set.values.iter().flatten().find(|value| value.value.value == text));
        match (set, listed) {
            (Some(set), Some(value)) => {
                self.imports.insert(set.name.value.clone());
                Expression::Variant {
                    set: set.name.value.clone(),
                    variant: value_variant(value),
                }
            }
            _ => Expression::Text(text.to_owned()),
        }
    }

    /// The constant of an integer, if it has a name.
    fn constant(&mut self, value: i64, member: &Member) -> Option<Expression> {
        let set = self.service.type_named(member.values.as_ref()?)?;
        let mut integers = set.integers.iter().flatten();
        let named = integers.find(|integer| integer.value.value == value)?;
        self.imports.insert(set.name.value.clone());
        Some(Expression::Variant {
            set: set.name.value.clone(),
            variant: named.rust_name.value.clone(),
        })
    }

    /// The type of the items of an empty list; none for free-form ones, whose path depends on the crate.
    fn item_type(&mut self, member: &Member) -> Option<ItemShape> {
        if let (ItemType::Named(name), _) | (_, Some(name)) = (
            self.service.type_of(member).item,
            member.value_enum().map(|name| name.as_str()),
        ) {
            self.imports.insert(name.to_owned());
        }
        Some(match (self.service.type_of(member).item, member.value_enum()) {
            (_, Some(values)) => ItemShape::Values(values.value.clone()),
            (ItemType::Named(name), _) => ItemShape::Type(name.to_owned()),
            (ItemType::Int64, _) => ItemShape::Int64,
            (ItemType::Uint64, _) => ItemShape::Uint64,
            (ItemType::Float, _) => ItemShape::Float,
            (ItemType::Boolean, _) => ItemShape::Boolean,
            (ItemType::Object, _) => return None,
            _ => ItemShape::Text,
        })
    }
}

/// What the documentation says of `member`, if it is text that every response has.
fn look(member: &Member, body: &Json) -> Option<ExpectedMember> {
    let text = body.get(&member.name)?.as_str()?;
    let is_plain = !member.nullable && !member.type_ref().list;
    if member.type_ref().item != ItemType::String || !is_plain {
        return None;
    }
    let accessor = match member.name.as_str() {
        "RequestId" => Accessor::RequestId,
        _ if member.value_enum().is_some() => Accessor::OpenEnum(field_name(member)),
        _ => Accessor::Text(field_name(member)),
    };
    Some(ExpectedMember {
        accessor,
        text: text.to_owned(),
    })
}

/// The code of a documented failure. Two actions answer with an `Error` of their own, whose code may be empty.
fn error_code(body: &Json) -> Option<&str> {
    body.get("Error")?.get("Code")?.as_str().filter(|code| !code.is_empty())
}

/// Whether the text of `json` escapes more than JSON has to, so that a client would write it otherwise.
fn needs_escapes(json: &Json) -> bool {
    let is_hidden = |text: &str| text.chars().any(|letter| letter >= ' ' && is_escaped(letter));
    match &json.value {
        JsonValue::String(text) => is_hidden(text),
        JsonValue::Array(items) => items.iter().any(needs_escapes),
        JsonValue::Object(entries) => entries
            .iter()
            .any(|entry| is_hidden(&entry.name) || needs_escapes(&entry.value)),
        JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) => false,
    }
}

//! Documented examples: as they are printed, and as code that builds the request, looks at what is sent for it and reads
//! the response, where an example agrees with the generated types.

use std::collections::BTreeSet;

use super::docs;
use super::payload::normal;
use super::{Accessor, Example, ExampleTest, Expected, ExpectedMember, RequestTest, ResponseTest};
use crate::naming::{field_name, request_type, response_type};
use crate::request_code::RequestBuilder;
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
        let mut builder = RequestBuilder::new(self.service, &[]);
        let built = builder.structure(&type_name, members, request, "").ok()?;
        let imports = builder.into_imports();
        self.imports.extend(imports.iter().cloned());
        let sent = normal(self.service, members, request)?;
        let documented = request.to_string();
        Some(RequestTest {
            type_name,
            imports,
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

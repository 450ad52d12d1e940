//! Documented examples as documentation tests: the request built, sent as documented, the response read.

use std::collections::BTreeSet;

use super::docs;
use super::literal::{holds_hidden, raw};
use super::optionality::takes_in_new;
use super::payload::{is_absent, normal, present_items, scalar, text_of};
use crate::format::statements;
use crate::naming::{field_name, request_type, response_type, setter_name, value_variant};
use crate::spec::{ActionFile, Example, ItemType, Json, Member, Service};
use crate::validate::{Coercion, Direction, Validator};

/// Docs that show the examples of `action`; tests of them if `crate_path` names the crate they run in.
pub(crate) fn lines(service: &Service, action: &ActionFile, crate_path: Option<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    for example in &action.examples {
        lines.push(String::new());
        lines.push(format!("# Example: {}", docs::prose(&example.title).join(" ")));
        let test = crate_path.and_then(|path| Test::of(service, action).lines(example, path));
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
    /// The generated types that the test names.
    imports: BTreeSet<String>,
}

impl<'a> Test<'a> {
    fn of(service: &'a Service, action: &'a ActionFile) -> Self {
        Self {
            service,
            action,
            imports: BTreeSet::new(),
        }
    }

    /// The example as a test; none if it does not fit the generated types, or holds characters that would
    /// control the layout of the documentation and are written as they are when sent.
    fn lines(mut self, example: &Example, crate_path: &str) -> Option<Vec<String>> {
        let is_shown_as_sent = !holds_hidden(&example.request) && !holds_hidden(&example.response);
        if !is_shown_as_sent || !self.fits(example) {
            return None;
        }
        let crate_path = crate_path.trim_start_matches("::");
        let root = crate_path.split("::").next()?;
        let mut code = self.request(&example.request, root)?;
        code.push_str(&self.answer(&example.response, root));
        let imports: Vec<&str> = self.imports.iter().map(String::as_str).collect();
        let import = format!("use {crate_path}::{{{}}};", imports.join(", "));
        let mut lines = vec!["```".to_owned(), "# #![allow(deprecated)]".to_owned()];
        lines.extend(crate::format::items(&import)?);
        lines.push(String::new());
        lines.extend(statements(&code)?);
        lines.push("# ::std::result::Result::Ok::<(), ::std::boxed::Box<dyn ::std::error::Error>>(())".to_owned());
        lines.push("```".to_owned());
        Some(lines)
    }

    /// Whether a client reads and writes the example without an anomaly that the test would trip over.
    fn fits(&self, example: &Example) -> bool {
        let fit = |direction| Validator {
            service: self.service,
            coercion: Coercion::Documentation,
            direction,
        };
        let request = fit(Direction::Request).body(&example.request, &self.action.parameters);
        let Some(body) = example.response.get("Response") else {
            return false;
        };
        let response = match error_code(body) {
            Some(_) => Vec::new(),
            None => fit(Direction::Response).body(body, &self.action.output),
        };
        request.is_empty() && response.is_empty()
    }

    /// Statements that build the request, and look at what is sent for it.
    fn request(&mut self, documented: &Json, root: &str) -> Option<String> {
        let name = request_type(&self.action.name);
        let request = self.structure(&name, &self.action.parameters, documented)?;
        let sent = normal(self.service, &self.action.parameters, documented)?;
        let documented = documented.to_string();
        let mut code = format!("let request = {request};");
        code.push_str(&format!("let json = {root}::to_json(&request);"));
        code.push_str(&format!("assert_eq!(json, {});", raw(&sent)));
        if documented != sent {
            code.push_str(&format!("let documented = {};", raw(&documented)));
            code.push_str(&format!("let read: {name} = {root}::from_json(documented)?;"));
            code.push_str("assert_eq!(read, request);");
        }
        Some(code)
    }

    /// Statements that read the documented response and look at its members.
    fn answer(&mut self, response: &Json, root: &str) -> String {
        let name = response_type(&self.action.name);
        self.imports.insert(name.clone());
        let read = format!(
            "let answer = {}; let response = {root}::Response::<{name}>::from_json(answer)",
            raw(&response.to_string())
        );
        let Some(body) = response.get("Response") else {
            return format!("{read}?;");
        };
        if let Some(code) = error_code(body) {
            return format!("{read}; assert_eq!(response.unwrap_err().code().unwrap_or_default(), {code:?});");
        }
        let looks = self.action.output.iter().filter_map(|member| look(member, body));
        format!("{read}?;{}", looks.collect::<String>())
    }

    /// The expression that builds a `name` out of `json`.
    fn structure(&mut self, name: &str, members: &[Member], json: &Json) -> Option<String> {
        json.as_object()?;
        self.imports.insert(name.to_owned());
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

    fn value(&mut self, json: &Json, member: &Member) -> Option<String> {
        if !member.type_ref().list {
            return self.item(json, member);
        }
        let items: Option<Vec<String>> = present_items(json).map(|item| self.item(item, member)).collect();
        match items? {
            items if items.is_empty() => Some(format!("::std::vec::Vec::<{}>::new()", self.item_type(member)?)),
            items => Some(format!("[{}]", items.join(", "))),
        }
    }

    fn item(&mut self, json: &Json, member: &Member) -> Option<String> {
        match self.service.type_of(member).item {
            ItemType::Named(name) => {
                let members = self.service.type_named(name)?.members.as_deref()?;
                self.structure(name, members, json)
            }
            ItemType::Object => Some(format!("{}.parse()?", raw(&json.to_string()))),
            ItemType::Binary => None, // the documentation has no bytes to show
            item if item.is_text() => Some(self.text(text_of(json)?, member)),
            ItemType::Int64 => scalar(json)?.parse::<i64>().ok().map(|value| value.to_string()),
            ItemType::Uint64 => scalar(json)?.parse::<u64>().ok().map(|value| value.to_string()),
            ItemType::Float => scalar(json)?.parse::<f64>().ok().map(|value| format!("{value:?}")),
            _ => scalar(json)?.parse::<bool>().ok().map(|value| value.to_string()),
        }
    }

    fn text(&mut self, text: &str, member: &Member) -> String {
        let set = member.values.as_ref().and_then(|name| self.service.type_named(name));
        let listed = set.and_then(|set| set.values.iter().flatten().find(|value| value.value.value == text));
        match (set, listed) {
            (Some(set), Some(value)) => {
                self.imports.insert(set.name.value.clone());
                format!("{}::{}", set.name.value, value_variant(value))
            }
            _ => format!("{text:?}"),
        }
    }

    /// The type of the items of an empty list; none for free-form ones, whose path depends on the crate.
    fn item_type(&mut self, member: &Member) -> Option<String> {
        if let (ItemType::Named(name), _) | (_, Some(name)) = (
            self.service.type_of(member).item,
            member.values.as_deref().map(String::as_str),
        ) {
            self.imports.insert(name.to_owned());
        }
        let name = match (self.service.type_of(member).item, &member.values) {
            (_, Some(values)) => values.as_str(),
            (ItemType::Named(name), _) => name,
            (ItemType::Int64, _) => "i64",
            (ItemType::Uint64, _) => "u64",
            (ItemType::Float, _) => "f64",
            (ItemType::Boolean, _) => "bool",
            (ItemType::Object, _) => return None,
            _ => "::std::string::String",
        };
        Some(name.to_owned())
    }
}

/// A statement that looks at what was read for `member`, if it is text.
fn look(member: &Member, body: &Json) -> Option<String> {
    let text = body.get(&member.name)?.as_str()?;
    let is_plain = !member.nullable && !member.type_ref().list;
    if member.type_ref().item != ItemType::String || !is_plain {
        return None;
    }
    let got = match member.name.as_str() {
        "RequestId" => "response.request_id()".to_owned(),
        _ if member.values.is_some() => format!("response.{}.as_str()", field_name(member)),
        _ => format!("response.{}", field_name(member)),
    };
    Some(format!("assert_eq!({got}, {text:?});"))
}

/// The code of a documented failure. Two actions answer with an `Error` of their own, whose code may be empty.
fn error_code(body: &Json) -> Option<&str> {
    body.get("Error")?.get("Code")?.as_str().filter(|code| !code.is_empty())
}

//! Compares a documented body with itself after it was read by a generated type and written again.
//!
//! Differences that a lenient reader makes are ignored: a number or boolean in quotes, a number for a string, one value
//! for a list of one, a null, an empty string where the type has no string.

use serde_json::Value;

use super::runtime::{Action, ActionInfo, Error, Response, UnknownMember, from_json, to_json};

/// An action, and the functions that read its bodies.
pub(crate) struct Typed {
    pub(crate) info: &'static ActionInfo,
    pub(crate) request: fn(&str) -> Outcome,
    pub(crate) response: fn(&str) -> Outcome,
}

/// The outcome of reading and writing a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it is in the type.
    Same,
    /// All of it is in the type or among the undeclared members, whose paths these are.
    Undeclared(Vec<String>),
    /// It is a documented failure, and was read as that failure.
    Failure,
    /// It differs: a line for each difference.
    Differs(Vec<String>),
}

pub(crate) const fn typed<A: Action>() -> Typed {
    Typed {
        info: A::INFO,
        request: request::<A>,
        response: response::<A>,
    }
}

fn request<A: Action>(body: &str) -> Outcome {
    match from_json::<A>(body) {
        Ok(request) => Comparison::default().outcome(&parsed(body), &to_json(&request)),
        Err(error) => Outcome::Differs(vec![error.to_string()]),
    }
}

fn response<A: Action>(body: &str) -> Outcome {
    match Response::<A::Output>::from_json(body) {
        Ok(response) => answered(body, &to_json(&*response), response.request_id(), response.unknown()),
        Err(error) => failed(body, &error),
    }
}

fn answered(body: &str, typed: &str, request_id: &str, unknown: &[UnknownMember]) -> Outcome {
    let mut documented = parsed(body)["Response"].take();
    if let Some(members) = documented.as_object_mut() {
        // It is read, but is not a member of the type.
        if members.get("RequestId").and_then(Value::as_str) == Some(request_id) {
            members.remove("RequestId");
        }
        if members.get("Error").is_some_and(Value::is_null) {
            members.remove("Error");
        }
    }
    let undeclared = unknown.iter().map(|member| member.path.clone()).collect();
    Comparison {
        undeclared,
        differences: Vec::new(),
    }
    .outcome(&documented, typed)
}

fn failed(body: &str, error: &Error) -> Outcome {
    let documented = &parsed(body)["Response"]["Error"];
    match documented["Code"].as_str() {
        Some(code) if error.code() == Some(code) => Outcome::Failure,
        _ => Outcome::Differs(vec![error.to_string()]),
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

#[derive(Default)]
struct Comparison {
    undeclared: Vec<String>,
    differences: Vec<String>,
}

impl Comparison {
    fn outcome(mut self, documented: &Value, typed: &str) -> Outcome {
        self.value("", documented, Some(&parsed(typed)));
        match (self.differences.is_empty(), self.undeclared.is_empty()) {
            (true, true) => Outcome::Same,
            (true, false) => Outcome::Undeclared(self.undeclared),
            (false, _) => Outcome::Differs(self.differences),
        }
    }

    fn value(&mut self, path: &str, documented: &Value, typed: Option<&Value>) {
        if is_nothing(documented) || self.undeclared.iter().any(|known| known == path) {
            return;
        }
        match (documented, typed) {
            (Value::Object(members), Some(Value::Object(fields))) => {
                for (name, member) in members {
                    let below = match path {
                        "" => name.clone(),
                        path => format!("{path}.{name}"),
                    };
                    self.value(&below, member, fields.get(name));
                }
            }
            (Value::Array(items), Some(Value::Array(read))) => self.items(path, items, read),
            (one, Some(Value::Array(read))) => match read.as_slice() {
                [item] => self.value(path, one, Some(item)),
                _ => self.differs(path, one, typed),
            },
            (scalar, Some(read)) if is_same(scalar, read) => {}
            _ => self.differs(path, documented, typed),
        }
    }

    /// Compares lists. A null in a list is skipped, and so is an empty string unless the list is of strings.
    fn items(&mut self, path: &str, items: &[Value], read: &[Value]) {
        let has_strings = read.iter().any(Value::is_string);
        let is_kept = |item: &Value| !item.is_null() && (has_strings || !is_nothing(item));
        let kept: Vec<(usize, &Value)> = items.iter().enumerate().filter(|(_, item)| is_kept(item)).collect();
        if kept.len() != read.len() {
            let line = format!("{path}: {} items were read as {}", items.len(), read.len());
            return self.differences.push(line);
        }
        for ((index, item), read) in kept.into_iter().zip(read) {
            self.value(&format!("{path}[{index}]"), item, Some(read));
        }
    }

    fn differs(&mut self, path: &str, documented: &Value, typed: Option<&Value>) {
        let documented = documented.to_string();
        self.differences.push(match typed {
            None => format!("{path}: {documented} is lost"),
            Some(typed) => format!("{path}: {documented} was read as {typed}"),
        });
    }
}

/// Whether a value is read as an absent member.
fn is_nothing(documented: &Value) -> bool {
    documented.is_null() || documented.as_str() == Some("")
}

fn is_same(documented: &Value, read: &Value) -> bool {
    match (documented, read) {
        (Value::Number(number), Value::Number(read)) => {
            number == read || (number.as_f64() == read.as_f64() && !(number.is_u64() && read.is_u64()))
        }
        (Value::String(text), Value::Number(read)) => {
            text.trim() == read.to_string() || (text.parse().ok() == read.as_f64())
        }
        (Value::String(text), Value::Bool(read)) => text.eq_ignore_ascii_case(if *read { "true" } else { "false" }),
        (Value::Number(number), Value::String(read)) => {
            number.to_string() == *read || number.as_f64() == read.parse().ok()
        }
        (documented, read) => documented == read,
    }
}

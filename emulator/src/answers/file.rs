//! Reads answers from a JSON file, and reports all mistakes in it at once.
//!
//! The members of an answer are not compared with the spec: an answer by hand is often one that the spec does not have.
//! `answers.schema.json` is written by hand, as that of the faults is.

use std::path::Path;

use tc3_codegen::Diagnostics;
use tc3_codegen::spec::{Json, JsonEntry, JsonValue};

use super::Served;
use super::{Answer, Answers, Key, Turns};
use crate::json_file::{self, JsonFileError, Mistakes};
use crate::wire::error::ApiError;

const SCHEMA: &str = "$schema";
const ENVELOPE: &str = "Response";
const ERROR: &str = "Error";
const REQUEST_ID: &str = "RequestId";

/// The answers of the file at `path`, for services that are served.
pub(crate) fn read(path: &Path, served: Served<'_>) -> Result<Answers, JsonFileError> {
    json_file::read(path, |json, mistakes| Reader { served, mistakes }.file(json))
}

/// The answers of a text, which diagnostics call `name`.
pub(crate) fn parse(name: &str, text: String, served: Served<'_>) -> Result<Answers, Diagnostics> {
    json_file::parse(name, text, |json, mistakes| Reader { served, mistakes }.file(json))
}

struct Reader<'s, 'm> {
    served: Served<'s>,
    mistakes: &'m mut Mistakes,
}

impl Reader<'_, '_> {
    fn file(&mut self, json: &Json) -> Answers {
        let mut answers = Answers::default();
        for entry in self.mistakes.unique_entries(json, "the file").unwrap_or_default() {
            if entry.name == SCHEMA {
                self.mistakes.text(json, SCHEMA);
                continue;
            }
            let key = self.key(entry);
            let turns = self.turns(&entry.value, &entry.name);
            answers.0.extend(key.map(|key| (key, turns)));
        }
        answers
    }

    /// The action that an entry names: `DescribeProxies`, or `gaap.DescribeProxies`.
    fn key(&mut self, entry: &JsonEntry) -> Option<Key> {
        let (mistake, help) = match entry.name.split_once('.') {
            Some((service, action)) if !service.is_empty() && is_name(action) => {
                let mut names: Vec<&str> = self.served.names().collect();
                if names.contains(&service) {
                    return Some(Key::of_service(service, action));
                }
                names.dedup();
                let names: Vec<&str> = names.into_iter().take(20).collect();
                (
                    format!("no service `{service}` is served"),
                    format!("served are {}", names.join(", ")),
                )
            }
            None if is_name(&entry.name) => {
                if self.served.may_have(&entry.name) {
                    return Some(Key::of_any(&entry.name));
                }
                (
                    format!("no service that is served has the action `{}`", entry.name),
                    "write its name as the spec does, or its service before it for an action that the spec does not \
                     declare: `gaap.DescribeProxies`"
                        .to_owned(),
                )
            }
            _ => (
                format!("`{}` is not the name of an action", entry.name),
                "write `DescribeProxies` or, with its service, `gaap.DescribeProxies`".to_owned(),
            ),
        };
        self.mistakes.report(&entry.name_range, "unknown-action", mistake, help);
        None
    }

    fn turns(&mut self, json: &Json, name: &str) -> Turns {
        let answers = match &json.value {
            JsonValue::Array(items) if items.is_empty() => {
                let expected = "an answer, or a list of at least one";
                self.mistakes.wrong_value(json, &format!("`{name}`"), expected);
                Vec::new()
            }
            JsonValue::Array(items) => items.iter().map(|item| self.answer(item)).collect(),
            _ => vec![self.answer(json)],
        };
        Turns::new(answers)
    }

    fn answer(&mut self, json: &Json) -> Answer {
        self.check_repeated(json);
        let inside = match json.as_object() {
            Some([only]) if only.name == ENVELOPE => &only.value,
            _ => json,
        };
        let Some(entries) = inside.as_object() else {
            let expected = "an object with the members of the answer";
            self.mistakes.wrong_value(inside, "an answer", expected);
            return Answer {
                members: Vec::new(),
                error: None,
            };
        };
        let members = entries.iter().filter(|entry| entry.name != REQUEST_ID);
        Answer {
            members: members.map(|entry| (entry.name.clone(), entry.value.clone())).collect(),
            error: inside.get(ERROR).and_then(|error| self.error(error)),
        }
    }

    /// The error in an answer; `None` without a code, as a few successful answers have it.
    fn error(&mut self, json: &Json) -> Option<ApiError> {
        let text = |key: &str| json.get(key).map(Json::as_str);
        match (text("Code"), text("Message")) {
            (Some(Some("")), _) => None,
            (Some(Some(code)), None | Some(Some(_))) => {
                let message = text("Message").flatten().unwrap_or_default();
                Some(ApiError::new(code.to_owned(), message))
            }
            _ => {
                let expected = "an object with the texts `Code` and `Message`";
                self.mistakes.wrong_value(json, "`Error`", expected);
                None
            }
        }
    }

    /// Reports members that are given twice, at any depth, which the parser bounds.
    fn check_repeated(&mut self, json: &Json) {
        match &json.value {
            JsonValue::Array(items) => items.iter().for_each(|item| self.check_repeated(item)),
            JsonValue::Object(_) => {
                let entries = self.mistakes.unique_entries(json, "this").unwrap_or_default();
                entries.iter().for_each(|entry| self.check_repeated(&entry.value));
            }
            _ => {}
        }
    }
}

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

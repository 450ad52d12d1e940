//! The members of requests and outputs in JSON, as the cursor reads and sets them.

use std::borrow::Cow;

use serde_json::Value;

use super::NamedPaging;
use crate::json::{RawMembers, raw_member};
use crate::pagination::members::{Members, NotANumber, Position};

/// The parameters of a request, as texts, in their order.
#[derive(Clone, Default)]
pub(super) struct JsonRequest {
    members: Vec<(String, String)>,
    /// Parameters whose numbers are sent as strings.
    quoted: Vec<String>,
}

impl JsonRequest {
    /// Reads the parameters, or returns `None` if they are not a JSON object.
    pub(super) fn read(json: &[u8], paging: &NamedPaging) -> Option<Self> {
        let RawMembers(members) = serde_json::from_slice(json).ok()?;
        let members = members.into_iter().map(|(name, value)| (name, value.get().to_owned()));
        let position = paging.is_position_quoted.then_some(&paging.rules.position);
        let size = paging.rules.size.as_ref().filter(|_| paging.is_size_quoted);
        Some(Self {
            members: members.collect(),
            quoted: position.into_iter().chain(size).map(ToString::to_string).collect(),
        })
    }

    pub(super) fn to_json(&self) -> String {
        let members = self.members.iter();
        let members: Vec<String> = members
            .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())))
            .collect();
        format!("{{{}}}", members.join(","))
    }

    fn value(&self, name: &str) -> Option<&str> {
        let found = self.members.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| *value != "null")
    }
}

impl Members for JsonRequest {
    fn number(&self, name: &str) -> Result<Option<u64>, NotANumber> {
        number(self.value(name))
    }

    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        text(self.value(name))
    }

    fn is_true(&self, name: &str) -> bool {
        self.value(name) == Some("true")
    }

    fn put(&mut self, name: &str, value: Position<'_>) -> bool {
        let is_string = |json: &str| json.starts_with('"');
        let is_quoted = self.quoted.iter().any(|quoted| quoted == name) || self.value(name).is_some_and(is_string);
        let value = match value {
            Position::Number(number) if is_quoted => format!("\"{number}\""),
            Position::Number(number) => number.to_string(),
            Position::Token(token) => Value::from(token).to_string(),
        };
        match self.members.iter_mut().find(|(known, _)| known == name) {
            Some(member) => member.1 = value,
            None => self.members.push((name.to_owned(), value)),
        }
        true
    }
}

/// The members of an output.
pub(super) struct JsonOutput<'a>(pub(super) &'a str);

impl Members for JsonOutput<'_> {
    fn number(&self, name: &str) -> Result<Option<u64>, NotANumber> {
        number(raw_member(self.0, name))
    }

    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        text(raw_member(self.0, name))
    }

    fn is_true(&self, name: &str) -> bool {
        raw_member(self.0, name) == Some("true")
    }

    fn put(&mut self, _: &str, _: Position<'_>) -> bool {
        false
    }
}

fn number(json: Option<&str>) -> Result<Option<u64>, NotANumber> {
    let digits = json.unwrap_or_default().trim_matches('"');
    if digits.is_empty() {
        return Ok(None);
    }
    digits.parse().map(Some).map_err(|_| NotANumber)
}

fn text(json: Option<&str>) -> Option<Cow<'_, str>> {
    let text: String = serde_json::from_str(json?).ok()?;
    (!text.is_empty()).then_some(text.into())
}

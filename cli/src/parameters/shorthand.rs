//! The short form of a structure: `AccessRegion=Guangzhou,Bandwidth=10,Concurrent=2`.
//!
//! A value ends at the next comma, so that it may hold `=`. One that holds a comma is quoted, `Name='a,b'` or
//! `Name="a,b"`; the quotation mark itself is written twice in it. A list of texts or numbers is `Values=[a,b]`, or
//! `Values=a` with one item. Members that are structures, or lists of them, are given as JSON or by dots.

use tc3_codegen::spec::{ItemType, Member, Service};

use super::path::{self, NotFound};
use super::value::{boolean, number};
use super::{Fault, members_of};
use crate::json::Value;
use crate::near::{near_clause, nearest};

/// Reads the short form of a structure.
pub(super) fn read(text: &str, type_name: &str, service: &Service) -> Result<Value, Fault> {
    let members = members_of(service, type_name);
    let mut given: Vec<(&Member, Value)> = Vec::new();
    for (name, value) in pairs(text)? {
        let member = match path::member(members, name) {
            Ok(member) => member,
            Err(NotFound::Ambiguous(names)) => return Err(path::ambiguous("", name, &names)),
            Err(NotFound::Unknown) => {
                let near = nearest(name, members.iter().map(|member| member.name.as_str()));
                return Err(Fault::new(format!(
                    "{name} is no member of {type_name}{}",
                    near_clause(&near)
                )));
            }
        };
        if given.iter().any(|(known, _)| known.name == member.name) {
            return Err(Fault::new(format!("{name} is given twice")));
        }
        given.push((member, scalar(value, member, service)?));
    }
    // As they are declared, as for parts that are given one by one.
    let place = |member: &Member| members.iter().position(|known| known.name == member.name);
    given.sort_by_key(|(member, _)| place(member));
    let entries = given
        .into_iter()
        .map(|(member, value)| (member.name.value.clone(), value));
    Ok(Value::Object(entries.collect()))
}

fn scalar(text: String, member: &Member, service: &Service) -> Result<Value, Fault> {
    let type_ref = service.type_of(member);
    match type_ref.item {
        item if !type_ref.list && item.is_number() => Ok(number(&text)),
        ItemType::Boolean if !type_ref.list => Ok(boolean(&text)),
        item if !type_ref.list && item.is_text() => Ok(Value::String(text)),
        item if type_ref.list && (item.is_text() || item.is_number()) => {
            let items = match text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
                Some("") => Vec::new(),
                Some(inner) => inner.split(',').map(|item| item.trim().to_owned()).collect(),
                None => vec![text],
            };
            let value = |text: String| {
                if item.is_text() {
                    Value::String(text)
                } else {
                    number(&text)
                }
            };
            Ok(Value::Array(items.into_iter().map(value).collect()))
        }
        _ => {
            let (name, kind) = (&member.name.value, &member.type_name.value);
            Err(Fault::with_hint(
                format!("{name} is {kind}, which the short form Name=Value cannot give"),
                "give the whole as JSON, or each part by dots: --List.0.Name VALUE",
            ))
        }
    }
}

/// Splits `A=1,B='x,y'`.
fn pairs(text: &str) -> Result<Vec<(&str, String)>, Fault> {
    let mut pairs = Vec::new();
    let mut rest = text;
    loop {
        let Some((name, after)) = rest.split_once('=').filter(|(name, _)| is_name(name.trim())) else {
            let message = "neither JSON nor the short form Name=Value,Name=Value";
            let hint = "a value that holds a comma is quoted: Name='a,b'";
            return Err(Fault::with_hint(message, hint));
        };
        let (value, after) = match after.chars().next().filter(|first| matches!(first, '\'' | '"')) {
            Some(quote) => quoted(&after[1..], quote)?,
            // A list: its commas are those between its items.
            None if after.starts_with('[') && after.contains(']') => {
                let end = after.find(']').map_or(after.len(), |end| end + 1);
                (after[..end].to_owned(), &after[end..])
            }
            None => {
                let end = after.find(',').unwrap_or(after.len());
                (after[..end].to_owned(), &after[end..])
            }
        };
        pairs.push((name.trim(), value));
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(pairs),
            None => {
                return Err(Fault::new(format!(
                    "a comma is missing after the quoted value of {name}"
                )));
            }
        }
    }
}

/// The text up to the closing quotation mark, and what follows it.
fn quoted(text: &str, quote: char) -> Result<(String, &str), Fault> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let Some((part, after)) = rest.split_once(quote) else {
            return Err(Fault::new(format!("the closing {quote} is missing")));
        };
        value.push_str(part);
        match after.strip_prefix(quote) {
            Some(next) => {
                value.push(quote);
                rest = next;
            }
            None => return Ok((value, after)),
        }
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(&str, String)> {
        pairs(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    #[test]
    fn values_hold_equals_signs_and_quoted_ones_hold_commas() {
        let pair = |name, value: &str| (name, value.to_owned());
        assert_eq!(split("A=1,B=a=b,C="), [pair("A", "1"), pair("B", "a=b"), pair("C", "")]);
        assert_eq!(split("A='x,y',B=\"it's\""), [pair("A", "x,y"), pair("B", "it's")]);
        assert_eq!(split("A='it''s, so',B=中"), [pair("A", "it's, so"), pair("B", "中")]);
    }

    #[test]
    fn a_list_keeps_its_commas() {
        let pair = |name, value: &str| (name, value.to_owned());
        assert_eq!(
            split("Name=zone,Values=[a,b],C=1"),
            [pair("Name", "zone"), pair("Values", "[a,b]"), pair("C", "1")]
        );
    }

    #[test]
    fn what_is_no_short_form_is_refused() {
        for text in [
            "", "A", "A=1,", "A=1,B", ",A=1", "A='x", "A='x'y", "=1", "a b=1", "A=1,,B=2",
        ] {
            assert!(pairs(text).is_err(), "{text}");
        }
    }
}

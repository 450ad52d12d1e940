//! Values as literals of a language: how a language spells them is data ([`Syntax`]), how they are laid out is one
//! function ([`literal`]). The text literals of each language are in a file of its own.

mod javascript;
mod python;
mod shell;

pub(super) use javascript::JAVASCRIPT;
pub(super) use python::PYTHON;
pub(super) use shell::quoted as shell_word;

use std::fmt::Write;

use super::SampleError;
use super::facts::{ExactNumber, is_plain};
use crate::json::Value;

/// Lists and objects of scalars that fit into this stay on one line.
const SHORT: usize = 72;
/// More digits are no number that any action takes, and compilers refuse some of them.
const MAX_DIGITS: usize = 400;

/// How a language spells values.
pub(super) struct Syntax {
    pub(super) null: &'static str,
    /// false and true
    pub(super) booleans: [&'static str; 2],
    pub(super) text: fn(&str) -> String,
    /// The name of a member, with what follows it: `"Name": `.
    pub(super) name: fn(&str) -> String,
    pub(super) integer: fn(&str) -> String,
    pub(super) list: [&'static str; 2],
    pub(super) object: [&'static str; 2],
    /// Blanks within the brackets of an object on one line.
    pub(super) pads_objects: bool,
    pub(super) indent: &'static str,
}

/// Writes a value; `level` is how deep the line is indented that it begins on.
///
/// # Errors
/// If a number is one that the language cannot hold.
pub(super) fn literal(value: &Value, syntax: &Syntax, level: usize) -> Result<String, SampleError> {
    Ok(match value {
        Value::Null => syntax.null.to_owned(),
        Value::Bool(flag) => syntax.booleans[usize::from(*flag)].to_owned(),
        Value::Number(number) => self::number(number, syntax)?,
        Value::String(text) => (syntax.text)(text),
        Value::Array(items) => {
            let items = items.iter().map(|item| literal(item, syntax, level + 1));
            let items = items.collect::<Result<Vec<String>, SampleError>>()?;
            lines(&items, syntax.list, false, syntax, level)
        }
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| Ok(format!("{}{}", (syntax.name)(name), literal(value, syntax, level + 1)?)));
            let members = members.collect::<Result<Vec<String>, SampleError>>()?;
            lines(&members, syntax.object, syntax.pads_objects, syntax, level)
        }
    })
}

fn lines(items: &[String], [open, close]: [&str; 2], is_padded: bool, syntax: &Syntax, level: usize) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    let line = items.join(", ");
    let is_nested = |item: &String| item.ends_with([']', '}']);
    if line.len() <= SHORT && !line.contains('\n') && (items.len() == 1 || !items.iter().any(is_nested)) {
        let pad = if is_padded { " " } else { "" };
        return format!("{open}{pad}{line}{pad}{close}");
    }
    let mut text = format!("{open}\n");
    for item in items {
        let _ = writeln!(text, "{}{item},", syntax.indent.repeat(level + 1));
    }
    text + &syntax.indent.repeat(level) + close
}

fn number(number: &str, syntax: &Syntax) -> Result<String, SampleError> {
    if number.len() > MAX_DIGITS {
        return Err(format!(
            "a number of {} digits is more than programs can write",
            number.len()
        ));
    }
    if number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return Ok((syntax.integer)(number));
    }
    match ExactNumber::of(number) {
        ExactNumber::Float => Ok(number.to_owned()),
        _ => Err(format!(
            "a floating-point number is not exactly {number}: give it with fewer digits"
        )),
    }
}

/// Escapes a text: those of `short` by their second letter after a backslash, those that are not seen by `other`.
pub(super) fn escaped(text: &str, short: &[(char, char)], other: impl Fn(char) -> String) -> String {
    let mut escaped = String::with_capacity(text.len() + 2);
    for character in text.chars() {
        match short.iter().find(|(meant, _)| *meant == character) {
            Some((_, letter)) => escaped.extend(['\\', *letter]),
            None if is_plain(character) => escaped.push(character),
            None => escaped.push_str(&other(character)),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_or_refused() {
        for kept in [
            "0",
            "-5",
            "1.0",
            "1e3",
            "-0.5",
            "0.1",
            "18446744073709551616",
            "1.7976931348623157e308",
        ] {
            assert_eq!(number(kept, &PYTHON), Ok(kept.to_owned()));
        }
        for refused in ["0.1234567890123456789", "1e400", "1e-400", "9007199254740993.0"] {
            assert!(number(refused, &PYTHON).unwrap_err().contains(refused));
        }
        assert!(number(&"9".repeat(500), &PYTHON).is_err());
    }
}

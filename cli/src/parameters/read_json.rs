//! Reads JSON that a person wrote, with errors that show the place.

use std::fmt;

use tc3_codegen::spec::{Json, JsonError, JsonValue};

use crate::json::Value;
use crate::secret_names::looks_secret;

/// The characters of the text that an error shows before and after the place.
const CONTEXT: usize = 24;

/// Why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotJson {
    message: String,
    line: usize,
    column: usize,
    excerpt: String,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            message,
            line,
            column,
            excerpt,
        } = self;
        write!(f, "{message}, line {line}, column {column}")?;
        if excerpt.is_empty() {
            Ok(())
        } else {
            write!(f, ": {excerpt}")
        }
    }
}

/// Reads one JSON value. Numbers and the order of members are kept.
pub(super) fn parse(text: &str) -> Result<Value, NotJson> {
    Json::parse(text).map(value).map_err(|error| located(text, error))
}

/// A value without its place.
pub(super) fn value(json: Json) -> Value {
    match json.value {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(flag) => Value::Bool(flag),
        JsonValue::Number(number) => Value::Number(number),
        JsonValue::String(text) => Value::String(text),
        JsonValue::Array(items) => Value::Array(items.into_iter().map(value).collect()),
        JsonValue::Object(entries) => {
            let member = |entry: tc3_codegen::spec::JsonEntry| (entry.name, value(entry.value));
            Value::Object(entries.into_iter().map(member).collect())
        }
    }
}

fn located(text: &str, error: JsonError) -> NotJson {
    let mut at = error.range.start.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let masked = mask_secrets(text);
    let (before, after) = masked.split_at(at);
    let line_before = before.rsplit('\n').next().unwrap_or_default();
    let line_after = after.lines().next().unwrap_or_default();
    let start: Vec<char> = line_before.chars().rev().take(CONTEXT).collect();
    let mut excerpt: String = start.into_iter().rev().collect();
    excerpt.push('⟶');
    excerpt.extend(line_after.chars().take(CONTEXT));
    let is_empty = line_before.trim().is_empty() && line_after.trim().is_empty();
    NotJson {
        message: error.message,
        line: before.matches('\n').count() + 1,
        column: line_before.chars().count() + 1,
        excerpt: if is_empty {
            String::new()
        } else {
            excerpt.replace(char::is_control, " ")
        },
    }
}

/// Puts stars in the place of the values of members that are named like secrets. Works on texts that are no JSON, so it
/// goes by quotation marks, colons, commas and brackets alone. The length in bytes stays.
fn mask_secrets(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut quote = None;
    let mut word = String::new();
    let (mut is_secret, mut is_escaped) = (false, false);
    // The lists that are open inside of a secret.
    let mut lists = 0_usize;
    for letter in text.chars() {
        let is_mark = match quote {
            Some(mark) => letter == mark && !is_escaped,
            None => matches!(letter, '"' | '\'' | ':' | ',' | '{' | '}' | '[' | ']') || letter.is_whitespace(),
        };
        is_escaped = quote.is_some() && letter == '\\' && !is_escaped;
        if is_mark {
            match letter {
                _ if quote.take().is_some() => {}
                '"' | '\'' => {
                    quote = Some(letter);
                    word.clear();
                }
                ':' => is_secret = looks_secret(&word),
                '[' if is_secret => lists += 1,
                ']' => lists = lists.saturating_sub(1),
                ',' | '}' if lists == 0 || letter == '}' => {
                    (is_secret, lists) = (false, 0);
                    word.clear();
                }
                _ => {}
            }
            masked.push(letter);
        } else if is_secret {
            masked.extend(std::iter::repeat_n('*', letter.len_utf8()));
        } else {
            word.push(letter);
            masked.push(letter);
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_an_error_is_shown() {
        let error = parse("{\n  \"名\": [1,],\n}").unwrap_err().to_string();
        assert!(error.contains("line 2, column 10"), "{error}");
        assert!(error.contains("\"名\": [1⟶,],"), "{error}");
        let error = parse("\u{feff}{}").unwrap_err().to_string();
        assert!(
            error.contains("byte order mark") && error.contains("line 1, column 1"),
            "{error}"
        );
        assert!(parse("").unwrap_err().to_string().ends_with("line 1, column 1"));
    }

    #[test]
    fn secrets_are_not_shown_in_excerpts() {
        for text in [
            r#"{"Password": "hunter2",}"#,
            r#"{"LoginSettings": {"Password": "hunter2"},}"#,
            r#"{'SecretKey': 'hunter2'}"#,
            r#"{"Token": hunter2}"#,
            r#"{"Passwords": ["hunter2", "a\"hunter2" x]}"#,
            r#"{"Password": "hunter2"#,
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(!error.contains("hunter2") && error.contains("line 1"), "{error}");
        }
        assert_eq!(
            mask_secrets(r#"{"A": "b", "Token": "中", "C": "d"}"#),
            r#"{"A": "b", "Token": "***", "C": "d"}"#
        );
    }
}

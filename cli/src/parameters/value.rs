//! Reads the words of an option as a value of the declared type.
//!
//! | declared | what is taken |
//! |---|---|
//! | Integer, Float | a number, kept as it is written |
//! | Boolean | `true`, `false`, `t`, `f`, `1`, `0` in any case; the bare option is true |
//! | String, Date, Timestamp | the text, also where it looks like JSON |
//! | Object | JSON |
//! | a structure | JSON, or `Key=Value,Key=Value` if its members have no parts |
//! | a list | words, each an item; or one JSON list |
//! | Binary | base64, or the bytes of `@FILE` |
//!
//! What is not of its type becomes a string: the check, which sees all values alike, says so.

use tc3_codegen::spec::{ItemType, Member, Service};

use super::path::described;
use super::source::{Sources, Word};
use super::{Fault, Faults, read_json, shorthand};
use crate::json::Value;

/// Reads values.
pub(super) struct Reader<'a> {
    pub(super) service: &'a Service,
    pub(super) sources: &'a mut Sources,
    pub(super) faults: &'a mut Faults,
}

impl Reader<'_> {
    /// The value that options give as a whole: the words of all of them if it is a list, otherwise those of the last.
    pub(super) fn whole(&mut self, options: &[Vec<String>], member: &Member, is_item: bool, at: &str) -> Option<Value> {
        if self.service.type_of(member).list && !is_item {
            return self.list(options, member, at);
        }
        match options.last().map(Vec::as_slice).unwrap_or_default() {
            [] if member.type_ref().item == ItemType::Boolean => Some(Value::Bool(true)),
            [] => self.lacks_value(member, at),
            [word] => self.one(word, member, at),
            words => {
                let count = words.len();
                let mut hint = format!("quote a value that has blanks: --{at} 'a b'");
                if words.last().is_some_and(|word| word == "help") {
                    hint = "the help of the action: tc3 SERVICE ACTION help".to_owned();
                }
                self.wrong(
                    at,
                    Fault::with_hint(format!("{at} takes one value, and {count} are given"), hint),
                )
            }
        }
    }

    /// JSON of any form: what parses is JSON, anything else a text.
    pub(super) fn free(&mut self, options: &[Vec<String>], at: &str) -> Option<Value> {
        let mut values = Vec::new();
        for word in options.iter().flatten() {
            let text = self.text(word, at)?;
            values.push(read_json::parse(&text).unwrap_or(Value::String(text)));
        }
        match values.len() {
            0 => Some(Value::Bool(true)),
            1 => values.pop(),
            _ => Some(Value::Array(values)),
        }
    }

    fn list(&mut self, options: &[Vec<String>], member: &Member, at: &str) -> Option<Value> {
        let words: Vec<&String> = options.iter().flatten().collect();
        if words.is_empty() {
            return self.lacks_value(member, at);
        }
        let mut items = Vec::new();
        for word in words {
            let item_at = format!("{at}.{}", items.len());
            let Some(text) = self.text(word, &item_at) else {
                continue;
            };
            if !text.trim_start().starts_with('[') {
                items.extend(self.read(text, member, &item_at));
                continue;
            }
            match read_json::parse(&text) {
                Ok(Value::Array(more)) => items.extend(more),
                Ok(_) => {}
                Err(why) => {
                    let hint =
                        format!("an item that is a text beginning with `[` is given by its number: --{at}.0 '[..'");
                    self.wrong(at, Fault::with_hint(format!("{at} is no JSON list: {why}"), hint));
                }
            }
        }
        Some(Value::Array(items))
    }

    fn one(&mut self, word: &str, member: &Member, at: &str) -> Option<Value> {
        if self.service.type_of(member).item == ItemType::Binary {
            let read = self.sources.word(word);
            return self.noted(read, at).map(|word| Value::String(word.base64()));
        }
        let read = self.sources.word(word);
        let is_file = matches!(read, Ok(Word::File { .. }));
        let text = self.noted(read.and_then(Word::text), at)?;
        let is_one_line = text.find('\n').is_some_and(|end| end + 1 == text.len());
        if is_file && is_one_line && self.service.type_of(member).item.is_text() {
            // A password that was piped by `echo`.
            let note = format!("{at} ends with a line end, as what was read for it does; `printf %s` writes none");
            self.sources.notes.push(note);
        }
        self.read(text, member, at)
    }

    /// The text that a word names.
    fn text(&mut self, word: &str, at: &str) -> Option<String> {
        let read = self.sources.word(word).and_then(Word::text);
        self.noted(read, at)
    }

    fn noted<T>(&mut self, read: Result<T, Fault>, at: &str) -> Option<T> {
        read.map_err(|fault| {
            let message = format!("--{at}: {}", fault.message);
            self.wrong(at, Fault { message, ..fault });
        })
        .ok()
    }

    fn read(&mut self, text: String, member: &Member, at: &str) -> Option<Value> {
        match self.service.type_of(member).item {
            item if item.is_text() => Some(Value::String(text)),
            item if item.is_number() => Some(number(&text)),
            ItemType::Boolean => Some(boolean(&text)),
            ItemType::Named(name) if !text.trim_start().starts_with(['{', '[', '"']) => {
                match shorthand::read(&text, name, self.service) {
                    Ok(value) => Some(value),
                    Err(fault) => {
                        let message = format!("{at}: {}", fault.message);
                        self.wrong(at, Fault { message, ..fault })
                    }
                }
            }
            _ => match read_json::parse(&text) {
                Ok(value) => Some(value),
                Err(why) => {
                    let what = described(member);
                    let message = format!("{at} is {what}, given as JSON: {why}");
                    self.wrong(at, Fault::new(message))
                }
            },
        }
    }

    fn lacks_value(&mut self, member: &Member, at: &str) -> Option<Value> {
        let what = member.type_name.value.clone();
        self.wrong(at, Fault::new(format!("--{at} needs a value: {what}")))
    }

    fn wrong(&mut self, at: &str, fault: Fault) -> Option<Value> {
        self.faults.add_at(at, fault);
        None
    }
}

/// A number as it is written; a text if it is none. Blanks around it, a plus sign and a bare point are put right.
pub(super) fn number(text: &str) -> Value {
    let trimmed = text.trim();
    let (sign, unsigned) = match trimmed.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    if !unsigned.starts_with(|first: char| first == '.' || first.is_ascii_digit()) {
        return Value::String(text.to_owned());
    }
    let pointed = match (unsigned.strip_prefix('.'), unsigned.strip_suffix('.')) {
        (Some(fraction), _) => format!("{sign}0.{fraction}"),
        (None, Some(whole)) => format!("{sign}{whole}.0"),
        (None, None) => format!("{sign}{unsigned}"),
    };
    match read_json::parse(&pointed) {
        Ok(Value::Number(number)) => Value::Number(number),
        _ => Value::String(text.to_owned()),
    }
}

/// A boolean; a text if it is none.
pub(super) fn boolean(text: &str) -> Value {
    let is_one_of = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    if is_one_of(["true", "t", "1"]) {
        Value::Bool(true)
    } else if is_one_of(["false", "f", "0"]) {
        Value::Bool(false)
    } else {
        Value::String(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_as_they_are_written() {
        for (text, kept) in [
            ("0", "0"),
            ("-5", "-5"),
            ("18446744073709551616", "18446744073709551616"),
            ("1.0", "1.0"),
            ("1e3", "1e3"),
            (" 7\n", "7"),
            ("+7", "7"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("5.", "5.0"),
        ] {
            assert_eq!(number(text), Value::Number(kept.to_owned()), "{text}");
        }
        for text in [
            "", "-", "+", ".", "abc", "0x10", "007", "1_000", "inf", "NaN", "true", "[1]", "--5", "+-5", "1 2", "٣",
        ] {
            assert_eq!(number(text), Value::String(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn booleans_in_any_case() {
        for (text, flag) in [
            ("true", true),
            ("TRUE", true),
            ("T", true),
            ("1", true),
            ("False", false),
            ("f", false),
            ("0", false),
        ] {
            assert_eq!(boolean(text), Value::Bool(flag), "{text}");
        }
        for text in ["", "yes", "no", "10", "tru"] {
            assert_eq!(boolean(text), Value::String(text.to_owned()), "{text}");
        }
    }
}

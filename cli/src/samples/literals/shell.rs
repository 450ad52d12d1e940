//! Words of a POSIX shell, and JSON in them.

use super::escaped;
use crate::json::Value;

/// A word of the shell that is this text, whatever is in it, NUL aside, which no word can hold.
pub(in crate::samples) fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,@%+".contains(&byte);
    // zsh expands `=command`, and a `~` only at the beginning; neither is plain here.
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// JSON in lines, or in one where `indent` is none, that holds no character that is not seen.
pub(in crate::samples) fn readable_json(value: &Value, indent: Option<usize>) -> String {
    let inner = indent.map(|indent| indent + 1);
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.clone(),
        Value::String(text) => self::text(text),
        Value::Array(items) => brackets("[", "]", items.iter().map(|item| readable_json(item, inner)), indent),
        Value::Object(members) => {
            let colon = if indent.is_some() { ": " } else { ":" };
            let members = members
                .iter()
                .map(|(name, value)| format!("{}{colon}{}", text(name), readable_json(value, inner)));
            brackets("{", "}", members, indent)
        }
    }
}

fn brackets(open: &str, close: &str, items: impl Iterator<Item = String>, indent: Option<usize>) -> String {
    let items: Vec<String> = items.collect();
    match indent {
        Some(indent) if !items.is_empty() => {
            let (outer, inner) = ("  ".repeat(indent), "  ".repeat(indent + 1));
            format!("{open}\n{inner}{}\n{outer}{close}", items.join(&format!(",\n{inner}")))
        }
        _ => format!("{open}{}{close}", items.join(",")),
    }
}

/// A text of JSON.
fn text(text: &str) -> String {
    let short = [('\\', '\\'), ('"', '"'), ('\n', 'n'), ('\r', 'r'), ('\t', 't')];
    let other = |character: char| {
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units);
        units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
    };
    format!("\"{}\"", escaped(text, &short, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_quote_ends_the_word_and_begins_it_again() {
        assert_eq!(quoted("it's $HOME `x` \"中\"\n"), "'it'\\''s $HOME `x` \"中\"\n'");
        assert_eq!(quoted("ap-guangzhou"), "ap-guangzhou");
        assert_eq!(quoted(""), "''");
        for special in ["=ls", "~", "a b", "{a,b}", "a*", "!x", "#", "a\\", "^", "[a]"] {
            assert_eq!(quoted(special), format!("'{special}'"));
        }
    }

    #[test]
    fn readable_json_is_the_same_json() {
        let value =
            parse(r#"{"A":[{"B":"\u0000\u2028\ud83d\ude00\udb40\udc01 中 \"\\\n"},{}],"C":[],"D":1.0,"E":null}"#)
                .unwrap();
        for indent in [None, Some(0)] {
            let text = readable_json(&value, indent);
            assert_eq!(parse(&text), Ok(value.clone()), "{text}");
            assert!(text.contains(r#""\u0000\u2028😀\udb40\udc01 中 \"\\\n""#), "{text}");
        }
    }
}

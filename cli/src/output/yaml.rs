//! YAML 1.2 in block style.
//!
//! Our own writer, since numbers must stay as they were written: the emitters of saphyr and serde-saphyr write values
//! of their own, whose numbers are `i64` and `f64`. Texts that any reader could take for something else are written in
//! double quotes, where YAML has the escapes of JSON.

use std::io::{self, Write};

use crate::json::Value;

/// Words that readers of YAML 1.1 or 1.2 take for something else than a text.
const WORDS: [&str; 11] = [
    "y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf",
];
/// A plain text of more bytes is quoted: readers limit the length of plain names.
const LONGEST_PLAIN: usize = 100;

/// Writes a result as YAML.
pub(super) fn write(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    match value {
        Value::Array(items) if !items.is_empty() => list(items, 0, out),
        Value::Object(members) if !members.is_empty() => object(members, 0, out),
        _ => {
            scalar(value, out)?;
            out.write_all(b"\n")
        }
    }
}

/// Writes the members; the first line is already indented.
fn object(members: &[(String, Value)], indent: usize, out: &mut dyn Write) -> io::Result<()> {
    for (index, (name, value)) in distinct(members).into_iter().enumerate() {
        if index > 0 {
            blanks(indent, out)?;
        }
        text(name, out)?;
        out.write_all(b":")?;
        match value {
            Value::Array(items) if !items.is_empty() => {
                out.write_all(b"\n")?;
                blanks(indent, out)?;
                list(items, indent, out)?;
            }
            Value::Object(members) if !members.is_empty() => {
                out.write_all(b"\n")?;
                blanks(indent + 2, out)?;
                object(members, indent + 2, out)?;
            }
            _ => {
                out.write_all(b" ")?;
                scalar(value, out)?;
                out.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}

/// Readers refuse a name that repeats: its last value counts, as in JSON.
fn distinct(members: &[(String, Value)]) -> Vec<(&str, &Value)> {
    let mut places = std::collections::HashMap::with_capacity(members.len());
    let mut distinct: Vec<(&str, &Value)> = Vec::with_capacity(members.len());
    for (name, value) in members {
        let place = *places.entry(name.as_str()).or_insert(distinct.len());
        match distinct.get_mut(place) {
            Some(member) => member.1 = value,
            None => distinct.push((name, value)),
        }
    }
    distinct
}

/// Writes the items; the first line is already indented.
fn list(items: &[Value], indent: usize, out: &mut dyn Write) -> io::Result<()> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            blanks(indent, out)?;
        }
        out.write_all(b"- ")?;
        match item {
            Value::Array(items) if !items.is_empty() => list(items, indent + 2, out)?,
            Value::Object(members) if !members.is_empty() => object(members, indent + 2, out)?,
            _ => {
                scalar(item, out)?;
                out.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}

fn blanks(count: usize, out: &mut dyn Write) -> io::Result<()> {
    (0..count).try_for_each(|_| out.write_all(b" "))
}

fn scalar(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    match value {
        Value::Null => out.write_all(b"null"),
        Value::Bool(flag) => write!(out, "{flag}"),
        Value::Number(number) => out.write_all(number.as_bytes()),
        Value::String(string) => text(string, out),
        Value::Array(_) => out.write_all(b"[]"),
        Value::Object(_) => out.write_all(b"{}"),
    }
}

fn text(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if is_plain(text) {
        return out.write_all(text.as_bytes());
    }
    out.write_all(b"\"")?;
    for character in text.chars() {
        match character {
            '"' => out.write_all(b"\\\"")?,
            '\\' => out.write_all(b"\\\\")?,
            '\n' => out.write_all(b"\\n")?,
            '\r' => out.write_all(b"\\r")?,
            '\t' => out.write_all(b"\\t")?,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                write!(out, "\\u{:04x}", u32::from(character))?
            }
            other if other.is_control() => write!(out, "\\u{:04x}", u32::from(other))?,
            other => write!(out, "{other}")?,
        }
    }
    out.write_all(b"\"")
}

/// Whether every reader takes an unquoted text for this text: letters first, and nothing that has a meaning.
fn is_plain(text: &str) -> bool {
    let is_letter = |character: char| character.is_ascii_alphabetic() || matches!(character, '\u{4e00}'..='\u{9fff}');
    let is_part = |character: char| is_letter(character) || character.is_ascii_digit() || "_-./ ".contains(character);
    text.starts_with(is_letter)
        && text.len() <= LONGEST_PLAIN
        && text.chars().all(is_part)
        && !text.ends_with(' ')
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use saphyr::{LoadableYamlNode, Scalar, Yaml};

    use super::*;
    use crate::json::parse;

    fn yaml(json: &str) -> String {
        let mut out = Vec::new();
        write(&parse(json).unwrap(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// What saphyr read, as the value that was written.
    fn back(yaml: &Yaml) -> Value {
        match yaml {
            Yaml::Value(Scalar::Null) => Value::Null,
            Yaml::Value(Scalar::Boolean(flag)) => Value::Bool(*flag),
            Yaml::Value(Scalar::Integer(number)) => Value::Number(number.to_string()),
            Yaml::Value(Scalar::FloatingPoint(number)) => Value::Number(number.to_string()),
            Yaml::Value(Scalar::String(text)) => Value::String(text.to_string()),
            Yaml::Sequence(items) => Value::Array(items.iter().map(back).collect()),
            Yaml::Mapping(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.as_str().unwrap().to_owned(), back(value)))
                    .collect(),
            ),
            other => panic!("{other:?}"),
        }
    }

    fn read(text: &str) -> Value {
        let documents = Yaml::load_from_str(text).unwrap();
        assert_eq!(documents.len(), 1, "{text}");
        back(&documents[0])
    }

    #[test]
    fn layout() {
        let written = yaml(
            r#"{"A": [{"B": 1, "C": [[2, "x"], []]}, "yes"], "D": {"E": null, "F": {}}, "G": 18446744073709551616}"#,
        );
        let expected = "\
A:
- B: 1
  C:
  - - 2
    - x
  - []
- \"yes\"
D:
  E: null
  F: {}
G: 18446744073709551616
";
        assert_eq!(written, expected);
    }

    #[test]
    fn texts_are_read_back_equal() {
        let texts = [
            "",
            " ",
            "yes",
            "No",
            "on",
            "y",
            "~",
            "null",
            "true",
            "1",
            "1.0",
            "1e3",
            "0x10",
            "0o7",
            "1_000",
            "12:30:45",
            "2026-01-01",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "-",
            "?",
            "[a]",
            "{a",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a",
            "'a",
            "\"a",
            "a\nb",
            "\n",
            "a\n",
            " a",
            "a ",
            "\ta",
            "中文",
            "中: 文",
            "a\\n",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "\u{7}",
            "😀",
            ".inf",
            ".nan",
            "nan",
            "=",
            "<<",
            "---",
            "...",
            "a\r\nb",
            "\u{7f}",
            "key with blanks",
            "a.b/c-d_e",
            "|",
            ">",
            ",a",
            "\u{fffe}",
        ];
        let list = Value::Array(texts.iter().map(|text| Value::String((*text).to_owned())).collect());
        let names = Value::Object(
            texts
                .iter()
                .map(|text| ((*text).to_owned(), Value::String((*text).to_owned())))
                .collect(),
        );
        for value in [list, names] {
            let mut out = Vec::new();
            write(&value, &mut out).unwrap();
            assert_eq!(read(&String::from_utf8(out).unwrap()), value);
        }
    }

    #[test]
    fn values_are_read_back_equal() {
        // Every nesting of a few values, four deep.
        let mut values = vec![
            Value::Null,
            Value::Number("-7".to_owned()),
            Value::String("a: b".to_owned()),
            Value::Array(vec![]),
            Value::Object(vec![]),
        ];
        for round in 0..4 {
            let one = values[round * 3 % values.len()].clone();
            let other = values[(round * 5 + 1) % values.len()].clone();
            values.push(Value::Array(vec![one.clone(), other.clone(), one.clone()]));
            values.push(Value::Object(vec![
                ("k".to_owned(), other.clone()),
                ("m n".to_owned(), one),
            ]));
            values.push(Value::Array(values.clone()));
            values.push(Value::Object(vec![("all".to_owned(), Value::Array(values.clone()))]));
        }
        for value in values {
            let mut out = Vec::new();
            write(&value, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert_eq!(read(&text), value, "{text}");
        }
    }
}

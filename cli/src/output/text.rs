//! Values separated by tabs, in the layout of tccli's `--output text`.
//!
//! An object is a line of its scalars in the order of their names, and lines that begin with the upper-case name of a
//! member for what is nested. Null is `None`, and true is `True`, as tccli writes them.

use std::borrow::Cow;
use std::io::{self, Write};

use super::columns::{Rows, cell, compact, escaped};
use super::{OutputOptions, note};
use crate::json::Value;

/// Writes a result as text.
pub(super) fn write(value: &Value, options: &OutputOptions, out: &mut dyn Write) -> io::Result<()> {
    if options.columns.is_empty() {
        return match value {
            // A key or a script that is the whole result keeps its lines.
            Value::String(text) if options.width.is_none() => writeln!(out, "{text}"),
            Value::String(text) => text.split('\n').try_for_each(|line| writeln!(out, "{}", escaped(line))),
            _ => any(value, None, None, out),
        };
    }
    let rows = Rows::of(value, options.is_filtered);
    rows.check(&options.columns)?;
    rows.notes.iter().for_each(|text| note(text));
    for item in &rows.items {
        let cells = options.columns.iter().map(|column| cell(item, column));
        line(
            None,
            cells.map(|cell| cell.map_or_else(String::new, |cell| scalar(&cell).into_owned())),
            out,
        )?;
    }
    Ok(())
}

fn any(value: &Value, name: Option<&str>, scalars: Option<&[&str]>, out: &mut dyn Write) -> io::Result<()> {
    match value {
        Value::Object(members) => object(members, name, scalars, out),
        Value::Array(items) => list(items, name, out),
        _ => writeln!(out, "{}", scalar(value)),
    }
}

fn list(items: &[Value], name: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    if items.iter().any(|item| matches!(item, Value::Object(_))) {
        let mut scalars: Vec<&str> = Vec::new();
        for item in items {
            if let Value::Object(members) = item {
                scalars.extend(
                    members
                        .iter()
                        .filter(|member| !is_nested(&member.1))
                        .map(|member| member.0.as_str()),
                );
            }
        }
        scalars.sort_unstable();
        scalars.dedup();
        return items.iter().try_for_each(|item| any(item, name, Some(&scalars), out));
    }
    let (nested, scalars): (Vec<&Value>, Vec<&Value>) = items.iter().partition(|item| is_nested(item));
    let mut texts = scalars.into_iter().map(|item| scalar(item).into_owned()).peekable();
    if name.is_some() {
        texts.try_for_each(|text| line(name, [text], out))?;
    } else if texts.peek().is_some() {
        line(None, texts, out)?;
    }
    nested.into_iter().try_for_each(|item| any(item, name, None, out))
}

fn object(
    members: &[(String, Value)],
    name: Option<&str>,
    scalars: Option<&[&str]>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut names: Vec<&str> = members.iter().map(|member| member.0.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let find = |name: &str| {
        members
            .iter()
            .rev()
            .find(|member| member.0 == name)
            .map(|member| &member.1)
    };
    let own: Vec<&str>;
    let columns = match scalars {
        Some(scalars) => scalars,
        None => {
            own = names
                .iter()
                .copied()
                .filter(|name| find(name).is_some_and(|value| !is_nested(value)))
                .collect();
            &own
        }
    };
    if !columns.is_empty() {
        let texts = columns
            .iter()
            .map(|name| find(name).map_or_else(String::new, |value| scalar(value).into_owned()));
        line(name, texts, out)?;
    }
    for name in names.iter().filter(|name| columns.binary_search(name).is_err()) {
        if let Some(value) = find(name) {
            any(value, Some(name), None, out)?;
        }
    }
    Ok(())
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

fn line(name: Option<&str>, cells: impl IntoIterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let name = name.map(|name| escaped(&name.to_uppercase()).into_owned());
    for (index, cell) in name.into_iter().chain(cells).enumerate() {
        if index > 0 {
            out.write_all(b"\t")?;
        }
        out.write_all(cell.as_bytes())?;
    }
    out.write_all(b"\n")
}

/// A value without tabs and line ends, which would look like other columns and lines.
fn scalar(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed("None"),
        Value::Bool(true) => Cow::Borrowed("True"),
        Value::Bool(false) => Cow::Borrowed("False"),
        Value::Number(number) => Cow::Borrowed(number),
        Value::String(text) => escaped(text),
        Value::Array(_) | Value::Object(_) => Cow::Owned(compact(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::OutputFormat;
    use crate::json::parse;

    fn written(json: &str, columns: &[&str]) -> String {
        let options = OutputOptions {
            format: OutputFormat::Text,
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            width: None,
            is_filtered: false,
        };
        let mut out = Vec::new();
        write(&parse(json).unwrap(), &options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// What tccli 3.1.189.1's `format_text` writes for the same documents.
    #[test]
    fn the_layout_is_that_of_tccli() {
        let cases = [
            (
                r#"{"TotalCount": 2, "InstanceSet": [{"InstanceId": "a", "Tags": [{"K": "v"}]}, {"InstanceId": "b", "Tags": []}]}"#,
                "2\nINSTANCESET\ta\nTAGS\tv\nINSTANCESET\tb\n",
            ),
            ("\"r-1\"", "r-1\n"),
            ("[\"a\", \"b\"]", "a\tb\n"),
            ("null", "None\n"),
            ("[]", ""),
            ("{}", ""),
            ("true", "True\n"),
            (
                r#"{"B": null, "A": 1, "C": {"E": [1, 2], "D": false}}"#,
                "1\tNone\nC\tFalse\nE\t1\nE\t2\n",
            ),
            (r#"[{"B": 1}, {"A": 2}]"#, "\t1\n2\t\n"),
            (r#"[["a", 1], ["b", 2]]"#, "a\t1\nb\t2\n"),
            (r#"{"L": [["a"], "x"]}"#, "L\tx\nL\ta\n"),
        ];
        for (json, expected) in cases {
            assert_eq!(written(json, &[]), expected, "{json}");
        }
    }

    #[test]
    fn tabs_and_line_ends_in_cells_are_escaped_and_kept_in_a_whole_result() {
        assert_eq!(written(r#"["a\tb\nc", "d"]"#, &[]), "a\\tb\\nc\td\n");
        assert_eq!(written(r#""a\tb\nc""#, &[]), "a\tb\nc\n");
    }

    #[test]
    fn columns_are_picked() {
        assert_eq!(
            written(r#"{"Set": [{"A": {"B": 1}, "C": null}, {"C": 2}]}"#, &["C", "A.B"]),
            "None\t1\n2\t\n"
        );
    }
}

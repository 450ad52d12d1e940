//! Tables for people. Borders are ASCII: many terminals draw box characters as wide as Chinese ones.

use std::borrow::Cow;
use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, Table, presets::ASCII_FULL_CONDENSED};
use unicode_width::UnicodeWidthStr;

use super::columns::{Rows, Shape, cell, compact, escaped};
use super::{OutputOptions, note};
use crate::json::Value;

/// Longer cells are cut on a terminal.
const LONGEST_CELL: usize = 60;
/// No table has wider cells: comfy-table counts in `u16`.
const WIDEST_CELL: usize = 10_000;
/// The blanks and the border of a column.
const PADDING: usize = 3;

/// A table before it is cut to the terminal: a heading and cells for each column.
#[derive(Default)]
struct Grid {
    columns: Vec<(Option<String>, Vec<String>)>,
    is_numeric: Vec<bool>,
}

/// Writes a result as a table.
pub(super) fn write(value: &Value, options: &OutputOptions, out: &mut dyn Write) -> io::Result<()> {
    let rows = Rows::of(value, options.is_filtered);
    rows.check(&options.columns)?;
    rows.notes.iter().for_each(|text| note(text));
    if rows.items.is_empty() {
        return Ok(());
    }
    let is_one_object = rows.name.is_none() && matches!(value, Value::Object(_)) && options.columns.is_empty();
    let mut grid = if is_one_object {
        pairs(value)
    } else {
        grid(&rows, options)
    };
    if let Some(width) = options.width {
        grid.cut(width);
    }
    grid.write(out)
}

/// One object: a member a line.
fn pairs(value: &Value) -> Grid {
    let Value::Object(members) = value else {
        return Grid::default();
    };
    let names = members.iter().map(|member| escaped(&member.0).into_owned()).collect();
    let values = members.iter().map(|member| shown(Some(&member.1))).collect();
    Grid {
        columns: vec![(None, names), (None, values)],
        is_numeric: vec![false; 2],
    }
}

fn grid(rows: &Rows, options: &OutputOptions) -> Grid {
    let mut grid = Grid::default();
    match rows.shape() {
        Shape::Objects => {
            let named = |name: &str| {
                let cells: Vec<Option<Cow<Value>>> = rows.items.iter().map(|item| cell(item, name)).collect();
                (name.to_owned(), cells)
            };
            if !options.columns.is_empty() {
                options
                    .columns
                    .iter()
                    .map(|name| named(name))
                    .for_each(|(name, cells)| grid.add(Some(name), &cells));
                return grid;
            }
            fn member<'v>(item: &'v Value, name: &str) -> Option<Cow<'v, Value>> {
                item.get(name).map(Cow::Borrowed)
            }
            let all = rows.names().into_iter().map(|name| {
                let cells: Vec<Option<Cow<Value>>> = rows.items.iter().map(|item| member(item, name)).collect();
                (name.to_owned(), cells)
            });
            let (flat, nested): (Vec<_>, Vec<_>) =
                all.partition(|(_, cells)| cells.iter().flatten().all(|cell| is_flat(cell)));
            if flat.is_empty() {
                nested
                    .into_iter()
                    .for_each(|(name, cells)| grid.add(Some(name), &cells));
                return grid;
            }
            if !nested.is_empty() {
                let names: Vec<String> = nested.into_iter().map(|column| column.0).collect();
                note(&format!(
                    "without the nested {} (--columns shows them)",
                    names.join(", ")
                ));
            }
            flat.into_iter().for_each(|(name, cells)| grid.add(Some(name), &cells));
        }
        Shape::Lists => {
            let longest = rows.items.iter().map(|item| items(item).len()).max().unwrap_or(0);
            for place in 0..longest {
                let cells: Vec<_> = rows
                    .items
                    .iter()
                    .map(|item| items(item).get(place).map(Cow::Borrowed))
                    .collect();
                grid.add(None, &cells);
            }
        }
        Shape::Scalars => {
            let cells: Vec<_> = rows.items.iter().map(|item| Some(Cow::Borrowed(*item))).collect();
            grid.add(rows.name.map(str::to_owned), &cells);
        }
    }
    grid
}

fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        _ => &[],
    }
}

/// Whether a value is short enough for a column of its own: a scalar, or a list of scalars.
fn is_flat(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items
            .iter()
            .all(|item| !matches!(item, Value::Array(_) | Value::Object(_))),
        _ => true,
    }
}

/// The text of a cell; `-` for null and for what is not there.
fn shown(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => Cow::Borrowed("-"),
        Some(Value::Array(items))
            if is_flat(&Value::Null)
                && items
                    .iter()
                    .all(|item| !matches!(item, Value::Array(_) | Value::Object(_))) =>
        {
            let texts: Vec<Cow<str>> = items.iter().map(super::columns::line).collect();
            Cow::Owned(texts.join(", "))
        }
        Some(Value::Array(items)) if items.len() == 1 => Cow::Borrowed("[1 item]"),
        Some(Value::Array(items)) => Cow::Owned(format!("[{} items]", items.len())),
        Some(object @ Value::Object(_)) => Cow::Owned(compact(object)),
        Some(scalar) => super::columns::line(scalar),
    };
    let text = escaped(&text);
    if text.len() > WIDEST_CELL && text.width() > WIDEST_CELL {
        return shortened(&text, WIDEST_CELL);
    }
    text.into_owned()
}

impl Grid {
    fn add(&mut self, name: Option<String>, cells: &[Option<Cow<Value>>]) {
        let is_number = |cell: &Cow<Value>| matches!(**cell, Value::Number(_) | Value::Null);
        self.is_numeric.push(cells.iter().flatten().all(is_number));
        let texts = cells.iter().map(|cell| shown(cell.as_deref())).collect();
        self.columns.push((name.map(|name| escaped(&name).into_owned()), texts));
    }

    /// Cuts long cells, and leaves out the columns that do not fit, with a note.
    fn cut(&mut self, width: usize) {
        let mut used = 1;
        let mut fitting = 0;
        let longest = LONGEST_CELL.max(if self.columns.len() < 3 {
            width.saturating_sub(30)
        } else {
            0
        });
        for (name, cells) in &mut self.columns {
            for cell in cells.iter_mut().filter(|cell| cell.width() > longest) {
                *cell = shortened(cell, longest);
            }
            let widest = cells
                .iter()
                .map(|cell| cell.width())
                .chain(name.iter().map(|name| name.width()))
                .max();
            used += widest.unwrap_or(0) + PADDING;
            if used > width && fitting > 0 {
                break;
            }
            fitting += 1;
        }
        let left_out: Vec<String> = self.columns.drain(fitting..).filter_map(|column| column.0).collect();
        self.is_numeric.truncate(fitting);
        if !left_out.is_empty() {
            note(&format!(
                "the terminal has no room for {} (--columns picks others)",
                left_out.join(", ")
            ));
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(ASCII_FULL_CONDENSED);
        if self.columns.iter().any(|column| column.0.is_some()) {
            table.set_header(
                self.columns
                    .iter()
                    .map(|column| column.0.as_deref().unwrap_or_default()),
            );
        }
        let count = self.columns.iter().map(|column| column.1.len()).max().unwrap_or(0);
        for row in 0..count {
            let cells = self
                .columns
                .iter()
                .zip(&self.is_numeric)
                .map(|((_, cells), is_numeric)| {
                    let text = cells.get(row).map_or("", String::as_str);
                    let alignment = if *is_numeric {
                        CellAlignment::Right
                    } else {
                        CellAlignment::Left
                    };
                    Cell::new(text).set_alignment(alignment)
                });
            table.add_row(cells);
        }
        for line in table.lines() {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// The beginning of a text, in at most so many columns.
fn shortened(text: &str, width: usize) -> String {
    let mut shortened = String::new();
    let mut used = 3;
    for character in text.chars() {
        used += unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if used > width {
            break;
        }
        shortened.push(character);
    }
    shortened.push_str("...");
    shortened
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::OutputFormat;
    use crate::json::parse;

    fn table(json: &str, columns: &[&str], width: Option<usize>) -> String {
        let options = OutputOptions {
            format: OutputFormat::Table,
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            width,
            is_filtered: false,
        };
        let mut out = Vec::new();
        write(&parse(json).unwrap(), &options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    const ANSWER: &str = r#"{"TotalCount": 2, "Set": [
        {"Id": "a", "Name": "测试", "Cpu": 16, "Tags": [{"K": "v"}], "Ips": ["1.1.1.1", "2.2.2.2"]},
        {"Id": "b\n", "Name": null, "Cpu": 2, "Tags": []}], "RequestId": "r"}"#;

    #[test]
    fn columns_are_in_line_with_chinese_in_them() {
        let expected = "\
+-----+------+-----+------------------+
| Id  | Name | Cpu | Ips              |
+=====================================+
| a   | 测试 |  16 | 1.1.1.1, 2.2.2.2 |
| b\\n | -    |   2 | -                |
+-----+------+-----+------------------+
";
        assert_eq!(table(ANSWER, &[], None), expected);
    }

    #[test]
    fn columns_are_picked_and_ordered() {
        let picked = table(ANSWER, &["Tags", "Tags.K", "Id"], None);
        let expected = "\
+----------+--------+-----+
| Tags     | Tags.K | Id  |
+=========================+
| [1 item] | v      | a   |
|          | -      | b\\n |
+----------+--------+-----+
";
        assert_eq!(picked, expected);
    }

    #[test]
    fn a_narrow_terminal_loses_columns_and_no_line_is_wrapped() {
        let narrow = table(ANSWER, &[], Some(20));
        assert!(narrow.lines().all(|line| line.width() <= 20), "{narrow}");
        assert!(narrow.contains("Name") && !narrow.contains("Ips"), "{narrow}");
    }
}

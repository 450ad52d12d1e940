//! CSV as RFC 4180 has it, but for line ends, which are LF as those of every other format.
//!
//! Cells are written as they are, also those that a spreadsheet takes for a formula: a program that reads them back
//! gets the same texts.

use std::borrow::Cow;
use std::io::{self, Write};

use super::columns::{Rows, Shape, cell, line};
use super::{OutputOptions, note};
use crate::json::Value;

/// Writes a result as CSV, with a heading unless its rows are lists.
pub(super) fn write(value: &Value, options: &OutputOptions, out: &mut dyn Write) -> io::Result<()> {
    let rows = Rows::of(value, options.is_filtered);
    rows.check(&options.columns)?;
    rows.notes.iter().for_each(|text| note(text));
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    if !options.columns.is_empty() {
        record(
            &mut writer,
            options.columns.iter().map(|name| Cow::Borrowed(name.as_str())),
        )?;
        for item in &rows.items {
            let cells: Vec<_> = options.columns.iter().map(|column| cell(item, column)).collect();
            record(&mut writer, cells.iter().map(|cell| text(cell.as_deref())))?;
        }
        return writer.flush();
    }
    match rows.shape() {
        Shape::Objects => {
            let names = rows.names();
            record(&mut writer, names.iter().map(|name| Cow::Borrowed(*name)))?;
            for item in &rows.items {
                record(&mut writer, names.iter().map(|name| text(item.get(name))))?;
            }
        }
        Shape::Lists => {
            for item in &rows.items {
                if let Value::Array(items) = item {
                    record(&mut writer, items.iter().map(|item| text(Some(item))))?;
                }
            }
        }
        Shape::Scalars => {
            if let Some(name) = rows.name {
                record(&mut writer, [Cow::Borrowed(name)])?;
            }
            for item in &rows.items {
                record(&mut writer, [text(Some(item))])?;
            }
        }
    }
    writer.flush()
}

/// A cell: nothing for null.
fn text(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(value) => line(value),
    }
}

fn record<'a>(
    writer: &mut csv::Writer<&mut dyn Write>,
    cells: impl IntoIterator<Item = Cow<'a, str>>,
) -> io::Result<()> {
    for cell in cells {
        writer.write_field(cell.as_bytes()).map_err(io::Error::from)?;
    }
    writer.write_record(None::<&[u8]>).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::OutputFormat;
    use crate::json::parse;

    fn written(json: &str, columns: &[&str], is_filtered: bool) -> String {
        let options = OutputOptions {
            format: OutputFormat::Csv,
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            width: None,
            is_filtered,
        };
        let mut out = Vec::new();
        write(&parse(json).unwrap(), &options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_are_read_back_equal() {
        let texts = [
            "a,b", "a\"b", "a\nb", "a\r\nb", "", " a ", "中文", "=1+1", "\t", "'", "\\",
        ];
        let member = |index: usize, text: &str| format!("\"c{index}\": {}", serde_json::to_string(text).unwrap());
        let members: Vec<String> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| member(index, text))
            .collect();
        let text = written(&format!("[{{{}}}]", members.join(",")), &[], true);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(record.iter().collect::<Vec<_>>(), texts);
    }

    #[test]
    fn nested_values_are_compact_json_and_null_is_nothing() {
        let text = written(
            r#"{"Set": [{"A": 1.0, "B": null, "C": [{"D": "中"}]}, {"E": true}], "RequestId": "r"}"#,
            &[],
            false,
        );
        assert_eq!(text, "A,B,C,E\n1.0,,\"[{\"\"D\"\":\"\"中\"\"}]\",\n,,,true\n");
    }

    #[test]
    fn columns_are_picked_and_lists_have_no_heading() {
        assert_eq!(
            written(r#"{"Set": [{"A": {"B": 1}, "C": 2}]}"#, &["C", "A.B"], false),
            "C,A.B\n2,1\n"
        );
        assert_eq!(
            written(r#"[["a", 1], ["b", 18446744073709551616]]"#, &[], true),
            "a,1\nb,18446744073709551616\n"
        );
        assert_eq!(
            written(r#"{"RegionSet": ["a", "b"], "N": 2}"#, &[], false),
            "RegionSet\na\nb\n"
        );
        assert_eq!(written("\"one\"", &[], true), "one\n");
    }
}

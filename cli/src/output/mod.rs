//! Prints results: JSON, lines of JSON, tables, text, YAML and CSV.
//!
//! Standard output gets the result and nothing else; what a table leaves out is said on standard error. Nothing is cut
//! unless standard output is a terminal, and no format has colors.

mod columns;
mod csv;
#[cfg(test)]
mod documented;
mod pager;
mod table;
mod text;
mod yaml;

pub(crate) use columns::{Rows, Shape, line};
pub(crate) use pager::Pager;

use std::io::{self, Write};

use crate::arguments::OutputFormat;
use crate::json::{Value, write_compact, write_pretty};

/// How results are printed.
#[derive(Clone, Debug)]
pub(crate) struct OutputOptions {
    pub(crate) format: OutputFormat,
    /// The columns of a table, of text or of CSV; empty for those that the value has.
    pub(crate) columns: Vec<String>,
    /// The columns of the terminal, if standard output is one.
    pub(crate) width: Option<usize>,
    /// Whether a filter was applied: what it gives is printed as it is, and nothing for null.
    pub(crate) is_filtered: bool,
}

/// Prints a whole result.
///
/// # Errors
/// If it cannot be written; or, of the kind `InvalidInput`, if it has no column of a name that was asked for.
pub(crate) fn write_result(value: &Value, options: &OutputOptions, out: &mut dyn Write) -> io::Result<()> {
    let is_nothing = options.is_filtered && *value == Value::Null;
    if is_nothing && options.format != OutputFormat::Text {
        return Ok(());
    }
    match options.format {
        OutputFormat::Json => {
            refuse_columns(options)?;
            write_pretty(value, out)?;
            out.write_all(b"\n")
        }
        OutputFormat::JsonLines => {
            refuse_columns(options)?;
            match value {
                Value::Array(items) => items.iter().try_for_each(|item| write_item(item, options, out)),
                _ => write_item(value, options, out),
            }
        }
        OutputFormat::Table => table::write(value, options, out),
        OutputFormat::Text => text::write(value, options, out),
        OutputFormat::Yaml => {
            refuse_columns(options)?;
            yaml::write(value, out)
        }
        OutputFormat::Csv => csv::write(value, options, out),
        OutputFormat::Raw => {
            refuse_columns(options)?;
            match value {
                Value::String(text) => out.write_all(text.as_bytes())?,
                _ => write_compact(value, out)?,
            }
            out.write_all(b"\n")
        }
    }
}

/// Prints one item of a list as it comes, for `--all --output json-lines`.
///
/// # Errors
/// As [`write_result`].
pub(crate) fn write_item(item: &Value, options: &OutputOptions, out: &mut dyn Write) -> io::Result<()> {
    refuse_columns(options)?;
    write_compact(item, out)?;
    out.write_all(b"\n")
}

fn refuse_columns(options: &OutputOptions) -> io::Result<()> {
    if options.columns.is_empty() {
        return Ok(());
    }
    Err(columns::column_error(
        "--columns is for --output table, text and csv; --filter 'List[].{A: A, B: B}' picks members in the others",
    ))
}

/// Says on standard error what is not shown.
fn note(text: &str) {
    // There is nowhere to report that standard error cannot be written to.
    let _ = writeln!(io::stderr().lock(), "tc3: {text}");
}

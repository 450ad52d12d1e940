//! Prints results.

use std::io::{self, Write};

use crate::arguments::OutputFormat;
use crate::json::{Value, write_compact, write_pretty};

/// How results are printed.
#[derive(Clone, Debug)]
pub(crate) struct OutputOptions {
    pub(crate) format: OutputFormat,
    /// The columns of a table or of CSV; empty for those that the value has.
    pub(crate) columns: Vec<String>,
    /// The columns of the terminal, if standard output is one.
    pub(crate) width: Option<usize>,
    /// Whether a filter was applied: what it gives is printed as it is, and nothing for null.
    pub(crate) is_filtered: bool,
}

/// Prints a whole result.
pub(crate) fn write_result(value: &Value, options: &OutputOptions, out: &mut dyn Write) -> io::Result<()> {
    match options.format {
        OutputFormat::JsonLines => write_compact(value, out)?,
        _ => write_pretty(value, out)?,
    }
    out.write_all(b"\n")
}

/// Prints one item of a list as it comes, for `--all --output json-lines`.
pub(crate) fn write_item(item: &Value, options: &OutputOptions, out: &mut dyn Write) -> io::Result<()> {
    let _ = options;
    write_compact(item, out)?;
    out.write_all(b"\n")
}

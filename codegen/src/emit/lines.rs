//! Lines of Rust that need no formatter.

use std::fmt::Write;

use proc_macro2::Literal;

/// Writes `docs` as documentation comments, each line `depth` levels in.
pub(super) fn write_docs(text: &mut String, docs: &[String], depth: usize) {
    for line in docs {
        let space = if line.is_empty() { "" } else { " " };
        write_line(text, &format!("///{space}{line}"), depth);
    }
}

pub(super) fn write_line(text: &mut String, line: &str, depth: usize) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{:1$}{line}", "", depth * 4);
}

/// `text` as a string of Rust.
pub(super) fn string(text: &str) -> String {
    Literal::string(text).to_string()
}

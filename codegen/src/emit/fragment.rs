//! What a file is put together from.

use std::fmt::Write;

use proc_macro2::Literal;

/// A part of a file.
pub(crate) enum Fragment {
    /// An ordinary item, to be laid out by a formatter.
    Item(Box<syn::Item>),
    /// A macro of the runtime with a table in it, laid out already: formatters fill macro bodies like prose.
    Table(String),
}

impl Fragment {
    pub(crate) fn items(items: Vec<syn::Item>) -> impl Iterator<Item = Self> {
        items.into_iter().map(|item| Self::Item(Box::new(item)))
    }
}

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

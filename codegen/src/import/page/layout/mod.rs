//! The layouts of a page (plain text, Markdown, HTML) and their common form: lines and table rows, each with its place.
//!
//! The layout is detected from the content and not from the file name. Markdown may have tables and code of HTML in it.

mod html;
mod markdown;

use std::ops::Range;

use super::labels::{self, Columns};
use crate::source::LineIndex;

/// A line or a row, in the order of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) content: Content,
    /// The byte range of its first line in the source.
    pub(super) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A heading that the layout marks as one.
    Heading(String),
    /// A line of text; empty between paragraphs.
    Text(String),
    /// The row of a table whose cells the layout separates, if the layout marks it as the header.
    Header(Vec<String>),
    /// Another row of such a table; it may be the header too.
    Row(Vec<String>),
    /// The end of such a table.
    TableEnd,
}

impl Line {
    /// Returns the line if it is text and not empty.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Whether it is an empty line between paragraphs.
    pub(super) fn is_blank(&self) -> bool {
        matches!(&self.content, Content::Text(text) if text.trim().is_empty())
    }
}

/// Returns the lines of a source, without their ends, and their byte ranges.
fn source_lines(source: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    source.split_inclusive('\n').map(move |whole| {
        let line = whole.trim_end_matches(['\n', '\r']);
        let range = start..start + line.len();
        start += whole.len();
        (line, range)
    })
}

/// Replaces other spaces in `text` by plain ones, and removes characters without width.
fn normalize_spaces(text: &str) -> String {
    let seen = text.chars().filter(|letter| !matches!(letter, '\u{200b}' | '\u{feff}'));
    seen.map(|letter| {
        if matches!(letter, '\u{a0}' | '\u{3000}') {
            ' '
        } else {
            letter
        }
    })
    .collect()
}

/// Reads the lines of a page in whichever layout it has. `index` is that of `source`.
pub(super) fn lines(source: &str, index: &LineIndex) -> Vec<Line> {
    if html::is_document(source) {
        return html::lines(source, 0..source.len(), index);
    }
    let has_html_table = html::has_table(source);
    if markdown::has_table(source) || (has_html_table && markdown::has_marks(source)) {
        markdown::lines(source, index)
    } else if has_html_table || html::starts_with_element(source) {
        html::lines(source, 0..source.len(), index)
    } else {
        text_lines(source)
    }
}

/// Reads plain text as a browser copies it. Some browsers put tabs between the cells of a row, others spaces.
fn text_lines(source: &str) -> Vec<Line> {
    let mut in_tabbed_table = false;
    let mut lines = Vec::new();
    for (text, range) in source_lines(source) {
        let text = normalize_spaces(text);
        let cells = tabbed(&text);
        let is_header = cells.as_ref().is_some_and(|cells| Columns::of_cells(cells).is_some());
        if is_header {
            in_tabbed_table = true;
        } else if in_tabbed_table && labels::ends_table(&text) {
            in_tabbed_table = false;
            lines.push(Line {
                content: Content::TableEnd,
                range: range.clone(),
            });
        }
        let content = match cells.filter(|_| in_tabbed_table) {
            Some(cells) => Content::Row(cells),
            None => Content::Text(text),
        };
        lines.push(Line { content, range });
    }
    lines
}

/// Returns the cells of a line with tabs between them; a line that only starts with tabs has none.
fn tabbed(text: &str) -> Option<Vec<String>> {
    let has_cells = !text.starts_with('\t') && text.trim_end().contains('\t');
    has_cells.then(|| text.split('\t').map(|cell| cell.trim().to_owned()).collect())
}

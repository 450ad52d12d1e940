//! The one form that every layout of a page is brought into: lines and table rows, each with its place.

use std::ops::Range;

/// A piece of a page, in the order of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) content: Content,
    /// Its first line in the source, in bytes.
    pub(super) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// What the layout marks as a heading.
    Heading(String),
    /// A line of text; empty between paragraphs.
    Text(String),
    /// A row of a table whose cells the layout tells apart.
    Row(Vec<String>),
    /// The end of such a table.
    TableEnd,
}

impl Line {
    /// The line, if it is text and not empty.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Whether it stands between paragraphs.
    pub(super) fn is_blank(&self) -> bool {
        matches!(&self.content, Content::Text(text) if text.trim().is_empty())
    }
}

/// The lines of a source, without their ends, and where they stand.
pub(super) fn source_lines(source: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    source.split_inclusive('\n').map(move |whole| {
        let line = whole.trim_end_matches(['\n', '\r']);
        let range = start..start + line.len();
        start += whole.len();
        (line, range)
    })
}

/// From `start` to the end of its line.
pub(super) fn line_from(source: &str, start: usize) -> Range<usize> {
    let rest = source.get(start..).unwrap_or_default();
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    start..start + length
}

/// `text` with plain spaces, and without characters that have no width.
pub(super) fn plainly_spaced(text: &str) -> String {
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

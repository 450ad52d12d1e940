//! Groups lines into blocks: headings, lines of text, and tables.

use std::ops::Range;

use super::labels::{self, Columns, Numbered, TableKind};
use super::layout::{Content, Line};
use super::report::Report;
use super::row::{Row, is_likely_code, looks_like_a_row};

/// A heading, a line of text or a table, in the order of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Heading(String),
    /// A line outside of tables, and its byte range.
    Text(String, Range<usize>),
    Table(Table),
}

/// A table about an action or a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) columns: Columns,
    pub(super) rows: Vec<Row>,
    /// The byte range of its header.
    pub(super) range: Range<usize>,
}

pub(super) fn blocks(lines: &[Line], report: &mut Report) -> Vec<Block> {
    let mut grouping = Grouping {
        report,
        blocks: Vec::new(),
        open: None,
        after_codes: false,
    };
    for (index, line) in lines.iter().enumerate() {
        match &line.content {
            Content::Row(cells) => grouping.row(cells, &line.range),
            Content::TableEnd => grouping.end_cells(),
            Content::Heading(text) => grouping.heading(text),
            Content::Text(text) if is_title(lines, index, text) => grouping.heading(text),
            Content::Text(text) => grouping.text(text, &line.range),
        }
    }
    grouping.close();
    grouping.blocks
}

/// Whether a line of text is the title of a section: by its number, or because it has empty lines around it.
fn is_title(lines: &[Line], index: usize, text: &str) -> bool {
    match labels::section_title(text) {
        None => false,
        Some(Numbered(true)) => true,
        Some(Numbered(false)) => {
            let is_apart_from = |neighbor: Option<&Line>| neighbor.is_none_or(|line| line.text().is_none());
            is_apart_from(index.checked_sub(1).and_then(|before| lines.get(before)))
                && is_apart_from(lines.get(index + 1))
        }
    }
}

struct Grouping<'a> {
    report: &'a mut Report,
    blocks: Vec<Block>,
    open: Option<Open>,
    /// Whether the table of error codes is over.
    after_codes: bool,
}

/// A table whose rows are being read.
struct Open {
    table: Table,
    /// Whether the layout separates the cells of a row.
    has_cells: bool,
    after_blank: bool,
    /// Whether a row that could not be read was reported.
    has_errors: bool,
}

impl Grouping<'_> {
    fn row(&mut self, cells: &[String], range: &Range<usize>) {
        if let Some(columns) = Columns::of_cells(cells) {
            self.start(columns, range, true);
            return;
        }
        // The row is in a table about something else.
        let Some(open) = self.open.as_mut().filter(|open| open.has_cells) else {
            return;
        };
        match Row::of_cells(cells, &open.table.columns, range.clone()) {
            Ok(row) => open.table.rows.push(row),
            Err(why) => {
                open.has_errors = true;
                let message = format!("a row of the table cannot be read: {why}");
                self.report.error("page-row", range, message, "this row");
            }
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(columns) = Columns::of_text(text) {
            self.start(columns, range, false);
            return;
        }
        if labels::is_request_mark(text) {
            self.close();
        }
        let is_blank = text.trim().is_empty();
        match &mut self.open {
            None => {
                self.warn_of_late_code(text, range);
                self.blocks.push(Block::Text(text.to_owned(), range.clone()));
            }
            Some(open) if is_blank => open.after_blank = true,
            Some(open) if open.has_cells => {
                if let Some(row) = open.table.rows.last_mut() {
                    row.append(text);
                }
            }
            Some(open) => match Row::of_text(text, &open.table.columns, range.clone()) {
                Some(row) => {
                    open.table.rows.push(row);
                    open.after_blank = false;
                }
                None => self.continuation(text, range),
            },
        }
    }

    /// Adds a line that is not a row, in a table whose cells are separated by spaces.
    fn continuation(&mut self, text: &str, range: &Range<usize>) {
        let Some(open) = &mut self.open else {
            return;
        };
        let kind = open.table.columns.kind;
        if kind == TableKind::Codes && open.after_blank {
            self.close();
            self.blocks.push(Block::Text(text.to_owned(), range.clone()));
            return;
        }
        let Some(row) = open.table.rows.last_mut() else {
            if !open.has_errors {
                open.has_errors = true;
                let message = "the first row of the table cannot be read";
                self.report
                    .error("page-row", range, message, "not a row with the columns above");
                self.report.help(FIRST_ROW_HELP);
            }
            return;
        };
        if looks_like_a_row(text, &open.table.columns) {
            let message = format!(
                "read as part of the description of `{}`, but it looks like a row",
                row.name
            );
            self.report.warning("page-row", range, message, "this line");
        }
        row.append(text);
    }

    /// Warns of a line that looks like an error code after the table of error codes, where the footer of the page is.
    fn warn_of_late_code(&mut self, text: &str, range: &Range<usize>) {
        let first = text.split_whitespace().next().unwrap_or_default();
        if self.after_codes && first.contains('.') && is_likely_code(first) {
            let message = "it looks like an error code, but the table is over";
            self.report.warning("page-row", range, message, "not imported");
        }
    }

    fn start(&mut self, columns: Columns, range: &Range<usize>, has_cells: bool) {
        self.close();
        self.open = Some(Open {
            table: Table {
                columns,
                rows: Vec::new(),
                range: range.clone(),
            },
            has_cells,
            after_blank: false,
            has_errors: false,
        });
    }

    fn heading(&mut self, text: &str) {
        self.close();
        self.blocks.push(Block::Heading(text.trim().to_owned()));
    }

    fn end_cells(&mut self) {
        if self.open.as_ref().is_some_and(|open| open.has_cells) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.after_codes |= open.table.columns.kind == TableKind::Codes;
            if open.table.rows.is_empty() && !open.has_errors {
                let message = "a table without rows";
                self.report
                    .error("page-row", &open.table.range, message, "nothing follows this header");
            }
            self.blocks.push(Block::Table(open.table));
        }
    }
}

const FIRST_ROW_HELP: &str = "copy the page so that each row is a line and every column is there, or save it as HTML";

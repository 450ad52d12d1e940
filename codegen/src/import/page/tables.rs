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
    /// How many of its rows were not read.
    pub(super) not_read: NotRead,
}

/// How many rows of a table were not read, by the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NotRead {
    /// An option names them.
    pub(super) skipped: usize,
    /// All of their cells are empty.
    pub(super) empty: usize,
    /// Reported as errors.
    pub(super) faulty: usize,
}

impl Table {
    /// Returns what the table describes, and how many of its rows were read and why the others were not.
    pub(super) fn row_count(&self) -> String {
        let what = match self.columns.kind {
            TableKind::Parameters => "input parameters",
            TableKind::Output => "output",
            TableKind::Members => "members",
            TableKind::Codes => "error codes",
        };
        let mut text = match self.rows.len() {
            1 => format!("table of {what}: 1 row read"),
            count => format!("table of {what}: {count} rows read"),
        };
        let NotRead { skipped, empty, faulty } = self.not_read;
        for (count, why) in [(skipped, "skipped"), (empty, "empty"), (faulty, "faulty")] {
            if count > 0 {
                text.push_str(&format!(", {count} {why}"));
            }
        }
        text
    }
}

pub(super) fn blocks(lines: &[Line], report: &mut Report) -> Vec<Block> {
    let mut grouping = Grouping {
        report,
        blocks: Vec::new(),
        open: None,
        unknown: None,
        last_table: None,
        after_codes: false,
    };
    for (index, line) in lines.iter().enumerate() {
        match &line.content {
            Content::Header(cells) => grouping.header(cells, &line.range),
            Content::Row(cells) => grouping.row(cells, &line.range),
            Content::TableEnd => grouping.end_cells(),
            Content::Heading(text) => grouping.heading(text),
            Content::Text(text) if is_title(lines, index, text) => grouping.heading(text),
            Content::Text(text) => grouping.text(text, &line.range),
        }
    }
    grouping.finish()
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
    unknown: Option<UnknownTable>,
    /// The number of the last block that is a table, if its rows may still go on.
    last_table: Option<usize>,
    /// Whether the table of error codes is over.
    after_codes: bool,
}

/// A table whose rows are being read.
struct Open {
    table: Table,
    /// Whether the layout separates the cells of a row.
    has_cells: bool,
    after_blank: bool,
    /// Whether the last row was skipped, and so what continues it.
    in_skipped: bool,
}

/// A table whose header is not that of a table of a page.
struct UnknownTable {
    /// Its first row.
    start: String,
    /// Whether the layout marks the first row as the header.
    has_header: bool,
    rows: usize,
    range: Range<usize>,
}

impl Grouping<'_> {
    /// Takes the header of a table, as the layout marks it.
    fn header(&mut self, cells: &[String], range: &Range<usize>) {
        match Columns::of_cells(cells) {
            Some(columns) => self.start(columns, range, true),
            None => {
                self.close();
                self.start_unknown(cells, true, range);
            }
        }
    }

    fn row(&mut self, cells: &[String], range: &Range<usize>) {
        if let Some(columns) = Columns::of_cells(cells) {
            self.start(columns, range, true);
        } else if self.is_in_table(cells, range) {
            self.read_row(cells, range);
        } else if let Some(unknown) = &mut self.unknown {
            unknown.rows += 1;
        } else {
            self.start_unknown(cells, false, range);
        }
    }

    /// Whether a row is in a table that is open, or that it opens again.
    fn is_in_table(&mut self, cells: &[String], range: &Range<usize>) -> bool {
        let is_of_unknown = self.unknown.as_ref().is_some_and(|unknown| unknown.has_header);
        self.open.as_ref().is_some_and(|open| open.has_cells) || (!is_of_unknown && self.reopen(cells, range))
    }

    /// Reads a row of the open table.
    fn read_row(&mut self, cells: &[String], range: &Range<usize>) {
        let Some(open) = &mut self.open else {
            return;
        };
        open.in_skipped = self.report.skips(range);
        if open.in_skipped {
            open.table.not_read.skipped += 1;
            return;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            open.table.not_read.empty += 1;
            return;
        }
        match Row::of_cells(cells, &open.table.columns, range.clone()) {
            Ok(row) => open.table.rows.push(row),
            Err(why) => {
                open.table.not_read.faulty += 1;
                let message = format!("a row of the table cannot be read: {why}");
                self.report.error("page-row", range, message, "this row");
                self.report.help(FAULTY_ROW_HELP);
            }
        }
    }

    /// Opens the last table again if cells without a header are a row of it: an empty line, or the end of a table in
    /// HTML, may be in the middle of a table.
    fn reopen(&mut self, cells: &[String], range: &Range<usize>) -> bool {
        let Some(number) = self.last_table else {
            return false;
        };
        let goes_on = |block: &Block| matches!(block, Block::Table(table) if Row::continues(cells, &table.columns));
        if !self.blocks.get(number).is_some_and(goes_on) {
            return false;
        }
        let between = self.blocks.split_off(number + 1);
        let Some(Block::Table(mut table)) = self.blocks.pop() else {
            return false;
        };
        for block in &between {
            if let (Block::Text(text, _), Some(row)) = (block, table.rows.last_mut()) {
                row.append(text);
            }
        }
        self.last_table = None;
        self.close_unknown();
        let message = "the table ended above this row, which is read as a row of it";
        self.report
            .warning("page-row", range, message, "the table goes on here");
        self.report
            .help("remove the empty line or the text between the rows from the saved page");
        self.open = Some(Open {
            table,
            has_cells: true,
            after_blank: false,
            in_skipped: false,
        });
        true
    }

    fn start_unknown(&mut self, cells: &[String], has_header: bool, range: &Range<usize>) {
        self.unknown = Some(UnknownTable {
            start: cells.join(" | "),
            has_header,
            rows: usize::from(!has_header),
            range: range.clone(),
        });
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(columns) = Columns::of_text(text) {
            self.start(columns, range, false);
            return;
        }
        if labels::is_request_mark(text) || labels::is_response_mark(text) || labels::example_title(text).is_some() {
            self.close();
            self.last_table = None;
        }
        let is_blank = text.trim().is_empty();
        match &mut self.open {
            None => {
                self.warn_of_late_code(text, range);
                self.blocks.push(Block::Text(text.to_owned(), range.clone()));
            }
            Some(open) if is_blank => open.after_blank = true,
            Some(open) if open.has_cells || !self.report.skips(range) => self.row_or_continuation(text, range),
            Some(open) => {
                open.table.not_read.skipped += 1;
                open.in_skipped = true;
            }
        }
    }

    /// Reads a line in a table: a row whose cells are separated by spaces, or more of the description before it.
    fn row_or_continuation(&mut self, text: &str, range: &Range<usize>) {
        match &mut self.open {
            None => {}
            Some(open) if open.has_cells => {
                if open.in_skipped {
                    return;
                }
                if let Some(row) = open.table.rows.last_mut() {
                    if looks_like_a_row(text, &open.table.columns) {
                        let message = looks_like_a_row_message(&row.name);
                        self.report.warning("page-row", range, message, "this line");
                    }
                    row.append(text);
                }
            }
            Some(open) => match Row::of_text(text, &open.table.columns, range.clone()) {
                Some(row) => {
                    open.table.rows.push(row);
                    open.after_blank = false;
                    open.in_skipped = false;
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
        if open.in_skipped {
            return;
        }
        let kind = open.table.columns.kind;
        if kind == TableKind::Codes && open.after_blank {
            self.close();
            self.blocks.push(Block::Text(text.to_owned(), range.clone()));
            return;
        }
        let Some(row) = open.table.rows.last_mut() else {
            if open.table.not_read.faulty == 0 {
                open.table.not_read.faulty = 1;
                let message = "the first row of the table cannot be read";
                self.report
                    .error("page-row", range, message, "not a row with the columns above");
                self.report.help(FIRST_ROW_HELP);
            }
            return;
        };
        if looks_like_a_row(text, &open.table.columns) {
            let message = looks_like_a_row_message(&row.name);
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
                not_read: NotRead::default(),
            },
            has_cells,
            after_blank: false,
            in_skipped: false,
        });
    }

    fn heading(&mut self, text: &str) {
        self.close();
        self.last_table = None;
        self.blocks.push(Block::Heading(text.trim().to_owned()));
    }

    fn end_cells(&mut self) {
        if self.unknown.is_some() || self.open.as_ref().is_some_and(|open| open.has_cells) {
            self.close();
        }
    }

    /// Ends the table that is open.
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.after_codes |= open.table.columns.kind == TableKind::Codes;
            self.last_table = open.has_cells.then_some(self.blocks.len());
            self.blocks.push(Block::Table(open.table));
        }
        self.close_unknown();
    }

    /// Ends a table that is not read, and reports it.
    fn close_unknown(&mut self) {
        if let Some(unknown) = self.unknown.take().filter(|unknown| unknown.rows > 0) {
            let rows = match unknown.rows {
                1 => "1 row of a table is".to_owned(),
                count => format!("{count} rows of a table are"),
            };
            let start: String = unknown.start.replace('\n', " ").chars().take(MOST_SHOWN).collect();
            let message = format!(
                "{rows} not read: `{start}` is not the header of a table of parameters, output, members or error codes"
            );
            self.report.warning("page-table", &unknown.range, message, "this table");
            self.report.help(UNKNOWN_TABLE_HELP);
        }
    }

    /// Reports the tables without rows, and returns the blocks.
    fn finish(mut self) -> Vec<Block> {
        self.close();
        for block in &self.blocks {
            if let Block::Table(table) = block
                && table.rows.is_empty()
                && table.not_read == NotRead::default()
            {
                let message = "a table without rows";
                self.report
                    .error("page-row", &table.range, message, "nothing follows this header");
            }
        }
        self.blocks
    }
}

fn looks_like_a_row_message(name: &str) -> String {
    format!("read as part of the description of `{name}`, but it looks like a row")
}

/// How many characters of the start of an unknown table are shown.
const MOST_SHOWN: usize = 60;
const FIRST_ROW_HELP: &str = "copy the page so that each row is a line and every column is there, or save it as HTML";
const FAULTY_ROW_HELP: &str =
    "fix the row in the saved page, or pass --skip-row FILE:LINE to import the page without it";
const UNKNOWN_TABLE_HELP: &str =
    "if it is one of them, give it the header of such a table, for example `Parameter Name | Type | Description`";

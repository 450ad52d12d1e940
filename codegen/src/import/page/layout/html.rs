//! HTML, as a browser saves a page.
//!
//! It is read from the tokens of the crate html5gum, which follow the WHATWG's rules (entities, tag soup) and have places
//! in the source. No tree is built: rows and cells are all that is needed. Decision 010 has the alternatives.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::{Content, Line, normalize_spaces};
use crate::source::LineIndex;

/// Elements whose text is not visible.
const INVISIBLE: [&str; 5] = ["script", "style", "title", "template", "noscript"];
/// Elements that start and end a line.
const BLOCKS: [&str; 27] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "ul",
];

/// Whether the source is a whole document and not a piece of one, or Markdown with pieces of HTML.
pub(super) fn is_document(source: &str) -> bool {
    let mut rest = source.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        rest = after.trim_start();
    }
    ["<!doctype", "<html", "<head", "<body"]
        .iter()
        .any(|tag| starts_with(rest, tag))
}

/// Whether the source starts with an element that a piece of a page may start with.
pub(super) fn starts_with_element(source: &str) -> bool {
    let source = source.trim_start();
    ["<table", "<div", "<section", "<main", "<article", "<h1", "<h2"]
        .iter()
        .any(|tag| starts_with(source, tag))
}

/// Whether the source has a table in HTML.
pub(super) fn has_table(source: &str) -> bool {
    let source = source.to_ascii_lowercase();
    source.contains("<table") && source.contains("<td")
}

/// Whether `text` starts with `prefix`, in capitals or not.
pub(super) fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Reads the part of the source that is HTML. `index` is that of `source`.
pub(super) fn lines(source: &str, part: Range<usize>, index: &LineIndex) -> Vec<Line> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader {
        source,
        end: part.end,
        index,
        lines: Vec::new(),
        invisible: 0,
        tables: 0,
        in_head: false,
        row: None,
        flow: String::new(),
        flow_start: None,
        is_preformatted: false,
        is_heading: false,
    };
    let first = part.start;
    let text = source.get(part).unwrap_or_default();
    for token in Tokenizer::new_with_emitter(text, emitter).flatten() {
        match token {
            Token::StartTag(tag) => reader.start(&String::from_utf8_lossy(&tag.name), first + tag.span.start),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => {
                let place = first + text.span.start..first + text.span.end;
                reader.text(&String::from_utf8_lossy(&text.value), place);
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.end_row();
    reader.flush();
    reader.lines
}

struct Reader<'a> {
    source: &'a str,
    /// Where the part that is HTML ends.
    end: usize,
    /// The lines of the source, which may be a single one: going through it for each row would take too long.
    index: &'a LineIndex,
    lines: Vec<Line>,
    /// The depth of elements whose text is not visible.
    invisible: usize,
    /// The depth of tables. A table in a cell is part of the cell's text.
    tables: usize,
    /// Whether it is in the head of a table.
    in_head: bool,
    row: Option<Row>,
    /// Text outside of cells that is not a line yet.
    flow: String,
    flow_start: Option<usize>,
    is_preformatted: bool,
    is_heading: bool,
}

struct Row {
    cells: Vec<String>,
    /// How many of the cells are marked as those of a header.
    headers: usize,
    in_cell: bool,
    start: usize,
}

impl Reader<'_> {
    fn start(&mut self, name: &str, at: usize) {
        match name {
            _ if INVISIBLE.contains(&name) => self.invisible += 1,
            "table" => {
                self.flush();
                // A table that nobody closed ends where the next one starts, unless that is in a cell.
                if self.tables > 0 && self.row.as_ref().is_none_or(|row| !row.in_cell) {
                    self.end_table();
                }
                self.tables += 1;
            }
            "thead" if self.tables == 1 => self.in_head = true,
            "tbody" | "tfoot" if self.tables == 1 => self.in_head = false,
            "tr" if self.tables == 1 => {
                self.end_row();
                self.row = Some(Row {
                    cells: Vec::new(),
                    headers: 0,
                    in_cell: false,
                    start: at,
                });
            }
            "td" | "th" if self.tables == 1 => {
                if let Some(row) = &mut self.row {
                    row.cells.push(String::new());
                    row.headers += usize::from(name == "th" || self.in_head);
                    row.in_cell = true;
                }
            }
            "td" | "th" => self.push(" "),
            "br" | "tr" => self.push("\n"),
            "li" => {
                self.break_line();
                self.push("- ");
            }
            _ if BLOCKS.contains(&name) => {
                self.break_line();
                self.is_preformatted |= name == "pre";
                self.is_heading |= is_heading(name);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            _ if INVISIBLE.contains(&name) => self.invisible = self.invisible.saturating_sub(1),
            "table" => match self.tables {
                1 => self.end_table(),
                depth => self.tables = depth.saturating_sub(1),
            },
            "thead" if self.tables == 1 => {
                self.end_row();
                self.in_head = false;
            }
            "tr" if self.tables == 1 => self.end_row(),
            "td" | "th" if self.tables == 1 => {
                if let Some(row) = &mut self.row {
                    row.in_cell = false;
                }
            }
            "li" => self.break_line(),
            _ if BLOCKS.contains(&name) => {
                self.break_line();
                self.is_preformatted &= name != "pre";
                self.is_heading &= !is_heading(name);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, place: Range<usize>) {
        if self.invisible > 0 {
            return;
        }
        let text = normalize_spaces(text);
        if self.is_preformatted {
            self.flow_start.get_or_insert(place.start);
            self.push(&text);
            return;
        }
        if self.flow.trim().is_empty() && !text.trim().is_empty() {
            let blank = text.len() - text.trim_start().len();
            self.flow_start = Some(place.start + blank.min(place.len()));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let opens = text.starts_with(char::is_whitespace);
        let closes = text.ends_with(char::is_whitespace);
        let space = |wanted: bool| if wanted { " " } else { "" };
        self.push(&format!("{}{}{}", space(opens), words.join(" "), space(closes)));
    }

    /// Adds to the open cell, or to the text outside of cells.
    fn push(&mut self, text: &str) {
        match &mut self.row {
            Some(row) if row.in_cell => {
                if let Some(cell) = row.cells.last_mut() {
                    cell.push_str(text);
                }
            }
            // Text between cells is not visible.
            Some(_) => {}
            None => self.flow.push_str(text),
        }
    }

    fn break_line(&mut self) {
        if self.row.is_some() {
            self.push("\n");
        } else {
            self.flush();
        }
    }

    /// Turns the text outside of cells into lines, followed by an empty one.
    fn flush(&mut self) {
        let flow = std::mem::take(&mut self.flow);
        let start = self.flow_start.take().unwrap_or_default();
        if flow.trim().is_empty() {
            return;
        }
        let mut start = start;
        for line in flow.trim_end().split('\n') {
            let range = self.line_from(start);
            // Only preformatted text keeps the line breaks of the source.
            if self.is_preformatted {
                start = (range.end + 1).min(self.end);
            }
            let content = if self.is_heading {
                Content::Heading(line.trim().to_owned())
            } else {
                Content::Text(line.to_owned())
            };
            self.add(content, range);
        }
        self.add(Content::Text(String::new()), self.end..self.end);
    }

    fn end_row(&mut self) {
        if let Some(row) = self.row.take().filter(|row| !row.cells.is_empty()) {
            let range = self.line_from(row.start);
            let cells: Vec<String> = row.cells.iter().map(|cell| tidy(cell)).collect();
            let is_header = row.headers == cells.len();
            self.add(
                if is_header {
                    Content::Header(cells)
                } else {
                    Content::Row(cells)
                },
                range,
            );
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.in_head = false;
        self.tables = 0;
        self.add(Content::TableEnd, self.end..self.end);
    }

    /// Returns the range from `start` to the end of its line.
    fn line_from(&self, start: usize) -> Range<usize> {
        let line = self.index.line_of(start);
        let content = self.index.content_of_line(line, self.source);
        let end = content.map_or(self.source.len(), |content| content.end);
        start..end.clamp(start, self.end.max(start))
    }

    /// Adds a line. A saved page may be a single line, of which a diagnostic should not underline all.
    fn add(&mut self, content: Content, mut range: Range<usize>) {
        const MOST_SHOWN: usize = 80;
        let line = self.source.get(range.clone()).unwrap_or_default();
        if let Some((length, _)) = line.char_indices().nth(MOST_SHOWN) {
            range.end = range.start + length;
        }
        self.lines.push(Line { content, range });
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

/// Removes the empty lines of a cell, and the spaces at the ends of its lines.
fn tidy(cell: &str) -> String {
    let lines = cell.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && *line != "-").collect();
    lines.join("\n")
}

//! Markdown: tables with pipes, headings with `#`, code between fences, and tables and code of HTML among them.
//!
//! An empty line ends a table in Markdown, but saved pages have empty lines within tables. Rows behind one are rows
//! without a header here, and the reader of tables decides whether the table goes on.

use std::ops::Range;

use super::super::labels::{Columns, Numbered, ends_table, example_title, section_title};
use super::super::row::Row;
use super::{Content, Line, html, normalize_spaces, source_lines};
use crate::import::plain_text::plain_text;
use crate::source::LineIndex;

/// Whether the source has a table with pipes: a delimiter row, which only Markdown has, or a header of a page.
pub(super) fn has_table(source: &str) -> bool {
    let is_header = |line: &str| line.contains('|') && Columns::of_cells(&cells(line.trim())).is_some();
    outside_of_code(source).any(|line| is_delimiter(line) || is_header(line))
}

/// Whether the source has headings or fences of Markdown.
pub(super) fn has_marks(source: &str) -> bool {
    outside_of_code(source).any(|line| heading(line.trim()).is_some() || Fence::of(line).is_some())
}

/// Returns the lines that are not between `<pre>` and `</pre>`.
fn outside_of_code(source: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    source_lines(source).map(|(line, _)| line).filter(move |line| {
        let opens = line.rfind("<pre");
        let closes = line.rfind("</pre");
        let was_in_code = in_code;
        in_code = match (opens, closes) {
            (None, None) => in_code,
            (opens, closes) => opens > closes,
        };
        !was_in_code && !in_code
    })
}

/// Reads the lines of `source`, whose index is `index`.
pub(super) fn lines(source: &str, index: &LineIndex) -> Vec<Line> {
    let all: Vec<(&str, Range<usize>)> = source_lines(source).collect();
    let mut reader = Reader::new(&all);
    let mut number = 0;
    while let Some((text, range)) = all.get(number) {
        if let Some(last) = reader.html_block(&all, number) {
            let end = all.get(last).map_or(source.len(), |(_, range)| range.end);
            reader.end_table(range);
            reader.lines.append(&mut html::lines(source, range.start..end, index));
            number = last;
        } else {
            let below = all.get(number + 1).map(|(text, _)| *text);
            reader.read(&normalize_spaces(text), below, number, range);
        }
        number += 1;
    }
    reader.lines
}

/// The characters of a fence, of which there are two kinds.
#[derive(Clone, Copy, PartialEq)]
enum Fence {
    Backticks,
    Tildes,
}

impl Fence {
    fn of(line: &str) -> Option<Self> {
        let line = line.trim_start();
        if line.starts_with("```") {
            Some(Self::Backticks)
        } else {
            line.starts_with("~~~").then_some(Self::Tildes)
        }
    }
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    fence: Option<Fence>,
    in_table: bool,
    /// The columns of the last table in this section.
    columns: Option<Columns>,
    /// The numbers of the last fences of each kind: one after which there is no other opens nothing.
    last_backticks: Option<usize>,
    last_tildes: Option<usize>,
}

impl Reader {
    fn new(all: &[(&str, Range<usize>)]) -> Self {
        let last = |fence| all.iter().rposition(|(line, _)| Fence::of(line) == Some(fence));
        Self {
            last_backticks: last(Fence::Backticks),
            last_tildes: last(Fence::Tildes),
            ..Self::default()
        }
    }

    /// Returns the number of the last line of a table or of code in HTML that starts in this line.
    fn html_block(&self, all: &[(&str, Range<usize>)], first: usize) -> Option<usize> {
        if self.fence.is_some() {
            return None;
        }
        let (line, _) = all.get(first)?;
        if !line.contains('<') || line.contains(['|', '`']) {
            return None;
        }
        let line = line.to_ascii_lowercase();
        let (open, close) = [("<table", "</table"), ("<pre", "</pre")]
            .into_iter()
            .find(|(open, _)| line.contains(open))?;
        let mut depth = 0_usize;
        for (number, (line, _)) in all.iter().enumerate().skip(first) {
            let line = line.to_ascii_lowercase();
            depth += line.matches(open).count();
            depth = depth.saturating_sub(line.matches(close).count());
            if depth == 0 {
                return Some(number);
            }
            // An element that does not end must not take the rest of the page.
            if number > first && heading(line.trim()).is_some() {
                return Some(number - 1);
            }
        }
        Some(all.len() - 1)
    }

    fn read(&mut self, line: &str, below: Option<&str>, number: usize, range: &Range<usize>) {
        let text = line.trim();
        if self.is_fence(text, number) {
            self.end_table(range);
            self.add(Content::Text(String::new()), range);
        } else if self.fence.is_some() {
            self.add(Content::Text(line.to_owned()), range);
        } else if text.is_empty() {
            self.end_table(range);
            self.add(Content::Text(String::new()), range);
        } else if let Some(heading) = heading(text).or_else(|| html_heading(text)) {
            self.end_table(range);
            self.columns = None;
            self.add(Content::Heading(inline(heading)), range);
        } else if ends_table(text) || example_title(text).is_some() {
            self.end_table(range);
            self.columns = None;
            self.add(Content::Text(inline(text)), range);
        } else if !is_delimiter(text) {
            self.read_row_or_text(line, below, range);
        }
    }

    fn read_row_or_text(&mut self, line: &str, below: Option<&str>, range: &Range<usize>) {
        let text = line.trim();
        let cells = cells(text);
        let columns = Columns::of_cells(&cells);
        let is_header = columns.is_some() || (cells.len() > 1 && below.is_some_and(is_delimiter));
        if is_header {
            self.end_table(range);
            self.in_table = true;
            self.columns = columns;
            self.add(Content::Header(cells), range);
        } else if self.starts_row(text, &cells) {
            self.in_table = true;
            self.add(Content::Row(cells), range);
        } else if self.in_table {
            self.add(Content::Text(inline(text.trim_end_matches('|'))), range);
        } else {
            // This includes code without a fence, which is not Markdown.
            self.add(Content::Text(line.to_owned()), range);
        }
    }

    /// Whether a line is a row, of the open table or behind an empty line.
    fn starts_row(&self, text: &str, cells: &[String]) -> bool {
        let has_pipes = text.starts_with('|') || cells.len() > 1;
        if self.in_table {
            return has_pipes;
        }
        let columns = self.columns.as_ref();
        let goes_on = columns.is_some_and(|columns| Row::continues(cells, columns));
        (text.starts_with('|') && cells.len() > 1) || goes_on
    }

    /// Whether a line is a fence, which opens or closes code.
    fn is_fence(&mut self, text: &str, number: usize) -> bool {
        let fence = Fence::of(text);
        match (self.fence, fence) {
            (None, None) => return false,
            (None, Some(fence)) => {
                let last = match fence {
                    Fence::Backticks => self.last_backticks,
                    Fence::Tildes => self.last_tildes,
                };
                self.fence = Some(fence).filter(|_| last > Some(number));
            }
            (Some(open), Some(fence)) if open == fence => self.fence = None,
            (Some(_), _) => {
                // A fence that nobody closed ends at the title of the next section.
                let title = heading(text).and_then(section_title);
                if title == Some(Numbered(true)) {
                    self.fence = None;
                }
                return false;
            }
        }
        true
    }

    fn end_table(&mut self, range: &Range<usize>) {
        if std::mem::take(&mut self.in_table) {
            self.add(Content::TableEnd, range);
        }
    }

    fn add(&mut self, content: Content, range: &Range<usize>) {
        self.lines.push(Line {
            content,
            range: range.clone(),
        });
    }
}

/// Returns the text of a line that is a heading in HTML.
fn html_heading(line: &str) -> Option<&str> {
    let is_heading = ["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"]
        .iter()
        .any(|tag| html::starts_with(line, tag));
    is_heading.then_some(line)
}

/// Whether a line is `---|---|`, under the header of a table.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains("---") && line.bytes().all(|byte| b"-|: \t".contains(&byte))
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    (matches!(level, 1..=6) && text.starts_with(' ')).then(|| text.trim().trim_end_matches('#').trim_end())
}

/// Returns the cells of a row, which may start and end with a pipe; `\|` is a pipe in the text.
fn cells(line: &str) -> Vec<String> {
    const PIPE: &str = "\u{0}";
    let line = line.replace("\\|", PIPE);
    let inside = line.strip_prefix('|').unwrap_or(&line);
    let inside = inside.trim_end().strip_suffix('|').unwrap_or(inside);
    inside.split('|').map(|cell| inline(&cell.replace(PIPE, "|"))).collect()
}

/// Removes emphasis, links, escapes and inline HTML from a text.
fn inline(text: &str) -> String {
    let text = without_links(text).replace("**", "");
    let mut unescaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letters.next_if(|next| letter == '\\' && next.is_ascii_punctuation());
        unescaped.push(escaped.unwrap_or(letter));
    }
    plain_text(&unescaped)
}

/// Replaces `[text](address)` by `text`.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|middle| {
            let middle = open + middle;
            let end = middle + rest[middle..].find(')')?;
            let inside = &rest[open + 1..middle];
            (!inside.contains('[')).then_some((inside, end + 1))
        });
        let (shown, next) = link.unwrap_or(("[", open + 1));
        plain.push_str(&rest[..open]);
        plain.push_str(shown);
        rest = &rest[next..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::{cells, heading, inline, is_delimiter};

    #[test]
    fn a_row_is_split_at_its_own_pipes() {
        assert_eq!(cells("| A | b \\| c |"), ["A", "b | c"]);
        assert_eq!(cells("A | No | x |"), ["A", "No", "x"]);
        assert_eq!(cells("|"), [""]);
        assert!(is_delimiter("---|:---:|---|"));
        assert!(!is_delimiter("a | b") && !is_delimiter("----"));
        assert_eq!(heading("## 2. Input ##"), Some("2. Input"));
        assert_eq!(heading("#hash"), None);
    }

    #[test]
    fn markup_within_a_line_is_removed() {
        let texts = [
            ("see [Regions](https://a.b/c) and [this", "see Regions and [this"),
            ("**bold** \\_x\\_ a<br>b &lt;", "bold _x_ a\nb <"),
            ("[[a](b)", "[a"),
        ];
        for (text, expected) in texts {
            assert_eq!(inline(text), expected, "{text}");
        }
    }
}

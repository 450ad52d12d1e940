//! Markdown: tables with pipes, headings with `#`, code between fences.

use super::super::labels::{Columns, ends_table, example_title};
use super::{Content, Line, normalize_spaces, source_lines};
use crate::import::plain_text::plain_text;

/// Whether the source has a delimiter row under the header of a table, which only Markdown has.
pub(super) fn is_layout_of(source: &str) -> bool {
    source_lines(source).any(|(line, _)| is_delimiter(line))
}

pub(super) fn lines(source: &str) -> Vec<Line> {
    let mut reader = Reader::default();
    for (text, range) in source_lines(source) {
        for content in reader.read(&normalize_spaces(text)) {
            reader.lines.push(Line {
                content,
                range: range.clone(),
            });
        }
    }
    reader.lines
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    in_fence: bool,
    in_table: bool,
}

impl Reader {
    fn read(&mut self, line: &str) -> Vec<Content> {
        let text = line.trim();
        if text.starts_with("```") || text.starts_with("~~~") {
            self.in_fence = !self.in_fence;
            return vec![Content::Text(String::new())];
        }
        if self.in_fence {
            return vec![Content::Text(line.to_owned())];
        }
        if text.is_empty() {
            let ended = std::mem::take(&mut self.in_table).then_some(Content::TableEnd);
            return ended.into_iter().chain([Content::Text(String::new())]).collect();
        }
        if self.in_table && (ends_table(text) || example_title(text).is_some()) {
            self.in_table = false;
            return vec![Content::TableEnd, Content::Text(inline(text))];
        }
        if is_delimiter(text) {
            return Vec::new();
        }
        if let Some(heading) = heading(text) {
            self.in_table = false;
            return vec![Content::Heading(inline(heading))];
        }
        let cells = cells(text);
        self.in_table |= Columns::of_cells(&cells).is_some();
        if self.in_table && cells.len() > 1 {
            vec![Content::Row(cells)]
        } else if self.in_table {
            vec![Content::Text(inline(text.trim_end_matches('|')))]
        } else {
            // This includes code without a fence, which is not Markdown.
            vec![Content::Text(line.to_owned())]
        }
    }
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

//! A page of text, wrapped to the width of the terminal.
//!
//! Chinese characters take two columns and a line may be broken between any two of them, but not before their closing
//! punctuation. Control characters of a description do not reach the terminal.

use std::io::IsTerminal;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width where standard output is no terminal, and the narrowest and widest that a terminal is taken for.
const DEFAULT_WIDTH: usize = 80;
const NARROWEST: usize = 40;
const WIDEST: usize = 120;

/// How a page looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Columns.
    pub(crate) width: usize,
    /// Whether headings are bold.
    pub(crate) is_bold: bool,
    /// Whether what a list says of a name is cut to one line: on a terminal, where nobody reads it with a program.
    pub(crate) cuts: bool,
}

/// A page that is being written.
#[derive(Debug)]
pub(crate) struct Page {
    text: String,
    style: Style,
}

impl Style {
    /// The style of standard output.
    pub(crate) fn of_stdout() -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let has_no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            width: terminal_columns().unwrap_or(DEFAULT_WIDTH).clamp(NARROWEST, WIDEST),
            is_bold: is_terminal && !is_dumb && !has_no_color,
            cuts: is_terminal,
        }
    }
}

/// The columns of the terminal, if standard output is one.
pub(crate) fn terminal_columns() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0))
}

impl Page {
    pub(crate) fn new(style: Style) -> Self {
        Self {
            text: String::new(),
            style,
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// A heading, after a blank line.
    pub(crate) fn heading(&mut self, heading: &str) {
        self.blank();
        let heading = self.bold(heading);
        self.text.push_str(&heading);
        self.text.push('\n');
    }

    /// A blank line, unless there is one or nothing yet.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Text, wrapped and indented.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) {
        for line in wrap(text, self.style.width.saturating_sub(indent)) {
            self.line(indent, &line);
        }
    }

    /// Text that is not wrapped: examples, to be copied.
    pub(crate) fn line(&mut self, indent: usize, text: &str) {
        if !text.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', indent));
        }
        self.text
            .extend(text.chars().filter(|character| !character.is_control()));
        self.text.push('\n');
    }

    /// A bold term, with what is said of it in the same line.
    pub(crate) fn term(&mut self, indent: usize, term: &str, rest: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        let term = self.bold(term);
        self.text.push_str(&term);
        if !rest.is_empty() {
            self.text.push(' ');
            self.text.push_str(rest);
        }
        self.text.push('\n');
    }

    /// Rows of a name and a text each, the texts in a column of their own and cut to one line on a terminal.
    pub(crate) fn rows(&mut self, indent: usize, rows: &[(String, String)]) {
        let widest = rows
            .iter()
            .map(|(name, _)| name.width())
            .max()
            .unwrap_or(0)
            .min(self.style.width * 2 / 3);
        for (name, text) in rows {
            let mut line = name.clone();
            if !text.is_empty() {
                let blanks = widest.saturating_sub(name.width()) + 2;
                line.extend(std::iter::repeat_n(' ', blanks));
                let room = self.style.width.saturating_sub(indent + line.width());
                let text = if self.style.cuts {
                    cut(text, room.max(20))
                } else {
                    text.clone()
                };
                line.push_str(&text);
            }
            self.line(indent, &line);
        }
    }

    fn bold(&self, text: &str) -> String {
        if self.style.is_bold {
            return format!("\u{1b}[1m{text}\u{1b}[0m");
        }
        text.to_owned()
    }
}

/// The first line of `text`, cut to a width with an ellipsis.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.width() <= width {
        return line.to_owned();
    }
    let mut kept = String::new();
    let mut columns = 1;
    for character in line.chars() {
        columns += character.width().unwrap_or(0);
        if columns > width {
            break;
        }
        kept.push(character);
    }
    format!("{}…", kept.trim_end())
}

/// Breaks a text into lines of at most `width` columns; a word that is longer is a line of its own.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        let mut columns = 0;
        for (word, follows_blank) in words(line) {
            let blank = usize::from(follows_blank && !current.is_empty());
            if columns + blank + word.width() > width && !current.is_empty() {
                lines.push(std::mem::take(&mut current));
                columns = 0;
            } else if blank > 0 {
                current.push(' ');
                columns += 1;
            }
            columns += word.width();
            current.push_str(&word);
        }
        if !current.is_empty() {
            lines.push(current);
        }
    }
    lines
}

/// What a line may be broken between, and whether a blank precedes each.
fn words(line: &str) -> Vec<(String, bool)> {
    let mut words: Vec<(String, bool)> = Vec::new();
    let mut follows_blank = false;
    let mut may_break = true;
    for character in line.chars() {
        if character.is_whitespace() {
            (follows_blank, may_break) = (true, true);
            continue;
        }
        if character.is_control() {
            continue;
        }
        let is_wide = character.width().unwrap_or(0) > 1;
        let breaks = follows_blank || ((may_break || is_wide) && !closes(character));
        match words.last_mut() {
            Some((word, _)) if !breaks => word.push(character),
            _ => words.push((String::from(character), follows_blank)),
        }
        follows_blank = false;
        may_break = is_wide && !opens(character);
    }
    words
}

/// Punctuation that does not begin a line.
fn closes(character: char) -> bool {
    "。，、；：？！）》」』】”’…％,.;:?!)]}%".contains(character)
}

/// Punctuation that does not end a line.
fn opens(character: char) -> bool {
    "（《「『【“‘".contains(character)
}

#[cfg(test)]
mod tests {
    use super::{Page, Style, cut, wrap};

    #[test]
    fn english_is_broken_at_blanks() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("a-very-long-word b", 4), ["a-very-long-word", "b"]);
        assert_eq!(wrap("one\n\ntwo", 80), ["one", "two"]);
        assert!(wrap("", 80).is_empty());
    }

    #[test]
    fn chinese_takes_two_columns_and_keeps_its_punctuation() {
        assert_eq!(wrap("创建通道组", 4), ["创建", "通道", "组"]);
        assert_eq!(wrap("创建，通道。", 6), ["创建，", "通道。"]);
        assert_eq!(wrap("创建，通道", 4), ["创", "建，", "通道"]);
        assert_eq!(wrap("用于 CreateProxy 接口", 16), ["用于 CreateProxy", "接口"]);
        assert_eq!(wrap("填写Bandwidth即可", 10), ["填写", "Bandwidth", "即可"]);
    }

    #[test]
    fn a_cut_text_fits() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("创建通道", 6), "创建…");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let style = Style {
            width: 80,
            is_bold: false,
            cuts: false,
        };
        let mut page = Page::new(style);
        page.paragraph(2, "a\u{1b}[31mred\u{7}");
        page.line(0, "b\u{1b}c");
        assert_eq!(page.into_text(), "  a[31mred\nbc\n");
    }
}

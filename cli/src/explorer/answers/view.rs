//! The value of an answer, or what a filter gives of it, with the lines of its text.

use std::sync::OnceLock;

use super::Window;
use crate::error::CliError;
use crate::explorer::web::reply::{number, object, texts};
use crate::filter::Filter;
use crate::json::{Value, parse, write_pretty};

/// A longer line is cut where lines are shown; the whole text has all of it.
const MAX_LINE: usize = 10_000;

/// A value that is looked at.
pub(super) struct View {
    value: Value,
    /// Whether it is shown as text, as it is no JSON.
    is_text: bool,
    lines: OnceLock<Lines>,
    columns: OnceLock<Vec<String>>,
}

/// A text, and where its lines begin.
pub(super) struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl View {
    fn new(value: Value, is_text: bool) -> Self {
        Self {
            value,
            is_text,
            lines: OnceLock::new(),
            columns: OnceLock::new(),
        }
    }

    /// # Errors
    /// If the text is no JSON, or is nested too deeply.
    pub(super) fn of_json(text: &str) -> Result<Self, CliError> {
        let value = parse(text).map_err(|error| CliError::input(format!("the answer cannot be read: {error}")))?;
        Ok(Self::new(value, false))
    }

    /// What is no JSON is one text.
    pub(super) fn of_text(text: &str) -> Self {
        Self::new(Value::String(text.to_owned()), true)
    }

    /// # Errors
    /// If the filter is wrong or cannot be applied.
    pub(super) fn filtered(&self, filter: &str) -> Result<Self, CliError> {
        let value = Filter::compile(filter)?.apply(&self.value)?;
        Ok(Self::new(value, false))
    }

    pub(super) fn value(&self) -> &Value {
        &self.value
    }

    /// The columns of its table, which `make` finds when they are first asked for.
    pub(super) fn columns(&self, make: impl FnOnce() -> Vec<String>) -> &[String] {
        self.columns.get_or_init(make)
    }

    /// The lines of the indented JSON; made when they are first asked for.
    pub(super) fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| match &self.value {
            Value::String(text) if self.is_text => Lines::of(text.clone()),
            value => {
                let mut text = Vec::new();
                // Writing to memory does not fail.
                let _ = write_pretty(value, &mut text);
                Lines::of(String::from_utf8(text).unwrap_or_default())
            }
        })
    }
}

impl Lines {
    fn of(text: String) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn line(&self, index: usize) -> Option<&str> {
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        self.text.get(start..end).map(|line| line.trim_end_matches('\r'))
    }

    /// `{lines, count}`
    pub(super) fn part(&self, window: Window) -> Value {
        let indices = window.offset..window.offset.saturating_add(window.limit).min(self.starts.len());
        let lines = indices.filter_map(|index| self.line(index)).map(shown);
        object([("lines", texts(lines)), ("count", number(self.starts.len()))])
    }
}

fn shown(line: &str) -> String {
    let cut = line.char_indices().nth(MAX_LINE).map(|(at, _)| at);
    match cut.and_then(|at| Some((line.get(..at)?, line.get(at..)?))) {
        Some((start, rest)) => format!("{start}… ({} bytes more)", rest.len()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::web::reply::json_bytes;

    #[test]
    fn lines_are_those_of_the_indented_text() {
        let view = View::of_json(r#"{"A":[1,{"B":"x\ny"}],"C":18446744073709551616}"#).unwrap();
        let all = view.lines().text().to_owned();
        let part = |offset, limit| {
            let part = view.lines().part(Window { offset, limit });
            String::from_utf8(json_bytes(&part)).unwrap()
        };
        let count = all.lines().count();
        assert_eq!(count, 9);
        assert!(
            part(0, 2).contains(r#""{","    \"A\": ["],"count":9"#),
            "{}",
            part(0, 2)
        );
        assert!(part(8, 200).starts_with(r#"{"lines":["}"]"#));
        assert_eq!(part(usize::MAX, usize::MAX), r#"{"lines":[],"count":9}"#);
        assert!(all.contains("18446744073709551616"));
    }

    #[test]
    fn a_long_line_is_cut_and_says_so() {
        let view = View::of_text(&format!("中{}\r\nb\n", "x".repeat(MAX_LINE)));
        let part = view.lines().part(Window { offset: 0, limit: 9 });
        let text = String::from_utf8(json_bytes(&part)).unwrap();
        assert!(
            text.contains("… (1 bytes more)\",\"b\",\"\"],\"count\":3"),
            "{}",
            &text[text.len() - 60..]
        );
    }
}

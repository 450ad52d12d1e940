//! Lines and columns of a text, looked up without reading the text again.

use std::ops::Range;

/// How many bytes are counted anew in a lookup of a column.
const BLOCK: usize = 1024;

/// Where the lines of a text begin, and how many characters precede each block of it.
///
/// Made in one pass. A lookup takes the logarithm of the number of lines, so that a file with as many diagnostics as
/// lines, or with all of them on one line, takes linear time.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex {
    /// The offset of the first byte of each line.
    starts: Vec<usize>,
    /// The number of characters before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
    length: usize,
}

/// A place as editors show it; both numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    /// In characters.
    pub(crate) column: usize,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let mut characters = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut count = 0;
        for (block, bytes) in text.as_bytes().chunks(BLOCK).enumerate() {
            characters.push(count);
            for (at, byte) in bytes.iter().enumerate() {
                count += usize::from(begins_character(*byte));
                if *byte == b'\n' {
                    starts.push(block * BLOCK + at + 1);
                }
            }
        }
        // What follows the last line break is a line only if there is something.
        if starts.len() > 1 && starts.last() == Some(&text.len()) {
            starts.pop();
        }
        Self {
            starts,
            characters,
            length: text.len(),
        }
    }

    /// The number of the line that `offset` is on, from 0.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of line `line` (from 0), its line break included; empty past the end.
    pub(crate) fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.length);
        start..self.starts.get(line + 1).copied().unwrap_or(self.length)
    }

    /// The bytes of line `line` (from 0) of `text`, without its line break; `None` past the end.
    #[cfg(feature = "import")]
    pub(crate) fn content_of_line(&self, line: usize, text: &str) -> Option<Range<usize>> {
        let range = (line < self.starts.len()).then(|| self.line(line))?;
        let content = text.get(range.clone())?.trim_end_matches(['\n', '\r']);
        Some(range.start..range.start + content.len())
    }

    /// Line and column of `offset` in `text`, from which the index was made.
    pub(crate) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(self.length);
        let line = self.line_of(offset);
        let start = self.line(line).start;
        Position {
            line: line + 1,
            column: self.characters_before(text, offset) - self.characters_before(text, start) + 1,
        }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(block).copied().unwrap_or_default();
        let rest = text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        counted + rest.iter().filter(|byte| begins_character(**byte)).count()
    }
}

fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lookup as it was before there was an index.
    fn counted(text: &str, offset: usize) -> Position {
        let before = text.get(..offset).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before.get(start..).unwrap_or_default().chars().count() + 1,
        }
    }

    #[test]
    fn every_offset_has_the_position_that_counting_gives() {
        let long = "é€😀a".repeat(700);
        for text in ["", "a", "a\nb", "\n\nä\r\nc", &long, &format!("{long}\n{long}")] {
            let index = LineIndex::new(text);
            let offsets = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for offset in offsets {
                assert_eq!(index.position(text, offset), counted(text, offset), "{offset}");
            }
        }
    }

    #[test]
    fn the_end_of_the_last_line_is_on_that_line() {
        let text = "a\nbc\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_of(text.len()), 1);
        assert_eq!(index.line(1), 2..5);
        assert_eq!(index.line(7), 5..5);
    }
}

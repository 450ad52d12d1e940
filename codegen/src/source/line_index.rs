//! Lines and columns of places in a text, found without going through the text for each.

/// How many bytes there are from one counted place to the next.
const STEP: usize = 1024;

/// Where the lines of a text begin, and how many characters there are before places in it.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex {
    starts: Vec<usize>,
    /// How many characters begin before each multiple of [`STEP`].
    characters: Vec<usize>,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let mut characters = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            characters.push(count);
            count += chunk.iter().filter(|byte| begins_character(**byte)).count();
        }
        characters.push(count);
        Self {
            starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect(),
            characters,
        }
    }

    /// Returns the line of the byte `at`, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Returns where the line of the byte `at` begins.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.starts.get(self.line(at) - 1).copied().unwrap_or_default()
    }

    /// Returns where the line of the byte `at` ends, without its line break. `text` is the indexed one.
    pub(crate) fn line_end(&self, at: usize, text: &str) -> usize {
        self.starts.get(self.line(at)).map_or(text.len(), |next| next - 1)
    }

    /// Returns the bytes of a line, counted from 1, without its line break. `text` is the indexed one.
    pub(crate) fn range_of_line(&self, line: usize, text: &str) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        Some(start..self.line_end(start, text))
    }

    /// Returns how many characters there are before the byte `at` in its line, plus 1. `text` is the indexed one.
    pub(crate) fn column(&self, at: usize, text: &str) -> usize {
        1 + self.characters_before(at, text) - self.characters_before(self.line_start(at), text)
    }

    fn characters_before(&self, at: usize, text: &str) -> usize {
        let at = at.min(text.len());
        let step = at / STEP;
        let counted = self.characters.get(step).copied().unwrap_or_default();
        let rest = text.as_bytes().get(step * STEP..at).unwrap_or_default();
        counted + rest.iter().filter(|byte| begins_character(**byte)).count()
    }
}

/// Whether a byte of UTF-8 is the first of a character.
fn begins_character(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        let text = "ab\n中文c\n\nd";
        let index = LineIndex::new(text);
        for (at, line, column) in [
            (0, 1, 1),
            (1, 1, 2),
            (2, 1, 3),
            (3, 2, 1),
            (6, 2, 2),
            (9, 2, 3),
            (11, 3, 1),
            (12, 4, 1),
            (13, 4, 2),
        ] {
            assert_eq!((index.line(at), index.column(at, text)), (line, column), "{at}");
        }
        assert_eq!((index.line_start(9), index.line_end(9, text)), (3, 10));
        let lines = [0, 1, 2, 4, 5].map(|line| index.range_of_line(line, text));
        assert_eq!(lines, [None, Some(0..2), Some(3..10), Some(12..13), None]);
        assert_eq!((index.line_start(12), index.line_end(12, text)), (12, 13));
    }

    #[test]
    fn columns_of_long_lines_are_the_counted_ones() {
        let text = "é".repeat(5_000);
        let index = LineIndex::new(&text);
        for at in [0, 1022, 1024, 1026, 4096, 9_998, 10_000] {
            assert_eq!(index.column(at, &text), 1 + text[..at].chars().count(), "{at}");
        }
    }
}

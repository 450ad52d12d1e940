//! What is shown of a text around the places in it: whole lines, or a piece of a very long line.
//!
//! Bounded, whatever the file is like, so that as many diagnostics as a file has bytes are printed in linear time.

use std::borrow::Cow;
use std::ops::Range;

use super::line_index::LineIndex;

/// The maximum number of bytes of lines that are shown whole.
const WHOLE: usize = 1_000;
/// The maximum number of lines from the first to the last of an excerpt.
const LINES: usize = 50;
/// The maximum number of characters that a piece of a line shows before its place, of it and behind it.
const PIECE: [usize; 3] = [40, 40, 30];
/// Printed in place of what is left out of a line.
const LEFT_OUT: char = '…';

/// Some of a text, and the places in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt<'a> {
    pub(super) text: Cow<'a, str>,
    /// The number of its first line, from 1.
    pub(super) first_line: usize,
    /// The places, with the index of each in what was asked for; ranges are of `text`.
    pub(super) places: Vec<(usize, Range<usize>)>,
    /// The column of the first place in its line, if `text` begins within that line.
    pub(super) column: Option<usize>,
}

/// Excerpts of `text` that show all `places`, in the order of the first place that each shows.
pub(super) fn excerpts<'a>(text: &'a str, lines: &LineIndex, places: &[(usize, Range<usize>)]) -> Vec<Excerpt<'a>> {
    let mut areas: Vec<Area> = Vec::new();
    for (index, range) in places {
        let (area, range) = Area::around(text, lines, range);
        let place = (*index, range);
        match areas.iter_mut().find_map(|known| Some((known.with(&area)?, known))) {
            Some((bytes, known)) => {
                known.bytes = bytes;
                known.places.push(place);
            }
            None => areas.push(Area {
                places: vec![place],
                ..area
            }),
        }
    }
    areas.into_iter().map(|area| area.excerpt(text, lines)).collect()
}

struct Area {
    bytes: Range<usize>,
    /// The numbers of its first and last line.
    lines: [usize; 2],
    is_piece: bool,
    places: Vec<(usize, Range<usize>)>,
}

impl Area {
    /// The area that shows `place`, and as much of the place as it shows.
    fn around(text: &str, lines: &LineIndex, place: &Range<usize>) -> (Self, Range<usize>) {
        let start = boundary(text, place.start);
        let end = boundary(text, place.end).max(start);
        let first = lines.line_of(start);
        let last = lines.line_of(end.saturating_sub(1).max(start));
        let line = lines.line(first);
        let whole = line.start..lines.line(last).end;
        if whole.len() <= WHOLE && last - first <= LINES {
            return (Self::new(whole, [first, last], false), start..end);
        }
        let content = line.start..line.start + content_of(text.get(line.clone()).unwrap_or_default()).len();
        let end = end.min(content.end).max(start);
        if line.len() <= WHOLE {
            return (Self::new(line, [first, first], false), start..end);
        }
        let [before, within, behind] = PIECE;
        let from = back(text, start, before).max(content.start);
        let end = end.min(forth(text, start, within));
        let to = forth(text, end, behind).min(content.end).max(end);
        (Self::new(from..to, [first, first], true), start..end)
    }

    fn new(bytes: Range<usize>, lines: [usize; 2], is_piece: bool) -> Self {
        Self {
            bytes,
            lines,
            is_piece,
            places: Vec::new(),
        }
    }

    /// The bytes of both, if that is not too much for one excerpt.
    fn with(&self, other: &Self) -> Option<Range<usize>> {
        if self.is_piece || other.is_piece {
            let holds = self.is_piece && other.bytes.start >= self.bytes.start && other.bytes.end <= self.bytes.end;
            return holds.then(|| self.bytes.clone());
        }
        let both = self.bytes.start.min(other.bytes.start)..self.bytes.end.max(other.bytes.end);
        let [first, last] = self.lines;
        let near = other.lines[0] <= last + LINES && first <= other.lines[1] + LINES;
        (near && both.len() <= LINES * WHOLE).then_some(both)
    }

    fn excerpt<'a>(self, text: &'a str, lines: &LineIndex) -> Excerpt<'a> {
        let Self { bytes, places, .. } = self;
        let shown = text.get(bytes.clone()).unwrap_or_default();
        let line = lines.line_of(bytes.start);
        let mut excerpt = Excerpt {
            text: Cow::Borrowed(shown),
            first_line: line + 1,
            places,
            column: None,
        };
        let mut added = 0;
        if self.is_piece {
            let whole = lines.line(line);
            let first = excerpt.places.first().map_or(bytes.start, |(_, range)| range.start);
            excerpt.column = Some(lines.position(text, first).column);
            let mut piece = String::new();
            if bytes.start > whole.start {
                piece.push(LEFT_OUT);
                added = piece.len();
            }
            piece.push_str(shown);
            if !content_of(text.get(bytes.end..whole.end).unwrap_or_default()).is_empty() {
                piece.push(LEFT_OUT);
            }
            excerpt.text = Cow::Owned(piece);
        }
        for (_, range) in &mut excerpt.places {
            *range = range.start - bytes.start + added..range.end - bytes.start + added;
        }
        excerpt
    }
}

fn content_of(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

/// `offset`, or the nearest one before it at which a character begins or the text ends.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn back(text: &str, offset: usize, characters: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default().char_indices();
    before.rev().take(characters).last().map_or(offset, |(at, _)| at)
}

fn forth(text: &str, offset: usize, characters: usize) -> usize {
    let behind = text.get(offset..).unwrap_or_default();
    behind
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| offset + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, places: &[Range<usize>]) -> Vec<(String, usize, Option<usize>, Vec<String>)> {
        let places: Vec<_> = places.iter().cloned().enumerate().collect();
        let found = excerpts(text, &LineIndex::new(text), &places);
        let marked = |excerpt: &Excerpt<'_>| {
            let texts = excerpt
                .places
                .iter()
                .map(|(_, range)| excerpt.text[range.clone()].to_owned());
            (
                excerpt.text.to_string(),
                excerpt.first_line,
                excerpt.column,
                texts.collect(),
            )
        };
        found.iter().map(marked).collect()
    }

    #[test]
    fn near_lines_are_one_excerpt_and_distant_ones_are_two() {
        let near = "a\nb\nc\nd\n";
        assert_eq!(
            shown(near, &[6..7, 2..3]),
            [("b\nc\nd\n".to_owned(), 2, None, vec!["d".to_owned(), "b".to_owned()])]
        );
        let far = format!("first\n{}last", "\n".repeat(LINES));
        let excerpts = shown(&far, &[0..5, far.len() - 4..far.len()]);
        assert_eq!(excerpts.len(), 2);
        assert_eq!((excerpts[1].0.as_str(), excerpts[1].1), ("last", LINES + 2));
    }

    #[test]
    fn a_long_line_is_shown_in_pieces_with_marks() {
        let text = format!("x\n{}name{}\r\n", "é".repeat(2_000), "ü".repeat(2_000));
        let at = 2 + 4_000;
        let [(piece, line, column, places)] = &shown(&text, std::slice::from_ref(&(at..at + 4)))[..] else {
            panic!("one excerpt");
        };
        assert_eq!(*piece, format!("…{}name{}…", "é".repeat(40), "ü".repeat(30)));
        assert_eq!(
            (*line, *column, places.as_slice()),
            (2, Some(2_001), &["name".to_owned()][..])
        );
        let last = shown(&text, std::slice::from_ref(&(text.len() - 4..text.len() - 2)));
        assert!(last[0].0.ends_with('ü'), "{last:?}");
    }

    #[test]
    fn a_place_that_is_much_too_long_is_cut() {
        let text = format!("[\n{}]", "1,\n".repeat(100));
        assert_eq!(shown(&text, std::slice::from_ref(&(0..text.len())))[0].0, "[\n");
    }

    #[test]
    fn places_outside_the_text_and_within_characters_do_no_harm() {
        let reversed = Range { start: 2, end: 1 };
        for range in [0..9, 1..2, 7..9, reversed] {
            assert_eq!(shown("é", std::slice::from_ref(&range)).len(), 1);
        }
        assert_eq!(shown("", std::slice::from_ref(&(3..4)))[0].0, "");
    }
}

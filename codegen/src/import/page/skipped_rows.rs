//! Rows that an option names because the vendor's page has them wrong, so that the page is imported without them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::source::Diagnostic;
use crate::spec::{FileId, SourceSet, Span};

/// The place of a row on a page, as diagnostics print it: `page.md:12`, or `page.html:1:840` where a line has several
/// rows.
///
/// ```
/// use tc3_codegen::import::page::RowPlace;
///
/// let place: RowPlace = "pages/CreateThing.html:1:840".parse()?;
/// assert_eq!((place.file.as_str(), place.line, place.column), ("pages/CreateThing.html", 1, Some(840)));
/// assert_eq!(place.to_string(), "pages/CreateThing.html:1:840");
/// assert!("CreateThing.html".parse::<RowPlace>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// The path of the page, as it is given to the import.
    pub file: String,
    /// The line that the row starts in, counted from 1.
    pub line: usize,
    /// The character of the line that the row starts at, counted from 1. Without it, the line must have one row.
    pub column: Option<usize>,
}

impl FromStr for RowPlace {
    type Err = String;

    /// Parses `FILE:LINE` or `FILE:LINE:COLUMN`.
    ///
    /// # Errors
    /// Returns an error if the text has no file or no line.
    fn from_str(text: &str) -> Result<Self, String> {
        let number = |digits: &str| digits.parse::<usize>().ok().filter(|number| *number > 0);
        let split = |text: &str| {
            let (before, digits) = text.rsplit_once(':')?;
            Some((before.to_owned(), number(digits)?))
        };
        let error = || format!("`{text}` is no place: write FILE:LINE, or FILE:LINE:COLUMN");
        let (before, last) = split(text).ok_or_else(error)?;
        let (file, line, column) = match split(&before) {
            Some((file, line)) => (file, line, Some(last)),
            None => (before, last, None),
        };
        if file.is_empty() {
            return Err(error());
        }
        Ok(Self { file, line, column })
    }
}

impl fmt::Display for RowPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        match self.column {
            Some(column) => write!(f, ":{column}"),
            None => Ok(()),
        }
    }
}

/// The places of one page that an option names, and the rows that were found there.
#[derive(Default)]
pub(super) struct SkippedRows {
    /// The lines that are named, in bytes, each with the place.
    lines: Vec<(Range<usize>, RowPlace)>,
    /// The row that is named by its column, as the byte that it starts at.
    starts: BTreeMap<usize, RowPlace>,
    /// How many rows were skipped for each place.
    counts: Vec<(RowPlace, usize)>,
}

impl SkippedRows {
    /// Returns the places that are on the page `file`.
    pub(super) fn of_page(places: &[RowPlace], sources: &SourceSet, file: FileId) -> Self {
        let mut rows = Self::default();
        let (Some(source), Some(index)) = (sources.get(file), sources.line_index(file)) else {
            return rows;
        };
        for place in places.iter().filter(|place| place.file == source.path) {
            let Some(line) = index.content_of_line(place.line.saturating_sub(1), &source.text) else {
                continue;
            };
            match place.column {
                None => rows.lines.push((line, place.clone())),
                Some(column) => {
                    let text = source.text.get(line.clone()).unwrap_or_default();
                    if let Some((offset, _)) = text.char_indices().nth(column - 1) {
                        rows.starts.insert(line.start + offset, place.clone());
                    }
                }
            }
        }
        rows
    }

    /// Whether the row at this place is named; counts it.
    pub(super) fn take(&mut self, row: &Range<usize>) -> bool {
        let of_line = || {
            let mut lines = self.lines.iter();
            let found = lines.find(|(line, _)| line.start <= row.start && row.start <= line.end);
            found.map(|(_, place)| place)
        };
        let Some(place) = self.starts.get(&row.start).or_else(of_line) else {
            return false;
        };
        match self.counts.iter_mut().find(|(known, _)| known == place) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((place.clone(), 1)),
        }
        true
    }

    /// Reports places that several rows are at, and returns those that a row is at.
    pub(super) fn used(&self, file: FileId, found: &mut Vec<Diagnostic>) -> Vec<RowPlace> {
        for (place, count) in self.counts.iter().filter(|(_, count)| *count > 1) {
            let line = self.lines.iter().find(|(_, known)| known == place);
            let start = line.map_or(0, |(line, _)| line.start);
            let span = Span {
                file,
                range: start..start,
            };
            let error = Diagnostic::error("page-skip", format!("{count} rows start in the line {place}"))
                .at(span, "this line")
                .help("name the column too: FILE:LINE:COLUMN");
            found.push(error);
        }
        self.counts.iter().map(|(place, _)| place.clone()).collect()
    }
}

/// Returns an error for each place that no row is at.
pub(super) fn unused(places: &[RowPlace], used: &[RowPlace]) -> Vec<Diagnostic> {
    let unused = places.iter().filter(|place| !used.contains(place));
    let errors = unused.map(|place| {
        Diagnostic::error("page-skip", format!("no row of a table is at {place}"))
            .help("write the file as it is given to the import, and the line that the error about the row shows")
    });
    errors.collect()
}

#[cfg(test)]
mod tests {
    use super::RowPlace;

    #[test]
    fn a_place_is_read_as_it_is_printed() {
        for (text, line, column) in [("a.md:3", 3, None), ("C:\\a.md:3:14", 3, Some(14)), ("a:b:7", 7, None)] {
            let place: RowPlace = text.parse().unwrap();
            assert_eq!((place.line, place.column), (line, column), "{text}");
            assert_eq!(place.to_string(), text);
        }
        for text in ["", "a.md", ":3", "a.md:", "a.md:0", "a.md:x", "3"] {
            assert!(text.parse::<RowPlace>().is_err(), "{text}");
        }
    }
}

//! Rows of tables, from cells or from a line whose cells are separated by spaces, and the types in them.
//!
//! In plain text a line is a row if it has `Name Yes|No Type` or, where a table has no such column, `Name Type` with a type
//! that pages use; any other line continues the description before it. What may be either is reported: a line that only
//! looks like a row is a warning with its place, and a sentence that is read as a row ends as an unknown type or a
//! repeated member, which is an error with its place.

use std::ops::Range;

use super::labels::{Column, Columns, TableKind};

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The name of the member, without the `.N` of a list, or the error code.
    pub(super) name: String,
    /// Whether the name has the `.N` of a list.
    pub(super) is_numbered: bool,
    /// Whether the member is required, if the table has such a column.
    pub(super) required: Option<bool>,
    /// The type of the member; `None` for an error code.
    pub(super) spec_type: Option<SpecType>,
    pub(super) description: String,
    pub(super) range: Range<usize>,
}

/// Words that start sentences and are not names of members.
const SENTENCE_STARTS: [&str; 12] = [
    "The", "This", "These", "A", "An", "Each", "Every", "Any", "If", "When", "For", "Note",
];

impl Row {
    /// Reads a row whose cells are separate.
    ///
    /// # Errors
    /// Returns why it cannot be read.
    pub(super) fn of_cells(cells: &[String], columns: &Columns, range: Range<usize>) -> Result<Self, String> {
        let (cells, beyond) = cells.split_at(cells.len().min(columns.order.len()));
        let cell = |column| {
            let index = columns.order.iter().position(|known| *known == column);
            index.map(|index| cells.get(index).map_or("", |cell| cell.trim()))
        };
        let (name, is_numbered) = member_name(bare(cell(Column::Name).unwrap_or_default()));
        let is_code = columns.kind == TableKind::Codes;
        if !(if is_code { is_error_code(name) } else { is_name(name) }) {
            let noun = if is_code { "an error code" } else { "a member" };
            return Err(format!("its first cell is not the name of {noun}"));
        }
        let required = match cell(Column::Required).map(bare) {
            None => None,
            Some(word) => Some(yes_or_no(word).ok_or("it has neither Yes nor No under `Required`")?),
        };
        let spec_type = match cell(Column::Type).map(bare) {
            None => None,
            Some(word) => Some(SpecType::parse(word).ok_or("the cell under `Type` is not a type")?),
        };
        // A pipe within a description splits it into cells.
        let description = cell(Column::Description).into_iter();
        let description = description.chain(beyond.iter().map(String::as_str).filter(|cell| !cell.is_empty()));
        Ok(Self {
            name: name.to_owned(),
            is_numbered,
            required,
            spec_type,
            description: description.collect::<Vec<_>>().join(" | "),
            range,
        })
    }

    /// Whether cells without a header above them are a row of the table with these columns, and not of another one.
    pub(super) fn continues(cells: &[String], columns: &Columns) -> bool {
        let is_named = |name: &str| columns.kind != TableKind::Codes || is_likely_code(name);
        cells.len() >= columns.order.len() && Self::of_cells(cells, columns, 0..0).is_ok_and(|row| is_named(&row.name))
    }

    /// Reads a row whose cells are separated by spaces; `None` for a line that continues a description.
    pub(super) fn of_text(line: &str, columns: &Columns, range: Range<usize>) -> Option<Self> {
        let line = line.trim();
        let (name, mut rest) = first_word(line);
        if columns.kind == TableKind::Codes {
            return is_likely_code(name).then(|| Self {
                name: name.to_owned(),
                is_numbered: false,
                required: None,
                spec_type: None,
                description: rest.to_owned(),
                range,
            });
        }
        let (name, is_numbered) = member_name(name);
        if !is_name(name) {
            return None;
        }
        let mut row = Self {
            name: name.to_owned(),
            is_numbered,
            required: None,
            spec_type: None,
            description: String::new(),
            range,
        };
        let mut needs_no_file = false;
        for column in &columns.order {
            match column {
                Column::Name | Column::Description => {}
                Column::Required => {
                    let (word, after) = first_word(rest);
                    row.required = Some(yes_or_no(word)?);
                    rest = after;
                }
                Column::Type => {
                    let (word, is_plain, after) = SpecType::at_start(rest)?;
                    (needs_no_file, rest) = (is_plain, after);
                    let data_type = SpecType::data_type(&word.word);
                    if data_type.is_some_and(|name| !is_type_name(name)) {
                        return None;
                    }
                    row.spec_type = Some(word);
                }
            }
        }
        rest.clone_into(&mut row.description);
        (row.required.is_some() || row.is_plausible(needs_no_file)).then_some(row)
    }

    /// Whether a line without a Yes or No is a row, and not a sentence that looks like one.
    fn is_plausible(&self, type_needs_no_file: bool) -> bool {
        let starts_sentence = SENTENCE_STARTS.contains(&self.name.as_str());
        let is_filter = self.description.starts_with("Required:")
            || self.description.starts_with("必选：")
            || self.description.starts_with("必選：");
        let is_capital = self.name.starts_with(|first: char| first.is_ascii_uppercase());
        !starts_sentence && !is_filter && (is_capital || type_needs_no_file)
    }

    /// Appends a line to the description.
    pub(super) fn append(&mut self, line: &str) {
        let line = line.trim();
        if !line.is_empty() {
            if !self.description.is_empty() {
                self.description.push('\n');
            }
            self.description.push_str(line);
        }
    }
}

/// Whether a line that was taken as part of a description looks like a row.
pub(super) fn looks_like_a_row(line: &str, columns: &Columns) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(4).collect();
    let (Some(first), Some(second)) = (words.first(), words.get(1)) else {
        return false;
    };
    let (name, is_numbered) = member_name(first);
    if columns.kind == TableKind::Codes || !is_name(name) || SENTENCE_STARTS.contains(&name) {
        return false;
    }
    if is_numbered {
        return true;
    }
    let is_plain_type =
        |word: &&str| SpecType::parse(word).is_some_and(|read| SpecType::data_type(&read.word).is_none());
    let says_required = words
        .iter()
        .any(|word| ["Required", "必选", "必選"].iter().any(|start| word.starts_with(start)));
    let is_capital = name.starts_with(|first: char| first.is_ascii_uppercase());
    let has_type = is_plain_type(second) || words.get(2).is_some_and(is_plain_type);
    let has_answer = yes_or_no(second).is_some();
    is_capital && !says_required && (has_answer || (has_type && starts_capital(second, words.get(2))))
}

/// Whether the type starts with a capital, as on pages; `a string` is part of a sentence.
fn starts_capital(second: &str, third: Option<&&str>) -> bool {
    let capital = |word: &str| word.starts_with(|first: char| first.is_ascii_uppercase());
    capital(second) || third.is_some_and(|third| capital(third))
}

/// Removes the emphasis that Markdown may put around a word.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['`', '*']).trim()
}

fn member_name(text: &str) -> (&str, bool) {
    match text.strip_suffix(".N") {
        Some(name) => (name, true),
        None => (text, false),
    }
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace)
        .map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "Yes" | "yes" | "YES" | "是" => Some(true),
        "No" | "no" | "NO" | "否" => Some(false),
        _ => None,
    }
}

/// Whether `text` is words joined by dots.
fn is_error_code(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // Two codes of the service end in a dot.
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.strip_suffix('.').unwrap_or(text).split('.').all(is_part)
}

/// Whether the first word of a line is an error code and not the start of a sentence: a code has a dot inside, or two
/// capitals.
pub(super) fn is_likely_code(word: &str) -> bool {
    let inner = word.get(1..).unwrap_or_default();
    let has_inner_capital = inner.bytes().any(|byte| byte.is_ascii_uppercase());
    let has_lower_case = word.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_dotted = word.trim_end_matches('.').contains('.');
    is_error_code(word)
        && word.starts_with(|first: char| first.is_ascii_uppercase())
        && (is_dotted || (has_inner_capital && has_lower_case))
}

/// A type in the words of the spec, and the width of an integer if the page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SpecType {
    pub(super) word: String,
    pub(super) format: Option<&'static str>,
}

const LIST: &str = "Array of ";

impl SpecType {
    /// Parses the cell of a type; `None` if it is not a type.
    pub(super) fn parse(cell: &str) -> Option<Self> {
        let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let (list, item) = match cell.strip_prefix(LIST) {
            Some(item) => (LIST, item),
            None => ("", cell.as_str()),
        };
        let (word, format) = item_word(item)?;
        Some(Self {
            word: format!("{list}{word}"),
            format,
        })
    }

    /// Returns the type at the start of a line, whether it is built in or a list, and the rest of the line.
    pub(super) fn at_start(line: &str) -> Option<(Self, bool, &str)> {
        let (before, rest) = match line.strip_prefix(LIST) {
            Some(rest) => (LIST, rest.trim_start()),
            None => ("", line),
        };
        let item = match rest.strip_prefix("Timestamp ISO8601") {
            Some(_) => "Timestamp ISO8601",
            None => rest.split_whitespace().next()?,
        };
        let after = rest.get(item.len()..)?.trim_start();
        let word = Self::parse(&format!("{before}{item}"))?;
        Some((word, built_in(item).is_some() || !before.is_empty(), after))
    }

    /// Returns the name of the data type, if `word` is one or a list of one.
    pub(super) fn data_type(word: &str) -> Option<&str> {
        let item = word.strip_prefix(LIST).unwrap_or(word);
        built_in(item).is_none().then_some(item)
    }
}

fn item_word(item: &str) -> Option<(&str, Option<&'static str>)> {
    built_in(item).or_else(|| is_name(item).then_some((item, None)))
}

fn built_in(item: &str) -> Option<(&'static str, Option<&'static str>)> {
    let word = match item {
        "String" | "string" => "String",
        "Binary" | "binary" => "Binary",
        "Integer" | "integer" | "Int" | "int" => "Integer",
        "Int64" | "int64" => return Some(("Integer", Some("int64"))),
        "Uint64" | "UInt64" | "uint64" => return Some(("Integer", Some("uint64"))),
        "Float" | "float" | "Double" | "double" => "Float",
        "Boolean" | "boolean" | "Bool" | "bool" => "Boolean",
        "Timestamp" | "timestamp" => "Timestamp",
        "Timestamp ISO8601" => "Timestamp ISO8601",
        "Date" | "date" => "Date",
        "Object" => "Object",
        _ => return None,
    };
    Some((word, None))
}

/// Whether `text` can be the name of a type; types of the service start with a capital.
fn is_type_name(text: &str) -> bool {
    is_name(text) && text.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Whether `text` can be the name of an action or a member.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::SpecType;

    #[test]
    fn every_type_on_the_pages_is_read() {
        let words = [
            ("Array of TagPair", Some(("Array of TagPair", None))),
            ("Timestamp ISO8601", Some(("Timestamp ISO8601", None))),
            ("Array of uint64", Some(("Array of Integer", Some("uint64")))),
            ("Integer", Some(("Integer", None))),
            ("bool", Some(("Boolean", None))),
            ("Array of Array of String", None),
            ("as below", None),
            ("", None),
        ];
        for (cell, expected) in words {
            let read = SpecType::parse(cell);
            let read = read.as_ref().map(|read| (read.word.as_str(), read.format));
            assert_eq!(read, expected, "{cell}");
        }
    }

    #[test]
    fn a_type_ends_where_the_description_starts() {
        for (line, expected) in [
            ("Array of String Names", ("Array of String", "Names")),
            ("Timestamp ISO8601 When", ("Timestamp ISO8601", "When")),
            ("TagPair", ("TagPair", "")),
        ] {
            let read = SpecType::at_start(line);
            let read = read.as_ref().map(|(word, _, rest)| (word.word.as_str(), *rest));
            assert_eq!(read, Some(expected));
        }
    }
}

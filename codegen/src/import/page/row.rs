//! Rows of tables: from cells, or from a line whose cells have spaces between them.

use std::ops::Range;

use super::columns::{Column, Columns, Kind};
use super::type_word::{TypeWord, is_name, is_type_name};

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Of the member, without the `.N` of a list; or the error code.
    pub(super) name: String,
    /// Whether the name has the `.N` of a list.
    pub(super) is_numbered: bool,
    /// If the table says it.
    pub(super) required: Option<bool>,
    /// None for an error code.
    pub(super) type_word: Option<TypeWord>,
    pub(super) description: String,
    pub(super) range: Range<usize>,
}

/// Words that sentences start with and members are not named.
const SENTENCE_STARTS: [&str; 12] = [
    "The", "This", "These", "A", "An", "Each", "Every", "Any", "If", "When", "For", "Note",
];

impl Row {
    /// A row whose cells are told apart.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn of_cells(cells: &[String], columns: &Columns, range: Range<usize>) -> Result<Self, String> {
        let (cells, beyond) = cells.split_at(cells.len().min(columns.order.len()));
        let cell = |column| {
            let index = columns.order.iter().position(|known| *known == column);
            index.map(|index| cells.get(index).map_or("", |cell| cell.trim()))
        };
        let (name, is_numbered) = member_name(bare(cell(Column::Name).unwrap_or_default()));
        let is_code = columns.kind == Kind::Codes;
        if !(if is_code { is_error_code(name) } else { is_name(name) }) {
            let noun = if is_code { "an error code" } else { "a member" };
            return Err(format!("its first cell is not the name of {noun}"));
        }
        let required = match cell(Column::Required).map(bare) {
            None => None,
            Some(word) => Some(yes_or_no(word).ok_or("it says neither Yes nor No under `Required`")?),
        };
        let type_word = match cell(Column::Type).map(bare) {
            None => None,
            Some(word) => Some(TypeWord::read(word).ok_or("the cell under `Type` is not a type")?),
        };
        // A pipe within a description makes cells of it.
        let description = cell(Column::Description).into_iter();
        let description = description.chain(beyond.iter().map(String::as_str).filter(|cell| !cell.is_empty()));
        Ok(Self {
            name: name.to_owned(),
            is_numbered,
            required,
            type_word,
            description: description.collect::<Vec<_>>().join(" | "),
            range,
        })
    }

    /// A row whose cells have spaces between them; `None` for a line that goes on with a description.
    pub(super) fn of_text(line: &str, columns: &Columns, range: Range<usize>) -> Option<Self> {
        let line = line.trim();
        let (name, mut rest) = first_word(line);
        if columns.kind == Kind::Codes {
            return is_likely_code(name).then(|| Self {
                name: name.to_owned(),
                is_numbered: false,
                required: None,
                type_word: None,
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
            type_word: None,
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
                    let (word, is_plain, after) = TypeWord::at_start(rest)?;
                    (needs_no_file, rest) = (is_plain, after);
                    let data_type = TypeWord::data_type(&word.word);
                    if data_type.is_some_and(|name| !is_type_name(name)) {
                        return None;
                    }
                    row.type_word = Some(word);
                }
            }
        }
        rest.clone_into(&mut row.description);
        (row.required.is_some() || row.is_plausible(needs_no_file)).then_some(row)
    }

    /// Whether a line without a Yes or No is a row, and not a sentence that looks like one.
    fn is_plausible(&self, type_needs_no_file: bool) -> bool {
        let starts_sentence = SENTENCE_STARTS.contains(&self.name.as_str());
        let is_filter = self.description.starts_with("Required:") || self.description.starts_with("必选：");
        let is_capital = self.name.starts_with(|first: char| first.is_ascii_uppercase());
        !starts_sentence && !is_filter && (is_capital || type_needs_no_file)
    }

    /// Goes on with the description.
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

/// Why a line that was taken for a part of a description may be a row.
pub(super) fn looks_like_a_row(line: &str, columns: &Columns) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(4).collect();
    let (Some(first), Some(second)) = (words.first(), words.get(1)) else {
        return false;
    };
    let (name, is_numbered) = member_name(first);
    if columns.kind == Kind::Codes || !is_name(name) || SENTENCE_STARTS.contains(&name) {
        return false;
    }
    if is_numbered {
        return true;
    }
    let is_plain_type =
        |word: &&str| TypeWord::read(word).is_some_and(|read| TypeWord::data_type(&read.word).is_none());
    let says_required = words
        .iter()
        .any(|word| word.starts_with("Required") || word.starts_with("必选"));
    let is_capital = name.starts_with(|first: char| first.is_ascii_uppercase());
    let has_type = is_plain_type(second) || words.get(2).is_some_and(is_plain_type);
    let has_answer = yes_or_no(second).is_some();
    is_capital && !says_required && (has_answer || (has_type && starts_capital(second, words.get(2))))
}

/// Types on pages start with a capital; `a string` is a part of a sentence.
fn starts_capital(second: &str, third: Option<&&str>) -> bool {
    let capital = |word: &str| word.starts_with(|first: char| first.is_ascii_uppercase());
    capital(second) || third.is_some_and(|third| capital(third))
}

/// A word between the emphasis that Markdown may put around it.
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
        "Yes" | "yes" | "是" => Some(true),
        "No" | "no" | "否" => Some(false),
        _ => None,
    }
}

/// Whether `text` is words joined by dots.
pub(super) fn is_error_code(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // Two codes of the cloud end in a dot.
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.strip_suffix('.').unwrap_or(text).split('.').all(is_part)
}

/// Whether the first word of a line is an error code and not the start of a sentence: codes have a dot with something
/// behind it, or two capitals.
pub(super) fn is_likely_code(word: &str) -> bool {
    let inner = word.get(1..).unwrap_or_default();
    let has_inner_capital = inner.bytes().any(|byte| byte.is_ascii_uppercase());
    let has_lower_case = word.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_dotted = word.trim_end_matches('.').contains('.');
    is_error_code(word)
        && word.starts_with(|first: char| first.is_ascii_uppercase())
        && (is_dotted || (has_inner_capital && has_lower_case))
}

//! The words that the pages have for types.

/// The spec's word for a type, and the width of an integer if the page gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeWord {
    pub(super) word: String,
    pub(super) format: Option<&'static str>,
}

const LIST: &str = "Array of ";

impl TypeWord {
    /// Reads the cell of a type. `None` if it is no type.
    pub(super) fn read(cell: &str) -> Option<Self> {
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

    /// The type at the start of a line, whether it needs no file of its own, and the rest of the line.
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
        let word = Self::read(&format!("{before}{item}"))?;
        Some((word, built_in(item).is_some() || !before.is_empty(), after))
    }

    /// The name of the data type, if it is one.
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

/// Whether `text` can name a type: those of the cloud start with a capital.
pub(super) fn is_type_name(text: &str) -> bool {
    is_name(text) && text.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Whether `text` can name an action or a member.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::TypeWord;

    #[test]
    fn every_word_of_the_pages_is_read() {
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
            let read = TypeWord::read(cell);
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
            let read = TypeWord::at_start(line);
            let read = read.as_ref().map(|(word, _, rest)| (word.word.as_str(), *rest));
            assert_eq!(read, Some(expected));
        }
    }
}

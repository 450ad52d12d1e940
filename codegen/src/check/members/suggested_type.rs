//! The type that a word of another language suggests: `int32`, `List<string>`.

/// The spec's form of a type that is written as in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SuggestedType<'a> {
    /// Whether it is a list.
    pub(super) list: bool,
    /// The type of its items: a word of the spec if this module knows one, else as it was written.
    pub(super) item: &'a str,
    /// Whether it needs `"format": "uint64"`.
    pub(super) unsigned: bool,
}

/// Interprets `name` as other languages would; `List of X`, `X[]` and `Array<X>` are all lists.
pub(super) fn suggested_type(name: &str) -> SuggestedType<'_> {
    let item = item_of_list(name);
    let word = item.unwrap_or(name);
    let (item_type, unsigned) = scalar(word);
    SuggestedType {
        list: item.is_some(),
        item: item_type.unwrap_or(word),
        unsigned,
    }
}

fn item_of_list(name: &str) -> Option<&str> {
    const BEFORE: [&str; 3] = ["array of ", "list of ", "[]"];
    const AROUND: [(&str, &str); 4] = [("array<", ">"), ("list<", ">"), ("vec<", ">"), ("", "[]")];
    // Only ASCII is lowercased, so that offsets in one are offsets in the other.
    let folded = name.to_ascii_lowercase();
    let before = BEFORE.iter().map(|before| (*before, ""));
    let item = before.chain(AROUND).find_map(|(before, after)| {
        let end = folded.len().checked_sub(after.len())?;
        let fits = folded.starts_with(before) && folded.ends_with(after);
        name.get(before.len()..end).filter(|_| fits)
    })?;
    Some(item.trim())
}

/// The spec's word for one item, and whether it is never negative.
fn scalar(word: &str) -> (Option<&'static str>, bool) {
    let spec_word = match word.to_ascii_lowercase().as_str() {
        "int" | "integer" | "int8" | "int16" | "int32" | "int64" | "i8" | "i16" | "i32" | "i64" | "long" | "short"
        | "bigint" => "Integer",
        "uint" | "uint8" | "uint16" | "uint32" | "uint64" | "u8" | "u16" | "u32" | "u64" | "ulong" | "unsigned" => {
            return (Some("Integer"), true);
        }
        "float" | "float32" | "float64" | "f32" | "f64" | "double" | "decimal" | "number" => "Float",
        "bool" | "boolean" => "Boolean",
        "string" | "str" | "text" | "char" | "varchar" => "String",
        "date" => "Date",
        "timestamp" | "time" | "datetime" => "Timestamp",
        "date-time" | "iso8601" | "timestamp iso8601" => "Timestamp ISO8601",
        "object" | "map" | "dict" | "json" | "any" => "Object",
        "binary" | "bytes" | "blob" | "file" => "Binary",
        _ => return (None, false),
    };
    (Some(spec_word), false)
}

#[cfg(test)]
mod tests {
    use super::suggested_type;

    #[test]
    fn lists_are_read_in_every_spelling() {
        for name in [
            "List of String",
            "list of String",
            "array of String",
            "String[]",
            "[]String",
            "Array<String>",
            "List<String>",
            "Vec<string>",
        ] {
            let suggested = suggested_type(name);
            assert!(suggested.list, "{name}");
            assert_eq!(suggested.item, "String", "{name}");
        }
        assert_eq!(suggested_type("Array<TagPair>").item, "TagPair");
        assert!(!suggested_type("Arrays").list);
    }

    #[test]
    fn only_unsigned_words_ask_for_a_format() {
        assert!(suggested_type("Uint64").unsigned);
        assert!(suggested_type("uint64[]").unsigned);
        assert!(!suggested_type("Int64").unsigned);
        assert!(!suggested_type("Double").unsigned);
    }

    #[test]
    fn a_word_of_nobody_stays_as_it_is() {
        assert_eq!(suggested_type("TagPair").item, "TagPair");
        assert_eq!(suggested_type("").item, "");
        assert_eq!(suggested_type("ü[]").item, "ü");
    }
}

//! Words of a POSIX shell.

/// A word of the shell that is this text, whatever is in it but NUL, which no word can hold.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The same, without quotes where the text needs none.
pub(crate) fn word(text: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-_.:/".contains(character);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    quoted(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_ends_the_word_and_begins_it_again() {
        assert_eq!(quoted("it's $HOME `x` \"中\"\n"), "'it'\\''s $HOME `x` \"中\"\n'");
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        assert_eq!(
            (word("ap-guangzhou"), word("a b")),
            ("ap-guangzhou".to_owned(), "'a b'".to_owned())
        );
        assert_eq!(word(""), "''");
    }
}

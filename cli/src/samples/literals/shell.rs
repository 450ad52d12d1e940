//! Words of a POSIX shell.

/// A word of the shell that is this text, whatever is in it, NUL aside, which no word can hold.
pub(in crate::samples) fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,@%+".contains(&byte);
    // zsh expands `=command`, and a `~` only at the beginning; neither is plain here.
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_ends_the_word_and_begins_it_again() {
        assert_eq!(quoted("it's $HOME `x` \"中\"\n"), "'it'\\''s $HOME `x` \"中\"\n'");
        assert_eq!(quoted("ap-guangzhou"), "ap-guangzhou");
        assert_eq!(quoted(""), "''");
        for special in ["=ls", "~", "a b", "{a,b}", "a*", "!x", "#", "a\\", "^", "[a]"] {
            assert_eq!(quoted(special), format!("'{special}'"));
        }
    }
}

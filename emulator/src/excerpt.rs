//! Text of a stranger, in a message or a log.

/// `text` on one line, at most `most` characters of it; what cannot be seen is spelt out.
pub(crate) fn excerpt(text: &str, most: usize) -> String {
    let mut letters = text.chars();
    let mut line = String::new();
    for letter in letters.by_ref().take(most) {
        match letter {
            '"' | '\'' | '\\' => line.push(letter),
            letter => line.extend(letter.escape_debug()),
        }
    }
    if letters.next().is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn what_cannot_be_seen_is_spelt_out_and_what_is_long_is_cut() {
        assert_eq!(excerpt(r#""Straße" 'é' \"#, 40), r#""Straße" 'é' \"#);
        assert_eq!(
            excerpt("a\nb\u{1b}[31m\u{202e}\u{200b}", 40),
            r"a\nb\u{1b}[31m\u{202e}\u{200b}"
        );
        assert_eq!(excerpt("ééé", 2), "éé…");
        assert_eq!(excerpt("ééé", 3), "ééé");
    }
}

//! Sanitizes untrusted text for a message or a log: one line, bounded, with invisible characters escaped.

/// The longest excerpt of a name or a value in a message, in characters.
pub(crate) const MAX_EXCERPT_CHARS: usize = 80;

/// The beginning of `text` on one line, at most [`MAX_EXCERPT_CHARS`] of it.
pub(crate) fn excerpt(text: &str) -> String {
    excerpt_of(text, MAX_EXCERPT_CHARS)
}

/// The first `max_chars` characters of `text` on one line, with control and invisible characters escaped.
pub(crate) fn excerpt_of(text: &str, max_chars: usize) -> String {
    let mut characters = text.chars();
    let mut line = String::new();
    for character in characters.by_ref().take(max_chars) {
        match character {
            '"' | '\'' | '\\' => line.push(character),
            character => line.extend(character.escape_debug()),
        }
    }
    if characters.next().is_some() {
        line.push('…');
    }
    line
}

/// `, but `CPU` in other letter case`, if one of `names` differs from `given` only so; empty otherwise.
pub(crate) fn other_letter_case<'a>(given: &str, mut names: impl Iterator<Item = &'a str>) -> String {
    match names.find(|name| *name != given && name.eq_ignore_ascii_case(given)) {
        Some(name) => format!(", but `{name}` in other letter case"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt_of;

    #[test]
    fn invisible_characters_are_escaped_and_long_text_is_cut() {
        assert_eq!(excerpt_of(r#""Straße" 'é' \"#, 40), r#""Straße" 'é' \"#);
        assert_eq!(
            excerpt_of("a\nb\u{1b}[31m\u{202e}\u{200b}", 40),
            r"a\nb\u{1b}[31m\u{202e}\u{200b}"
        );
        assert_eq!(excerpt_of("ééé", 2), "éé…");
        assert_eq!(excerpt_of("ééé", 3), "ééé");
    }
}

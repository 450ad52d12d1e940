//! Escapes text for terminals, documentation and messages.
//!
//! A spec's text may hold characters that are not seen and change how the text around them reads: control characters,
//! bidirectional controls, characters without width. They never reach a terminal or generated documentation as they are.

#[cfg(feature = "generate")]
use std::borrow::Cow;

/// Whether `character` changes how the text around it reads without being seen: a control character other
/// than line feed and tab, or a bidirectional control.
pub(crate) fn is_hidden(character: char) -> bool {
    let bidirectional =
        matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    bidirectional || (character.is_control() && !matches!(character, '\n' | '\t'))
}

/// Whether generated text spells `character` out: any that is not seen, those without width among them.
pub(crate) fn is_escaped(character: char) -> bool {
    let without_width = matches!(
        character,
        '\u{ad}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{2065}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    );
    character.is_control() || without_width || is_hidden(character)
}

/// `text` as documentation may hold it: what controls the layout of text is escaped.
#[cfg(feature = "generate")]
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b'\n' || matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => visible.push('\n'),
            '\t' | '\r' | '\u{2028}' | '\u{2029}' => visible.push(' '),
            letter if is_escaped(letter) => visible.push_str(&format!("U+{:04X}", u32::from(letter))),
            letter => visible.push(letter),
        }
    }
    Cow::Owned(visible)
}

/// `text` between backticks, cut short, with characters that could disturb a terminal written as escapes.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", escaped(text.get(..end).unwrap_or_default())),
        None => format!("`{}`", escaped(text)),
    }
}

/// `text` with characters that could disturb a terminal written as escapes.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) || character.is_control() {
            escaped.extend(character.escape_unicode());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

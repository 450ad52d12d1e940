//! Characters that are not seen themselves.

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
pub(crate) fn is_spelt_out(character: char) -> bool {
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

/// `text` as documentation may hold it: what controls the layout of text is spelt out.
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
            letter if is_spelt_out(letter) => visible.push_str(&format!("U+{:04X}", u32::from(letter))),
            letter => visible.push(letter),
        }
    }
    Cow::Owned(visible)
}

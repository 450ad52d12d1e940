//! Shows characters that cannot be seen, since a signature depends on each of them.

/// Returns `text` with invisible characters shown: line feeds as `↵` before the line's end, tabs as `⇥`, carriage returns
/// as `␍`, blanks at the end of a line as `·`, no-break spaces as `⍽`, and byte order marks, zero-width characters and other
/// controls by their code, as `<U+FEFF>`.
///
/// ```
/// assert_eq!(tc3_signature::visible("host:a \r\n\u{feff}b\n"), "host:a·␍↵\n<U+FEFF>b↵\n");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let (content, has_end) = match line.strip_suffix('\n') {
            Some(content) => (content, true),
            None => (line, false),
        };
        let kept = content.trim_end_matches([' ', '\t', '\r']).len();
        for (at, character) in content.char_indices() {
            match character {
                ' ' if at >= kept => shown.push('·'),
                '\t' => shown.push('⇥'),
                '\r' => shown.push('␍'),
                '\u{a0}' | '\u{202f}' => shown.push('⍽'),
                hidden if is_invisible(hidden) => shown.push_str(&format!("<U+{:04X}>", u32::from(hidden))),
                plain => shown.push(plain),
            }
        }
        if has_end {
            shown.push_str("↵\n");
        }
    }
    shown
}

/// The longest excerpt of a value in a message, in characters.
const MAX_CHARS: usize = 120;

/// The beginning of a value on one line, with invisible characters shown.
pub(crate) fn shown(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(MAX_CHARS).collect();
    let is_cut = characters.next().is_some();
    short = visible(&short).replace('\n', "");
    if is_cut {
        short.push('…');
    }
    short
}

/// Whether a character takes no place, changes the direction of text, or is a control.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            u32::from(character),
            0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xe0000..=0xe007f
        )
}

#[cfg(test)]
mod tests {
    use super::{shown, visible};

    #[test]
    fn nothing_that_is_signed_is_invisible() {
        assert_eq!(visible("a b"), "a b");
        assert_eq!(visible("a \t"), "a·⇥");
        assert_eq!(visible("\n\n"), "↵\n↵\n");
        assert_eq!(
            visible("中\u{a0}文\u{200b}\u{202e}\u{1b}"),
            "中⍽文<U+200B><U+202E><U+001B>"
        );
    }

    #[test]
    fn excerpts_are_one_line() {
        assert_eq!(shown("a\nb"), "a↵b");
        assert_eq!(shown(&"x".repeat(200)).chars().count(), 121);
    }
}

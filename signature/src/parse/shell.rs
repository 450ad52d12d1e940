//! Splits a command line into words, as a POSIX shell and `$'..'` of bash do.

/// The words of a command, and whether one has something that the shell would expand.
pub(super) struct Words {
    pub(super) words: Vec<Vec<u8>>,
    pub(super) has_expansion: bool,
}

/// The words of a text, up to the end of the command. `|` is a word of its own.
pub(super) fn split(text: &str) -> Result<Words, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut has_expansion = false;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' | b'\t' | b'\r' => words.extend(word.take()),
            b'\n' | b';' => {
                words.extend(word.take());
                if !words.is_empty() {
                    break;
                }
            }
            b'#' if word.is_none() => while bytes.next_if(|byte| *byte != b'\n').is_some() {},
            b'|' => {
                words.extend(word.take());
                words.push(b"|".to_vec());
            }
            b'\\' => match bytes.next() {
                None => {}
                Some(b'\n') => {}
                // A line that ends with a backslash and was pasted from Windows.
                Some(b'\r') if bytes.peek() == Some(&b'\n') => {
                    bytes.next();
                }
                Some(escaped) => word.get_or_insert_default().push(escaped),
            },
            b'\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match bytes.next() {
                        None => return Err("a single quote is not closed"),
                        Some(b'\'') => break,
                        Some(byte) => word.push(byte),
                    }
                }
            }
            b'"' => {
                let word = word.get_or_insert_default();
                loop {
                    match bytes.next() {
                        None => return Err("a double quote is not closed"),
                        Some(b'"') => break,
                        Some(b'\\') => match bytes.next() {
                            None => return Err("a double quote is not closed"),
                            Some(b'\n') => {}
                            Some(escaped @ (b'"' | b'\\' | b'$' | b'`')) => word.push(escaped),
                            Some(other) => word.extend([b'\\', other]),
                        },
                        Some(byte) => {
                            has_expansion |= byte == b'$' || byte == b'`';
                            word.push(byte);
                        }
                    }
                }
            }
            b'$' if bytes.peek() == Some(&b'\'') => {
                bytes.next();
                escapes(&mut bytes, word.get_or_insert_default())?;
            }
            byte => {
                has_expansion |= byte == b'$' || byte == b'`';
                word.get_or_insert_default().push(byte);
            }
        }
    }
    words.extend(word);
    Ok(Words { words, has_expansion })
}

/// The rest of `$'..'`.
fn escapes(bytes: &mut std::iter::Peekable<impl Iterator<Item = u8>>, word: &mut Vec<u8>) -> Result<(), &'static str> {
    loop {
        match bytes.next() {
            None => return Err("a quote is not closed"),
            Some(b'\'') => return Ok(()),
            Some(b'\\') => match bytes.next() {
                Some(b'n') => word.push(b'\n'),
                Some(b'r') => word.push(b'\r'),
                Some(b't') => word.push(b'\t'),
                Some(b'u') => unicode(bytes, 4, word),
                Some(b'U') => unicode(bytes, 8, word),
                Some(b'x') => word.push(u8::try_from(number(bytes, 16, 2)).unwrap_or_default()),
                Some(digit @ b'0'..=b'7') => {
                    let mut value = u32::from(digit - b'0');
                    for _ in 0..2 {
                        let Some(next) = bytes.next_if(|next| (b'0'..=b'7').contains(next)) else {
                            break;
                        };
                        value = value * 8 + u32::from(next - b'0');
                    }
                    word.push(u8::try_from(value & 0xff).unwrap_or_default());
                }
                Some(other) => word.push(other),
                None => return Err("a quote is not closed"),
            },
            Some(byte) => word.push(byte),
        }
    }
}

fn unicode(bytes: &mut std::iter::Peekable<impl Iterator<Item = u8>>, digits: usize, word: &mut Vec<u8>) {
    let character = char::from_u32(number(bytes, 16, digits)).unwrap_or(char::REPLACEMENT_CHARACTER);
    word.extend(character.encode_utf8(&mut [0; 4]).bytes());
}

/// Reads at most so many digits.
fn number(bytes: &mut std::iter::Peekable<impl Iterator<Item = u8>>, radix: u32, digits: usize) -> u32 {
    let mut value = 0_u32;
    for _ in 0..digits {
        let Some(byte) = bytes.next_if(|byte| char::from(*byte).is_digit(radix)) else {
            break;
        };
        value = value.wrapping_mul(radix) + char::from(byte).to_digit(radix).unwrap_or_default();
    }
    value
}

/// The bytes that `printf` makes of a format with octal escapes, as `tc3 --dry-run=curl` writes it.
pub(super) fn printf(format: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(format.len());
    let mut bytes = format.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next() {
                Some(digit @ b'0'..=b'7') => {
                    let mut value = u32::from(digit - b'0');
                    for _ in 0..2 {
                        let Some(next) = bytes.next_if(|next| (b'0'..=b'7').contains(next)) else {
                            break;
                        };
                        value = value * 8 + u32::from(next - b'0');
                    }
                    out.push(u8::try_from(value & 0xff).unwrap_or_default());
                }
                Some(b'n') => out.push(b'\n'),
                Some(b't') => out.push(b'\t'),
                Some(b'r') => out.push(b'\r'),
                Some(other) => out.push(other),
                None => out.push(b'\\'),
            },
            b'%' if bytes.peek() == Some(&b'%') => {
                bytes.next();
                out.push(b'%');
            }
            byte => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{printf, split};

    fn words(text: &str) -> Vec<String> {
        let words = split(text).expect("words").words.into_iter();
        words.map(|word| String::from_utf8(word).expect("UTF-8")).collect()
    }

    #[test]
    fn words_are_those_of_a_shell() {
        assert_eq!(
            words("a 'b c'\\''d' \"e\\\"$f\" \\\n g\nh"),
            ["a", "b c'd", "e\"$f", "g"]
        );
        assert_eq!(words("a $'\\u4e2d\\n\\x41\\101' ''"), ["a", "中\nAA", ""]);
        assert_eq!(words("# note\nprintf 'x' | curl"), ["printf", "x", "|", "curl"]);
        assert!(split("a 'b").is_err() && split("\"").is_err() && split("$'").is_err());
        assert!(split("\"$A\"").expect("words").has_expansion);
    }

    #[test]
    fn printf_writes_octal_escapes() {
        assert_eq!(printf(br"\000\047\377a%%"), [0, 39, 255, b'a', b'%']);
    }
}

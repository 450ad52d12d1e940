//! The tokens of JSON that most of a response consists of: names, plain text, integers, `true`, `false` and `null`.
//!
//! Every method either passes a token that is valid JSON or says that it did not, so what calls them can leave all else to
//! serde_json. A token that serde_json shall read, such as a float or a text with escapes, is found by its extent only.

use crate::record::coercion::Scalar;

/// The longest run of digits that cannot overflow.
const MAX_DIGITS: usize = 18;

/// A position in a JSON text.
pub(super) struct Tokens<'de> {
    text: &'de str,
    at: usize,
}

/// A value that was passed, and how deep it nests: 0 for a scalar.
pub(super) struct Extent<'de> {
    pub(super) text: &'de str,
    pub(super) depth: usize,
}

impl<'de> Tokens<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0 }
    }

    fn bytes(&self) -> &'de [u8] {
        self.text.as_bytes()
    }

    /// What follows, without what was passed.
    #[inline]
    fn rest(&self) -> &'de [u8] {
        self.bytes().get(self.at..).unwrap_or_default()
    }

    /// Passes white space, and returns the byte after it.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    /// Passes white space and then `byte`, if it comes next.
    #[inline]
    pub(super) fn pass(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Passes `separator`, a `name` that has nothing to escape, and a colon, if just that comes next.
    #[inline]
    pub(super) fn pass_name(&mut self, separator: u8, name: &str) -> bool {
        let Some((start, _)) = self.rest().split_at_checked(name.len() + 4) else {
            return false;
        };
        let is_next = match start {
            [first, b'"', text @ .., b'"', b':'] => *first == separator && text == name.as_bytes(),
            _ => false,
        };
        if is_next {
            self.at += start.len();
        }
        is_next
    }

    /// Passes a text without escapes, if one comes next.
    #[inline]
    pub(super) fn plain_text(&mut self) -> Option<&'de str> {
        let (b'"', text) = self.rest().split_first()? else {
            return None;
        };
        let length = special(text)?;
        if text.get(length) != Some(&b'"') {
            return None;
        }
        let start = self.at + 1;
        let text = self.text.get(start..start + length)?;
        self.at = start + length + 1;
        Some(text)
    }

    /// Passes a text into `unescaped`, if one comes next that escapes single characters only, such as `\"`.
    pub(super) fn escaped_text(&mut self, unescaped: &mut String) -> Option<()> {
        unescaped.clear();
        let mut at = self.at + 1;
        loop {
            let length = special(self.bytes().get(at..)?)?;
            unescaped.push_str(self.text.get(at..at + length)?);
            at += length;
            match self.bytes().get(at..)? {
                [b'"', ..] => {
                    self.at = at + 1;
                    return Some(());
                }
                [b'\\', escape, ..] => unescaped.push(match escape {
                    b'"' | b'\\' | b'/' => char::from(*escape),
                    b'n' => '\n',
                    b't' => '\t',
                    b'r' => '\r',
                    b'b' => '\u{8}',
                    b'f' => '\u{c}',
                    _ => return None,
                }),
                _ => return None,
            }
            at += 2;
        }
    }

    /// Passes an integer of at most 18 digits, if one comes next.
    #[inline]
    pub(super) fn integer(&mut self) -> Option<Scalar<'static>> {
        let (is_negative, digits) = match self.rest() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut value = 0;
        let mut length = 0;
        while let Some(digit @ b'0'..=b'9') = digits.get(length) {
            value = value * 10 + u64::from(digit - b'0');
            length += 1;
            if length > MAX_DIGITS {
                return None;
            }
        }
        let has_fraction = matches!(digits.get(length), Some(b'.' | b'e' | b'E'));
        let has_leading_zero = length > 1 && digits.first() == Some(&b'0');
        // -0 is a float.
        if length == 0 || has_fraction || has_leading_zero || (is_negative && value == 0) {
            return None;
        }
        self.at += usize::from(is_negative) + length;
        Some(match i64::try_from(value) {
            Ok(value) if is_negative => Scalar::Int(-value),
            _ => Scalar::Uint(value),
        })
    }

    /// Passes `word`, if it comes next.
    #[inline]
    pub(super) fn pass_word(&mut self, word: &str) -> bool {
        let is_next = self.rest().starts_with(word.as_bytes());
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// Passes any value, which is valid JSON only if serde_json reads its text.
    pub(super) fn extent(&mut self) -> Option<Extent<'de>> {
        self.peek()?;
        let start = self.at;
        let (mut depth, mut deepest) = (0_usize, 0);
        loop {
            match self.rest().first()? {
                b'"' => self.pass_any_text()?,
                b'{' | b'[' => {
                    depth += 1;
                    deepest = deepest.max(depth);
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                _ => self.pass_others()?,
            }
            if depth == 0 {
                let text = self.text.get(start..self.at)?;
                return Some(Extent { text, depth: deepest });
            }
        }
    }

    /// Passes a text that may have escapes.
    fn pass_any_text(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            let rest = self.rest();
            let length = special(rest)?;
            match rest.get(length)? {
                b'"' => {
                    self.at += length + 1;
                    return Some(());
                }
                b'\\' => self.at += length + 2,
                _ => return None,
            }
        }
    }

    /// Passes what is between texts and brackets, or a scalar that is no text.
    fn pass_others(&mut self) -> Option<()> {
        let is_scalar = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = self.rest().iter().take_while(|byte| is_scalar(byte)).count();
        // A comma, a colon or white space.
        self.at += length.max(1);
        (self.at <= self.text.len()).then_some(())
    }
}

/// The index of the first byte that does not stand for itself in a text: a quote, a backslash or a control character.
#[inline]
fn special(bytes: &[u8]) -> Option<usize> {
    /// Looks at eight bytes at once: the lowest bit that is set is in the first special byte.
    fn marks(word: u64) -> u64 {
        const EACH: u64 = u64::MAX / 255;
        let backslashes = (word ^ (EACH * b'\\' as u64)).wrapping_sub(EACH);
        // With their second bit changed, a quote is 0x20, control characters are below it, and all others above.
        let others = (word ^ (EACH * 0x02)).wrapping_sub(EACH * 0x21);
        (backslashes | others) & !word & (EACH << 7)
    }
    let (words, rest) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(index * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    let in_rest = rest.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'))?;
    Some(words.len() * 8 + in_rest)
}

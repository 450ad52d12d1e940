//! What programs of several languages say of a call, and text that their literals have in common.

use tc3_codegen::spec::Content;

use super::SampleInput;
use crate::json::Value;

/// The words of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    /// What the signature is for: the first label of the documented host, which is not always the service's name.
    pub(super) service: &'a str,
    pub(super) version: &'a str,
    pub(super) action: &'a str,
    pub(super) content: Content,
    pub(super) is_signed: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn of(input: SampleInput<'a>) -> Self {
        let file = &input.found.service.file;
        let host = &input.action.host.as_ref().unwrap_or(&file.host).value;
        let label = host.split('.').next().unwrap_or_default();
        Self {
            service: if label.is_empty() { &file.name.value } else { label },
            version: &file.version.value,
            action: &input.action.name.value,
            content: input.action.content(),
            is_signed: input.action.is_signed(),
        }
    }

    /// Whether a client that signs for the first label of the host signs for the right service, or need not sign.
    pub(super) fn is_signed_by_label(&self, host: &str) -> bool {
        !self.is_signed || host.split('.').next() == Some(self.service)
    }
}

/// Returns whether a source file may have the character as it is. Others are written as escapes: they are invisible,
/// end a line where nobody sees it, or turn the direction of the text around them.
pub(super) fn is_plain(character: char) -> bool {
    matches!(character, '"' | '\'' | '\\') || character.escape_debug().len() == 1
}

/// How a number of JSON is written in a language that has integers of 64 bits and floating-point numbers, so that the
/// language's writer of JSON makes the same number of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ExactNumber {
    Signed(i64),
    /// Above the largest signed integer.
    Unsigned(u64),
    /// The text as it was written is a literal whose nearest 64-bit number has the same shortest digits.
    Float,
    /// Has more digits, or is larger, than any of these.
    Other,
}

impl ExactNumber {
    /// Reads a number as JSON has it.
    pub(super) fn of(text: &str) -> Self {
        if let Ok(number) = text.parse() {
            return Self::Signed(number);
        }
        if let Ok(number) = text.parse() {
            return Self::Unsigned(number);
        }
        let is_integer = !text.contains(['.', 'e', 'E']);
        match text.parse::<f64>() {
            Ok(number) if !is_integer && number.is_finite() && decimal(&format!("{number:e}")) == decimal(text) => {
                Self::Float
            }
            _ => Self::Other,
        }
    }
}

/// The sign, the digits without zeros around them, and the power of ten of the last digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let dropped = digits.len() - significant.len();
    let exponent = exponent
        .parse::<i64>()
        .ok()?
        .checked_sub(i64::try_from(fraction.len()).ok()?)?
        .checked_add(i64::try_from(dropped).ok()?)?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    Some((is_negative, significant.to_owned(), exponent))
}

/// The members of an object with each name once, in the order of their first mention, with the value of the last.
pub(super) fn distinct(members: &[(String, Value)]) -> Vec<(&str, &Value)> {
    let mut kept: Vec<(&str, &Value)> = Vec::with_capacity(members.len());
    let mut places = std::collections::HashMap::with_capacity(members.len());
    for (name, value) in members {
        match places.get(name.as_str()) {
            Some(&place) => {
                if let Some(slot) = kept.get_mut::<usize>(place) {
                    slot.1 = value;
                }
            }
            None => {
                places.insert(name.as_str(), kept.len());
                kept.push((name, value));
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{ExactNumber, is_plain};

    #[test]
    fn finds_out_which_numbers_a_language_keeps() {
        for (text, expected) in [
            ("0", ExactNumber::Signed(0)),
            ("-9223372036854775808", ExactNumber::Signed(i64::MIN)),
            ("9007199254740993", ExactNumber::Signed(9_007_199_254_740_993)),
            ("18446744073709551615", ExactNumber::Unsigned(u64::MAX)),
            ("18446744073709551616", ExactNumber::Other),
            ("0.1", ExactNumber::Float),
            ("1.50", ExactNumber::Float),
            ("1E3", ExactNumber::Float),
            ("-2.5e-7", ExactNumber::Float),
            ("0.0", ExactNumber::Float),
            ("1e400", ExactNumber::Other),
            ("9007199254740993.0", ExactNumber::Other),
            ("0.12345678901234567890123", ExactNumber::Other),
            ("1e99999999999999999999", ExactNumber::Other),
        ] {
            assert_eq!(ExactNumber::of(text), expected, "{text}");
        }
    }

    #[test]
    fn escapes_what_nobody_sees() {
        for plain in ['a', '中', '😀', '"', '\'', '\\', '$', ' ', 'é'] {
            assert!(is_plain(plain), "{plain:?}");
        }
        for hidden in [
            '\n',
            '\0',
            '\u{7f}',
            '\u{a0}',
            '\u{2028}',
            '\u{202e}',
            '\u{feff}',
            '\u{e000}',
            '\u{e0001}',
        ] {
            assert!(!is_plain(hidden), "{hidden:?}");
        }
    }
}

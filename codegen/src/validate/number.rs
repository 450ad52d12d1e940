//! Numbers as JSON writes them.

/// Whether `text` is a number by the grammar of RFC 8259: no plus sign, no leading zeros, no bare point.
pub(super) fn is_json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let no_leading_zero = whole == "0" || !whole.starts_with('0');
    are_digits(whole)
        && no_leading_zero
        && fraction.is_none_or(are_digits)
        && exponent.is_none_or(|exponent| are_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_json_number;

    #[test]
    fn the_grammar_is_that_of_json() {
        for text in ["0", "-0", "10", "-7", "0.5", "12.25", "1e9", "1E+9", "-1.5e-3", "0e0"] {
            assert!(is_json_number(text), "{text}");
        }
        for text in [
            "", "-", "+5", "--5", "05", "-00", ".5", "5.", "1.e3", "1e", "1e+", "1e1.5", "0x1", "1_0", " 1", "1 ",
            "inf", "NaN", "٣",
        ] {
            assert!(!is_json_number(text), "{text}");
        }
    }
}

//! Numbers as Python has them: integers of any size, and floats.

use std::cmp::Ordering;

use num_bigint::{BigInt, ToBigInt};

/// Python reads no integer of more digits; a longer one is taken for a float.
const MAX_DIGITS: usize = 4300;

/// A number that is computed with.
#[derive(Clone, Debug)]
pub(super) enum Number {
    Integer(BigInt),
    Float(f64),
}

impl Number {
    /// The number that JSON text writes.
    pub(super) fn from_json(text: &str) -> Self {
        if text.len() <= MAX_DIGITS
            && !text.contains(['.', 'e', 'E'])
            && let Ok(integer) = text.parse()
        {
            return Self::Integer(integer);
        }
        Self::Float(text.parse().unwrap_or(f64::NAN))
    }

    /// The number that a text writes as Python's `int()` and `float()` read it, if it is one that JSON can write.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().map(narrow).collect();
        let digits = without_underscores(&text)?;
        let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(&digits);
        if unsigned.bytes().all(|byte| byte.is_ascii_digit()) && (1..=MAX_DIGITS).contains(&unsigned.len()) {
            return digits.parse().ok().map(Self::Integer);
        }
        // Rust reads `inf` and `nan` in as many spellings as Python; neither is JSON.
        let float: f64 = digits.parse().ok()?;
        float.is_finite().then_some(Self::Float(float))
    }

    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(other)),
            (Self::Float(one), Self::Float(other)) => one.partial_cmp(other),
            (Self::Integer(one), Self::Float(other)) => compare_mixed(one, *other),
            (Self::Float(one), Self::Integer(other)) => compare_mixed(other, *one).map(Ordering::reverse),
        }
    }

    pub(super) fn absolute(self) -> Self {
        match self {
            Self::Integer(integer) => Self::Integer(BigInt::from(integer.into_parts().1)),
            Self::Float(float) => Self::Float(float.abs()),
        }
    }

    /// The integer that `round` makes of a float; none if the float is infinite.
    pub(super) fn rounded(self, round: fn(f64) -> f64) -> Option<Self> {
        match self {
            Self::Integer(_) => Some(self),
            Self::Float(float) => round(float).to_bigint().map(Self::Integer),
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Self::Integer(one + other),
            (one, other) => Self::Float(one.float() + other.float()),
        }
    }

    /// Divided as Python's `/` does: integers to the nearest float.
    pub(super) fn divided(self, count: usize) -> Self {
        let Self::Integer(dividend) = self else {
            return Self::Float(self.float() / count as f64);
        };
        // 64 bits more than the divisor has, and a last bit for what is cut off, so that it is rounded once.
        let shift = (64 + 64_u64).saturating_sub(dividend.bits());
        let (negative, magnitude) = (
            dividend.sign() == num_bigint::Sign::Minus,
            dividend.into_parts().1 << shift,
        );
        let (quotient, rest) = (&magnitude / count, &magnitude % count);
        let sticky = if rest.bits() == 0 {
            quotient
        } else {
            quotient | num_bigint::BigUint::from(1_u8)
        };
        let float = Self::Integer(sticky.into()).float() * 2_f64.powi(-i32::try_from(shift).unwrap_or(0));
        Self::Float(if negative { -float } else { float })
    }

    fn float(&self) -> f64 {
        match self {
            // The standard library rounds decimal text to the nearest float.
            Self::Integer(integer) => integer.to_string().parse().unwrap_or(f64::INFINITY),
            Self::Float(float) => *float,
        }
    }

    /// The text that Python writes; none for what JSON cannot write.
    pub(super) fn json(&self) -> Option<String> {
        match self {
            Self::Integer(integer) => Some(integer.to_string()),
            Self::Float(float) => float.is_finite().then(|| python_float(*float)),
        }
    }
}

/// A full-width digit, which Chinese input methods write, as the plain one.
fn narrow(character: char) -> char {
    match character {
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10).unwrap_or(character),
        _ => character,
    }
}

/// A number without the underscores that Python allows between two digits; none where one is elsewhere.
fn without_underscores(text: &str) -> Option<String> {
    if !text.contains('_') {
        return Some(text.to_owned());
    }
    let parts: Vec<&str> = text.split('_').collect();
    let is_between_digits = parts.windows(2).all(|pair| {
        pair[0].ends_with(|last: char| last.is_ascii_digit())
            && pair[1].starts_with(|first: char| first.is_ascii_digit())
    });
    is_between_digits.then(|| parts.concat())
}

fn compare_mixed(integer: &BigInt, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    match float.trunc().to_bigint() {
        None if float > 0.0 => Some(Ordering::Less),
        None => Some(Ordering::Greater),
        Some(whole) => {
            let by_fraction = || 0.0.partial_cmp(&float.fract());
            match integer.cmp(&whole) {
                Ordering::Equal => by_fraction(),
                unequal => Some(unequal),
            }
        }
    }
}

/// `repr` of a float: the shortest digits that read back the same, with an exponent below 1e-4 and from 1e16.
fn python_float(float: f64) -> String {
    let scientific = format!("{float:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    match exponent.parse::<i32>() {
        Ok(exponent) if (-4..16).contains(&exponent) => {
            let plain = format!("{float}");
            if plain.contains('.') {
                plain
            } else {
                format!("{plain}.0")
            }
        }
        Ok(exponent) => format!(
            "{mantissa}e{}{:02}",
            if exponent < 0 { '-' } else { '+' },
            exponent.abs()
        ),
        Err(_) => scientific,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_does() {
        let cases = [
            (1000.0, "1000.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (-0.0, "-0.0"),
            (1e300, "1e+300"),
        ];
        for (float, text) in cases {
            assert_eq!(python_float(float), text);
        }
    }

    #[test]
    fn integers_and_floats_are_compared_exactly() {
        let compare = |one: &str, other: &str| Number::from_json(one).compare(&Number::from_json(other));
        assert_eq!(
            compare("9007199254740993", "9007199254740992.0"),
            Some(Ordering::Greater)
        );
        assert_eq!(
            compare("18446744073709551617", "18446744073709551616"),
            Some(Ordering::Greater)
        );
        assert_eq!(compare("1", "1.0"), Some(Ordering::Equal));
        assert_eq!(compare("1", "1.5"), Some(Ordering::Less));
        assert_eq!(compare("-1", "-1.5"), Some(Ordering::Greater));
        assert_eq!(compare("5", "1e400"), Some(Ordering::Less));
    }

    #[test]
    fn integers_are_divided_to_the_nearest_float() {
        let divided = |text: &str, count| Number::from_json(text).divided(count).json();
        assert_eq!(divided("10", 4).as_deref(), Some("2.5"));
        assert_eq!(divided("-1", 3).as_deref(), Some("-0.3333333333333333"));
        assert_eq!(divided("27021597764222979", 3).as_deref(), Some("9007199254740992.0"));
    }
}

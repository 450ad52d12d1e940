//! Numbers as they are written: integers of any length compared exactly, and printed as Python prints them.

use std::cmp::Ordering;

/// A number of the answer or of the expression.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Integer(i128),
    /// A fraction, or an integer that is longer than 128 bits.
    Float(f64),
}

impl Number {
    pub(super) fn read(text: &str) -> Self {
        match text.parse() {
            Ok(integer) => Self::Integer(integer),
            Err(_) => Self::Float(text.parse().unwrap_or(f64::NAN)),
        }
    }

    pub(super) fn as_float(self) -> f64 {
        match self {
            Self::Integer(integer) => integer as f64,
            Self::Float(float) => float,
        }
    }

    /// Adds; integers as long as the sum has 128 bits.
    pub(super) fn add(self, other: Self) -> Self {
        if let (Self::Integer(one), Self::Integer(other)) = (self, other)
            && let Some(sum) = one.checked_add(other)
        {
            return Self::Integer(sum);
        }
        Self::Float(self.as_float() + other.as_float())
    }

    pub(super) fn write(self) -> String {
        match self {
            Self::Integer(integer) => integer.to_string(),
            Self::Float(float) => write_float(float),
        }
    }
}

/// Compares two numbers as they are written.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    match (Number::read(one), Number::read(other)) {
        (Number::Integer(one), Number::Integer(other)) => one.cmp(&other),
        (one_number, other_number) => {
            if let (Some(one), Some(other)) = (long_integer(one), long_integer(other)) {
                return one.cmp(&other);
            }
            one_number.as_float().total_cmp(&other_number.as_float())
        }
    }
}

/// An integer of any length as what its order is that of: sign, length and digits.
fn long_integer(text: &str) -> Option<(bool, i64, Vec<i8>)> {
    let (is_positive, digits) = text.strip_prefix('-').map_or((true, text), |digits| (false, digits));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    let sign: i8 = if is_positive { 1 } else { -1 };
    let values = digits
        .bytes()
        .map(|byte| sign * i8::try_from(byte - b'0').unwrap_or_default());
    let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    Some((is_positive, i64::from(sign) * length, values.collect()))
}

/// A float as Python writes it: `1.0`, `1e-07`, `1e+16`.
fn write_float(float: f64) -> String {
    if float.is_nan() {
        return "NaN".to_owned();
    }
    if float.is_infinite() {
        return if float > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let scientific = format!("{float:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        return format!("{float:?}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_any_length_are_compared_exactly() {
        for (one, other, expected) in [
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("18446744073709551616", "18446744073709551617", Ordering::Less),
            (
                "-1000000000000000000000000000000000000000000",
                "-1000000000000000000000000000000000000000001",
                Ordering::Greater,
            ),
            (
                "1000000000000000000000000000000000000000000",
                "999999999999999999999999999999999999999999",
                Ordering::Greater,
            ),
            (
                "-1000000000000000000000000000000000000000000",
                "1000000000000000000000000000000000000000000",
                Ordering::Less,
            ),
            ("1", "1.0", Ordering::Equal),
            ("1e3", "1000", Ordering::Equal),
        ] {
            assert_eq!(compare(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        let floats = [
            1.0,
            0.1,
            1e-7,
            1e16,
            123_456_789_012_345_680.0,
            1e15,
            0.0001,
            -2.5,
            1.5e300,
        ];
        let written = floats.map(write_float);
        let python = [
            "1.0",
            "0.1",
            "1e-07",
            "1e+16",
            "1.2345678901234568e+17",
            "1000000000000000.0",
            "0.0001",
            "-2.5",
            "1.5e+300",
        ];
        assert_eq!(written, python);
    }
}

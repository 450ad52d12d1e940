//! Coercion rules: which scalars of a document convert to which declared types.
//!
//! Only conversions without loss are made: a number for a string, a string that holds a number or a boolean, a float
//! without a fraction for an integer.

/// A JSON value that is not a list, an object or null.
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'a> {
    /// A string.
    Str(&'a str),
    /// An integer below zero.
    Int(i64),
    /// An integer of zero or more.
    Uint(u64),
    /// A number with a fraction, an exponent or more digits than an integer has.
    Float(f64),
    /// A boolean.
    Bool(bool),
    /// Bytes, which JSON does not have.
    Bytes(&'a [u8]),
}

/// Names a number that no float holds, for messages: 1e400.
pub(super) const BEYOND_F64: &str = "a number beyond the range of floats";

/// Returns whether `text` is a number that no float holds, as digits or as one of the words that JSON does not have.
pub(crate) fn is_beyond_f64(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    match digits {
        "NaN" | "Infinity" => true,
        _ => {
            digits.starts_with(|first: char| first.is_ascii_digit())
                && text.parse().is_ok_and(|value: f64| !value.is_finite())
        }
    }
}

impl Scalar<'_> {
    /// Names the type, for messages.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Str(text) if is_beyond_f64(text) => BEYOND_F64,
            Self::Str(_) => "a string",
            Self::Int(_) | Self::Uint(_) | Self::Float(_) => "a number",
            Self::Bool(_) => "a boolean",
            Self::Bytes(_) => "bytes",
        }
    }

    pub(super) fn as_i64(self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(value),
            Self::Uint(value) => value.try_into().ok(),
            Self::Float(value) => exact_integer(value),
            Self::Str(text) => text.parse().ok().or_else(|| exact_integer(text.parse().ok()?)),
            Self::Bool(_) | Self::Bytes(_) => None,
        }
    }

    pub(super) fn as_u64(self) -> Option<u64> {
        match self {
            Self::Int(value) => value.try_into().ok(),
            Self::Uint(value) => Some(value),
            Self::Float(value) => exact_integer(value).and_then(|value| value.try_into().ok()),
            Self::Str(text) => text
                .parse()
                .ok()
                .or_else(|| exact_integer(text.parse().ok()?)?.try_into().ok()),
            Self::Bool(_) | Self::Bytes(_) => None,
        }
    }

    pub(super) fn as_f64(self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(value as f64),
            Self::Uint(value) => Some(value as f64),
            Self::Float(value) => Some(value),
            Self::Str(text) => text.parse().ok().filter(|value: &f64| value.is_finite()),
            Self::Bool(_) | Self::Bytes(_) => None,
        }
    }

    pub(super) fn as_bool(self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(value),
            Self::Str(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Self::Str(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// Converts to text. A number becomes the shortest digits that parse as the same number: `1.50` is "1.5". serde_json
    /// keeps the digits as they were written only with its feature `arbitrary_precision`, and the result must not depend
    /// on a feature that any crate of a build may turn on.
    #[inline]
    pub(super) fn into_text(self) -> Option<String> {
        match self {
            Self::Str(text) => Some(text.to_owned()),
            other => other.digits(),
        }
    }

    #[cold]
    fn digits(self) -> Option<String> {
        match self {
            Self::Int(value) => Some(value.to_string()),
            Self::Uint(value) => Some(value.to_string()),
            Self::Float(value) => Some(format!("{value:?}")), // 10.0 stays "10.0"
            Self::Str(_) | Self::Bool(_) | Self::Bytes(_) => None,
        }
    }

    /// Parses the digits of a number. Returns `None` if they are no number or too large.
    pub(super) fn parse_number(digits: &str) -> Option<Self> {
        if let Ok(value) = digits.parse() {
            return Some(Self::Uint(value));
        }
        if let Ok(value) = digits.parse() {
            return Some(Self::Int(value));
        }
        let value = digits.parse().ok().filter(|value: &f64| value.is_finite())?;
        Some(Self::Float(value))
    }
}

/// Converts a float without a fraction, up to the largest integer that a float represents exactly.
fn exact_integer(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

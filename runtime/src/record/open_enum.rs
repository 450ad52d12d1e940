//! Allowed values as enums that keep a value which is not among them.

use std::fmt;

use super::scalar::Scalar;
use super::slot::View;

/// A set of strings that the spec allows, open to values that the service adds later.
///
/// The generated part is the enum and this table; `open_enum_impls!` adds the rest.
pub trait OpenEnum: Clone + PartialEq + 'static {
    /// The variants and what each is on the wire.
    const VALUES: &'static [(Self, &'static str)];

    /// The variant that keeps a value outside of the table.
    fn unknown(value: UnknownValue) -> Self;

    /// The value outside of the table, if this is one.
    fn as_unknown(&self) -> Option<&UnknownValue>;
}

/// A value that the spec does not list.
///
/// It can only be made from a string that is none of the listed values, so that one value has one variant.
/// A member without a value has one too: it reads as the empty string, and is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(Option<String>);

impl UnknownValue {
    /// The value as it is sent.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The variant of `text`.
pub fn open_enum_from<T: OpenEnum>(text: &str) -> T {
    match T::VALUES.iter().find(|(_, wire)| *wire == text) {
        Some((variant, _)) => variant.clone(),
        None => T::unknown(UnknownValue(Some(text.to_owned()))),
    }
}

/// The variant of a member without a value.
pub fn open_enum_empty<T: OpenEnum>() -> T {
    T::unknown(UnknownValue(None))
}

/// `value` as it is sent.
pub fn open_enum_as_str<T: OpenEnum>(value: &T) -> &str {
    match value.as_unknown() {
        Some(unknown) => unknown.as_str(),
        None => T::VALUES
            .iter()
            .find(|(variant, _)| variant == value)
            .map_or("", |(_, wire)| wire),
    }
}

/// Takes a string, or a number for one, into an open enum.
pub fn open_enum_put<T: OpenEnum>(slot: &mut T, scalar: Scalar<'_>) -> bool {
    let fits = match scalar {
        Scalar::Str(text) => Some(open_enum_from(text)),
        other => other.into_text().map(|text| open_enum_from(&text)),
    };
    fits.map(|value| *slot = value).is_some()
}

/// How a slot shows an open enum: one that was never filled is absent.
pub fn open_enum_view<T: OpenEnum>(value: &T) -> View<'_> {
    match value.as_unknown() {
        Some(UnknownValue(None)) => View::Absent,
        _ => View::Str(open_enum_as_str(value)),
    }
}

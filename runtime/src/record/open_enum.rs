//! Open enums: enums of allowed values that keep a value outside the list.
//!
//! A value set is an enum with a last variant `UnknownValue(UnknownValue)`, which only a value outside the list can be in,
//! so that each value has one representation and `==` means what it says.
//!
//! What is generic here is compiled by each program once for each enum that it uses: loops in place of chains of adapters
//! make a third of the code.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use super::coercion::Scalar;
use super::slot::{Put, View};

/// An enum of the strings that the spec allows, open to values that the service adds later.
///
/// The generated part is the enum and this table; `open_enum_impls!` adds the rest.
pub trait OpenEnum: Clone + 'static {
    /// The variants with their wire strings.
    const VALUES: &'static [(Self, &'static str)];

    /// Wraps a value outside the table.
    fn unknown(value: UnknownValue) -> Self;

    /// Returns the value if it is outside the table.
    fn as_unknown(&self) -> Option<&UnknownValue>;
}

/// A value of an open enum that the spec does not list.
///
/// It can only be created from a string that is not a listed value, so that each value has exactly one variant. A
/// member without a value also holds one; it reads as the empty string and is not sent.
///
/// ```
/// # use tc3_runtime as tc3;
/// fn added_by_the_service(value: &tc3::UnknownValue) -> String {
///     format!("the service has a value that the spec does not list: {value}")
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(Option<String>);

impl UnknownValue {
    /// Returns the value as it is sent.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Returns the variant of `text`.
pub fn open_enum_from<T: OpenEnum>(text: &str) -> T {
    for (variant, wire) in T::VALUES {
        if *wire == text {
            return variant.clone();
        }
    }
    T::unknown(UnknownValue(Some(text.to_owned())))
}

/// Returns the variant of a member without a value.
pub fn open_enum_empty<T: OpenEnum>() -> T {
    T::unknown(UnknownValue(None))
}

/// Returns `value` as it is sent.
pub fn open_enum_as_str<T: OpenEnum>(value: &T) -> &str {
    if let Some(unknown) = value.as_unknown() {
        return unknown.as_str();
    }
    for (variant, wire) in T::VALUES {
        if discriminant(variant) == discriminant(value) {
            return wire;
        }
    }
    ""
}

/// Returns whether two values are the same listed value, or the same text outside the table.
pub fn open_enums_equal<T: OpenEnum>(left: &T, right: &T) -> bool {
    discriminant(left) == discriminant(right) && left.as_unknown() == right.as_unknown()
}

/// Feeds `value` to `state`, equal values equally.
pub fn hash_open_enum<T: OpenEnum>(value: &T, state: &mut impl Hasher) {
    discriminant(value).hash(state);
    value.as_unknown().hash(state);
}

/// Stores a string, or a number in place of one, in an open enum.
pub fn open_enum_put<T: OpenEnum>(slot: &mut T, scalar: Scalar<'_>) -> Put {
    let Some(text) = text_of(scalar) else {
        return Put::Refused;
    };
    *slot = open_enum_from(&text);
    match slot.as_unknown() {
        Some(_) => Put::Allocated,
        None => Put::Inline,
    }
}

fn text_of(scalar: Scalar<'_>) -> Option<Cow<'_, str>> {
    match scalar {
        Scalar::Str(text) => Some(Cow::Borrowed(text)),
        other => other.into_text().map(Cow::Owned),
    }
}

/// Returns the view of an open enum. One that was never filled is absent.
pub fn open_enum_view<T: OpenEnum>(value: &T) -> View<'_> {
    match value.as_unknown() {
        Some(UnknownValue(None)) => View::Absent,
        _ => View::Str(open_enum_as_str(value)),
    }
}

//! One member of a record: how it is looked at and how it is filled.

use bytes::Bytes;
use serde_json::Value;

use super::Record;
use super::scalar::Scalar;

/// A value that a member of a record holds.
///
/// Implemented for strings, integers, floats, booleans, bytes, JSON values, records, open enums, and for options and
/// lists of these.
pub trait Slot: Send + Sync {
    /// What it holds.
    fn view(&self) -> View<'_>;

    /// What it wants, for messages: `an integer`.
    fn expected(&self) -> &'static str;

    /// Takes `scalar`, converted if need be, and says whether it fits; if not, the slot is unchanged or empty.
    fn put(&mut self, scalar: Scalar<'_>) -> bool;

    /// Makes room for an object or a list, if it holds one.
    fn open(&mut self) -> Opening<'_>;

    /// Goes back to holding nothing.
    fn clear(&mut self);

    /// A slot that holds nothing.
    fn empty() -> Self
    where
        Self: Sized;
}

/// What a [`Slot`] holds.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing: the member is not sent.
    Absent,
    /// A string.
    Str(&'a str),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A float.
    Float(f64),
    /// A boolean.
    Bool(bool),
    /// Bytes.
    Bytes(&'a Bytes),
    /// Any JSON.
    Json(&'a Value),
    /// A structure.
    Record(&'a dyn Record),
    /// A list.
    List(&'a dyn List),
}

/// What a [`Slot`] can be filled with beyond scalars.
pub enum Opening<'a> {
    /// Nothing.
    Closed,
    /// An object, member by member.
    Record(&'a mut dyn Record),
    /// A list, item by item.
    List(&'a mut dyn List),
    /// Bytes, which may stand as a list of numbers.
    Bytes(&'a mut Bytes),
    /// Any JSON.
    Json(&'a mut Value),
}

/// A list that a member holds.
pub trait List: Send + Sync {
    /// How many items it has.
    fn len(&self) -> usize;

    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`.
    fn item(&self, index: usize) -> Option<&dyn Slot>;

    /// Appends an empty item, to be filled.
    fn push(&mut self) -> &mut dyn Slot;

    /// Drops the last item.
    fn pop(&mut self);
}

macro_rules! scalar_slot {
    ($type:ty, $expected:literal, $view:ident, $take:ident) => {
        impl Slot for $type {
            fn view(&self) -> View<'_> {
                View::$view(*self)
            }

            fn expected(&self) -> &'static str {
                $expected
            }

            fn put(&mut self, scalar: Scalar<'_>) -> bool {
                match scalar.$take() {
                    Some(value) => {
                        *self = value;
                        true
                    }
                    None => false,
                }
            }

            fn open(&mut self) -> Opening<'_> {
                Opening::Closed
            }

            fn clear(&mut self) {
                *self = Self::empty();
            }

            fn empty() -> Self {
                Self::default()
            }
        }
    };
}

scalar_slot!(i64, "an integer", Int, as_i64);
scalar_slot!(u64, "an integer from 0", Uint, as_u64);
scalar_slot!(f64, "a number", Float, as_f64);
scalar_slot!(bool, "a boolean", Bool, as_bool);

impl Slot for String {
    fn view(&self) -> View<'_> {
        View::Str(self)
    }

    fn expected(&self) -> &'static str {
        "a string"
    }

    fn put(&mut self, scalar: Scalar<'_>) -> bool {
        let text = scalar.into_text();
        text.map(|text| *self = text).is_some()
    }

    fn open(&mut self) -> Opening<'_> {
        Opening::Closed
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn empty() -> Self {
        Self::new()
    }
}

impl Slot for Value {
    fn view(&self) -> View<'_> {
        View::Json(self)
    }

    fn expected(&self) -> &'static str {
        "any JSON"
    }

    fn put(&mut self, scalar: Scalar<'_>) -> bool {
        *self = match scalar {
            Scalar::Str("") => return false, // as for every other object, no value
            Scalar::Str(text) => Self::from(text),
            Scalar::Int(value) => Self::from(value),
            Scalar::Uint(value) => Self::from(value),
            Scalar::Float(value) => Self::from(value),
            Scalar::Bool(value) => Self::from(value),
            Scalar::Bytes(bytes) => Self::from(bytes),
        };
        true
    }

    fn open(&mut self) -> Opening<'_> {
        Opening::Json(self)
    }

    fn clear(&mut self) {
        *self = Self::Null;
    }

    fn empty() -> Self {
        Self::Null
    }
}

impl<T: Record> Slot for T {
    fn view(&self) -> View<'_> {
        View::Record(self)
    }

    fn expected(&self) -> &'static str {
        "an object"
    }

    fn put(&mut self, _: Scalar<'_>) -> bool {
        false
    }

    fn open(&mut self) -> Opening<'_> {
        Opening::Record(self)
    }

    fn clear(&mut self) {
        *self = T::blank();
    }

    fn empty() -> Self {
        T::blank()
    }
}

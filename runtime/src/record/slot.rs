//! One member of a record: how it is viewed and how it is filled.
//!
//! Each type that a member can have implements [`Slot`] here, open enums aside.

use bytes::Bytes;
use serde_json::Value;

use super::Record;
use super::coercion::Scalar;

/// The value of a member of a record.
///
/// It is implemented for strings, integers, floats, booleans, bytes, JSON values, records, open enums, and for options and
/// lists of these.
pub trait Slot: Send + Sync {
    /// Returns the value.
    fn view(&self) -> View<'_>;

    /// Names the declared type, for messages: `an integer`. Open enums are strings.
    fn expected(&self) -> &'static str {
        "a string"
    }

    /// Stores `scalar`, converted if necessary. If that is not possible, the slot is unchanged or empty.
    fn put(&mut self, scalar: Scalar<'_>) -> Put;

    /// Returns the container to fill, if the declared type is an object, a list, bytes or JSON.
    fn open(&mut self) -> ContainerMut<'_> {
        ContainerMut::None
    }

    /// Resets the slot to no value, and frees the memory of the one it had.
    fn clear(&mut self);

    /// Creates a slot without a value, as [`clear`](Self::clear) leaves it.
    fn cleared() -> Self
    where
        Self: Sized;
}

/// What became of a scalar that was put into a [`Slot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It cannot be converted to the declared type.
    Refused,
    /// It was stored in the slot itself.
    Inline,
    /// It was stored as a text or as bytes, in memory of its own.
    Allocated,
}

impl Put {
    /// Returns whether the scalar was stored.
    pub fn is_stored(self) -> bool {
        self != Self::Refused
    }

    /// Stores `value` in `slot`, if there is one.
    fn inline<T>(slot: &mut T, value: Option<T>) -> Self {
        match value {
            Some(value) => {
                *slot = value;
                Self::Inline
            }
            None => Self::Refused,
        }
    }
}

/// The value of a [`Slot`], borrowed.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value: the member is not sent.
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

/// The container of a [`Slot`], to be filled.
pub enum ContainerMut<'a> {
    /// The slot takes scalars only.
    None,
    /// An object, member by member.
    Record(&'a mut dyn Record),
    /// A list, item by item.
    List(&'a mut dyn List),
    /// Bytes, which JSON writes as a list of numbers.
    Bytes(&'a mut Bytes),
    /// Any JSON.
    Json(&'a mut Value),
}

/// The value of a member that is a list.
pub trait List: Send + Sync {
    /// Returns the number of items.
    fn len(&self) -> usize;

    /// Returns whether there are no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the item at `index`.
    fn item(&self, index: usize) -> Option<&dyn Slot>;

    /// Appends an item without a value, to be filled.
    fn push(&mut self) -> &mut dyn Slot;

    /// Removes the last item.
    fn pop(&mut self);

    /// Returns how many items fit without another allocation.
    fn capacity(&self) -> usize;

    /// Returns the size of an item in the list, in bytes.
    fn item_bytes(&self) -> usize;

    /// Allocates room for exactly `additional` more items.
    fn reserve_exact(&mut self, additional: usize);
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

            fn put(&mut self, scalar: Scalar<'_>) -> Put {
                Put::inline(self, scalar.$take())
            }

            fn clear(&mut self) {
                *self = Self::cleared();
            }

            fn cleared() -> Self {
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

    fn put(&mut self, scalar: Scalar<'_>) -> Put {
        match scalar.into_text() {
            Some(text) => {
                *self = text;
                Put::Allocated
            }
            None => Put::Refused,
        }
    }

    fn clear(&mut self) {
        *self = Self::new();
    }

    fn cleared() -> Self {
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

    fn put(&mut self, scalar: Scalar<'_>) -> Put {
        *self = match scalar {
            Scalar::Str("") => return Put::Refused, // as for every other object, no value
            Scalar::Str(text) => Self::from(text),
            Scalar::Int(value) => Self::from(value),
            Scalar::Uint(value) => Self::from(value),
            Scalar::Float(value) => Self::from(value),
            Scalar::Bool(value) => Self::from(value),
            Scalar::Bytes(bytes) => Self::from(bytes),
        };
        match self {
            Self::String(_) => Put::Allocated,
            _ => Put::Inline,
        }
    }

    fn open(&mut self) -> ContainerMut<'_> {
        ContainerMut::Json(self)
    }

    fn clear(&mut self) {
        *self = Self::Null;
    }

    fn cleared() -> Self {
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

    fn put(&mut self, _: Scalar<'_>) -> Put {
        Put::Refused
    }

    fn open(&mut self) -> ContainerMut<'_> {
        ContainerMut::Record(self)
    }

    fn clear(&mut self) {
        *self = <T as Record>::empty();
    }

    fn cleared() -> Self {
        <T as Record>::empty()
    }
}

/// The content of a file, which a request carries next to its JSON and not in it.
///
/// The serde form is the one that serde has for bytes: a list of numbers in JSON, bytes in formats that have them. base64
/// would cost every importer a crate or forty lines, and no such JSON is ever sent.
impl Slot for Bytes {
    fn view(&self) -> View<'_> {
        View::Bytes(self)
    }

    fn expected(&self) -> &'static str {
        "bytes"
    }

    fn put(&mut self, scalar: Scalar<'_>) -> Put {
        let Scalar::Bytes(bytes) = scalar else {
            return Put::Refused;
        };
        *self = Self::copy_from_slice(bytes);
        Put::Allocated
    }

    fn open(&mut self) -> ContainerMut<'_> {
        ContainerMut::Bytes(self)
    }

    fn clear(&mut self) {
        *self = Self::new();
    }

    fn cleared() -> Self {
        Self::new()
    }
}

impl<T: Slot> Slot for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }

    fn expected(&self) -> &'static str {
        T::cleared().expected()
    }

    fn put(&mut self, scalar: Scalar<'_>) -> Put {
        let put = self.get_or_insert_with(T::cleared).put(scalar);
        if !put.is_stored() {
            *self = None;
        }
        put
    }

    fn open(&mut self) -> ContainerMut<'_> {
        self.get_or_insert_with(T::cleared).open()
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn cleared() -> Self {
        None
    }
}

impl<T: Slot> Slot for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn expected(&self) -> &'static str {
        "a list"
    }

    fn put(&mut self, _: Scalar<'_>) -> Put {
        Put::Refused
    }

    fn open(&mut self) -> ContainerMut<'_> {
        ContainerMut::List(self)
    }

    fn clear(&mut self) {
        *self = Self::new();
    }

    fn cleared() -> Self {
        Self::new()
    }
}

impl<T: Slot> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<&dyn Slot> {
        self.get(index).map(|item| item as &dyn Slot)
    }

    fn push(&mut self) -> &mut dyn Slot {
        let index = self.len();
        Self::push(self, T::cleared());
        &mut self[index]
    }

    fn pop(&mut self) {
        Self::pop(self);
    }

    fn capacity(&self) -> usize {
        self.capacity()
    }

    fn item_bytes(&self) -> usize {
        size_of::<T>()
    }

    fn reserve_exact(&mut self, additional: usize) {
        Self::reserve_exact(self, additional);
    }
}

//! Generated types as tables.
//!
//! A generated type is a plain struct with a table: the wire name of each member, and access to the member by its
//! index. Everything that a type can do (read and write JSON, `Debug`, equality, validation of required members) is
//! written here, once, over `dyn Record`. Derives would compile all of that again for each of tens of thousands of types;
//! `BENCHMARKS.md` has the comparison.
//!
//! The stages, from the bottom up:
//!
//! - [`shape`](Shape) is the table and [`slot`](Slot) is one member: how it is read, and how it is filled;
//! - `coercion` turns the scalars of a document into the declared type;
//! - `decode` fills a record from any serde deserializer, and `derives` is the way back;
//! - `validation` finds what is missing in a request before it is sent.
//!
//! The crate `facet` is the same idea as a general library; `docs/decisions/030-record-tables.md` says why it is not
//! used.
//!
//! For generated code: it follows the generator's version and not semver.

use std::any::Any;

mod action;
mod anomaly;
mod coercion;
mod decode;
mod derives;
mod empty_response;
mod macros;
mod open_enum;
mod pagination;
mod path;
mod shape;
mod slot;
mod validation;

pub use action::{Action, ActionInfo, Content, ServiceInfo, Streams};
pub use anomaly::{Anomaly, AnomalyKind, UnknownMember};
pub use coercion::Scalar;
pub(crate) use coercion::is_beyond_f64;
pub use decode::{Findings, deserialize_record};
pub use derives::{AsSerialize, clone_record, fmt_record, records_equal, serialize_record};
pub use empty_response::EmptyResponse;
pub use open_enum::{
    OpenEnum, UnknownValue, hash_open_enum, open_enum_as_str, open_enum_empty, open_enum_from, open_enum_put,
    open_enum_view, open_enums_equal,
};
pub use pagination::{Paged, Paging, PagingFlag, PagingKind};
pub use shape::{Field, Presence, Shape};
pub use slot::{ContainerMut, List, Put, Slot, View};
pub use validation::{Violation, ViolationKind, validate};

pub(crate) use decode::{
    DecodeContext, EnvelopeMembers, Members, MemoryLimits, ObjectSeed, OfSerde, RecordSeed, Stop, ValueSeed, ignore,
    read_plain,
};
pub(crate) use path::Path;

/// A generated type: a request, a response or a type nested in them.
///
/// Use it in bounds; do not implement it by hand. Its methods follow the generator's version and not semver.
///
/// ```
/// # use tc3_runtime as tc3;
/// fn log<T: tc3::Record>(value: &T) {
///     println!("{value:?} is {}", tc3::to_json(value)); // `Debug` redacts secrets, JSON does not
/// }
/// ```
pub trait Record: Any + std::fmt::Debug + Send + Sync {
    /// Returns the name and the members of the type.
    #[doc(hidden)]
    fn shape(&self) -> &'static Shape;

    /// Returns the member at `index`, or `None` past the last one.
    #[doc(hidden)]
    fn get(&self, index: usize) -> Option<&dyn Slot>;

    /// Returns the member at `index` to be filled, or `None` past the last one.
    #[doc(hidden)]
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot>;

    /// Creates a value with no member set, not even the required ones.
    #[doc(hidden)]
    fn empty() -> Self
    where
        Self: Sized;
}

/// A generated type that requests use, as opposed to one that only responses use.
///
/// A type taken from another crate by `extern_types` may be one that the other crate never sends: required members that a
/// response lacked would go out as zeros, unchecked. Generated code therefore asks the compiler for this trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is made for responses only and cannot be sent",
    note = "the crate it comes from has no request that uses it: generate the type instead of taking it by extern_types"
)]
pub trait Input: Record {}

/// A boxed record behaves like the record itself. Recursive types need the box.
impl<T: Record> Record for Box<T> {
    fn shape(&self) -> &'static Shape {
        (**self).shape()
    }

    fn get(&self, index: usize) -> Option<&dyn Slot> {
        (**self).get(index)
    }

    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot> {
        (**self).slot(index)
    }

    fn empty() -> Self {
        Self::new(T::empty())
    }
}

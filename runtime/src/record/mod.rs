//! Generated types as tables.
//!
//! A generated type is a plain struct and a table: the wire names of its members and access to each by its
//! index. Everything that a type can do (read and write JSON, `Debug`, equality, the check for required
//! members) stands here, once, over that table.
//!
//! For generated code: it follows the generator's version and not semver.

mod action;
mod anomaly;
mod binary;
mod compare;
mod containers;
mod debug;
mod deserialize;
mod faults;
mod fill;
mod macros;
mod open_enum;
mod order;
mod paging;
mod path;
mod read;
mod reader;
mod scalar;
mod seen;
mod serialize;
mod slot;

pub use action::{Action, ActionInfo, Content, ServiceInfo, Streams};
pub use anomaly::{Anomaly, AnomalyKind, UnknownMember};
pub use compare::records_equal;
pub use debug::fmt_record;
pub use deserialize::deserialize_record;
pub use faults::{Fault, FaultKind, faults};
pub use open_enum::{
    OpenEnum, UnknownValue, open_enum_as_str, open_enum_empty, open_enum_from, open_enum_put, open_enum_view,
};
pub use paging::{Paged, Paging, PagingFlag, PagingKind};
pub use scalar::Scalar;
pub use serialize::{AsSerialize, serialize_record};
pub use slot::{List, Opening, Slot, View};

pub(crate) use path::Path;
pub(crate) use read::{NameSeed, REQUEST_ID, RecordSeed};
pub(crate) use reader::Reader;

/// A generated type: a request, a response or a type nested in them.
///
/// For bounds, not for types of one's own: its methods follow the generator's version and not semver.
pub trait Record: std::fmt::Debug + Send + Sync {
    /// Name and members of the type.
    #[doc(hidden)]
    fn shape(&self) -> &'static Shape;

    /// The member at `index`; `None` past the last one.
    #[doc(hidden)]
    fn get(&self, index: usize) -> Option<&dyn Slot>;

    /// The member at `index`, to be filled; `None` past the last one.
    #[doc(hidden)]
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot>;

    /// A value with nothing filled in, not even what is required.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;
}

/// A generated type that requests use, and not responses alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is made for responses only and cannot be sent",
    note = "the crate it comes from has no request that uses it: generate the type instead of taking it by extern_types"
)]
pub trait Input: Record {}

/// Name and members of a [`Record`].
#[derive(Debug)]
pub struct Shape {
    /// Name of the type in the spec.
    pub name: &'static str,
    /// The members, in the spec's order.
    pub fields: &'static [Field],
}

/// A member of a [`Record`].
#[derive(Debug)]
pub struct Field {
    /// Name as it is sent.
    pub name: &'static str,
    /// When it has to be there.
    pub presence: Presence,
    /// Whether a response may lack it, although every request has it.
    pub nullable: bool,
    /// Whether `Debug` hides its value.
    pub secret: bool,
}

/// When a member has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In every request.
    Required,
    /// In every response, by the word of the spec.
    Always,
    /// It may be left out.
    Optional,
}

impl Field {
    /// A member that every request has.
    pub const fn required(name: &'static str) -> Self {
        Self {
            name,
            presence: Presence::Required,
            nullable: false,
            secret: false,
        }
    }

    /// A member that every response has.
    pub const fn always(name: &'static str) -> Self {
        Self {
            name,
            presence: Presence::Always,
            nullable: false,
            secret: false,
        }
    }

    /// A member that may be left out.
    pub const fn optional(name: &'static str) -> Self {
        Self {
            name,
            presence: Presence::Optional,
            nullable: true,
            secret: false,
        }
    }

    /// The same member, which a response may lack.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The same member, hidden from `Debug`.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

/// A boxed record is the record: cycles of types are broken by a box.
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

    fn blank() -> Self {
        Self::new(T::blank())
    }
}

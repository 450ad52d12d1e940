//! The names that generated code uses.
//!
//! Services define types called `Option`, `Result`, `Box` and `Error`, so generated code uses nothing from the prelude: it
//! has one import, `use ::tc3_runtime::generated_0_1 as rt`, and every name comes from here, those of the standard library
//! included.
//!
//! The module is named after the version of the generator that it belongs to: code of another version does not find its
//! module, and the compiler's error names it.

pub use std::boxed::Box;
pub use std::convert::Into;
pub use std::future::Future;
pub use std::iter::IntoIterator;
pub use std::option::Option::{self, None, Some};
pub use std::result::Result;
pub use std::string::String;
pub use std::vec::Vec;

pub use bytes::Bytes;

#[cfg(feature = "client")]
pub use crate::Client;
pub use crate::codes::ErrorCode;
pub use crate::record::{
    Action, ActionInfo, EmptyResponse, Field, Input, OpenEnum, Record, ServiceInfo, Shape, Slot, Streams, UnknownValue,
};
pub use crate::record::{Paged, Paging};
pub use crate::{CallResult, Error, Response, Value};
pub use crate::{
    error_code_impls as error_codes, integer_constants as integers, open_enum_impls as open_enum,
    record_impls as record,
};

/// A member, to be read.
pub type Get<'a> = Option<&'a dyn Slot>;

/// A member, to be filled.
pub type Fill<'a> = Option<&'a mut dyn Slot>;

/// Checks at compile time that requests may use `T`, a type that another crate generated.
pub const fn is_input<T: Input>() {}

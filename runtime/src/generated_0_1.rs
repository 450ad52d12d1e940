//! What generated code refers to, under the names it uses.
//!
//! Everything is here, the standard library's types included, since services define types called `Option`,
//! `Result` and `Box`. The module's name is the version of the generator that it fits: code that another one
//! made does not find its module, and the compiler says which.

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
    Action, ActionInfo, Field, Input, OpenEnum, Record, ServiceInfo, Shape, Slot, Streams, UnknownValue,
};
pub use crate::record::{Paged, Paging};
pub use crate::{CallResult, Error, Response, Value};
pub use crate::{error_code_impls as error_codes, open_enum_impls as open_enum, record_impls as record};

/// A member to look at.
pub type Get<'a> = Option<&'a dyn Slot>;

/// A member to fill.
pub type Fill<'a> = Option<&'a mut dyn Slot>;

/// Holds if requests may use `T`: a check, while compiling, of a type that another crate generated.
pub const fn is_input<T: Input>() {}

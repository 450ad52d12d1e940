//! The metadata of the official command line, `tccli`: every action of every service.
//!
//! It is in the PyPI package of that name: `pip download --no-deps tccli`.

mod api;
mod catalogue;
mod convert;
#[cfg(feature = "cli")]
mod documented;
mod error_codes;
mod reach;
mod types;

pub use catalogue::{Catalogue, ServiceVersion};
#[cfg(feature = "cli")]
pub(crate) use convert::convert_observed;
pub use convert::{Choice, convert};
#[cfg(feature = "cli")]
pub(crate) use documented::{BodyKind, Documented, documented};
pub use error_codes::ErrorCodes;

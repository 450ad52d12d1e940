//! The metadata of the official command line, `tccli`: every action of every service.
//!
//! It is in the PyPI package of that name: `pip download --no-deps tccli`.

mod api;
mod convert;
#[cfg(feature = "cli")]
mod documented;
mod error_codes;
mod index;
mod reach;
mod types;

#[cfg(feature = "cli")]
pub(crate) use convert::convert_observed;
pub use convert::{Choice, convert};
#[cfg(feature = "cli")]
pub(crate) use documented::{BodyKind, Documented, documented};
pub use error_codes::ErrorCodes;
pub use index::{MetadataIndex, ServiceVersion};

//! The metadata of the official command line, `tccli`: every action of every service.
//!
//! It is in the PyPI package of that name: `pip download --no-deps tccli`.

mod api;
mod catalogue;
mod convert;
mod error_codes;
mod types;

pub use catalogue::{Catalogue, ServiceVersion};
pub use convert::{Choice, convert};
pub use error_codes::ErrorCodes;

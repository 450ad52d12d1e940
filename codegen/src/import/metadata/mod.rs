//! Imports from the metadata of the official command line, `tccli`, which has every action of every service.
//!
//! It is in the PyPI package of that name: `pip download --no-deps tccli`. The international site has one of its own,
//! `tccli-intl-en`.

mod api;
mod convert;
mod editions;
mod error_codes;
#[cfg(feature = "cli")]
mod example_bodies;
mod index;
mod type_names;

pub use convert::{MetadataOptions, convert};
pub use editions::Editions;
pub use error_codes::ErrorCodes;
#[cfg(feature = "cli")]
pub(crate) use example_bodies::{BodyKind, ExampleBody, example_bodies};
pub use index::{MetadataIndex, ServiceVersion};

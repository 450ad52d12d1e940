//! Spec files out of what the vendor publishes: its metadata, its documentation pages.
//!
//! ```text
//! wheel or folder -> Archive -> metadata::MetadataIndex -> convert -+
//!                                                               +-> Drafts -> merge with what is there -> Staged -> files
//! pages -> page::read -> Pages -> drafts -----------------------+
//! ```
//!
//! Facts are taken over: names, types, flags, codes, examples. The vendor's sentences are only where the user asks
//! for them.

mod archive;
mod draft;
mod error;
mod examples;
mod merge;
pub mod metadata;
mod overrides;
pub mod page;
mod plain;
mod rust_names;
mod staged;
mod unsaid;

pub use archive::Archive;
pub use draft::{Draft, Says, Suggestion};
pub use error::ImportError;
pub use overrides::Overrides;
pub use staged::{Change, Staged};

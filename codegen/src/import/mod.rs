//! Spec files out of what the vendor publishes: its metadata, its documentation pages.
//!
//! ```text
//! wheel or folder -> Archive -> metadata::Metadata -> convert -> Drafts -> merge with what is there -> Staged -> files
//! ```
//!
//! Facts are taken over: names, types, flags, codes, examples. The vendor's sentences are only where the user asks
//! for them.

mod archive;
mod error;
mod merge;
pub mod metadata;
mod staged;

pub use archive::Archive;
pub use error::ImportError;
pub use staged::{Change, Staged};

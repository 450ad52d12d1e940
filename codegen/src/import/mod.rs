//! Imports spec files from what the vendor publishes: its metadata and its documentation pages.
//!
//! ```text
//! wheel or folder -> Archive -> MetadataIndex -> convert -+
//!                                                         +-> Drafts -> merge with the spec -> ImportPlan -> files
//! pages -> page::read -> Pages -> drafts -----------------+
//! ```
//!
//! Facts are imported: names, types, flags, codes and examples. The vendor's descriptions are imported only on request,
//! for a spec that is not published; without them descriptions are empty, for a person to write.

mod archive;
mod common_parameters;
mod draft;
mod error;
mod example_text;
mod infer;
mod merge;
pub mod metadata;
mod note;
mod overrides;
pub mod page;
mod plain_text;
mod plan;
mod query_value;
mod rust_names;

pub use archive::Archive;
pub use draft::{Draft, SourceCapabilities, Suggestion};
pub use error::ImportError;
pub use infer::Inferred;
pub use note::{Note, NoteKind};
pub use overrides::Overrides;
pub use plan::{FileChange, ImportPlan};

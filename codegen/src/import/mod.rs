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
#[cfg(feature = "import")]
mod merge;
pub mod metadata;
mod note;
mod numbering;
mod overrides;
#[cfg(feature = "import")]
pub mod page;
mod plain_text;
#[cfg(feature = "import")]
mod plan;
mod query_value;

pub use archive::Archive;
pub use draft::{Draft, SourceCapabilities, Suggestion};
pub use error::ImportError;
pub use infer::Inferred;
#[cfg(feature = "cli")]
pub(crate) use merge::{Keep, keep_released, merged};
pub use note::{Note, NoteKind};
pub use overrides::Overrides;
#[cfg(feature = "import")]
pub use plan::{FileChange, ImportPlan};

//! Turns a JSON description of Tencent Cloud API actions into Rust: request, response and error types, and a
//! signed call for each action.
//!
//! ```text
//! spec folder -> SourceSet -> load (all diagnostics at once) -> Spec -> lower (every decision)
//!             -> emit (none) -> format -> FileSet -> write what changed
//! ```
//!
//! [`Builder`] is the door for a build.rs; [`load`] and [`generate`] are the same without disk and environment.
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `generate` | yes | [`generate`], [`Builder`] and [`diff`]; without it the spec alone is read and checked, with no syn |
//! | `schema` | no | `schemas()`, the JSON Schema of the spec files, and serde for the spec's types |
//! | `import` | no | spec files out of the vendor's metadata and documentation pages |
//! | `cli` | no | the command `tc3-codegen` |

#[cfg(feature = "generate")]
mod builder;
mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod diagnostics;
#[cfg(feature = "generate")]
pub mod diff;
#[cfg(feature = "generate")]
mod emit;
#[cfg(feature = "generate")]
mod file_set;
#[cfg(feature = "generate")]
mod format;
#[cfg(feature = "generate")]
mod generate;
mod hidden;
#[cfg(feature = "import")]
pub mod import;
#[cfg(feature = "generate")]
mod lower;
#[cfg(feature = "generate")]
mod options;
#[cfg(feature = "generate")]
mod options_check;
mod phase;
#[cfg(feature = "generate")]
mod rerun;
#[cfg(feature = "schema")]
mod schema;
pub mod spec;
#[cfg(feature = "generate")]
mod timings;
pub mod validate;
#[cfg(feature = "cli")]
mod workspace;

#[cfg(feature = "generate")]
pub use builder::Builder;
pub use check::{ValidatedSpec, load};
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
#[cfg(feature = "generate")]
pub use file_set::{FileSet, OutdatedFile, OutdatedKind, WriteSummary};
#[cfg(feature = "generate")]
pub use generate::{GenerateError, SERVICES_FILE, generate};
#[cfg(feature = "generate")]
pub use options::Options;
#[cfg(feature = "schema")]
pub use schema::schemas;

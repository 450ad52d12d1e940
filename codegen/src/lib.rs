//! Generates Rust from a JSON description of Tencent Cloud API actions: request, response and error types, and a signed
//! call for each action.
//!
//! ```text
//! spec folder -> SourceSet -> load (all diagnostics at once) -> ValidatedSpec -> lower (every decision)
//!             -> emit (no decision) -> format -> FileSet -> write what has changed
//! ```
//!
//! [`Builder`] is the entry point for a build.rs. [`load`] and [`generate`](fn@generate) do the same without disk and
//! environment:
//!
//! ```
//! # #[cfg(feature = "generate")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use tc3_codegen::spec::{Source, SourceSet};
//! use tc3_codegen::{Builder, generate, load};
//!
//! let service = Source {
//!     path: "clock/v20200101/service.json".to_owned(),
//!     text: r#"{ "name": "clock", "version": "2020-01-01", "title": "Clock", "description": "Tells the time.",
//!         "host": "clock.tencentcloudapi.com" }"#.to_owned(),
//! };
//! let action = Source {
//!     path: "clock/v20200101/actions/TellTime.json".to_owned(),
//!     text: r#"{ "name": "TellTime", "description": "Tells the time.", "regionRequired": false,
//!         "parameters": [], "output": [] }"#.to_owned(),
//! };
//! let spec = load(&SourceSet::new("spec", [service, action]))?;
//! let files = generate(&spec, Builder::new().options())?;
//! assert_eq!(files.iter().count(), 2); // the module and services.rs
//! # Ok(()) }
//! # #[cfg(not(feature = "generate"))]
//! # fn main() {}
//! ```
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `generate` | yes | [`generate`](fn@generate), [`Builder`] and [`diff`]; without it the spec is only read and checked, and syn is not compiled |
//! | `code` | with `generate` | [`request_code`](fn@request_code): typed requests as code |
//! | `schema` | no | `schemas()`, the JSON Schema of the spec files, and serde for the spec's types |
//! | `metadata` | no | reads the vendor's metadata as a spec, without the generator |
//! | `import` | no | spec files from the vendor's metadata and documentation pages |
//! | `cli` | no | the command `tc3-codegen` |
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "generate")]
mod builder;
mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "generate")]
pub mod diff;
#[cfg(feature = "generate")]
mod emit;
#[cfg(feature = "generate")]
mod format;
#[cfg(feature = "generate")]
mod generate;
#[cfg(feature = "metadata")]
#[cfg_attr(
    not(feature = "import"),
    expect(dead_code, reason = "pages and plans use more of it")
)]
pub mod import;
#[cfg(feature = "generate")]
mod incremental;
#[cfg(feature = "generate")]
mod lower;
#[cfg(any(feature = "code", feature = "metadata"))]
#[cfg_attr(
    not(feature = "generate"),
    expect(dead_code, unused_imports, reason = "the generator uses more of it")
)]
mod naming;
#[cfg(feature = "generate")]
mod options;
#[cfg(feature = "generate")]
mod output;
#[cfg(feature = "cli")]
mod release;
#[cfg(feature = "code")]
mod request_code;
#[cfg(feature = "schema")]
mod schema;
mod source;
pub mod spec;
mod timings;
pub mod validate;
#[cfg(feature = "cli")]
mod workspace;

#[cfg(feature = "generate")]
pub use builder::Builder;
pub use check::{ValidatedSpec, load};
#[cfg(feature = "generate")]
pub use generate::{GenerateError, generate};
#[cfg(feature = "generate")]
pub use options::Options;
#[cfg(feature = "generate")]
pub use output::{FileSet, OutdatedFile, OutdatedKind, SERVICES_FILE, WriteSummary};
#[cfg(feature = "code")]
pub use request_code::{RequestCode, RequestCodeError, request_code};
#[cfg(feature = "schema")]
pub use schema::schemas;
pub use source::{Diagnostic, Diagnostics, Severity};

/// Tests the examples of the README.
#[cfg(all(doctest, feature = "generate"))]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

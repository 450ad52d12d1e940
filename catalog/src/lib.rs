//! The facts of every action of Tencent Cloud: names, types, what is required, versions, hosts.
//!
//! [`Library`] is the entry point. It looks a service or an action up in a spec folder first and in catalogs after it. A
//! [`Catalog`] is one file with both sites of the cloud, of which a lookup reads a few kilobytes. The one in this crate
//! ([`Catalog::embedded`]) has facts and none of the vendor's sentences; the feature `write` has what makes catalogs with
//! descriptions, from the wheels of the vendor's command line.
//!
//! ```
//! use tc3_catalog::{Catalog, Library};
//!
//! let library = Library::new().with_catalog(Catalog::embedded()?);
//! let found = library.find("cvm", "RunInstances", None)?;
//! assert_eq!(found.service.file.version.value, "2017-03-12");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

mod catalog;
mod error;
mod file;
mod library;
#[cfg(feature = "write")]
pub mod pack;
mod record;
pub mod search;
mod summary;

pub use catalog::Catalog;
pub use error::CatalogError;
pub use library::{Found, Library, LookupError};
pub use summary::{ActionSummary, Language, ServiceSummary, Site, Sites, VersionSummary};

/// Tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

//! The facts of every action of Tencent Cloud: names, types, what is required, versions, hosts.
//!
//! [`Library`] is the entry point. It looks a service or an action up in a spec folder first and in catalogs after it.

mod library;
pub mod search;
mod summary;

pub use library::{Found, Library, LookupError};
pub use summary::{ActionSummary, ServiceSummary, Sites, VersionSummary};

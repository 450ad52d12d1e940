//! Releases of a generated workspace: which crates change with newer metadata, and to which version.
//!
//! ```text
//! records of the crates ─┐
//! newer metadata ────────┴─ plan ──▶ PLAN, a file to read and to edit ──▶ carry out ──▶ the crates that change,
//!                                                                                      their changelogs, release notes
//! ```
//!
//! A crate changes if its files would: metadata may change what no crate shows, such as descriptions that are left out. How
//! much a change matters is decided by [`diff`](crate::diff), from the record of what was released. Where files
//! differ although the metadata of the service is the same, the generator has changed; what that does to callers it cannot
//! know, so such a release counts as breaking unless the user says otherwise.
//!
//! A service that is gone from the metadata keeps its crate, which is marked as deprecated: programs depend on it, a
//! registry keeps it anyway, and a service that is missing from one release of the metadata may be back in the next.

mod carry_out;
mod changelog;
mod check;
mod comparison;
mod plan;
mod root_manifest;
mod sentences;
mod transaction;
mod version;

pub(crate) use carry_out::{carry_out, is_carried_out};
pub(crate) use changelog::counts;
pub(crate) use plan::{FORMAT, Input, PlanError, PlannedCrate, ReleasePlan, Request, plan};
pub(crate) use version::Impact;

/// The error of a release that is not carried out.
fn refused(why: &str) -> std::io::Error {
    std::io::Error::other(why.to_owned())
}

//! Under which name the command was called.
//!
//! A link or an alias named `tccli` takes the place of the vendor's command: what scripts see of it then, its exit codes
//! and the habits of its arguments, is as they know it ([`tccli`](crate::tccli)).

use std::ffi::OsStr;
use std::path::Path;
use std::sync::OnceLock;

static IS_TCCLI: OnceLock<bool> = OnceLock::new();

/// The region that tccli takes where none is configured.
const REGION_OF_TCCLI: &str = "ap-guangzhou";

/// Notes the name that the process was called by, the first of its arguments.
pub(crate) fn note_name(program: Option<&OsStr>) {
    let stem = program.and_then(|program| Path::new(program).file_stem());
    // The first call decides; a process has one name.
    let _ = IS_TCCLI.set(stem.is_some_and(|stem| stem == "tccli"));
}

/// Whether the command was called as `tccli`.
pub(crate) fn is_tccli() -> bool {
    IS_TCCLI.get().copied().unwrap_or(false)
}

/// The name to show.
pub(crate) fn name() -> &'static str {
    if is_tccli() { "tccli" } else { "tc3" }
}

/// The region of a call where none is configured.
pub(crate) fn default_region() -> Option<String> {
    is_tccli().then(|| REGION_OF_TCCLI.to_owned())
}

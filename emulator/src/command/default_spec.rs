//! What is served when `--spec` names nothing: the folder `spec` if there is one with a service, or else the embedded
//! spec.

#[cfg(feature = "embedded-spec")]
use std::path::Path;

use crate::builder::Builder;

/// The folder that is looked for in the current one.
const FOLDER: &str = "spec";

/// What `--help` says of the default.
pub(super) const HELP: &str = if cfg!(feature = "embedded-spec") {
    "spec, or the spec of this build if there is no such folder"
} else {
    FOLDER
};

/// Adds the spec that is served without `--spec`, and returns what to say about it.
#[cfg(feature = "embedded-spec")]
pub(super) fn add(builder: Builder) -> (Builder, Option<String>) {
    let reason = if has_service(Path::new(FOLDER)) {
        return (builder.spec_dir(FOLDER), None);
    } else if Path::new(FOLDER).exists() {
        "the folder `spec` has no service"
    } else {
        "there is no folder `spec`"
    };
    let note = format!("serving the spec that is embedded in this command: {reason}; --spec DIR names another");
    (builder.embedded_spec(), Some(note))
}

/// Adds the spec that is served without `--spec`, and returns what to say about it.
#[cfg(not(feature = "embedded-spec"))]
pub(super) fn add(builder: Builder) -> (Builder, Option<String>) {
    (builder.spec_dir(FOLDER), None)
}

/// Whether a folder is meant as a spec: other projects have a folder `spec` too. What cannot be read may be one.
#[cfg(feature = "embedded-spec")]
fn has_service(folder: &Path) -> bool {
    let Ok(services) = folder.read_dir() else {
        return folder.is_dir();
    };
    let versions = services.flatten().filter_map(|service| service.path().read_dir().ok());
    versions
        .flat_map(Iterator::flatten)
        .any(|version| version.path().join("service.json").exists())
}

//! What breaks callers of the generated code from one spec to another.
//!
//! The comparison is of what the generator decides (the lowered modules under default options), not of what the files
//! contain. A member that becomes required breaks callers through the arguments of `new`, and a type that a request
//! starts to use through the optionality of all its members; neither shows in a comparison of the JSON.
//!
//! [`Change::is_silent`] marks what breaks callers although their code still compiles: a Rust name that stands for another
//! member, value or code, arguments of `new` that change places among equal types, a required member of a type that has too many for `new`, a region or a signature that
//! becomes necessary, a secret that `Debug` starts to show.
//!
//! Some severities are decisions. The host, the rate limit, the content type and a deprecation (which is a warning) are
//! notes. An action that is no longer `readOnly` breaks callers, since `wait_until` asserts it at compile time; one that
//! becomes `readOnly` is an addition. What a file was imported from and the date of its page are no facts about the
//! service, and are not compared: they change with each import. Documented examples are compared in the spec and not in the lowered modules, where
//! they would show as differences of docs.

mod actions;
mod breaking;
mod kind;
mod moved;
mod pairs;
#[cfg(feature = "cli")]
mod releases;
mod services;
mod types;

use crate::check::ValidatedSpec;
use crate::lower::{self, Module};
use crate::options::Options;
use crate::spec::Spec;
use breaking::Changes;

#[cfg(feature = "cli")]
pub(crate) use breaking::sort;
pub use breaking::{Change, Severity};
pub use kind::Kind;
#[cfg(feature = "cli")]
pub(crate) use releases::{keeping, of_kept, of_releases, to_keep};

/// Returns the changes from `old` to `new` for code that is generated with the default options, the worst first.
///
/// ```
/// use tc3_codegen::diff::{Severity, diff};
/// use tc3_codegen::load;
/// use tc3_codegen::spec::{Source, SourceSet};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let service = r#"{ "name": "clock", "version": "2020-01-01", "title": "Clock", "description": "Tells the time.",
///     "host": "clock.tencentcloudapi.com" }"#;
/// let action = |parameters: &str| format!(r#"{{ "name": "Tell", "description": "Tells it.", "regionRequired": false,
///     "parameters": [{parameters}], "output": [] }}"#);
/// let spec = |parameters: &str| {
///     let file = |path: &str, text: String| Source { path: format!("clock/v20200101/{path}"), text };
///     load(&SourceSet::new("spec", [
///         file("service.json", service.to_owned()),
///         file("actions/Tell.json", action(parameters)),
///     ]))
/// };
/// let zone = r#"{ "name": "Zone", "type": "String", "required": true, "description": "Time zone." }"#;
/// let changes = diff(&spec("")?, &spec(zone)?);
/// assert_eq!(changes[0].severity, Severity::Breaking);
/// assert_eq!(
///     changes[0].to_string(),
///     "breaking: clock 2020-01-01 TellRequest.Zone: is new and required: `new` takes it"
/// );
/// # Ok(()) }
/// ```
#[must_use]
pub fn diff(old: &ValidatedSpec, new: &ValidatedSpec) -> Vec<Change> {
    of_specs(&old.spec, &new.spec)
}

/// See [`diff`]; the specs need not be valid, but where they are not, what the generator would make is not defined.
pub(crate) fn of_specs(old: &Spec, new: &Spec) -> Vec<Change> {
    if old == new {
        return Vec::new(); // most services, from one release to the next
    }
    let mut changes = Changes::default();
    services::compare(&lowered(old), &lowered(new), &mut changes);
    services::examples(old, new, &mut changes);
    changes.worst_first()
}

/// The modules without the documented examples and the provenance, which would show as differences of docs.
fn lowered(spec: &Spec) -> Vec<Module> {
    let mut spec = spec.clone();
    for service in &mut spec.services {
        service.file.imported_from = None;
        for action in &mut service.actions {
            action.examples.clear();
            action.imported_from = None;
            action.last_updated = None;
        }
        for shared in &mut service.types {
            shared.imported_from = None;
        }
    }
    lower::lower(&spec, &Options::default())
}

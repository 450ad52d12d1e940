//! What changes for the callers of generated code from one spec to another.
//!
//! Compared is what the generator decides, not what the files say: a member that becomes required breaks callers by
//! the arguments of `new`, and a type that a request starts to use by the optionality of all its members.

mod actions;
mod changes;
mod fields;
mod modules;
mod pairs;
mod services;
mod structs;
mod type_words;
mod variants;

use std::fmt;

use crate::check::ValidatedSpec;
use crate::lower::{self, Module};
use crate::options::Options;
use crate::spec::Spec;
use changes::Changes;

/// How much a [`Change`] matters to who calls the generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The code compiles and does the same; docs, warnings or limits say something else.
    Note,
    /// There is more to call or to read.
    Addition,
    /// Code that was right may not compile, or does something else.
    Breaking,
}

/// One difference between two specs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Change {
    /// How much it matters.
    pub severity: Severity,
    /// Whether it breaks callers and no compiler says so: the most dangerous kind.
    pub is_silent: bool,
    /// The service and its version, if it is about one: `gaap 2018-05-29`.
    pub service: String,
    /// What has changed; nothing, if it is the service itself: `CreateProxyGroupRequest.ProjectId`.
    pub place: String,
    /// How.
    pub what: String,
}

impl Severity {
    /// `breaking`, `addition` or `note`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.severity.as_str())?;
        if self.is_silent {
            f.write_str(", silently")?;
        }
        write!(f, ": {}", self.service)?;
        if !self.place.is_empty() {
            write!(f, " {}", self.place)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// What changes from `old` to `new`, as the generator's default options have it; the worst first.
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
    let mut changes = Changes::default();
    services::compare(&lowered(&old.spec), &lowered(&new.spec), &mut changes);
    services::examples(&old.spec, &new.spec, &mut changes);
    changes.worst_first()
}

/// Without the documented examples, which would be differences of docs.
fn lowered(spec: &Spec) -> Vec<Module> {
    let mut spec = spec.clone();
    let actions = spec.services.iter_mut().flat_map(|service| &mut service.actions);
    for action in actions {
        action.examples.clear();
    }
    lower::lower(&spec, &Options::default())
}

//! Checks everything that must hold for a spec before code can be generated from it.
//!
//! Each file checks one subject. A check reads the spec and adds what it finds; none of them stops the next, so that all
//! problems are reported at once.
//!
//! Files are read from a syntax tree (jsonc-parser in strict mode) and not by serde, which stops at the first error and
//! does not keep places.

mod actions;
mod content;
mod dates;
mod emulator;
mod members;
mod names;
#[cfg(feature = "generate")]
mod options;
mod paging;
mod scope;
mod services;
mod texts;

mod types;
mod values;

#[cfg(feature = "import")]
pub(crate) use dates::is_date;
#[cfg(feature = "generate")]
pub(crate) use options::{check_attributes, check_selections};

use crate::source::{Diagnostic, Diagnostics, Severity};
use crate::spec::{Files, SourceSet, Spec};
use crate::timings::phase;
use scope::Scope;

/// The code of the warnings about documented examples, of which an imported spec may have hundreds.
#[cfg(feature = "generate")]
pub(crate) const EXAMPLE_MISMATCH: &str = "example-mismatch";

/// A spec without errors, and the warnings that it gave.
#[derive(Clone, Debug)]
pub struct ValidatedSpec {
    /// What the files describe.
    pub spec: Spec,
    /// Problems that do not stop the generator.
    pub warnings: Diagnostics,
}

/// Reads and checks the files of a spec.
///
/// # Errors
/// Returns every diagnostic of every file, warnings among them, if at least one is an error.
pub fn load(sources: &SourceSet) -> Result<ValidatedSpec, Diagnostics> {
    let mut found = Vec::new();
    let (spec, files) = phase!("parse", crate::spec::load(sources, &mut found));
    phase!("check", check(&spec, &files, sources, &mut found));
    let diagnostics = Diagnostics::new(sources.clone(), found);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(ValidatedSpec {
        spec,
        warnings: diagnostics,
    })
}

fn check(spec: &Spec, files: &Files, sources: &SourceSet, found: &mut Vec<Diagnostic>) {
    let scope_of = |service| Scope {
        service,
        sources,
        files,
    };
    services::check(spec, found);
    for service in &spec.services {
        let scope = scope_of(service);
        names::check(&scope, found);
        actions::check(&scope, found);
        content::check(&scope, found);
        paging::check(&scope, found);
        types::check(&scope, found);
        members::references::check(&scope, found);
        texts::check(&scope, found);
        for list in scope.member_lists() {
            members::check(&list, found);
            members::limits::check(&scope, &list, found);
            values::check_defaults(&scope, &list, found);
        }
        values::check_examples(&scope, found);
        emulator::check(&scope, found);
    }
    #[cfg(feature = "generate")]
    names::check_rust_names(spec, found);
    // While a file has errors, references of it to a type may be missing.
    if !found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        for service in &spec.services {
            members::references::check_use(&scope_of(service), found);
        }
    }
}

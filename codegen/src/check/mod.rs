//! Everything that must hold of a spec before code can be made of it.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::spec::{SourceSet, Spec};

/// A spec without errors, and the warnings that it gave.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What the files describe.
    pub spec: Spec,
    /// What a person may want to mend.
    pub warnings: Diagnostics,
}

/// Reads and checks the files of a spec.
///
/// # Errors
/// Every fault of every file, warnings among them, if at least one is an error.
pub fn load(sources: &SourceSet) -> Result<Checked, Diagnostics> {
    let mut found = Vec::new();
    let spec = crate::spec::load(sources, &mut found);
    check(&spec, &mut found);
    let diagnostics = Diagnostics::new(sources.clone(), found);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Checked {
        spec,
        warnings: diagnostics,
    })
}

fn check(_spec: &Spec, _found: &mut Vec<Diagnostic>) {}

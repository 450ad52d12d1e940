//! One spec out of several folders.

use std::collections::HashMap;

use tc3_codegen::spec::{Source, SourceSet};

use crate::start_error::StartError;

/// The files of all `sets`. A single set keeps its root; that of several is written as a shell would take it:
/// `{spec,more/spec}`.
pub(crate) fn merge(sets: Vec<SourceSet>) -> Result<SourceSet, StartError> {
    match <[SourceSet; 1]>::try_from(sets) {
        Ok([only]) => Ok(only),
        Err(sets) if sets.is_empty() => Err(StartError::NoSpec),
        Err(sets) => {
            let sources = all_files(&sets)?;
            let roots: Vec<&str> = sets.iter().map(SourceSet::root).collect();
            Ok(SourceSet::new(format!("{{{}}}", roots.join(",")), sources))
        }
    }
}

fn all_files(sets: &[SourceSet]) -> Result<Vec<Source>, StartError> {
    let mut sources = Vec::new();
    let mut root_of: HashMap<&str, &str> = HashMap::new();
    for set in sets {
        for (_, source) in set.iter() {
            if let Some(first) = root_of.insert(&source.path, set.root()) {
                return Err(StartError::SpecTwice {
                    path: source.path.clone(),
                    folders: [first.to_owned(), set.root().to_owned()],
                });
            }
            sources.push(source.clone());
        }
    }
    Ok(sources)
}

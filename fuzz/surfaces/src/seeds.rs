//! Seeds: inputs that are valid, or nearly so, from the files of the repository.

use std::fs;
use std::path::PathBuf;

use tc3_codegen::spec::{Json, Service, SourceSet, Spanned};

use crate::{root, sections};

/// The largest seed in bytes. Larger ones slow the fuzzer down and reach nothing more.
pub(crate) const MAX_BYTES: usize = 32 * 1024;

/// Returns the files below `folder` of the repository whose names end in `ending`, each with its path below it, sorted.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root().join(folder);
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below)).into_iter().flatten().flatten() {
            let path = below.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending)
                && let Ok(bytes) = fs::read(entry.path())
            {
                found.push((path.to_string_lossy().replace('\\', "/"), bytes));
            }
        }
    }
    found.sort();
    found
}

/// Returns the files of `folder` in one input, or `None` if they are too large for a seed.
pub(crate) fn joined(folder: &str, ending: &str) -> Option<Vec<u8>> {
    let files = files(folder, ending);
    let texts = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.as_str(), str::from_utf8(bytes).ok()?)));
    let joined = sections::join(texts).into_bytes();
    (!joined.is_empty() && joined.len() <= MAX_BYTES).then_some(joined)
}

/// Returns the folders directly below `folder` of the repository, sorted.
pub(crate) fn folders(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let mut folders: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy()))
        .collect();
    folders.sort();
    folders
}

/// A documented request of an action and its response; a body is empty if it is not documented.
pub(crate) struct Exchange {
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) action: String,
    pub(crate) request: String,
    pub(crate) response: String,
}

/// Returns every documented request and response of the committed spec.
pub(crate) fn exchanges() -> Vec<Exchange> {
    let Ok(sources) = SourceSet::read_dir(&root().join("spec")) else {
        return Vec::new();
    };
    let Ok(checked) = tc3_codegen::load(&sources) else {
        return Vec::new();
    };
    checked.spec.services.iter().flat_map(of_service).collect()
}

fn of_service(service: &Service) -> Vec<Exchange> {
    let mut found = Vec::new();
    for action in &service.actions {
        for example in &action.examples {
            let text = |body: &Option<Spanned<Json>>| body.as_ref().map(|json| json.value.to_string());
            found.push(Exchange {
                service: service.file.name.value.clone(),
                version: service.file.version.value.clone(),
                action: action.name.value.clone(),
                request: text(&example.request).unwrap_or_default(),
                response: text(&example.response).unwrap_or_default(),
            });
        }
    }
    found
}

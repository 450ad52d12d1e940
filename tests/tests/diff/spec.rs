//! A small spec to change.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, Diagnostics, ValidatedSpec, generate, load};

pub(crate) const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/diff-spec");

/// The files of a spec by path.
#[derive(Clone)]
pub(crate) struct Spec {
    pub(crate) files: BTreeMap<String, Value>,
}

impl Spec {
    pub(crate) fn of_shop() -> Self {
        Self::read(Path::new(SHOP))
    }

    pub(crate) fn read(folder: &Path) -> Self {
        let sources = SourceSet::read_dir(folder).unwrap();
        let file = |source: &Source| (source.path.clone(), serde_json::from_str(&source.text).unwrap());
        Self {
            files: sources.iter().map(|(_, source)| file(source)).collect(),
        }
    }

    fn sources(&self) -> SourceSet {
        let source = |(path, json): (&String, &Value)| Source {
            path: path.clone(),
            text: json.to_string(),
        };
        SourceSet::new("spec", self.files.iter().map(source))
    }

    pub(crate) fn try_checked(&self) -> Result<ValidatedSpec, Diagnostics> {
        load(&self.sources())
    }

    pub(crate) fn checked(&self) -> ValidatedSpec {
        self.try_checked().unwrap()
    }

    /// Returns the generated code without documentation.
    pub(crate) fn code_without_docs(&self) -> String {
        let files = generate(&self.checked(), Builder::new().options()).unwrap();
        let lines = files.iter().flat_map(|(_, text)| text.lines());
        let lines = lines.filter(|line| !line.trim_start().starts_with("///"));
        lines.flat_map(|line| [line, "\n"]).collect()
    }

    /// Sets what is at `pointer` of the file `path`, whose last part may be a new key.
    pub(crate) fn set(&mut self, path: &str, pointer: &str, value: Value) {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = self.files.get_mut(path).unwrap().pointer_mut(parent).unwrap();
        match parent {
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
            parent => parent[key] = value,
        }
    }

    pub(crate) fn unset(&mut self, path: &str, pointer: &str) {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = self.files.get_mut(path).unwrap().pointer_mut(parent).unwrap();
        assert!(parent.as_object_mut().unwrap().remove(key).is_some());
    }

    pub(crate) fn list(&mut self, path: &str, pointer: &str) -> &mut Vec<Value> {
        let file = self.files.get_mut(path).unwrap();
        file.pointer_mut(pointer).unwrap().as_array_mut().unwrap()
    }
}

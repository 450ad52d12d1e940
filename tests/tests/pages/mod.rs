//! Pages, and folders to import them into.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tc3_codegen::spec::SourceSet;
use tc3_tests::cli::{Ran, copy_folder, scratch, tc3_codegen};

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/pages");
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/gaap");

/// One page in each layout.
pub(crate) const LAYOUTS: [&str; 5] = [
    "create-proxy-group.txt",
    "create-proxy-group.tabs.txt",
    "create-proxy-group.md",
    "create-proxy-group.html",
    "create-proxy-group.zh.txt",
];
/// The file of its action.
pub(crate) const ACTION: &str = "gaap/v20180529/actions/CreateProxyGroup.json";

pub(crate) fn page(name: &str) -> String {
    fs::read_to_string(Path::new(PAGES).join(name)).unwrap()
}

/// A folder for one test, with the pages that it wrote and a spec.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        Self(scratch(test))
    }

    pub(crate) fn with_committed_spec(test: &str) -> Self {
        let folder = Self::new(test);
        copy_folder(Path::new(COMMITTED), &folder.spec().join("gaap"));
        folder
    }

    pub(crate) fn spec(&self) -> PathBuf {
        self.0.join("spec")
    }

    pub(crate) fn write_page(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), text).unwrap();
    }

    /// Imports pages that the test wrote, or else fixtures.
    pub(crate) fn import(&self, pages: &[&str], more: &[&str]) -> Ran {
        let place = |name: &&str| {
            let own = self.0.join(name);
            let path = if own.exists() { own } else { Path::new(PAGES).join(name) };
            path.to_str().unwrap().to_owned()
        };
        let pages: Vec<String> = pages.iter().map(place).collect();
        let spec = self.spec();
        let mut args = vec!["import", "page", "--spec", spec.to_str().unwrap()];
        args.extend(pages.iter().map(String::as_str));
        tc3_codegen(&[&args[..], more].concat())
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.spec().join(path)).unwrap()).unwrap()
    }

    pub(crate) fn alter(&self, path: &str, old: &str, new: &str) {
        let path = self.spec().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }

    /// Returns the whole spec as one text, which is empty if there is no spec.
    pub(crate) fn whole(&self) -> String {
        if !self.spec().exists() {
            return String::new();
        }
        let sources = SourceSet::read_dir(&self.spec()).unwrap();
        let texts = sources
            .iter()
            .map(|(_, source)| format!("== {}\n{}", source.path, source.text));
        texts.collect()
    }

    /// Generates from the spec, and returns the code.
    pub(crate) fn generate(&self) -> String {
        let out = self.0.join("code");
        let (spec, out) = (self.spec(), out.to_str().unwrap().to_owned());
        let args = ["generate", "--plain", "--spec", spec.to_str().unwrap(), "--out", &out];
        let ran = tc3_codegen(&args);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        fs::read_to_string(Path::new(&out).join("demo/v20200102.rs")).unwrap()
    }

    /// Replaces the paths of this machine in `text`.
    pub(crate) fn anonymous(&self, text: &str) -> String {
        text.replace(&*self.0.to_string_lossy(), "FOLDER")
            .replace(PAGES, "PAGES")
    }
}

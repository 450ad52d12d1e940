//! A small workspace that is released again and again, from metadata that a test changes.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::{Ran, copy_folder, scratch, tc3_codegen};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");
/// The service with most of the changes.
pub const DEMO: &str = "demo/v20200102";
/// Another service.
pub const AS: &str = "autoscaling/v20180419";

/// A workspace that was released from the metadata of the tests, and the metadata of the next release.
#[derive(Debug)]
pub struct Project {
    /// Everything of the test.
    pub folder: PathBuf,
    /// The metadata, which a test changes.
    pub metadata: PathBuf,
    /// The workspace.
    pub out: PathBuf,
    /// The plan of the next release.
    pub plan: PathBuf,
}

impl Project {
    /// Generates a workspace, and numbers the next release of its metadata 9.8.8.
    pub fn new(test: &str) -> Self {
        let folder = scratch(test);
        let project = Self {
            metadata: folder.join("metadata"),
            out: folder.join("out"),
            plan: folder.join("plan.json"),
            folder,
        };
        copy_folder(Path::new(METADATA), &project.metadata);
        let ran = project.generate(&project.out, &[]);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        project.number("9.8.8");
        project
    }

    /// Generates a workspace in `out` from the metadata as it is.
    pub fn generate(&self, out: &Path, more: &[&str]) -> Ran {
        let args = [
            "workspace",
            text(&self.metadata),
            "--out",
            text(out),
            "--runtime",
            "0.1.0",
        ];
        tc3_codegen(&[&args[..], more].concat())
    }

    /// Sets the number of the release of the metadata.
    pub fn number(&self, version: &str) {
        let path = self.metadata.join("tccli/__init__.py");
        fs::write(path, format!("__version__ = '{version}'\n")).unwrap();
    }

    /// Changes the metadata of a version of a service.
    pub fn change(&self, version: &str, change: impl FnOnce(&mut Value)) {
        let path = self.metadata.join("tccli/services").join(version).join("api.json");
        let mut api = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        change(&mut api);
        fs::write(path, api.to_string()).unwrap();
    }

    /// Plans the next release.
    pub fn plan(&self, more: &[&str]) -> Ran {
        let _ = fs::remove_file(&self.plan);
        let args = [
            "plan",
            text(&self.metadata),
            "--workspace",
            text(&self.out),
            "--out",
            text(&self.plan),
        ];
        tc3_codegen(&[&args[..], more].concat())
    }

    /// Plans and carries out a release.
    pub fn release(&self) -> Ran {
        let ran = self.plan(&[]);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        self.carry_out()
    }

    /// Carries out the plan.
    pub fn carry_out(&self) -> Ran {
        tc3_codegen(&["release", text(&self.plan)])
    }

    /// Edits the plan as a person would.
    pub fn edit_plan(&self, edit: impl FnOnce(&mut Value)) {
        let mut plan = self.planned();
        edit(&mut plan);
        fs::write(&self.plan, plan.to_string()).unwrap();
    }

    /// Reads the plan.
    pub fn planned(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(&self.plan).unwrap()).unwrap()
    }

    /// Every file of the workspace by path, but for the stamp, which is not committed.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut ahead = vec![self.out.clone()];
        while let Some(next) = ahead.pop() {
            for entry in fs::read_dir(&next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    ahead.push(path);
                } else if path.file_name().unwrap() != ".tc3-codegen.stamp" {
                    let below = path
                        .strip_prefix(&self.out)
                        .unwrap()
                        .to_string_lossy()
                        .replace('\\', "/");
                    files.insert(below, fs::read_to_string(path).unwrap());
                }
            }
        }
        files
    }

    /// Reads a file of the workspace.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out.join(path)).unwrap()
    }

    /// The version of a crate.
    pub fn version(&self, service: &str) -> String {
        let manifest = self.read(&format!("crates/{service}/Cargo.toml"));
        let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
        line.unwrap().trim_end_matches('"').to_owned()
    }

    /// Expects a run to have failed with this message, and to have left the workspace as it was.
    #[track_caller]
    pub fn assert_refused(&self, ran: &Ran, message: &str, before: &BTreeMap<String, String>) {
        assert_eq!(ran.exit_code, 1, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains(message), "{}", ran.err);
        assert!(ran.err.contains("nothing was "), "{}", ran.err);
        assert_eq!(&self.files(), before, "a file was written");
    }
}

/// A path as a text.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A member of the metadata, a string.
pub fn member(name: &str, required: bool) -> Value {
    json!({ "disabled": false, "document": format!("About {name}."), "example": "", "member": "string", "name": name,
        "type": "string", "required": required })
}

/// The members of an object of the metadata.
pub fn members<'a>(api: &'a mut Value, object: &str) -> &'a mut Vec<Value> {
    api["objects"][object]["members"].as_array_mut().unwrap()
}

/// A change that adds to what there is to call.
pub fn add_optional(api: &mut Value) {
    members(api, "CreateThingRequest").push(member("TagSet", false));
    members(api, "CreateThingRequest").push(member("Zone", false));
    members(api, "CreateThingResponse").push(member("TaskId", false));
}

/// A change that breaks callers.
pub fn break_callers(api: &mut Value) {
    members(api, "CreateThingRequest").push(member("ProjectId", true));
    members(api, "DescribeThingsResponse").retain(|member| member["name"] != "Total");
    api["actions"].as_object_mut().unwrap().remove("ListOldThings");
}

//! `tc3-codegen workspace` on an existing workspace: nothing is done if nothing has changed, and everything is generated
//! again if something has.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tc3_tests::cli::{Ran, copy_folder, scratch, tc3_codegen};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");
const STAMP: &str = ".tc3-codegen.stamp";
const CODE: &str = "crates/demo/src/v20200102.rs";
const UNCHANGED: &str = "the last run had the same inputs";

/// A workspace, and copies of its inputs.
struct Project {
    metadata: PathBuf,
    overrides: PathBuf,
    out: PathBuf,
}

impl Project {
    /// Returns a workspace that was written, and that a second run found unchanged.
    fn settled(test: &str) -> Self {
        let folder = scratch(test);
        let project = Self {
            metadata: folder.join("metadata"),
            overrides: folder.join("overrides.json"),
            out: folder.join("out"),
        };
        copy_folder(Path::new(METADATA), &project.metadata);
        fs::write(&project.overrides, overrides(20)).unwrap();
        assert!(!project.run(&[]).out.contains(UNCHANGED));
        project.assert_unchanged();
        project
    }

    fn run(&self, more: &[&str]) -> Ran {
        let path = |path: &Path| path.to_str().unwrap().to_owned();
        let (metadata, out, overrides) = (path(&self.metadata), path(&self.out), path(&self.overrides));
        let args = [
            "workspace",
            &metadata,
            "--out",
            &out,
            "--runtime",
            "0.1.0",
            "--overrides",
            &overrides,
        ];
        let ran = tc3_codegen(&[&args[..], more].concat());
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        ran
    }

    #[track_caller]
    fn assert_unchanged(&self) {
        let before = written(&self.out);
        let ran = self.run(&[]);
        let line = format!("wrote 0 files, {} unchanged in ", before.len() - 1);
        assert!(ran.out.starts_with(&line) && ran.out.contains(UNCHANGED), "{}", ran.out);
        assert_eq!(ran.out.lines().count(), 1);
        assert_eq!(written(&self.out), before, "a file was written");
    }

    /// Expects a run to do something, and another run after it to do nothing.
    #[track_caller]
    fn assert_regenerated(&self) -> Ran {
        let ran = self.run(&[]);
        assert!(!ran.out.contains(UNCHANGED), "{}", ran.out);
        self.assert_unchanged();
        ran
    }

    fn path(&self, below: &str) -> PathBuf {
        self.out.join(below)
    }

    fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }
}

fn overrides(rate: u32) -> String {
    format!(r#"{{"demo/v20200102/actions/CreateThing.json": {{"rateLimit": {rate}}}}}"#)
}

/// Returns every file below `folder`, and when it was written.
fn written(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let mut files = Vec::new();
    let mut ahead = vec![folder.to_owned()];
    while let Some(next) = ahead.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                ahead.push(path);
            } else {
                files.push((path.clone(), fs::metadata(&path).unwrap().modified().unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn a_file_that_was_edited_is_restored() {
    let project = Project::settled("again-edited");
    let (path, text) = (project.path(CODE), project.read(CODE));
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let changed = text.replacen("CreateThing", "CreateThink", 1);
    assert_eq!(changed.len(), text.len());
    fs::write(&path, changed).unwrap();
    // Neither its length nor its time shows the change.
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(time)
        .unwrap();
    let ran = project.assert_regenerated();
    assert!(ran.out.contains("wrote 1 file,"), "{}", ran.out);
    assert_eq!(project.read(CODE), text);
}

#[test]
fn a_removed_file_is_written_again() {
    let project = Project::settled("again-gone");
    let text = project.read(CODE);
    fs::remove_file(project.path(CODE)).unwrap();
    project.assert_regenerated();
    assert_eq!(project.read(CODE), text);
}

#[test]
fn a_stale_file_is_removed() {
    let project = Project::settled("again-stale");
    let stale = project.path("crates/demo/src/v20000101.rs");
    fs::write(&stale, project.read(CODE)).unwrap();
    project.assert_regenerated();
    assert!(!stale.exists());
    // A file without the mark is left alone.
    fs::write(&stale, "// mine\n").unwrap();
    let ran = project.run(&[]);
    assert!(ran.out.contains(UNCHANGED) && stale.exists(), "{}", ran.out);
}

#[test]
fn changed_overrides_are_noticed() {
    let project = Project::settled("again-overrides");
    fs::write(&project.overrides, overrides(30)).unwrap();
    project.assert_regenerated();
    assert!(project.read(CODE).contains(".rate_limit(30)"));
}

#[test]
fn changed_metadata_is_noticed() {
    let project = Project::settled("again-metadata");
    let api = written(&project.metadata)
        .into_iter()
        .map(|(path, _)| path)
        .find(|path| path.ends_with("demo/v20200102/api.json"))
        .unwrap();
    let text = fs::read_to_string(&api).unwrap();
    fs::write(&api, text.replace("CreateThing", "CreateThong")).unwrap();
    fs::write(&project.overrides, "{}").unwrap();
    project.assert_regenerated();
    assert!(project.read(CODE).contains("CreateThong"));
}

#[test]
fn changed_options_are_noticed() {
    let project = Project::settled("again-options");
    for option in ["--docs", "--examples-check"] {
        assert!(!project.run(&[option]).out.contains(UNCHANGED), "{option}");
        assert!(project.run(&[option]).out.contains(UNCHANGED), "{option}");
    }
    let runtime = ["--runtime", "0.2.0"];
    let (metadata, out) = (project.metadata.to_str().unwrap(), project.out.to_str().unwrap());
    let ran = tc3_codegen(&[&["workspace", metadata, "--out", out], &runtime[..]].concat());
    assert!(!ran.out.contains(UNCHANGED), "{}", ran.out);
    assert!(project.read("Cargo.toml").contains("0.2.0"));
}

/// The second line of a stamp depends on the generator too; here it is what another one would have left.
#[test]
fn a_different_generator_is_noticed() {
    let project = Project::settled("again-generator");
    let stamp = project.read(STAMP);
    let inputs = stamp.lines().nth(1).unwrap();
    let digit = if inputs.starts_with('0') { "1" } else { "0" };
    let other = format!("{digit}{}", &inputs[1..]);
    fs::write(project.path(STAMP), stamp.replace(inputs, &other)).unwrap();
    project.assert_regenerated();
    assert_eq!(project.read(STAMP), stamp);
}

#[test]
fn a_truncated_stamp_counts_as_none() {
    let project = Project::settled("again-stamp");
    let stamp = project.read(STAMP);
    for length in [0, 10, stamp.len() / 2, stamp.len() - 4] {
        fs::write(project.path(STAMP), &stamp[..length]).unwrap();
        project.assert_regenerated();
    }
    fs::remove_file(project.path(STAMP)).unwrap();
    project.assert_regenerated();
}

/// A folder is in the place of a file, so the run fails halfway.
#[test]
fn a_run_that_fails_halfway_leaves_no_stamp() {
    let project = Project::settled("again-halfway");
    fs::remove_file(project.path(CODE)).unwrap();
    fs::create_dir_all(project.path(CODE).join("in the way")).unwrap();
    let (metadata, out) = (project.metadata.to_str().unwrap(), project.out.to_str().unwrap());
    let ran = tc3_codegen(&["workspace", metadata, "--out", out, "--runtime", "0.1.0"]);
    assert_eq!(ran.exit_code, 1, "{}", ran.out);
    assert!(!project.path(STAMP).exists());
}

#[test]
fn a_service_that_did_not_change_is_not_generated_again() {
    let project = Project::settled("rerun-service");
    let api = project.metadata.join("tccli/services/autoscaling/v20180419/api.json");
    let text = fs::read_to_string(&api).unwrap();
    fs::write(&api, text.replace("int64", "float").replace("\"int\"", "\"float\"")).unwrap();
    let before = project.read("crates/as/src/v20180419.rs");
    let ran = project.assert_regenerated();
    assert!(
        ran.out.contains("1 service unchanged: not generated again\n"),
        "{}",
        ran.out
    );
    assert_ne!(project.read("crates/as/src/v20180419.rs"), before);
    // The same as from scratch, but for the stamp.
    let incremental = written(&project.out)
        .into_iter()
        .map(|(path, _)| path)
        .collect::<Vec<_>>();
    let texts: Vec<String> = incremental
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    fs::remove_dir_all(&project.out).unwrap();
    let ran = project.run(&[]);
    assert!(!ran.out.contains("not generated again"), "{}", ran.out);
    let fresh: Vec<String> = incremental
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    assert_eq!(texts, fresh);
    // A service that is gone takes its crate with it.
    fs::remove_dir_all(project.metadata.join("tccli/services/autoscaling")).unwrap();
    let ran = project.assert_regenerated();
    assert!(ran.out.contains("removed crates/as/src/lib.rs"), "{}", ran.out);
}

//! Generating from a build.rs: its cargo directives, what is written, how it fails.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tc3_codegen::Builder;
use tc3_codegen::spec::SourceSet;
use tc3_tests::FROZEN_SPEC;

const COMMITTED_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
const CHECKED_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/src/services");
const ACTION: &str = "gaap/v20180529/actions/CreateProxyGroup.json";
const MODULE: &str = "gaap/v20180529.rs";
const WATCH: &str = "cargo:rerun-if-changed=";

/// A folder of the test's own, empty.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("regenerate").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A project with a copy of the frozen spec, and its build.rs, which is run in it.
struct Project {
    folder: PathBuf,
}

struct Built {
    succeeded: bool,
    stdout: String,
    stderr: String,
}

impl Project {
    fn new(test: &str) -> Self {
        let project = Self { folder: scratch(test) };
        let read = SourceSet::read_dir(Path::new(FROZEN_SPEC)).unwrap();
        for (_, source) in read.iter() {
            project.write(&source.path, &source.text);
        }
        project
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join("spec").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join("spec").join(path)).unwrap()
    }

    fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{old}");
        self.write(path, &text.replace(old, new));
    }

    fn out_dir(&self) -> PathBuf {
        self.folder.join("out")
    }

    fn build(&self) -> Built {
        self.run(|build_script| build_script.env("OUT_DIR", self.out_dir()))
    }

    fn run(&self, set_up: impl FnOnce(&mut Command) -> &mut Command) -> Built {
        let mut build_script = Command::new(env!("CARGO_BIN_EXE_as_build_script"));
        build_script.arg("spec").current_dir(&self.folder);
        let output = set_up(&mut build_script).output().unwrap();
        Built {
            succeeded: output.status.success(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Built {
    fn successfully(self) -> Self {
        assert!(self.succeeded, "{}", self.stderr);
        self
    }

    /// The cargo directives other than what to watch.
    fn other_instructions(&self) -> Vec<&str> {
        let is_watch = |line: &&str| line.starts_with(WATCH) || line.starts_with("cargo:rerun-if-env-changed=");
        self.stdout.lines().filter(|line| !is_watch(line)).collect()
    }

    fn watched(&self) -> Vec<String> {
        let lines = self.stdout.lines().filter_map(|line| line.strip_prefix(WATCH));
        lines.map(str::to_owned).collect()
    }
}

/// Paths of the files and folders at and below `folder`, which prefixes each.
fn paths_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::from([folder.to_owned()]);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(paths_below(&path));
        } else {
            found.insert(path);
        }
    }
    found
}

fn texts_below(folder: &Path) -> BTreeMap<PathBuf, String> {
    let files = paths_below(folder).into_iter().filter(|path| path.is_file());
    files
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(folder).unwrap().to_owned(), text)
        })
        .collect()
}

#[test]
fn the_feature_regenerate_makes_what_is_checked_in() {
    let out = scratch("checked_in");
    let builder = Builder::checked_in().spec_dir(COMMITTED_SPEC);
    builder.out_dir(&out).compile().unwrap();
    let (generated, checked_in) = (texts_below(&out), texts_below(Path::new(CHECKED_IN)));
    let names = |texts: &BTreeMap<PathBuf, String>| texts.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&generated), names(&checked_in));
    assert!(
        generated == checked_in,
        "generated/ is out of date: run `cargo tc3-codegen generate`"
    );
}

#[test]
fn cargo_watches_every_folder_and_file_of_the_spec_and_nothing_else() {
    let project = Project::new("watched");
    for _ in ["into an empty OUT_DIR", "into a full one"] {
        let watched = project.build().successfully().watched();
        let there: BTreeSet<String> = paths_below(&project.folder.join("spec"))
            .iter()
            .map(|path| path.strip_prefix(&project.folder).unwrap().to_str().unwrap().to_owned())
            .collect();
        assert_eq!(watched, there.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_dropped_in_action_is_watched_and_generated() {
    let project = Project::new("dropped_in");
    let dropped_in = ACTION.replace("CreateProxyGroup", "CloneProxyGroup");
    let before = project.build().successfully().watched();
    let folder = Path::new("spec").join(ACTION).parent().unwrap().to_owned();
    assert!(before.iter().any(|path| Path::new(path) == folder), "{before:?}");
    assert!(!before.contains(&format!("spec/{dropped_in}")));

    let text = project
        .read(ACTION)
        .replace("\"CreateProxyGroup\"", "\"CloneProxyGroup\"");
    project.write(&dropped_in, &text);
    let after = project.build().successfully().watched();
    assert!(after.contains(&format!("spec/{dropped_in}")), "{after:?}");
    let code = fs::read_to_string(project.out_dir().join(MODULE)).unwrap();
    assert!(code.contains("pub fn clone_proxy_group<"));
    assert!(code.contains("pub fn create_proxy_group<"));
}

#[test]
fn a_build_that_changes_nothing_touches_no_file() {
    let project = Project::new("untouched");
    project.build().successfully();
    let modified = || {
        let files = paths_below(&project.out_dir())
            .into_iter()
            .filter(|path| path.is_file());
        files
            .map(|path| (fs::metadata(&path).unwrap().modified().unwrap(), path))
            .collect::<Vec<_>>()
    };
    let first = modified();
    assert_eq!(first.len(), 3, "two files, and the stamp of the run");
    project.build().successfully();
    assert_eq!(modified(), first);
}

#[test]
fn a_warning_reaches_cargo_with_its_place_on_a_line_of_its_own() {
    let project = Project::new("warning");
    let unused = ACTION.replace("actions/CreateProxyGroup", "types/Lonely");
    let text = "{\n  \"name\": \"Lonely\",\n  \"description\": \"Nobody asks for it.\",\n  \"members\": []\n}\n";
    project.write(&unused, text);
    let built = project.build().successfully();
    let warnings: Vec<&str> = built.other_instructions();
    let [warning] = warnings.as_slice() else {
        panic!("{warnings:?}");
    };
    let start = format!("cargo:warning=spec/{unused}:2: no action uses the type `Lonely`");
    assert!(warning.starts_with(&start), "{warning}");
}

#[test]
#[cfg(unix)]
fn a_name_with_a_line_break_gives_cargo_no_instruction() {
    let project = Project::new("line_break");
    project.write("notes\ncargo:rustc-cfg=smuggled", "not part of the spec");
    let built = project.build().successfully();
    let smuggled: Vec<&str> = built.other_instructions();
    assert!(smuggled.is_empty(), "{smuggled:?}");
}

#[test]
fn an_invalid_spec_fails_the_build_with_every_error_and_writes_nothing() {
    let project = Project::new("wrong_spec");
    project.build().successfully();
    let before = texts_below(&project.out_dir());
    project.replace(ACTION, "\"Array of TagPair\"", "\"Array of TagPiar\"");
    project.replace(ACTION, "\"rateLimit\": 20", "\"rateLimit\": 0");
    project.replace(ACTION, "\"name\": \"GroupId\"", "\"name\": \"GroupNumber\"");

    let built = project.build();
    assert!(!built.succeeded);
    for expected in [
        "error[unknown-type]",
        "error[zero-rate-limit]",
        "--> spec/gaap/v20180529/actions/CreateProxyGroup.json:",
        "\"type\": \"Array of TagPiar\",",
        "^^^",
        "TagPair",
    ] {
        assert!(built.stderr.contains(expected), "{expected}: {}", built.stderr);
    }
    // Cargo runs a build.rs that failed again, whatever it printed; a user sees the errors alone.
    assert_eq!(built.watched(), [""; 0]);
    assert_eq!(texts_below(&project.out_dir()), before);

    fs::remove_dir_all(project.out_dir()).unwrap();
    assert!(!project.build().succeeded);
    assert!(!project.out_dir().exists());
}

#[test]
fn outside_of_a_build_script_the_missing_variable_is_named() {
    let project = Project::new("no_out_dir");
    let built = project.run(|build_script| build_script.env_remove("OUT_DIR"));
    assert!(!built.succeeded);
    assert!(built.stderr.contains("OUT_DIR is not set"), "{}", built.stderr);
    assert!(built.stderr.contains("out_dir()"), "{}", built.stderr);
}

#[test]
fn a_spec_folder_that_is_not_there_is_named() {
    let project = Project::new("no_spec");
    fs::remove_dir_all(project.folder.join("spec")).unwrap();
    let built = project.build();
    assert!(!built.succeeded);
    assert!(
        built.stderr.contains("spec: no such folder; spec_dir() names"),
        "{}",
        built.stderr
    );
    assert_eq!(built.watched(), [""; 0]);
    assert!(!project.out_dir().exists());
}

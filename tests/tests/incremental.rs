//! A run that generates only what changed gives what a run from scratch gives, after any edit.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tc3_codegen::cli::{Output, run};
use tc3_codegen::spec::SourceSet;
use tc3_codegen::{Builder, generate, load};
use tc3_tests::cli::scratch;

/// A spec of three services, one of them with two versions, and the code generated from it.
struct Project {
    folder: PathBuf,
}

impl Project {
    fn new(name: &str) -> Self {
        let project = Self { folder: scratch(name) };
        for (folder, is_default) in [
            ("clock/v20200101", false),
            ("clock/v20210101", true),
            ("lamp/v20200101", true),
            ("shop/v20200101", true),
        ] {
            let (service, version) = folder.split_once("/v").unwrap();
            let date = format!("{}-{}-{}", &version[..4], &version[4..6], &version[6..]);
            project.write(
                &format!("{folder}/service.json"),
                &format!(
                    r#"{{"name": "{service}", "version": "{date}", "title": "{service}", "description": "A service.",
                    "host": "{service}.tencentcloudapi.com", "defaultVersion": {is_default}}}"#
                ),
            );
            project.write(
                &format!("{folder}/actions/CreateThing.json"),
                &action("CreateThing", "Name"),
            );
            project.write(
                &format!("{folder}/types/Thing.json"),
                r#"{"name": "Thing", "description": "A thing.", "members": [
                    {"name": "Id", "type": "String", "description": "Its ID."}]}"#,
            );
        }
        project
    }

    fn spec(&self) -> PathBuf {
        self.folder.join("spec")
    }

    fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.spec().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Generates, and returns the exit code and the phases that took time.
    fn generate(&self, more: &[&str]) -> (u8, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut output = Output {
            out: &mut out,
            err: &mut err,
            color: false,
            timed: true,
        };
        let (spec, folder) = (self.spec(), self.out());
        let args = [
            "tc3-codegen",
            "generate",
            "--spec",
            spec.to_str().unwrap(),
            "--out",
            folder.to_str().unwrap(),
        ];
        let code = run([&args[..], more].concat(), &mut std::io::empty(), &mut output);
        (code, String::from_utf8(err).unwrap())
    }

    fn assert_is_as_from_scratch(&self, builder: &Builder, edit: &str) {
        let spec = load(&SourceSet::read_dir(&self.spec()).unwrap()).unwrap();
        let fresh = generate(&spec, builder.options()).unwrap();
        let fresh: BTreeMap<String, String> = fresh
            .iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect();
        assert_eq!(files(&self.out()), fresh, "{edit}");
    }
}

fn action(name: &str, parameter: &str) -> String {
    format!(
        r#"{{"name": "{name}", "description": "Does it.", "regionRequired": false, "parameters": [
            {{"name": "{parameter}", "type": "String", "required": true, "description": "A name."}}],
            "output": [{{"name": "Thing", "type": "Thing", "description": "The thing."}},
            {{"name": "RequestId", "type": "String", "description": "ID."}}]}}"#
    )
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(below, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_run_after_any_edit_gives_what_a_run_from_scratch_gives() {
    let project = Project::new("incremental-edits");
    let checked_in = Builder::checked_in();
    assert_eq!(project.generate(&[]).0, 0);
    project.assert_is_as_from_scratch(&checked_in, "the first run");
    let edits: [(&str, &dyn Fn()); 10] = [
        ("nothing", &|| {}),
        ("a change", &|| {
            project.write(
                "shop/v20200101/actions/CreateThing.json",
                &action("CreateThing", "Title"),
            )
        }),
        ("a new file", &|| {
            project.write("lamp/v20200101/actions/CreateLamp.json", &action("CreateLamp", "Name"))
        }),
        ("a file that is gone", &|| {
            fs::remove_file(project.spec().join("lamp/v20200101/actions/CreateLamp.json")).unwrap()
        }),
        ("a file with another name", &|| {
            let folder = project.spec().join("clock/v20200101/actions");
            fs::remove_file(folder.join("CreateThing.json")).unwrap();
            fs::write(folder.join("MakeThing.json"), action("MakeThing", "Name")).unwrap();
        }),
        ("another default version", &|| {
            for version in ["v20200101", "v20210101"] {
                let path = project.spec().join(format!("clock/{version}/service.json"));
                let text = fs::read_to_string(&path).unwrap();
                let flip = |text: String, from: &str, to: &str| text.replace(from, to);
                let text = if text.contains(": true") {
                    flip(text, ": true", ": false")
                } else {
                    flip(text, ": false", ": true")
                };
                fs::write(&path, text).unwrap();
            }
        }),
        ("a version that is gone", &|| {
            fs::remove_dir_all(project.spec().join("clock/v20200101")).unwrap()
        }),
        ("a service that is gone", &|| {
            fs::remove_dir_all(project.spec().join("clock")).unwrap()
        }),
        ("an output that was edited", &|| {
            let path = project.out().join("shop/v20200101.rs");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, text.replace("Title", "Titel")).unwrap();
        }),
        ("an output that is gone", &|| {
            fs::remove_file(project.out().join("lamp/v20200101.rs")).unwrap()
        }),
    ];
    for (edit, make) in edits {
        make();
        assert_eq!(project.generate(&[]).0, 0, "{edit}");
        project.assert_is_as_from_scratch(&checked_in, edit);
        assert_eq!(project.generate(&["--check"]).0, 0, "{edit}");
    }
    assert_eq!(project.generate(&["--plain"]).0, 0);
    project.assert_is_as_from_scratch(&Builder::new(), "another option");
}

#[test]
fn services_that_did_not_change_are_not_even_parsed() {
    let project = Project::new("incremental-reuse");
    let is_parsed = |timings: &str| timings.lines().any(|line| line.starts_with("parse"));
    assert!(is_parsed(&project.generate(&[]).1));
    let (code, timings) = project.generate(&[]);
    assert!(code == 0 && !is_parsed(&timings), "{timings}");
    // A broken file of another service is the only one that is reported, and nothing is written.
    let before = files(&project.out());
    project.write("shop/v20200101/actions/CreateThing.json", "{");
    let (code, errors) = project.generate(&[]);
    assert_eq!(code, 1);
    assert!(
        errors.contains("shop/v20200101/actions/CreateThing.json") && !errors.contains("lamp"),
        "{errors}"
    );
    assert_eq!(files(&project.out()), before);
    // What was broken is still known to be.
    assert_eq!(project.generate(&[]).0, 1);
    project.write(
        "shop/v20200101/actions/CreateThing.json",
        &action("CreateThing", "Name"),
    );
    let (code, timings) = project.generate(&[]);
    assert!(code == 0 && !is_parsed(&timings), "it is as it was: {timings}");
}

#[test]
fn a_stamp_that_cannot_be_read_means_a_run_from_scratch() {
    let project = Project::new("incremental-stamp");
    project.write("shop/v20200101/actions/CutStamp.json", &action("CutStamp", "Name"));
    let spec = project.spec().join("shop");
    fs::rename(spec, project.spec().join("cutshop")).unwrap();
    let path = "cutshop/v20200101/service.json";
    let text = fs::read_to_string(project.spec().join(path)).unwrap();
    project.write(path, &text.replace("\"shop\"", "\"cutshop\""));
    assert_eq!(project.generate(&[]).0, 0);
    let cache = PathBuf::from(std::env::var_os("TC3_CODEGEN_CACHE").unwrap());
    for entry in fs::read_dir(&cache).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        if text.contains("\"cutshop\"") {
            fs::write(&path, &text[..text.len() / 2]).unwrap();
        }
    }
    assert_eq!(project.generate(&[]).0, 0);
    project.assert_is_as_from_scratch(&Builder::checked_in(), "half a stamp");
}

/// Cargo sets `OUT_DIR` for a build.rs, so this test runs itself again with one of its own.
#[test]
fn a_build_script_generates_what_changed() {
    const AGAIN: &str = "TC3_TESTS_AGAIN";
    const NAME: &str = "a_build_script_generates_what_changed";
    let Some(out_dir) = std::env::var_os("OUT_DIR").filter(|_| std::env::var_os(AGAIN).is_some()) else {
        let again = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture"])
            .env("OUT_DIR", scratch("incremental-out-dir"))
            .env("TC3_CODEGEN_TIMINGS", "1")
            .env(AGAIN, "1")
            .output()
            .unwrap();
        let out = String::from_utf8_lossy(&again.stdout);
        assert!(
            again.status.success(),
            "{out}{}",
            String::from_utf8_lossy(&again.stderr)
        );
        let took: Vec<&str> = out.lines().filter(|line| line.contains("tc3-codegen took")).collect();
        let is_parsed: Vec<bool> = took.iter().map(|line| line.contains("parse")).collect();
        assert_eq!(is_parsed, [true, true, false], "{out}");
        assert!(
            out.contains("cargo:warning=1 documented example does not fit its types: `tc3-codegen check --spec "),
            "{out}"
        );
        assert!(!out.contains("is not declared"), "{out}");
        return;
    };
    let project = Project::new("incremental-builder");
    let example = r#""importedFrom": "tccli 3.1.1.1", "examples": [{"title": "One", "request": {"Name": "a", "Other": 1},
        "response": {"Response": {"Thing": {"Id": "a"}, "RequestId": "r"}}}], "output""#;
    let with_example = action("CreateThing", "Name").replace("\"output\"", example);
    project.write("lamp/v20200101/actions/CreateThing.json", &with_example);
    let builder = Builder::new()
        .spec_dir(project.spec())
        .out_dir(project.out())
        .include_action("lamp", "CreateThing")
        .include_service("shop");
    builder.compile().unwrap();
    project.write(
        "shop/v20200101/actions/CreateThing.json",
        &action("CreateThing", "Title"),
    );
    builder.compile().unwrap();
    project.assert_is_as_from_scratch(&builder, "a selection");
    builder.compile().unwrap();
    assert!(builder.clone().include_action("lamp", "Fly").compile().is_err());
    assert!(fs::read_dir(out_dir).unwrap().count() == 1, "one stamp");
}

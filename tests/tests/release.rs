//! `tc3-codegen plan` and `release`: a sequence of releases of a small workspace, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tc3_tests::cli::{Ran, copy_folder, scratch, tc3_codegen};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");
const DEMO: &str = "demo/v20200102";
const AS: &str = "autoscaling/v20180419";

/// A workspace that was released from the metadata of the tests, and the metadata of the next release.
struct Project {
    folder: PathBuf,
    metadata: PathBuf,
    out: PathBuf,
    plan: PathBuf,
}

impl Project {
    fn new(test: &str) -> Self {
        let folder = scratch(test);
        let project = Self {
            metadata: folder.join("metadata"),
            out: folder.join("out"),
            plan: folder.join("plan.json"),
            folder,
        };
        copy_folder(Path::new(METADATA), &project.metadata);
        let ran = tc3_codegen(&[
            "workspace",
            text(&project.metadata),
            "--out",
            text(&project.out),
            "--runtime",
            "0.1.0",
        ]);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        project.number("9.8.8");
        project
    }

    /// Sets the number of the release of the metadata.
    fn number(&self, version: &str) {
        let path = self.metadata.join("tccli/__init__.py");
        fs::write(path, format!("__version__ = '{version}'\n")).unwrap();
    }

    fn change(&self, version: &str, change: impl FnOnce(&mut Value)) {
        let path = self.metadata.join("tccli/services").join(version).join("api.json");
        let mut api = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        change(&mut api);
        fs::write(path, api.to_string()).unwrap();
    }

    fn plan(&self, more: &[&str]) -> Ran {
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
    fn release(&self) -> Ran {
        let ran = self.plan(&[]);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        self.carry_out()
    }

    fn carry_out(&self) -> Ran {
        tc3_codegen(&["release", text(&self.plan)])
    }

    fn edit_plan(&self, edit: impl FnOnce(&mut Value)) {
        let mut plan = self.planned();
        edit(&mut plan);
        fs::write(&self.plan, plan.to_string()).unwrap();
    }

    fn planned(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(&self.plan).unwrap()).unwrap()
    }

    /// Every file of the workspace by path, but for the stamp, which is not committed.
    fn files(&self) -> BTreeMap<String, String> {
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

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out.join(path)).unwrap()
    }

    fn version(&self, service: &str) -> String {
        let manifest = self.read(&format!("crates/{service}/Cargo.toml"));
        let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
        line.unwrap().trim_end_matches('"').to_owned()
    }

    #[track_caller]
    fn assert_refused(&self, ran: &Ran, message: &str, before: &BTreeMap<String, String>) {
        assert_eq!(ran.exit_code, 1, "{}{}", ran.out, ran.err);
        assert!(ran.err.contains(message), "{}", ran.err);
        assert!(ran.err.contains("nothing was "), "{}", ran.err);
        assert_eq!(&self.files(), before, "a file was written");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn member(name: &str, required: bool) -> Value {
    json!({ "disabled": false, "document": format!("About {name}."), "example": "", "member": "string", "name": name,
        "type": "string", "required": required })
}

fn members<'a>(api: &'a mut Value, object: &str) -> &'a mut Vec<Value> {
    api["objects"][object]["members"].as_array_mut().unwrap()
}

fn add_optional(api: &mut Value) {
    members(api, "CreateThingRequest").push(member("TagSet", false));
    members(api, "CreateThingRequest").push(member("Zone", false));
    members(api, "CreateThingResponse").push(member("TaskId", false));
}

fn break_callers(api: &mut Value) {
    members(api, "CreateThingRequest").push(member("ProjectId", true));
    members(api, "DescribeThingsResponse").retain(|member| member["name"] != "Total");
    api["actions"].as_object_mut().unwrap().remove("ListOldThings");
}

#[test]
fn three_releases_raise_what_changed_and_touch_nothing_else() {
    let project = Project::new("release-sequence");
    let first = project.files();

    // An addition, and members in another order: `new` keeps its arguments as they were.
    project.change(DEMO, |api| {
        add_optional(api);
        members(api, "CreateThingRequest").swap(0, 1);
    });
    let ran = project.plan(&[]);
    assert_eq!(project.files(), first, "a plan writes nothing to the workspace");
    assert!(ran.out.contains("tc3-demo 0.1.0 -> 0.1.1, addition: "), "{}", ran.out);
    let ran = project.carry_out();
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with("released tccli 9.8.8: 1 crate: 1 addition\n"),
        "{}",
        ran.out
    );
    let second = project.files();
    assert!(second["crates/demo/src/v20200102.rs"].contains("new(name: impl rt::Into<rt::String>, count: u64)"));
    assert_untouched(&first, &second, "demo");

    // What breaks callers, of one crate, and a new description, which the crates leave out, of the other.
    project.number("9.8.9");
    project.change(DEMO, break_callers);
    project.change(AS, |api| {
        api["actions"]["DescribeLimits"]["document"] = json!("Lists limits.")
    });
    let ran = project.release();
    assert!(
        ran.out.starts_with("released tccli 9.8.9: 1 crate: 1 breaking\n"),
        "{}",
        ran.out
    );
    let third = project.files();
    assert_untouched(&second, &third, "demo");
    assert_eq!(
        (project.version("demo"), project.version("as")),
        ("0.2.0".to_owned(), "0.1.0".to_owned())
    );
    assert!(
        project
            .read("Cargo.toml")
            .contains("tc3-demo = { path = \"crates/demo\", version = \"0.2.0\",")
    );
    assert_eq!(project.read("crates/demo/CHANGELOG.md"), CHANGELOG);
    let notes: Vec<&String> = third
        .keys()
        .filter(|path| path.starts_with("releases/tccli-9.8.9-"))
        .collect();
    assert!(
        third[notes[0]].contains("| tc3-demo | 0.1.1 | 0.2.0 | breaking |"),
        "{}",
        third[notes[0]]
    );

    // The other crate's turn, and a crate that is new. Two required strings of the first change places, which its code
    // does not follow, so it is as it was.
    project.number("9.9.0");
    project.change(AS, |api| {
        members(api, "DescribeLimitsResponse").push(member("Used", false))
    });
    project.change(DEMO, |api| {
        let members = members(api, "CreateThingRequest");
        let place = |name: &str| members.iter().position(|member| member["name"] == name).unwrap();
        let (name, project_id) = (place("Name"), place("ProjectId"));
        members.swap(name, project_id);
    });
    copy_folder(
        &project.metadata.join("tccli/services/autoscaling"),
        &project.metadata.join("tccli/services/zoo"),
    );
    project.change("zoo/v20180419", |api| {
        api["metadata"]["serviceShortName"] = json!("zoo")
    });
    let ran = project.release();
    assert!(
        ran.out
            .starts_with("released tccli 9.9.0: 2 crates: 1 addition, 1 new\n"),
        "{}",
        ran.out
    );
    let root = project.read("Cargo.toml");
    assert!(root.contains("    \"crates/demo\",\n    \"crates/zoo\",\n]"), "{root}");
    assert!(
        root.contains("tc3-zoo = { path = \"crates/zoo\", version = \"0.1.0\","),
        "{root}"
    );
    for (path, before) in third.iter().filter(|(path, _)| path.starts_with("crates/demo/")) {
        assert_eq!(&project.read(path), before, "{path}");
    }
    assert!(project.plan(&[]).out.contains("tccli 9.9.0: nothing to release"));
    // The same without what a run remembers outside of version control.
    fs::remove_file(project.out.join(".tc3-codegen.stamp")).unwrap();
    assert!(project.plan(&[]).out.contains("tccli 9.9.0: nothing to release"));
}

const CHANGELOG: &str = "\
<!-- @generated by tc3-codegen; sections may be edited, a release adds its own on top -->

# Changelog

What changed for callers of `tc3-demo` in each release. Versions are semantic: below 1.0, a release that breaks callers raises
the second number, any other the third.

## 0.2.0

From tccli 9.8.9.

### Breaking changes

- `CreateThing` needs `ProjectId`, which is new: `new` takes it (2020-01-02).
- `ListOldThings` is gone (2020-01-02).
- The response of `DescribeThings` lost `Total` (2020-01-02).

## 0.1.1

From tccli 9.8.8.

### Additions

- `CreateThing` gained `TagSet` and `Zone` (2020-01-02).
- The response of `CreateThing` gained `TaskId` (2020-01-02).

### Documentation, limits and warnings

- The metadata lists the members of `CreateThing` in another order; the code keeps the one before (2020-01-02).

## 0.1.0

The first release, generated from tccli 9.8.7.
";

/// Expects changes only in one crate and in what the workspace says about itself.
#[track_caller]
fn assert_untouched(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, service: &str) {
    let changed = after.iter().filter(|(path, text)| before.get(*path) != Some(*text));
    let expected = ["Cargo.toml".to_owned(), "README.md".to_owned()];
    for (path, _) in changed {
        let is_expected = expected.contains(path) || path.starts_with("releases/");
        assert!(is_expected || path.starts_with(&format!("crates/{service}/")), "{path}");
    }
    assert!(before.keys().all(|path| after.contains_key(path)));
}

#[test]
fn a_second_run_does_nothing_and_an_interrupted_one_is_completed() {
    let project = Project::new("release-again");
    project.change(DEMO, add_optional);
    let before = project.files();
    assert_eq!(project.release().exit_code, 0);
    let after = project.files();
    let ran = project.carry_out();
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("wrote 0 files"), "{}", ran.out);
    assert_eq!(project.files(), after);

    // As if the process had been killed: some files are new, and the record is old.
    for path in ["crates/demo/released.json", "crates/demo/README.md", "Cargo.toml"] {
        fs::write(project.out.join(path), &before[path]).unwrap();
    }
    let ran = project.carry_out();
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert_eq!(project.files(), after);
}

#[test]
fn nothing_is_left_half_written_if_a_file_cannot_be() {
    let project = Project::new("release-atomic");
    project.change(DEMO, add_optional);
    project.plan(&[]);
    // The README of the workspace comes after the crates, and this is where its new text would be written first.
    let in_the_way = project.out.join(format!("README.md.{}.tmp", std::process::id()));
    fs::create_dir(&in_the_way).unwrap();
    let before = project.files();
    project.assert_refused(
        &project.carry_out(),
        "files that had been written are as they were",
        &before,
    );
    fs::remove_dir(in_the_way).unwrap();
    assert_eq!(project.carry_out().exit_code, 0);
    assert_eq!(project.version("demo"), "0.1.1");
}

#[test]
fn what_is_not_as_planned_is_refused() {
    let project = Project::new("release-refused");
    project.change(DEMO, break_callers);
    project.plan(&[]);
    let before = project.files();

    // Another wheel.
    project.change(AS, |api| {
        members(api, "DescribeLimitsResponse").push(member("Used", false))
    });
    project.assert_refused(&project.carry_out(), "not what the release was planned with", &before);
    project.plan(&[]);

    // A generated file that was edited, and one that was removed.
    let code = project.out.join("crates/demo/src/v20200102.rs");
    fs::write(&code, "// mine\n").unwrap();
    let edited = project.files();
    project.assert_refused(&project.carry_out(), "src/v20200102.rs was edited by hand", &edited);
    fs::remove_file(&code).unwrap();
    let removed = project.files();
    project.assert_refused(&project.carry_out(), "src/v20200102.rs was removed", &removed);
    fs::write(&code, &before["crates/demo/src/v20200102.rs"]).unwrap();

    // Another release in between, of a crate that is planned and of one that is not.
    for (service, message) in [
        ("demo", "tc3-demo was released since the plan was made"),
        ("gone", "crates that the plan leaves alone were released since"),
    ] {
        let folder = project.out.join("crates").join(service);
        fs::create_dir_all(&folder).unwrap();
        let record = before["crates/demo/released.json"].replace("\"version\": \"0.1.0\"", "\"version\": \"0.1.7\"");
        fs::write(folder.join("released.json"), record).unwrap();
        let changed = project.files();
        project.assert_refused(&project.carry_out(), message, &changed);
        fs::write(
            project.out.join("crates/demo/released.json"),
            &before["crates/demo/released.json"],
        )
        .unwrap();
    }
    fs::remove_dir_all(project.out.join("crates/gone")).unwrap();

    // What is no plan.
    for (plan, message) in [
        ("{", "is not a plan of a release"),
        ("{\"format\": 2}", "is not a plan of a release"),
    ] {
        fs::write(&project.plan, plan).unwrap();
        project.assert_refused(&project.carry_out(), message, &before);
    }
    fs::remove_file(&project.plan).unwrap();
    project.assert_refused(&project.carry_out(), "no plan at", &before);
}

#[test]
fn a_damaged_record_is_an_error_that_names_it() {
    let project = Project::new("release-damaged");
    project.change(DEMO, add_optional);
    let record = project.out.join("crates/demo/released.json");
    fs::write(&record, "{").unwrap();
    let ran = project.plan(&[]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("demo/released.json: not a record of a release"),
        "{}",
        ran.err
    );
    assert!(!project.plan.exists());
}

#[test]
fn versions_in_a_plan_may_be_raised_and_lowered_only_for_a_reason() {
    let project = Project::new("release-versions");
    project.change(DEMO, break_callers);
    project.plan(&[]);
    assert_eq!(project.planned()["crates"][0]["version"], "0.2.0");
    let before = project.files();
    let set = |version: &str| project.edit_plan(|plan| plan["crates"][0]["version"] = json!(version));
    for (version, message) in [
        ("0.1.1", "a release that is breaking needs 0.2.0"),
        ("0.1.0", "is not above 0.1.0"),
        ("1", "is not a version of three numbers"),
    ] {
        set(version);
        project.assert_refused(&project.carry_out(), message, &before);
    }
    set("0.1.1");
    project.edit_plan(|plan| {
        plan["crates"][0]["reason"] = json!("nobody could call it");
        plan["crates"][0]["changes"]["breaking"] = json!(["`ListOldThings` had never worked, and is gone."]);
    });
    assert_eq!(project.carry_out().exit_code, 0);
    let changelog = project.read("crates/demo/CHANGELOG.md");
    assert!(
        changelog.contains("chosen by hand: nobody could call it"),
        "{changelog}"
    );
    assert!(
        changelog.contains("- `ListOldThings` had never worked, and is gone.\n"),
        "{changelog}"
    );

    project.number("9.8.9");
    project.change(DEMO, add_optional);
    project.plan(&[]);
    set("1.0.0");
    assert_eq!(project.carry_out().exit_code, 0);
    assert_eq!(project.version("demo"), "1.0.0");
}

#[test]
fn a_crate_that_is_left_out_is_planned_again() {
    let project = Project::new("release-left-out");
    project.change(DEMO, add_optional);
    project.change(AS, |api| {
        members(api, "DescribeLimitsResponse").push(member("Used", false))
    });
    project.plan(&[]);
    project.edit_plan(|plan| plan["crates"][1]["release"] = json!(false));
    let before = project.files();
    assert_eq!(project.carry_out().exit_code, 0);
    assert_untouched(&before, &project.files(), "as");
    let ran = project.plan(&[]);
    assert!(
        ran.out.contains("1 crate: 1 addition\n  tc3-demo 0.1.0 -> 0.1.1"),
        "{}",
        ran.out
    );
    // A plan that was edited is not overwritten.
    let again = [
        "plan",
        text(&project.metadata),
        "--workspace",
        text(&project.out),
        "--out",
        text(&project.plan),
    ];
    fs::write(&project.plan, "{}").unwrap();
    let ran = tc3_codegen(&again);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("is there already, with another plan"), "{}", ran.err);
}

#[test]
fn the_crate_of_a_service_that_is_gone_stays_and_says_so() {
    let project = Project::new("release-gone");
    let services = project.metadata.join("tccli/services");
    fs::rename(services.join("autoscaling"), project.folder.join("aside")).unwrap();
    let before = project.files();
    let ran = project.release();
    assert!(
        ran.out.starts_with("released tccli 9.8.8: 1 crate: 1 discontinued\n"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert_untouched(&before, &project.files(), "as");
    assert_eq!(project.version("as"), "0.1.1");
    let readme = project.read("crates/as/README.md");
    assert!(
        readme.contains("**Deprecated.** tccli 9.8.8 no longer describes this service."),
        "{readme}"
    );
    assert!(
        project
            .read("crates/as/Cargo.toml")
            .contains("maintenance = { status = \"deprecated\" }")
    );
    assert_eq!(
        project.read("crates/as/src/v20180419.rs"),
        before["crates/as/src/v20180419.rs"]
    );
    assert!(project.carry_out().out.starts_with("wrote 0 files"));
    assert!(project.plan(&[]).out.contains("nothing to release"));

    // It may come back.
    project.number("9.8.9");
    fs::rename(project.folder.join("aside"), services.join("autoscaling")).unwrap();
    let ran = project.release();
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert_eq!(project.version("as"), "0.1.2");
    assert!(!project.read("crates/as/README.md").contains("Deprecated"));
    assert!(
        project
            .read("crates/as/CHANGELOG.md")
            .contains("- The metadata describes the service again.\n")
    );
}

#[test]
fn a_generator_that_writes_other_code_is_said_to_break_callers_unless_it_does_not() {
    let project = Project::new("release-generator");
    // As if another generator had written the workspace: its code differs, and the record agrees with it.
    let read = |service: &str| -> Value {
        serde_json::from_str(&project.read(&format!("crates/{service}/released.json"))).unwrap()
    };
    let mut record = read("demo");
    record["files"]["src/lib.rs"] = read("as")["files"]["src/lib.rs"].clone();
    fs::write(project.out.join("crates/demo/released.json"), record.to_string()).unwrap();
    fs::write(
        project.out.join("crates/demo/src/lib.rs"),
        project.read("crates/as/src/lib.rs"),
    )
    .unwrap();
    fs::write(project.metadata.join("tccli/__init__.py"), "__version__ = '9.8.7'\n").unwrap();

    let ran = project.plan(&[]);
    assert!(
        ran.err
            .contains("this tc3-codegen writes other code than the one before"),
        "{}",
        ran.err
    );
    assert!(
        ran.out
            .contains("tc3-demo 0.1.0 -> 0.2.0, breaking: Generated by tc3-codegen "),
        "{}",
        ran.out
    );
    let ran = project.plan(&["--generator-change", "none"]);
    assert!(
        ran.out.contains("tc3-demo 0.1.0 -> 0.1.1, documentation: "),
        "{}",
        ran.out
    );
    assert_eq!(project.carry_out().exit_code, 0);
    assert_eq!(project.version("demo"), "0.1.1");
}

#[test]
fn single_services_can_be_planned_and_other_options_are_warned_of() {
    let project = Project::new("release-service");
    project.change(DEMO, add_optional);
    project.change(AS, |api| {
        members(api, "DescribeLimitsResponse").push(member("Used", false))
    });
    let ran = project.plan(&["--service", "as"]);
    assert!(ran.out.contains(", 1 crate: 1 addition\n  tc3-as "), "{}", ran.out);
    let ran = project.plan(&["--service", "az"]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("az: no such service"), "{}", ran.err);
    let ran = project.plan(&["--docs"]);
    assert!(
        ran.err.contains("warning: the workspace was generated without --docs"),
        "{}",
        ran.err
    );
    let ran = tc3_codegen(&["plan", text(&project.metadata), "--workspace", text(&project.folder)]);
    assert_eq!(ran.exit_code, 2);
    assert!(ran.err.contains("no workspace in "), "{}", ran.err);
}

#[test]
fn a_workspace_with_releases_is_not_generated_over() {
    let project = Project::new("release-then-workspace");
    project.change(DEMO, add_optional);
    assert_eq!(project.release().exit_code, 0);
    project.change(DEMO, break_callers);
    let before = project.files();
    let ran = tc3_codegen(&["workspace", text(&project.metadata), "--out", text(&project.out)]);
    project.assert_refused(&ran, "its crates would change without a version of their own", &before);
}

//! What a release keeps where the service demands less of a request or promises more of a response.

use serde_json::{Value, json};

use tc3_tests::released::{DEMO, Project, member, members};

/// A request need no longer have `Name`, nor a tag its `Key`, and an item of a response always has its `Pair`.
fn relax(api: &mut Value) {
    find(api, "CreateThingRequest", "Name")["required"] = json!(false);
    find(api, "Option", "Key")["required"] = json!(false);
    let pair = find(api, "Object", "Pair");
    (pair["output_required"], pair["value_allowed_null"]) = (json!(true), json!(false));
}

fn find<'a>(api: &'a mut Value, object: &str, name: &str) -> &'a mut Value {
    let mut members = members(api, object).iter_mut();
    members.find(|member| member["name"] == name).unwrap()
}

fn add_zone(api: &mut Value) {
    members(api, "CreateThingRequest").push(member("Zone", false));
}

const NEW_THING: &str = "pub fn new(name: impl rt::Into<rt::String>, count: u64)";
const NEW_OPTION: &str = "pub fn new(key: impl rt::Into<rt::String>)";
const PAIR: &str = "pub pair: rt::Option<Option>";

/// Whether the code is as it was released first: the arguments of `new` and an `Option`.
fn is_kept(project: &Project) -> [bool; 3] {
    let code = project.read("crates/demo/src/v20200102.rs");
    [NEW_THING, NEW_OPTION, PAIR].map(|part| code.contains(part))
}

#[test]
fn what_a_service_relaxes_waits_for_a_release_that_breaks_callers() {
    let project = Project::new("release-relaxed");
    assert_eq!(is_kept(&project), [true; 3]);

    // Alone it is no release, and callers that are right stay right.
    project.change(DEMO, relax);
    let ran = project.plan(&[]);
    assert!(
        ran.out.contains("tccli 9.8.8: nothing to release"),
        "{}{}",
        ran.out,
        ran.err
    );

    // With an addition it is said, once.
    project.change(DEMO, add_zone);
    let ran = project.release();
    assert!(ran.out.contains("1 crate: 1 addition"), "{}", ran.out);
    assert_eq!(
        (project.version("demo"), is_kept(&project)),
        ("0.1.1".to_owned(), [true; 3])
    );
    assert_eq!(latest(&project), ADDITION);
    project.number("9.8.9");
    project.change(DEMO, |api| {
        members(api, "CreateThingResponse").push(member("TaskId", false))
    });
    assert!(project.release().out.contains("1 crate: 1 addition"));
    assert!(!latest(&project).contains("no longer required"), "{}", latest(&project));

    // What is required again never was anything else for callers.
    project.change(DEMO, |api| {
        find(api, "CreateThingRequest", "Name")["required"] = json!(true)
    });
    assert!(project.plan(&[]).out.contains("nothing to release"));

    // Callers have to look anyway: now the code follows the metadata.
    project.number("9.9.0");
    project.change(DEMO, relax);
    project.change(DEMO, |api| {
        drop(api["actions"].as_object_mut().unwrap().remove("ListOldThings"))
    });
    assert!(project.release().out.contains("1 crate: 1 breaking"));
    assert_eq!(
        (project.version("demo"), is_kept(&project)),
        ("0.2.0".to_owned(), [false; 3])
    );
    assert_eq!(latest(&project), BREAKING);
    assert!(project.plan(&[]).out.contains("nothing to release"));
}

const ADDITION: &str = "\
From tccli 9.8.8.

### Additions

- `CreateThing` gained `Zone` (2020-01-02).

### Documentation, limits and warnings

- `Name` of `CreateThing` and `Key` of `Option` are no longer required: `new` takes them until a release breaks callers anyway (2020-01-02).
- `Pair` of `Object2` is always there: it stays an `Option` until a release breaks callers anyway (2020-01-02).
";

const BREAKING: &str = "\
From tccli 9.9.0.

### Breaking changes

- `ListOldThings` is gone (2020-01-02).
- `CreateThing` no longer needs `Name`: `new` no longer takes it (2020-01-02).
- `Option` no longer needs `Key`: `new` no longer takes it (2020-01-02).
- `Pair` of `Object2` is always there: it is no longer an `Option` (2020-01-02).
";

/// The newest section of the changelog, without its version.
fn latest(project: &Project) -> String {
    let changelog = project.read("crates/demo/CHANGELOG.md");
    let (_, section) = changelog.split("\n## ").nth(1).unwrap().split_once("\n\n").unwrap();
    section.trim_end().to_owned() + "\n"
}

#[test]
fn a_crate_can_adopt_what_was_relaxed_although_nothing_else_changed() {
    let project = Project::new("release-adopted");
    project.change(DEMO, relax);
    project.change(DEMO, add_zone);
    assert_eq!(project.release().exit_code, 0);
    assert!(
        project
            .plan(&["--adopt-optionality", "as"])
            .out
            .contains("nothing to release")
    );
    for name in ["demo", "all"] {
        let ran = project.plan(&["--adopt-optionality", name]);
        assert!(
            ran.out.contains("tc3-demo 0.1.1 -> 0.2.0, breaking: "),
            "{}{}",
            ran.out,
            ran.err
        );
        assert!(!ran.err.contains("writes other code"), "{}", ran.err);
        assert_eq!(project.planned()["adoptOptionality"], json!([name]));
    }
    let (planned, before) = (project.planned(), project.files());
    project.edit_plan(|plan| drop(plan.as_object_mut().unwrap().remove("adoptOptionality")));
    project.assert_refused(&project.carry_out(), "`adoptOptionality` was edited", &before);
    project.edit_plan(|plan| *plan = planned);
    let ran = project.carry_out();
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert_eq!(is_kept(&project), [false; 3]);
    assert!(project.plan(&[]).out.contains("nothing to release"));
}

#[test]
fn a_service_that_there_is_not_cannot_adopt() {
    let project = Project::new("release-adopt-unknown");
    let ran = project.plan(&["--adopt-optionality", "dmeo"]);
    assert_eq!(ran.exit_code, 1, "{}", ran.out);
    assert!(ran.err.contains("dmeo"), "{}", ran.err);
    assert!(!project.plan.exists());
}

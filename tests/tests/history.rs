//! `tc3-codegen history`: what changes from release to release, and what imports keep.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod wheel;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tc3_tests::cli::{copy_folder, scratch, tc3_codegen};
use wheel::{METADATA, wheel};

const CREATE: &str = "demo/v20200102/actions/CreateThing.json";

/// Returns a copy of the metadata as another release, with a change of the service `demo`.
fn release(test: &str, version: &str, change: impl FnOnce(&mut Value)) -> String {
    let folder = scratch(test);
    copy_folder(Path::new(METADATA), &folder);
    fs::write(folder.join("tccli/__init__.py"), format!("__version__ = '{version}'\n")).unwrap();
    edit(&folder.join("tccli/services/demo/v20200102/api.json"), change);
    folder.to_str().unwrap().to_owned()
}

fn edit(path: &Path, change: impl FnOnce(&mut Value)) {
    let mut json = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    change(&mut json);
    fs::write(path, json.to_string()).unwrap();
}

fn parameters(api: &mut Value) -> &mut Vec<Value> {
    api["objects"]["CreateThingRequest"]["members"].as_array_mut().unwrap()
}

/// Releases 9.8.9 and 9.8.10, the later without an action and without a parameter.
fn two_releases(test: &str) -> [String; 2] {
    let old = release(&format!("{test}-old"), "9.8.9", |_| ());
    let new = release(&format!("{test}-new"), "9.8.10", |api| {
        api["actions"].as_object_mut().unwrap().remove("ListOldThings");
        parameters(api).retain(|member| member["name"] != "Day");
    });
    [old, new]
}

/// Returns the folder of a spec that the metadata was imported into.
fn imported(test: &str, options: &[&str]) -> String {
    let spec = scratch(test).to_str().unwrap().to_owned();
    let ran = tc3_codegen(&[&["import", "metadata", METADATA, "--all", "--spec", &spec], options].concat());
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    spec
}

/// Returns the cells of each line of a table.
fn cells(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines();
    lines
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

#[test]
fn releases_are_compared_in_the_order_of_their_numbers() {
    let [old, new] = two_releases("history-order");
    let wheel = wheel(&scratch("history-wheel"));
    let ran = tc3_codegen(&["history", &new, &old, wheel.to_str().unwrap()]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""));
    let table = cells(&ran.out);
    assert_eq!(table.len(), 5, "{}", ran.out);
    assert!(table.iter().all(|line| line.len() == table[0].len()), "{}", ran.out);
    assert_eq!(table[2][..4], ["tccli 9.8.7", "2", "7", ""]);
    assert_eq!(table[3][..8], ["tccli 9.8.9", "2", "7", "0", "0", "0", "0", "0"]);
    assert_eq!(table[4][..7], ["tccli 9.8.10", "2", "6", "0", "1", "2", "0"]);
    assert_eq!(table[4].last(), Some(&"1 action-removed, 1 member-removed"));
}

/// Five releases: after the first come documentation, nothing but another order, an addition, and what breaks callers.
fn five_releases(test: &str) -> Vec<String> {
    let name = |version: &str| format!("{test}-{version}");
    let described = |api: &mut Value| {
        parameters(api)[0]["document"] = json!("What it is called, in other words.");
    };
    let reordered = move |api: &mut Value| {
        described(api);
        parameters(api).reverse();
    };
    let added = move |api: &mut Value| {
        reordered(api);
        let mut member = parameters(api)[0].clone();
        member["name"] = json!("Extra");
        member["required"] = json!(false);
        parameters(api).push(member);
    };
    let broken = move |api: &mut Value| {
        added(api);
        api["actions"].as_object_mut().unwrap().remove("ListOldThings");
        parameters(api).retain(|member| member["name"] != "Extra");
    };
    vec![
        release(&name("1"), "9.8.1", |_| ()),
        release(&name("2"), "9.8.2", described),
        release(&name("3"), "9.8.3", reordered),
        release(&name("4"), "9.8.4", added),
        release(&name("5"), "9.8.5", broken),
    ]
}

fn history(releases: &[String], options: &[&str]) -> String {
    let releases = releases.iter().map(String::as_str);
    let words: Vec<&str> = ["history"]
        .into_iter()
        .chain(releases)
        .chain(options.iter().copied())
        .collect();
    let ran = tc3_codegen(&words);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.out
}

#[test]
fn releases_of_crates_are_counted_by_what_is_worst_in_each() {
    let out = history(&five_releases("history-crates"), &["--per-service"]);
    let expected = "\
| release | released | breaking | silently | additions | notes | documentation | new | discontinued |
|---|---|---|---|---|---|---|---|---|
| tccli 9.8.2 | 1 | 0 | 0 | 0 | 0 | 1 | 0 | 0 |
| tccli 9.8.3 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| tccli 9.8.4 | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 |
| tccli 9.8.5 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |
| all | 3 | 1 | 0 | 1 | 0 | 1 | 0 | 0 |

| service | actions | released | breaking | silently | additions | notes | documentation | new | discontinued | breaking releases by kind |
|---|---|---|---|---|---|---|---|---|---|---|
| demo | 5 | 3 | 1 | 0 | 1 | 0 | 1 | 0 | 0 | 1 action-removed, 1 member-removed |
| as | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |  |

| breaking releases | services |
|---|---|
| 0 | 1 |
| 1 | 1 |

| kind | breaking changes | breaking releases | with no other kind |
|---|---|---|---|
| action-removed | 1 | 1 | 0 |
| member-removed | 1 | 1 | 0 |
";
    assert_eq!(out, expected);
}

#[test]
fn a_service_that_comes_or_goes_breaks_no_release_of_its_crate() {
    let with = release("history-there", "9.8.1", |_| ());
    let without = release("history-gone", "9.8.2", |_| ());
    fs::remove_dir_all(Path::new(&without).join("tccli/services/demo")).unwrap();
    let back = release("history-back", "9.8.3", |_| ());
    let out = history(&[with, without, back], &["--per-service", "--json"]);
    let tables: Value = serde_json::from_str(&out).unwrap();
    let demo = &tables["services"]
        .as_array()
        .unwrap()
        .iter()
        .find(|of| of["service"] == "demo")
        .unwrap();
    assert_eq!(
        [
            &demo["released"],
            &demo["new"],
            &demo["discontinued"],
            &demo["breaking"]
        ],
        [1, 1, 1, 0],
        "{out}"
    );
    assert_eq!(tables["kinds"], json!([]));
}

#[test]
fn requirements_that_come_and_go_break_callers_once_they_break_anyway() {
    let with = |version: &str, required: bool, other: &str| {
        release(&format!("history-optional-{version}"), version, |api| {
            parameters(api)[0]["required"] = json!(required);
            parameters(api).retain(|member| member["name"] != other);
        })
    };
    let releases = [
        with("9.8.1", true, ""),
        with("9.8.2", false, ""),
        with("9.8.3", true, ""),
        with("9.8.4", false, ""),
        with("9.8.5", false, "Day"),
        with("9.8.6", true, "Day"),
    ];
    let tables: Value = serde_json::from_str(&history(&releases, &["--per-service", "--json"])).unwrap();
    let counts = tables["releases"].as_array().unwrap().iter();
    let counts: Vec<(&Value, &Value)> = counts.map(|of| (&of["released"], &of["breaking"])).collect();
    let [none, breaking] = [(&json!(0), &json!(0)), (&json!(1), &json!(1))];
    assert_eq!(counts, [none, none, none, breaking, breaking]);
    let kinds = json!({ "member-optional": 1, "member-removed": 1, "member-required": 1 });
    assert_eq!(tables["services"][0]["breakingReleasesByKind"], kinds);
}

#[test]
fn the_tables_are_also_printed_as_json() {
    let releases = five_releases("history-json");
    let rows: Value = serde_json::from_str(&history(&releases, &["--json"])).unwrap();
    assert_eq!(
        rows[0],
        json!({ "release": "tccli 9.8.1", "services": 2, "actions": 7 })
    );
    let kinds = json!({ "action-removed": 1, "member-removed": 1 });
    assert_eq!(rows[4]["changes"]["actionsRemoved"], 1);
    assert_eq!(rows[4]["changes"]["breaking"], 2);
    assert_eq!(rows[4]["changes"]["breakingByKind"], kinds);
    let tables: Value = serde_json::from_str(&history(&releases, &["--per-service", "--json"])).unwrap();
    assert_eq!(
        tables["services"][0],
        json!({
            "service": "demo", "actions": 5, "released": 3, "breaking": 1, "silent": 0, "additions": 1, "notes": 0,
            "documentation": 1, "new": 0, "discontinued": 0, "breakingReleasesByKind": kinds,
        })
    );
    assert_eq!(tables["releases"].as_array().unwrap().len(), 4);
    assert_eq!(tables["kinds"][0]["breakingReleases"], 1);
    let refused = tc3_codegen(&["history", METADATA, METADATA, "--per-service", "--spec", "spec"]);
    assert_eq!((refused.exit_code, refused.out.as_str()), (2, ""));
}

#[test]
fn imports_lose_no_fact() {
    let releases = two_releases("history-facts");
    let spec = imported("history-facts-spec", &[]);
    edit(&Path::new(&spec).join(CREATE), |action| {
        action["regionRequired"] = json!(true);
        action["parameters"][0]["rustName"] = json!("called");
        action["parameters"][0]["secret"] = json!(true);
    });
    let before = fs::read_to_string(Path::new(&spec).join(CREATE)).unwrap();
    let ran = tc3_codegen(&["history", &releases[0], &releases[1], "--spec", &spec]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let table = cells(&ran.out);
    let facts = |line: usize| -> Vec<usize> {
        let numbers = table[line]
            .iter()
            .rev()
            .skip(1)
            .take(4)
            .map(|cell| cell.parse().unwrap());
        numbers.collect()
    };
    let [lost, set_aside, removed, kept] = facts(2)[..] else {
        panic!("{}", ran.out)
    };
    assert_eq!((lost, set_aside, removed), (0, 0, 0));
    assert!(kept > 100, "{kept}");
    let [lost, set_aside, removed, left] = facts(3)[..] else {
        panic!("{}", ran.out)
    };
    assert_eq!((lost, set_aside, left + removed), (0, 0, kept), "{}", ran.out);
    assert!(removed > 0, "{}", ran.out);
    assert_eq!(fs::read_to_string(Path::new(&spec).join(CREATE)).unwrap(), before);
}

#[test]
fn a_limit_that_no_longer_fits_is_counted_apart() {
    let old = release("history-aside-old", "9.8.9", |_| ());
    let new = release("history-aside-new", "9.8.10", |api| {
        parameters(api)[0]["type"] = json!("int");
        parameters(api)[0]["member"] = json!("int64");
    });
    let spec = imported("history-aside-spec", &[]);
    let ran = tc3_codegen(&["history", &old, &new, "--spec", &spec]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.ends_with(" | 0 | 1 | 0 | 0 |\n"), "{}", ran.out);
}

#[test]
fn an_import_that_would_break_the_spec_is_reported() {
    let old = release("history-refused-old", "9.8.9", |_| ());
    let new = release("history-refused-new", "9.8.10", |api| {
        parameters(api)[0]["name"] = json!("Bad-Name");
    });
    let spec = imported("history-refused-spec", &["--docs"]);
    let ran = tc3_codegen(&["history", &old, &new, "--spec", &spec]);
    assert_eq!(ran.exit_code, 1, "{}", ran.out);
    assert!(ran.out.ends_with(" | 0 | 1 |\n"), "{}", ran.err);
    assert!(ran.err.starts_with("tccli 9.8.10: refused: bad-name: "), "{}", ran.err);
}

#[test]
fn only_releases_are_accepted() {
    let spec = imported("history-spec", &[]);
    let ran = tc3_codegen(&["history", METADATA, &spec]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("is a spec: name wheels"), "{}", ran.err);
    assert_eq!(tc3_codegen(&["history", METADATA]).exit_code, 2);
    let ran = tc3_codegen(&["history", METADATA, METADATA, "--spec", "no/such/folder"]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("no spec folder at no/such/folder"), "{}", ran.err);
}

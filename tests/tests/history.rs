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

//! `tc3-codegen diff`: its output and exit codes.

use std::fs;
use std::path::Path;

use serde_json::json;
use tc3_tests::cli::{Ran, scratch, tc3_codegen};

use crate::spec::{SHOP, Spec};
use crate::table::CREATE;

fn written(test: &str, spec: &Spec) -> String {
    let folder = scratch(test);
    for (path, json) in &spec.files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, json.to_string()).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

fn ran(test: &str, change: impl FnOnce(&mut Spec), more: &[&str]) -> Ran {
    let mut spec = Spec::of_shop();
    change(&mut spec);
    let new = written(test, &spec);
    tc3_codegen(&[&["diff", SHOP, &new], more].concat())
}

fn three_changes(spec: &mut Spec) {
    spec.list(CREATE, "/parameters").swap(0, 1);
    spec.list(CREATE, "/errors").push(json!({ "code": "InternalError" }));
    spec.list(CREATE, "/output").remove(3);
}

#[test]
fn the_worst_is_first_and_all_are_counted() {
    let ran = ran("diff-text", three_changes, &[]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (4, ""));
    insta::assert_snapshot!("diff_text", ran.out);
}

#[test]
fn json_has_each_change() {
    let ran = ran("diff-json", three_changes, &["--json"]);
    assert_eq!((ran.exit_code, ran.err.as_str()), (4, ""));
    insta::assert_snapshot!("diff_json", ran.out);
}

#[test]
fn the_exit_code_tells_the_worst_severity() {
    let nothing = ran("diff-nothing", |_| (), &[]);
    assert_eq!((nothing.exit_code, nothing.out.as_str()), (0, "no differences\n"));
    let nothing = ran("diff-nothing-json", |_| (), &["--json"]);
    assert_eq!((nothing.exit_code, nothing.out.as_str()), (0, "[]\n"));
    let note = ran("diff-note", |spec| spec.set(CREATE, "/rateLimit", json!(5)), &[]);
    assert_eq!(note.exit_code, 0, "{}", note.out);
    assert!(
        note.out
            .starts_with("0 breaking changes, 0 additions, 1 note, 0 documentation changes\n"),
        "{}",
        note.out
    );
    let addition = ran("diff-addition", |spec| spec.set(CREATE, "/streaming", json!(true)), &[]);
    assert_eq!(addition.exit_code, 3, "{}", addition.out);
}

#[test]
fn a_spec_with_errors_and_a_missing_one_are_reported() {
    let wrong = ran("diff-wrong", |spec| spec.set(CREATE, "/rateLimit", json!(0)), &[]);
    assert_eq!((wrong.exit_code, wrong.out.as_str()), (1, ""));
    assert!(wrong.err.contains("zero-rate-limit"), "{}", wrong.err);
    assert!(wrong.err.ends_with(": nothing was compared\n"), "{}", wrong.err);
    let nowhere = Path::new(SHOP).join("nowhere");
    let nowhere = tc3_codegen(&["diff", SHOP, nowhere.to_str().unwrap()]);
    assert_eq!((nowhere.exit_code, nowhere.out.as_str()), (2, ""));
    assert!(nowhere.err.contains("error: nothing at "), "{}", nowhere.err);
    assert_eq!(tc3_codegen(&["diff", SHOP]).exit_code, 2);
}

#[test]
fn the_help_explains_the_exit_codes() {
    let help = tc3_codegen(&["diff", "--help"]);
    assert!(help.out.contains("Exit code: 0 if nothing changes"), "{}", help.out);
}

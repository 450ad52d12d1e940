//! Specs with very many errors, or with very long lines: what is printed is bounded, and complete on request.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write as _;
use std::fs;

use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Diagnostics, Severity};
use tc3_tests::cli::{scratch, tc3_codegen};

const SERVICE: &str = r#"{"name": "demo", "version": "2020-01-02", "title": "Demo", "description": "Shows something.",
    "host": "demo.tencentcloudapi.com"}"#;

/// An action on one line with `errors` unknown keys, each in a parameter of its own after `warnings` warnings.
fn action(warnings: usize, errors: usize) -> String {
    let mut text = r#"{"name": "Echo", "description": "Ünïcödé.", "regionRequired": false, "parameters": ["#.to_owned();
    for index in 0..warnings + errors {
        let comma = if index > 0 { "," } else { "" };
        let key = if index < warnings { "nullable" } else { "nulable" };
        let parameter = format!(r#"{{"name": "P{index}", "type": "String", "description": "é", "{key}": true}}"#);
        write!(text, "{comma}{parameter}").unwrap();
    }
    text + r#"], "output": []}"#
}

fn diagnostics(text: String) -> Diagnostics {
    let file = |path: &str, text: String| Source {
        path: format!("demo/v20200102/{path}"),
        text,
    };
    let sources = [
        file("service.json", SERVICE.to_owned()),
        file("actions/Echo.json", text),
    ];
    tc3_codegen::load(&SourceSet::new("spec", sources)).unwrap_err()
}

#[test]
fn a_long_line_is_cut_and_its_column_is_that_of_the_file() {
    let text = action(0, 200);
    let found = diagnostics(text.clone());
    let printed = found.to_string();
    for (index, diagnostic) in found.iter().enumerate() {
        let at = diagnostic.place().unwrap().range.start;
        let column = text.get(..at).unwrap().chars().count() + 1;
        let place = format!("spec/demo/v20200102/actions/Echo.json:1:{column}\n");
        assert!(printed.contains(&place), "{index}: {place}");
    }
    assert!(printed.lines().all(|line| line.chars().count() < 160), "{printed}");
    assert!(printed.contains('…') && !printed.contains('\0'), "{printed}");
    let colored = found.to_ansi_string();
    assert!(!colored.contains('\0') && colored.contains("Echo.json:1:"));
}

/// At a quadratic cost this takes minutes.
#[test]
fn twenty_thousand_errors_on_one_line_are_printed() {
    const MANY: usize = 20_000;
    let found = diagnostics(action(0, MANY));
    assert_eq!(found.count(Severity::Error), MANY);
    assert_eq!(found.to_string().matches("error[unknown-key]").count(), MANY);
}

#[test]
fn a_hundred_are_shown_errors_first_and_all_on_request() {
    let spec = scratch("many-diagnostics").join("spec");
    let version = spec.join("demo/v20200102");
    fs::create_dir_all(version.join("actions")).unwrap();
    fs::write(version.join("service.json"), SERVICE).unwrap();
    fs::write(version.join("actions/Echo.json"), action(150, 30)).unwrap();
    let check = |option: &[&str]| tc3_codegen(&[&["check", "--spec", spec.to_str().unwrap()], option].concat()).err;
    let count = |text: &str, what: &str| text.matches(what).count();

    let some = check(&[]);
    assert_eq!((count(&some, "error["), count(&some, "warning[")), (30, 70), "{some}");
    let end = "\n\nand 80 more; `tc3-codegen check --all` prints all that are in a spec\n\n30 errors, 150 warnings\n\
        run `tc3-codegen explain unknown-key` for more\n";
    assert!(some.ends_with(end), "{some}");

    let all = check(&["--all"]);
    assert_eq!((count(&all, "error["), count(&all, "warning[")), (30, 150), "{all}");
    assert!(!all.contains(" more;"), "{all}");
}

//! `tc3-codegen import metadata`: from the vendor's metadata to a spec that code can be generated from.
//!
//! The fixture has the layout of the real metadata and an invented service, with every oddity of the real ones.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod wheel;

use std::fs;
use std::path::Path;

use tc3_codegen::spec::SourceSet;
use tc3_tests::cli::{Ran, copy_folder, scratch, tc3_codegen};
use wheel::{METADATA, wheel};

const SDK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sdk");
const API: &str = "tccli/services/demo/v20200102/api.json";
const CREATE: &str = "demo/v20200102/actions/CreateThing.json";

/// Imports with `--service demo` and more, into the folder `spec` of `folder`.
fn import(folder: &Path, from: &str, more: &[&str]) -> Ran {
    let spec = folder.join("spec");
    let args = ["import", "metadata", from, "--spec", spec.to_str().unwrap()];
    tc3_codegen(&[&args[..], more].concat())
}

fn demo(folder: &Path, more: &[&str]) -> Ran {
    import(folder, METADATA, &[&["--service", "demo"], more].concat())
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join("spec").join(path)).unwrap()
}

/// The whole spec as one text.
fn whole(folder: &Path) -> String {
    let sources = SourceSet::read_dir(&folder.join("spec")).unwrap();
    let texts = sources
        .iter()
        .map(|(_, source)| format!("== {}\n{}", source.path, source.text));
    texts.collect()
}

/// A copy of the fixture for one test, with `old` replaced by `new` in `file`.
fn altered(folder: &Path, file: &str, old: &str, new: &str) -> String {
    let copy = folder.join("metadata");
    copy_folder(Path::new(METADATA), &copy);
    let path = copy.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{old}");
    fs::write(path, text.replace(old, new)).unwrap();
    copy.to_str().unwrap().to_owned()
}

#[test]
fn a_whole_version_of_a_service_is_imported() {
    let folder = scratch("import-whole");
    let ran = demo(&folder, &["--version", "2020-01-02", "--docs", "--errors", SDK]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    insta::assert_snapshot!("import_whole", whole(&folder));
    insta::assert_snapshot!(
        "import_whole_report",
        format!("{}{}", ran.out, ran.err).replace(&*folder.to_string_lossy(), "FOLDER")
    );
    let code = folder.join("code");
    let spec = folder.join("spec");
    let generated = tc3_codegen(&[
        "generate",
        "--plain",
        "--spec",
        spec.to_str().unwrap(),
        "--out",
        code.to_str().unwrap(),
    ]);
    assert_eq!(generated.exit_code, 0, "{}", generated.err);
    let code = fs::read_to_string(code.join("demo/v20200102.rs")).unwrap();
    for expected in [
        "pub enum DemoErrorCode",
        "InternalError2",
        "pub dns_format_2:",
        "pub super_:",
        "pub struct Object2",
    ] {
        assert!(code.contains(expected), "{expected}");
    }
}

#[test]
fn without_docs_no_sentence_of_the_vendor_is_imported() {
    let folder = scratch("import-bare");
    assert_eq!(demo(&folder, &[]).exit_code, 0);
    let whole = whole(&folder);
    for sentence in [
        "About",
        "Creates",
        "Lists",
        "A service to",
        "Demonstration",
        "As JSON",
        "Holds",
    ] {
        assert!(!whole.contains(sentence), "{sentence}");
    }
    assert!(whole.contains("\"importedFrom\": \"tccli 9.8.7\""));
}

#[test]
fn one_action_is_imported_with_the_types_that_it_reaches() {
    let folder = scratch("import-action");
    assert_eq!(
        demo(&folder, &["--version", "2020-01-02", "--action", "CreateThing"]).exit_code,
        0
    );
    let sources = SourceSet::read_dir(&folder.join("spec")).unwrap();
    let paths: Vec<&str> = sources.iter().map(|(_, source)| source.path.as_str()).collect();
    let expected = [
        "actions/CreateThing.json",
        "service.json",
        "types/Node.json",
        "types/Option.json",
    ];
    assert_eq!(paths, expected.map(|path| format!("demo/v20200102/{path}")));
}

#[test]
fn one_option_imports_everything() {
    let folder = scratch("import-all");
    let ran = import(&folder, METADATA, &["--all"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let services = ["as/v20180419", "demo/v20190203", "demo/v20200102"];
    for service in services {
        assert!(folder.join("spec").join(service).join("service.json").is_file());
    }
    assert!(text(&folder, "demo/v20190203/service.json").contains("\"defaultVersion\": true"));
    assert!(!text(&folder, "demo/v20200102/service.json").contains("defaultVersion"));
    assert!(text(&folder, "as/v20180419/service.json").contains("\"host\": \"as.tencentcloudapi.com\""));
}

#[test]
fn a_wheel_and_its_folder_give_the_same() {
    let folder = scratch("import-wheel");
    let wheel = wheel(&folder);
    assert_eq!(
        import(&folder, wheel.to_str().unwrap(), &["--service", "demo"]).exit_code,
        0
    );
    let from_wheel = whole(&folder);
    let folder = scratch("import-folder");
    assert_eq!(demo(&folder, &[]).exit_code, 0);
    assert_eq!(from_wheel, whole(&folder));
}

#[test]
fn importing_again_changes_nothing() {
    let folder = scratch("import-again");
    assert_eq!(demo(&folder, &[]).exit_code, 0);
    let before = whole(&folder);
    let ran = demo(&folder, &[]);
    assert!(
        ran.out.contains("wrote 0 new files and changed 0, 14 unchanged"),
        "{}",
        ran.out
    );
    assert_eq!(before, whole(&folder));
}

#[test]
fn what_a_person_wrote_survives_and_changes_are_reported() {
    let folder = scratch("import-merge");
    assert_eq!(demo(&folder, &[]).exit_code, 0);
    let path = folder.join("spec").join(CREATE);
    let by_hand = fs::read_to_string(&path).unwrap();
    let by_hand = by_hand
        .replacen("\"description\": \"\"", "\"description\": \"Makes a thing.\",\n  \"rateLimit\": 20", 1)
        .replacen(
            "\"name\": \"Name\",\n      \"type\": \"String\",\n      \"required\": true,\n      \"description\": \"\"",
            "\"name\": \"Name\",\n      \"type\": \"String\",\n      \"maxLength\": 8,\n      \"required\": true,\n      \"secret\": true,\n      \"description\": \"What it is called.\"",
            1,
        );
    fs::write(&path, &by_hand).unwrap();
    let changed = altered(&folder, API, "\"member\": \"uint64\"", "\"member\": \"int64\"");
    let ran = import(&folder, &changed, &["--service", "demo"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(
        ran.out.contains(&format!(
            "changed: {CREATE}\n  ~ parameter Count: its width was uint64, is int64\n"
        )),
        "{}",
        ran.out
    );
    let merged = text(&folder, CREATE);
    for kept in [
        "Makes a thing.",
        "\"rateLimit\": 20",
        "\"maxLength\": 8",
        "What it is called.",
        "\"secret\": true",
    ] {
        assert!(merged.contains(kept), "{kept} in {merged}");
    }
    assert!(!merged.contains("uint64"));
}

#[test]
fn added_and_removed_members_are_reported() {
    let folder = scratch("import-members");
    assert_eq!(demo(&folder, &[]).exit_code, 0);
    let changed = altered(&folder, API, "\"Ratio\"", "\"Share\"");
    let ran = import(&folder, &changed, &["--service", "demo", "--dry-run"]);
    assert!(
        ran.out.contains("  - parameter Ratio\n  + parameter Share: Float\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("would write 0 new files and changed 1"), "{}", ran.out);
    assert!(text(&folder, CREATE).contains("Ratio"), "a dry run writes nothing");
}

#[test]
fn bad_input_is_named_and_nothing_is_written() {
    let cases = [
        (
            "\"member\": \"Node\"",
            "\"member\": \"Nod\"",
            "uses `Nod`, which is not described",
        ),
        (
            "\"member\": \"float\"",
            "\"member\": \"quaternion\"",
            "no such type: `quaternion`",
        ),
        (
            "\"ListOldThings\": {",
            "\"CreateThing\": {",
            "`CreateThing` occurs twice",
        ),
        ("\"required\": 1", "\"required\": 2", "integer `2`, expected a boolean"),
        (
            "\"apiVersion\": \"2020-01-02\"",
            "\"apiVersion\": \"2020-01-03\"",
            "which does not match its folder",
        ),
        ("\"objects\": {", "\"objects\": [", "expected an object"),
    ];
    for (number, (old, new, message)) in cases.into_iter().enumerate() {
        let folder = scratch(&format!("import-bad-{number}"));
        let changed = altered(&folder, API, old, new);
        let ran = import(&folder, &changed, &["--service", "demo", "--version", "2020-01-02"]);
        assert_eq!(ran.exit_code, 1, "{old}");
        assert!(ran.err.contains(message), "{message} in {}", ran.err);
        assert!(
            ran.err.contains("api.json") || ran.err.contains("CreateThingRequest"),
            "{}",
            ran.err
        );
        assert!(ran.err.ends_with("nothing was written\n"), "{}", ran.err);
        assert!(!folder.join("spec").exists());
    }
}

#[test]
fn a_truncated_wheel_is_named() {
    let folder = scratch("import-cut");
    let wheel = wheel(&folder);
    let bytes = fs::read(&wheel).unwrap();
    fs::write(&wheel, &bytes[..bytes.len() / 2]).unwrap();
    let ran = import(&folder, wheel.to_str().unwrap(), &["--all"]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("not a whole zip archive") && ran.err.contains("pip download"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_not_in_the_metadata_is_named() {
    let folder = scratch("import-unknown");
    let cases: [(&[&str], &str); 4] = [
        (&["--service", "dema"], "help: is it `demo`?"),
        (
            &["--service", "demo", "--version", "2021-01-01"],
            "help: it has 2019-02-03, 2020-01-02",
        ),
        (
            &["--service", "demo", "--action", "Fly"],
            "Fly: no version of demo has such an action",
        ),
        (&["--service", "demo", "--errors", METADATA], "no error codes in it"),
    ];
    for (more, message) in cases {
        let ran = import(&folder, METADATA, more);
        assert_eq!(ran.exit_code, 1, "{more:?}");
        assert!(ran.err.contains(message), "{message} in {}", ran.err);
    }
    let ran = import(&folder, SDK, &["--all"]);
    assert!(ran.err.contains("no metadata in it"), "{}", ran.err);
    assert_eq!(import(&folder, METADATA, &[]).exit_code, 2);
}

#[test]
fn a_spec_with_errors_is_left_alone() {
    let folder = scratch("import-into-wrong");
    assert_eq!(demo(&folder, &[]).exit_code, 0);
    fs::write(folder.join("spec").join(CREATE), "{").unwrap();
    let before = whole(&folder);
    let ran = demo(&folder, &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("fix the spec first; nothing was written"),
        "{}",
        ran.err
    );
    assert_eq!(before, whole(&folder));
}

/// The rules of the emulator need the codes of the SDK: that they are wrong without them does not keep the codes out.
#[test]
fn rules_with_errors_do_not_keep_out_what_they_lack() {
    let folder = scratch("import-rules");
    let version = ["--version", "2020-01-02"];
    assert_eq!(demo(&folder, &version).exit_code, 0);
    let rules = folder.join("spec/demo/v20200102/emulator.json");
    let unique = r#"{"members": ["Name"], "code": "LimitExceeded.Things"}"#;
    let resource = r#"{"name": "Thing", "created": [{"member": "Name", "value": "a"}], "unique": [UNIQUE]}"#;
    let text = r#"{"description": "One thing.", "resources": [RESOURCE], "actions": []}"#;
    let text = text.replace("RESOURCE", &resource.replace("UNIQUE", unique));
    fs::write(&rules, &text).unwrap();
    let spec = folder.join("spec");
    let check = || tc3_codegen(&["check", "--spec", spec.to_str().unwrap()]);
    let ran = check();
    assert_eq!(ran.exit_code, 1);
    let help = "tc3-codegen import metadata WHEEL --service demo --action CreateThing --errors SDK_WHEEL";
    assert!(ran.err.contains(help), "{}", ran.err);

    let ran = demo(
        &folder,
        &[&version[..], &["--action", "CreateThing", "--errors", SDK]].concat(),
    );
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(ran.err.contains("emulator.json alone, which has errors"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&rules).unwrap(), text);
    assert_eq!(check().exit_code, 0, "{}", check().err);

    // Other files with errors are still fixed first.
    fs::write(spec.join(CREATE), "{").unwrap();
    fs::write(&rules, "{").unwrap();
    let ran = demo(&folder, &version);
    assert!(ran.err.contains("fix the spec first"), "{}", ran.err);
}

//! `tc3-codegen import page`: from documentation pages to a spec that code can be generated from.
//!
//! The fixtures have the layouts and the facts of real pages, with invented sentences.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod pages;

use std::fs;
use std::path::Path;

use pages::{ACTION, Folder, LAYOUTS, page};
use serde_json::{Value, json};
use tc3_tests::cli::tc3_codegen_reading;

const TYPES: &str = "data-types.txt";
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

/// Imports the page in this layout into an empty spec, and returns the action.
fn imported(layout: &str) -> Value {
    let folder = Folder::new(&format!("page-layout-{layout}"));
    let ran = folder.import(&[layout, TYPES], &[]);
    assert_eq!(ran.exit_code, 0, "{layout}: {}", ran.err);
    folder.json(ACTION)
}

#[test]
fn every_layout_gives_the_same_facts() {
    let plain = imported(LAYOUTS[0]);
    for layout in &LAYOUTS[1..] {
        assert_eq!(imported(layout), plain, "{layout}");
    }
}

#[test]
fn the_facts_are_those_of_the_committed_spec() {
    let page = imported(LAYOUTS[0]);
    let committed = fs::read_to_string(Path::new(COMMITTED).join(ACTION)).unwrap();
    let committed: Value = serde_json::from_str(&committed).unwrap();
    for key in ["name", "lastUpdated", "rateLimit", "regionRequired"] {
        assert_eq!(page[key], committed[key], "{key}");
    }
    for list in ["parameters", "output"] {
        let facts = |action: &Value| {
            let members = action[list].as_array().unwrap().iter();
            let facts = members.map(|member| {
                let fact = |key: &str| member[key].clone();
                json!([
                    fact("name"),
                    fact("type"),
                    fact("required"),
                    fact("default"),
                    member["deprecated"].is_string()
                ])
            });
            facts.collect::<Vec<_>>()
        };
        assert_eq!(facts(&page), facts(&committed), "{list}");
    }
    let column = |action: &Value, table: &str, key: &str| {
        let rows = action[table].as_array().unwrap().iter();
        rows.map(|row| row[key].clone()).collect::<Vec<_>>()
    };
    for (table, key) in [("errors", "code"), ("examples", "request"), ("examples", "response")] {
        assert_eq!(column(&page, table, key), column(&committed, table, key), "{key}");
    }
}

#[test]
fn what_a_page_does_not_state_is_carried_over_and_reported() {
    for layout in LAYOUTS {
        let folder = Folder::with_committed_spec("page-over-committed");
        let before = folder.whole();
        let ran = folder.import(&[layout], &[]);
        assert_eq!(ran.exit_code, 0, "{layout}: {}", ran.err);
        assert_eq!(folder.whole(), before, "{layout}");
        assert!(
            ran.out.contains("wrote 0 new files and changed 0, 2 unchanged"),
            "{}",
            ran.out
        );
        let kept = "kept, since the source does not state it: ProjectId is uint64, Http3Supported is int64";
        assert!(ran.err.contains(kept), "{}", ran.err);
        assert!(!ran.err.contains("as `values`"), "{}", ran.err);
    }
}

#[test]
fn a_page_that_does_not_mention_null_does_not_remove_it() {
    let folder = Folder::with_committed_spec("page-null");
    folder.alter(
        ACTION,
        "\"name\": \"GroupId\",\n      \"type\": \"String\",",
        "\"name\": \"GroupId\",\n      \"type\": \"String\",\n      \"nullable\": true,",
    );
    let before = folder.whole();
    let ran = folder.import(&[LAYOUTS[0]], &[]);
    assert_eq!(folder.whole(), before);
    assert!(ran.err.contains("GroupId is nullable"), "{}", ran.err);
}

#[test]
fn where_a_page_disagrees_the_change_is_reported() {
    let folder = Folder::with_committed_spec("page-disagrees");
    folder.alter(ACTION, "\"rateLimit\": 20", "\"rateLimit\": 10");
    folder.alter(ACTION, "\"regionRequired\": false", "\"regionRequired\": true");
    folder.alter(ACTION, "      \"default\": \"IPv4\",\n", "");
    let text = page(LAYOUTS[0]).replace("RealServerRegion Yes String", "RealServerRegion No String");
    let text = text.replace("gaap.tencentcloudapi.com", "gaap.intl.tencentcloudapi.com");
    let text = text.replace("ProjectId Yes Integer", "ProjectId Yes Float");
    folder.write_page("page.txt", &text);
    let ran = folder.import(&["page.txt"], &[]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    for change in [
        "~ the rate limit was 10, is 20",
        "~ `regionRequired` was true, is false",
        "~ parameter ProjectId: its type was Integer, is Float",
        "~ parameter RealServerRegion: `required` was true, is false",
        "~ parameter IPAddressVersion: its default is \"IPv4\"",
    ] {
        assert!(ran.out.contains(change), "{change} in {}", ran.out);
    }
    let host = "the host gaap.tencentcloudapi.com is kept, the source names gaap.intl.tencentcloudapi.com";
    assert!(ran.err.contains(host), "{}", ran.err);
}

#[test]
fn rows_are_found_around_whatever_a_description_holds() {
    let folder = Folder::new("page-messy");
    let ran = folder.import(&["describe-things.txt", "demo-types.txt"], &["--docs"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    insta::assert_snapshot!("page_messy", folder.whole());
    insta::assert_snapshot!(
        "page_messy_report",
        folder.anonymous(&format!("{}{}", ran.out, ran.err))
    );
}

#[test]
fn without_docs_no_sentence_of_a_page_is_imported() {
    let folder = Folder::new("page-bare");
    assert_eq!(
        folder.import(&["describe-things.txt", "demo-types.txt"], &[]).exit_code,
        0
    );
    let whole = folder.whole();
    for sentence in [
        "Lists",
        "Conditions",
        "How many",
        "Something broke",
        "A place",
        "Listing",
    ] {
        assert!(!whole.contains(sentence), "{sentence} in {whole}");
    }
}

#[test]
fn what_is_imported_generates() {
    let folder = Folder::new("page-generates");
    let pages = ["describe-things.txt", "demo-types.txt"];
    assert_eq!(folder.import(&pages, &["--docs"]).exit_code, 0);
    let code = folder.generate();
    assert!(code.contains("pub struct DescribeThingsRequest"), "{code}");
}

#[test]
fn a_type_that_no_page_describes_is_named_with_its_line() {
    let folder = Folder::new("page-without-types");
    let ran = folder.import(&[LAYOUTS[0]], &[]);
    assert_eq!(ran.exit_code, 1);
    let text = page(LAYOUTS[0]);
    for (name, row) in [("TagPair", "TagSet.N"), ("AccessConfiguration", "AccessRegionSet.N")] {
        let line = text.lines().position(|line| line.starts_with(row)).unwrap() + 1;
        assert!(
            ran.err.contains(&format!("the type `{name}` is not described")),
            "{}",
            ran.err
        );
        assert!(
            ran.err.contains(&format!("create-proxy-group.txt:{line}:1")),
            "{}",
            ran.err
        );
    }
    assert!(
        ran.err.contains("Data Types") && ran.err.contains("--stubs"),
        "{}",
        ran.err
    );
    assert!(!folder.spec().exists());
}

#[test]
fn stubs_are_replaced_by_their_page() {
    let folder = Folder::new("page-stubs");
    let ran = folder.import(&[LAYOUTS[0]], &["--stubs"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let to_do = "to do, types that no page describes yet: AccessConfiguration, TagPair";
    assert!(ran.err.contains(to_do), "{}", ran.err);
    let tag_pair = "gaap/v20180529/types/TagPair.json";
    let stub = folder.json(tag_pair);
    assert_eq!(stub["members"], json!([]));
    assert!(stub["description"].as_str().unwrap().contains("any JSON"), "{stub}");

    let ran = folder.import(&[TYPES], &["--service", "gaap", "--version", "2018-05-29", "--docs"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(ran.out.contains("+ member TagKey: String"), "{}", ran.out);
    let filled = folder.json(tag_pair);
    assert_eq!(filled["description"], "A key and its value.");
    assert_eq!(filled["members"][1]["name"], "TagValue");
}

#[test]
fn types_that_no_action_uses_are_left_out_and_counted() {
    let folder = Folder::new("page-unused-types");
    let ran = folder.import(&[LAYOUTS[0], TYPES], &[]);
    assert!(
        ran.err.contains("no action in the spec uses, left out: 1"),
        "{}",
        ran.err
    );
    assert!(!folder.whole().contains("Country"));
}

#[test]
fn a_page_of_types_is_the_same_in_html() {
    let whole = |types: &str, test: &str| {
        let folder = Folder::new(test);
        let ran = folder.import(&[LAYOUTS[0], types], &[]);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        folder.whole()
    };
    let html = whole("data-types.html", "page-types-html");
    let text = whole(TYPES, "page-types-text");
    assert_eq!(
        html.replace("documentation page\"", "documentation page of 2023-06-01\""),
        {
            // Only `importedFrom` differs: the fixture in HTML has no date.
            text.replace("documentation page\"", "documentation page of 2023-06-01\"")
        }
    );
}

#[test]
fn a_page_of_types_alone_needs_its_service() {
    let folder = Folder::with_committed_spec("page-types-alone");
    let ran = folder.import(&[TYPES], &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("--service NAME --version DATE"), "{}", ran.err);
    let before = folder.whole();
    let ran = folder.import(&[TYPES], &["--service", "gaap", "--version", "2018-05-29"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert_eq!(folder.whole(), before);
    assert!(
        ran.err
            .contains("kept, since the source does not state it: Bandwidth is uint64"),
        "{}",
        ran.err
    );
    let empty = Folder::new("page-types-into-nothing");
    let ran = empty.import(&[TYPES], &["--service", "gaap", "--version", "2018-05-29"]);
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("no action in the spec uses any of the 3 types"),
        "{}",
        ran.err
    );
}

#[test]
fn a_page_is_read_from_standard_input_too() {
    let folder = Folder::new("page-stdin");
    let spec = folder.spec();
    let args = ["import", "page", "-", "--stubs", "--spec", spec.to_str().unwrap()];
    let ran = tc3_codegen_reading(&page(LAYOUTS[0]), &args);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert_eq!(folder.json(ACTION)["rateLimit"], 20);
    let ran = tc3_codegen_reading("nothing", &args);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("<stdin>"), "{}", ran.err);
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = Folder::new("page-dry");
    let ran = folder.import(&[LAYOUTS[0], TYPES], &["--dry-run"]);
    assert!(ran.out.contains("would write 4 new files"), "{}", ran.out);
    assert!(!folder.spec().exists());
}

#[test]
fn importing_again_changes_nothing() {
    let folder = Folder::new("page-again");
    let pages = ["describe-things.txt", "demo-types.txt"];
    assert_eq!(folder.import(&pages, &[]).exit_code, 0);
    let before = folder.whole();
    let ran = folder.import(&pages, &[]);
    assert!(
        ran.out.contains("wrote 0 new files and changed 0, 5 unchanged"),
        "{}",
        ran.out
    );
    assert_eq!(folder.whole(), before);
}

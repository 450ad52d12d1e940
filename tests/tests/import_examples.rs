//! `tc3-codegen import metadata`: documented examples as they really are, with bodies that are not all readable.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tc3_tests::cli::{copy_folder, scratch, tc3_codegen};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");
const HEAD: &str =
    "POST / HTTP/1.1\nHost: demo.tencentcloudapi.com\nX-TC-Action: CreateThing\n<Common request parameters>\n";
const GET: &str = "https://demo.tencentcloudapi.com/?Action=CreateThing&Version=2020-01-02";
const DONE: &str = r#"{"Response": {"ThingId": "thing-1", "RequestId": "r-1"}}"#;

/// Imports the action CreateThing with one example; returns it and the report.
fn imported(name: &str, request: &str, response: &str) -> (Value, String) {
    let folder = scratch(&format!("import-examples-{name}"));
    let source = folder.join("metadata");
    copy_folder(Path::new(METADATA), &source);
    let examples = json!({
        "version": "1.0",
        "actions": { "CreateThing": [{ "title": "t", "input": request, "output": response }] }
    });
    let version = source.join("tccli/services/demo/v20200102");
    fs::write(version.join("examples.json"), examples.to_string()).unwrap();
    let api = fs::read_to_string(version.join("api.json")).unwrap();
    let mut api: Value = serde_json::from_str(&api).unwrap();
    let members = &mut api["objects"]["CreateThingRequest"]["members"];
    let language = json!({ "name": "Language", "member": "string", "type": "string", "required": false });
    members.as_array_mut().unwrap().push(language);
    fs::write(version.join("api.json"), api.to_string()).unwrap();
    let spec = folder.join("spec");
    let ran = tc3_codegen(&[
        "import",
        "metadata",
        source.to_str().unwrap(),
        "--service",
        "demo",
        "--version",
        "2020-01-02",
        "--spec",
        spec.to_str().unwrap(),
    ]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let action = fs::read_to_string(spec.join("demo/v20200102/actions/CreateThing.json")).unwrap();
    let action: Value = serde_json::from_str(&action).unwrap();
    (action["examples"][0].clone(), ran.out + &ran.err)
}

#[test]
fn a_readable_body_next_to_an_unreadable_one_is_kept() {
    let request = format!("{HEAD}\n{{\"Name\": \"n\"}}");
    let (example, report) = imported("request", &request, "{\"Response\": {\"ThingId\": }}");
    assert_eq!(example["request"], json!({ "Name": "n" }));
    assert_eq!(example.get("response"), None);
    let line = "the response of example 1 was left out: the response is not JSON: unexpected close brace, in line 1";
    assert!(report.contains(line), "{report}");

    let (example, report) = imported("response", &format!("{HEAD}\n{{\"Name\": n}}"), DONE);
    assert_eq!(example.get("request"), None);
    assert_eq!(example["response"]["Response"]["ThingId"], "thing-1");
    let line = "the request of example 1 was left out: the request is not JSON: text without quotes, in line 1 of it";
    assert!(report.contains(line), "{report}");
}

#[test]
fn a_body_is_read_wherever_it_starts() {
    let body = "{\"Name\": \"n\", \"Count\": 2}";
    for (number, request) in [
        format!("{HEAD}{body}"),
        body.to_owned(),
        format!("{}{body}", HEAD.replace('\n', "")),
        format!("{GET}&<Common request parameters> \n\n{body}"),
    ]
    .iter()
    .enumerate()
    {
        let (example, _) = imported(&format!("body-{number}"), request, DONE);
        assert_eq!(example["request"], json!({ "Name": "n", "Count": 2 }), "{request}");
    }
}

#[test]
fn json_after_the_parameters_of_a_query_is_no_parameter() {
    let request = format!("{GET}\n&Name=n\n&<Common Request Parameter> \n\n{{\"Name\": \"other\"}}");
    let (example, report) = imported("json-after-query", &request, DONE);
    assert_eq!(example["request"], json!({ "Name": "n" }));
    assert!(report.contains("the JSON after the query was dropped"), "{report}");
}

#[test]
fn a_common_parameter_is_kept_where_the_action_declares_it() {
    let (example, _) = imported(
        "declared",
        &format!("{GET}&Language=en-US&Region=ap-beijing&Name=n"),
        DONE,
    );
    assert_eq!(example["request"], json!({ "Language": "en-US", "Name": "n" }));
}

#[test]
fn only_a_certain_repair_is_made_and_it_is_reported() {
    let request = format!("{HEAD}\n{{\n\"Name\": \"n\"\n    \"Count\": 1,\n}}");
    let response = "{\n\"Response\": {\n\"ThingId\": \"thing-1\"\n\"RequestId\": \"r-1\"\n}\n}";
    let (example, report) = imported("repaired", &request, response);
    assert_eq!(example["request"], json!({ "Name": "n", "Count": 1 }));
    assert_eq!(
        example["response"]["Response"],
        json!({ "ThingId": "thing-1", "RequestId": "r-1" })
    );
    for line in [
        "the request of example 1 was repaired: 1 missing comma at the end of a line, 1 comma before a closing bracket",
        "the response of example 1 was repaired: 1 missing comma at the end of a line",
        "2 examples repaired",
    ] {
        assert!(report.contains(line), "{line} in {report}");
    }

    let two_bodies = format!("{HEAD}\n{{\"Name\": \"n\"}}\n\n{{\"Name\": \"m\"}}");
    let (example, report) = imported("two-bodies", &two_bodies, DONE);
    assert_eq!(example.get("request"), None);
    assert!(report.contains("more follows the object"), "{report}");
}

/// As two requests that cannot be read, each with the same response, leave behind.
#[test]
fn examples_with_equal_bodies_keep_their_titles_at_the_next_import() {
    let folder = scratch("import-examples-equal");
    let source = folder.join("metadata");
    copy_folder(Path::new(METADATA), &source);
    let example = |title: &str| json!({ "title": title, "input": "POST /", "output": DONE });
    let examples = json!({
        "version": "1.0",
        "actions": { "CreateThing": [example("first"), example("second"), example("third")] }
    });
    let version = source.join("tccli/services/demo/v20200102");
    fs::write(version.join("examples.json"), examples.to_string()).unwrap();
    let spec = folder.join("spec");
    let import = || {
        let source = [
            source.to_str().unwrap(),
            "--docs",
            "--service",
            "demo",
            "--version",
            "2020-01-02",
        ];
        let ran = tc3_codegen(
            &[
                &["import", "metadata"],
                &source[..],
                &["--spec", spec.to_str().unwrap()],
            ]
            .concat(),
        );
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        fs::read_to_string(spec.join("demo/v20200102/actions/CreateThing.json")).unwrap()
    };
    let first = import();
    for title in ["first", "second", "third"] {
        assert!(first.contains(&format!("\"title\": \"{title}\"")), "{first}");
    }
    assert_eq!(import(), first);
}

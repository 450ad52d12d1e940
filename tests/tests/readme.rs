//! What the README shows is what the repository holds.

use tc3_codegen::spec::{ActionFile, Member};

const README: &str = include_str!("../../README.md");
const ACTION: &str = include_str!("../../spec/gaap/v20180529/actions/CreateProxyGroup.json");

#[test]
fn the_parameter_of_the_third_way_in_is_the_specs() {
    let (_, after) = README.split_once("```json\n").unwrap();
    let (shown, _) = after.split_once("```").unwrap();
    let shown: Member = serde_json::from_str(shown).unwrap();

    let action: ActionFile = serde_json::from_str(ACTION).unwrap();
    let mut parameters = action.parameters.into_iter();
    let mut committed = parameters.find(|parameter| parameter.name == shown.name).unwrap();
    // The wording may be fixed in the spec without the README.
    committed.description = shown.description.clone();
    assert_eq!(
        shown, committed,
        "README.md shows a parameter as the spec does not have it"
    );
}

#[test]
fn the_include_line_of_the_second_way_in_is_the_consumers() {
    const LINE: &str = "include!(concat!(env!(\"OUT_DIR\"), \"/services.rs\"));";
    assert!(README.contains(LINE));
    let consumer = include_str!("../consumer/src/lib.rs");
    assert!(
        consumer.contains("env!(\"OUT_DIR\")") && consumer.contains("services.rs"),
        "{consumer}"
    );
}

//! Generated code is laid out as prettyplease does it, however long the names are.
//!
//! The generator lays out a shape of code once for all names of the same lengths; here every item is parsed again and
//! laid out by itself.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, generate, load};
use tc3_tests::cases;

/// Asserts that each item is as prettyplease prints it, except for the tables, and returns how many there are.
fn assert_laid_out(text: &str) -> usize {
    let items = text
        .split("\n\n")
        .filter(|item| item.starts_with(['/', '#', 'p', 'i', 'c']));
    let mut count = 0;
    for item in items.skip(1) {
        let file = syn::parse_file(item).unwrap();
        assert_eq!(prettyplease::unparse(&file).trim_end(), item.trim_end());
        count += 1;
    }
    count
}

#[test]
fn every_item_is_laid_out_by_prettyplease() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    for case in cases::code_cases(package).unwrap() {
        let spec = load(&SourceSet::read_dir(&case.join("spec")).unwrap()).unwrap();
        let files = generate(&spec, cases::builder(&case, "tests").unwrap().options()).unwrap();
        for (_, text) in files.iter() {
            assert_laid_out(text);
        }
    }
}

fn file(path: &str, content: &Value) -> Source {
    Source {
        path: format!("clock/v20200101/{path}"),
        text: content.to_string(),
    }
}

/// Members of every kind with names of some length, of which at most so many kinds are required too.
fn members(length: usize, type_name: &str, kinds_required: usize) -> Vec<Value> {
    let kinds = ["String", "Integer", "Float", "Boolean", "Object", type_name];
    let member = |(index, kind): (usize, &&str), list: &str, required: bool| {
        let letter = char::from(b'A' + u8::try_from(index).unwrap());
        let name = format!("{letter}{}{}", if required { "r" } else { "o" }, "x".repeat(length));
        let name = if list.is_empty() { name } else { format!("{name}List") };
        json!({"name": name, "type": format!("{list}{kind}"), "required": required, "description": "Something."})
    };
    let mut members = Vec::new();
    for list in ["", "Array of "] {
        for required in [false, true] {
            // Some types take all required members in `new`, some one.
            let kinds = kinds
                .iter()
                .enumerate()
                .take(if required { 1 + length % kinds_required } else { 6 });
            members.extend(kinds.map(|kind| member(kind, list, required)));
        }
    }
    members
}

fn spec_of_long_names() -> SourceSet {
    let service = json!({"name": "clock", "version": "2020-01-01", "title": "Clock",
        "description": "Tells the time.", "host": "clock.tencentcloudapi.com"});
    let mut sources = vec![file("service.json", &service)];
    for length in 1..=70 {
        let name = format!("T{}", "y".repeat(length));
        let shared = json!({"name": name, "description": "A type.", "members": members(71 - length, &name, 5)});
        sources.push(file(&format!("types/{name}.json"), &shared));
        let page = format!("P{}", "z".repeat(length));
        let mut parameters = members(length, &name, 6);
        parameters.push(json!({"name": page, "type": "Integer", "description": "The page."}));
        let items = format!("I{}", "z".repeat(71 - length));
        let output = json!([
            {"name": items, "type": format!("Array of {name}"), "description": "The items."},
            {"name": "Total", "type": "Integer", "description": "How many.", "deprecated": "Count \"them\".\\"}
        ]);
        let action = format!("Do{}", "x".repeat(length));
        let of_action = json!({"name": action, "description": "Does it.", "regionRequired": length % 2 == 0,
            "readOnly": true, "rateLimit": 20, "parameters": parameters, "output": output,
            "paging": {"kind": "offset", "position": page, "items": items, "total": "Total"}});
        sources.push(file(&format!("actions/{action}.json"), &of_action));
    }
    SourceSet::new("spec", sources)
}

#[test]
fn names_of_every_length_are_laid_out_by_prettyplease() {
    let spec = load(&spec_of_long_names()).unwrap();
    let derive =
        "#[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema, garde::Validate, arbitrary::Arbitrary)]";
    let builder = Builder::checked_in()
        .type_attribute("clock.Ty", derive)
        .field_attribute(
            "clock.Ty.Aoxx".to_owned() + &"x".repeat(68),
            "#[doc(alias = \"other\")]",
        );
    for builder in [Builder::new(), builder] {
        let files = generate(&spec, builder.options()).unwrap();
        assert_eq!(assert_laid_out(files.get("clock/v20200101.rs").unwrap()), 8 * 70 + 1);
    }
}

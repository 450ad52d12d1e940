//! Importing over an existing spec: a name once given in Rust stays with its wire name, whatever the vendor reorders.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tc3_codegen::spec::SourceSet;
use tc3_tests::cli::{scratch, tc3_codegen};

/// A copy of the fixture's metadata whose members of CreateThingRequest are these, all of them strings.
fn metadata(folder: &Path, members: &[&str]) -> PathBuf {
    let path = "tccli/services/demo/v20200102/api.json";
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/metadata").join(path);
    let mut api: Value = serde_json::from_str(&fs::read_to_string(fixture).unwrap()).unwrap();
    let member = |name: &&str| json!({ "name": name, "member": "string", "type": "string", "required": false, "disabled": false, "document": "" });
    api["objects"]["CreateThingRequest"]["members"] = members.iter().map(member).collect();
    let copy = folder.join("metadata");
    let path = copy.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, api.to_string()).unwrap();
    copy
}

/// An SDK whose service has these codes.
fn sdk(folder: &Path, codes: &[&str]) -> PathBuf {
    let copy = folder.join("sdk");
    let path = copy.join("tencentcloud/demo/v20200102/errorcodes.py");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let lines = codes.iter().enumerate();
    let lines: Vec<String> = lines.map(|(index, code)| format!("CODE{index} = '{code}'\n")).collect();
    fs::write(path, lines.concat()).unwrap();
    copy
}

/// Imports both into the folder's spec, over what is there, and checks that code can be generated from it.
fn import(folder: &Path, members: &[&str], codes: &[&str]) {
    let (metadata, sdk, spec) = (metadata(folder, members), sdk(folder, codes), folder.join("spec"));
    let ran = tc3_codegen(&[
        "import",
        "metadata",
        metadata.to_str().unwrap(),
        "--service",
        "demo",
        "--no-examples",
        "--errors",
        sdk.to_str().unwrap(),
        "--spec",
        spec.to_str().unwrap(),
    ]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    tc3_codegen::load(&SourceSet::read_dir(&spec).unwrap()).unwrap();
}

/// `Wire` or `Wire=rust_name` for each thing of a list.
fn listed(folder: &Path, file: &str, list: &str, key: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.join("spec/demo/v20200102").join(file)).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let name = |thing: &Value| {
        let wire = thing[key].as_str().unwrap();
        thing["rustName"]
            .as_str()
            .map_or_else(|| wire.to_owned(), |rust| format!("{wire}={rust}"))
    };
    let mut names: Vec<String> = file[list].as_array().unwrap().iter().map(name).collect();
    names.sort();
    names
}

fn parameters(folder: &Path) -> Vec<String> {
    listed(folder, "actions/CreateThing.json", "parameters", "name")
}

fn codes(folder: &Path) -> Vec<String> {
    listed(folder, "service.json", "errors", "code")
}

#[test]
fn swapped_members_keep_their_fields() {
    let folder = scratch("names-swapped");
    import(&folder, &["Uui", "UUI"], &[]);
    assert_eq!(parameters(&folder), ["UUI=uui_2", "Uui"]);
    import(&folder, &["UUI", "Uui"], &[]);
    assert_eq!(parameters(&folder), ["UUI=uui_2", "Uui"]);
}

#[test]
fn an_inserted_member_gets_the_number() {
    let folder = scratch("names-inserted");
    import(&folder, &["Name", "Uui"], &[]);
    import(&folder, &["UUI", "Name", "Uui"], &[]);
    assert_eq!(parameters(&folder), ["Name", "UUI=uui_2", "Uui"]);
    // Nothing moves once more, and the next one gets the next number.
    import(&folder, &["uUI", "NAME", "UUI", "Uui", "Name"], &[]);
    assert_eq!(parameters(&folder), ["NAME=name_2", "Name", "UUI=uui_2", "Uui", "uUI"]);
}

#[test]
fn a_name_that_a_person_gave_is_kept_and_not_given_again() {
    let folder = scratch("names-by-hand");
    import(&folder, &["Id"], &[]);
    let path = folder.join("spec/demo/v20200102/actions/CreateThing.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("\"name\": \"Id\"", "\"name\": \"Id\", \"rustName\": \"thing_id\""),
    )
    .unwrap();
    import(&folder, &["ThingId", "Id"], &[]);
    assert_eq!(parameters(&folder), ["Id=thing_id", "ThingId=thing_id_2"]);
}

#[test]
fn the_plain_code_has_the_plain_name_unless_it_was_given_away() {
    let folder = scratch("names-codes");
    let both = ["InvalidParameter.Value", "InvalidParameterValue"];
    import(&folder, &["Id"], &both);
    assert_eq!(
        codes(&folder),
        ["InvalidParameter.Value=InvalidParameterValue2", "InvalidParameterValue"]
    );

    let folder = scratch("names-codes-given-away");
    import(&folder, &["Id"], &both[..1]);
    import(&folder, &["Id"], &both);
    assert_eq!(
        codes(&folder),
        ["InvalidParameter.Value", "InvalidParameterValue=InvalidParameterValue2"]
    );
}

//! `tc3-codegen diff` of the vendor's metadata, with other metadata and with a spec.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tc3_tests::cli::{Ran, copy_folder, scratch, tc3_codegen};

use crate::spec::SHOP;
use crate::wheel::{METADATA, wheel};

const API: &str = "tccli/services/demo/v20200102/api.json";

/// Returns a copy of the metadata with a change of the service `demo`.
fn metadata(test: &str, change: impl FnOnce(&mut Value)) -> String {
    let folder = scratch(test);
    copy_folder(Path::new(METADATA), &folder);
    edit(&folder.join(API), change);
    folder.to_str().unwrap().to_owned()
}

fn edit(path: &Path, change: impl FnOnce(&mut Value)) {
    let mut json = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    change(&mut json);
    fs::write(path, json.to_string()).unwrap();
}

/// Returns the folder of a spec that the metadata was imported into.
fn imported(test: &str, options: &[&str]) -> PathBuf {
    let spec = scratch(test);
    let ran = tc3_codegen(
        &[
            &["import", "metadata", METADATA, "--spec", spec.to_str().unwrap()],
            options,
        ]
        .concat(),
    );
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    spec
}

fn members<'a>(api: &'a mut Value, object: &str) -> &'a mut Vec<Value> {
    api["objects"][object]["members"].as_array_mut().unwrap()
}

fn diff(args: &[&str]) -> Ran {
    let ran = tc3_codegen(&[&["diff"], args].concat());
    assert_eq!(ran.err, "", "{args:?}");
    ran
}

#[test]
fn a_wheel_is_compared_with_a_folder() {
    let wheel = wheel(&scratch("diff-wheel"));
    let ran = diff(&[METADATA, wheel.to_str().unwrap()]);
    assert_eq!((ran.exit_code, ran.out.as_str()), (0, "no differences\n"));
}

#[test]
fn members_that_collide_keep_their_fields_when_they_change_places() {
    let new = metadata("diff-collision", |api| {
        let members = members(api, "CreateThingRequest");
        let at = members.iter().position(|member| member["name"] == "DnsFormat").unwrap();
        members.swap(at, at + 1);
    });
    let ran = diff(&[METADATA, &new]);
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.contains("dns_format")).collect();
    let kept = "stays as it was released, in a spec and in a workspace; if code is generated afresh, the field";
    let is_note = |line: &&str| line.starts_with("  note: ") && line.contains(kept);
    assert!(lines.len() == 2 && lines.iter().all(is_note), "{}", ran.out);
    assert_eq!(ran.exit_code, 0);
}

/// Two required texts in another order: a call of `new` that was written before compiles as it is.
#[test]
fn arguments_that_change_places_are_a_note_between_releases_and_break_between_specs() {
    let with_two = |test: &str, first: &str, second: &str| {
        let of_name = |name: &str| json!({ "name": name, "type": "string", "member": "string", "required": true });
        metadata(test, |api| {
            members(api, "CreateThingRequest").splice(0..0, [of_name(first), of_name(second)]);
        })
    };
    let old = with_two("diff-arguments-old", "Source", "Target");
    let new = with_two("diff-arguments-new", "Target", "Source");
    let moved = "`new` took (Source, Target, Name, Count), takes (Target, Source, Name, Count): a call compiles as it is, \
                 and the String for `Source` is sent as `Target`, the String for `Target` is sent as `Source`";
    let ran = diff(&[&old, &new]);
    let note = format!(
        "note: CreateThingRequest: stays as it was released, in a spec and in a workspace; if code is generated afresh, {moved}"
    );
    assert!(ran.out.contains(&note), "{}", ran.out);
    assert_eq!(ran.exit_code, 0, "{}", ran.out);
    let ran = diff(&[&old, &new, "--json"]);
    assert!(ran.out.contains("\"kind\": \"order-kept\""), "{}", ran.out);

    let spec = |test: &str, metadata: &str| {
        let spec = scratch(test).to_str().unwrap().to_owned();
        let ran = tc3_codegen(&["import", "metadata", metadata, "--spec", &spec, "--all"]);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        spec
    };
    let (old_spec, new_spec) = (spec("diff-order-old", &old), spec("diff-order-new", &new));
    let ran = diff(&[&old_spec, &new_spec]);
    assert!(
        ran.out
            .contains(&format!("breaking, silently: CreateThingRequest: {moved}")),
        "{}",
        ran.out
    );
    assert_eq!(ran.exit_code, 4, "{}", ran.out);

    let ran = tc3_codegen(&["import", "metadata", &new, "--spec", &old_spec, "--all"]);
    assert!(ran.err.contains("the order of the file is kept"), "{}", ran.err);
    let ran = diff(&[&spec("diff-order-again", &old), &old_spec]);
    assert_eq!(ran.out, "no differences\n");
}

#[test]
fn descriptions_of_metadata_are_compared() {
    let new = metadata("diff-documents", |api| {
        api["actions"]["CreateThing"]["document"] = json!("Makes a thing.");
        members(api, "CreateThingRequest")[1]["document"] = json!("How many.");
    });
    let ran = diff(&[METADATA, &new]);
    let expected = "\
0 breaking changes, 0 additions, 0 notes, 2 documentation changes

Only documentation differs: demo 2020-01-02 (2)
";
    assert_eq!((ran.exit_code, ran.out.as_str()), (0, expected));
}

#[test]
fn many_members_that_may_be_null_are_listed_last_and_apart() {
    let wide = |is_null: bool| {
        move |api: &mut Value| {
            for number in 0..30 {
                members(api, "CreateThingResponse").push(json!({
                    "document": "", "member": "string", "name": format!("Part{number:02}"), "type": "string",
                    "output_required": true, "value_allowed_null": is_null
                }));
            }
            if !is_null {
                members(api, "CreateThingRequest").retain(|member| member["name"] != "Day");
            }
        }
    };
    let (old, new) = (
        metadata("diff-null", wide(true)),
        metadata("diff-not-null", wide(false)),
    );
    let ran = diff(&[&old, &new]);
    let expected = "\
31 breaking changes, 0 additions, 0 notes, 0 documentation changes

demo 2020-01-02: 31 breaking changes
  breaking: CreateThingRequest.Day: is gone

breaking, 30 members of 1 service version: is always there: it is no longer an `Option`
  demo 2020-01-02: CreateThingResponse.Part00, CreateThingResponse.Part01, CreateThingResponse.Part02 and 27 more
";
    assert_eq!((ran.exit_code, ran.out.as_str()), (4, expected));
    let changes: Vec<Value> = serde_json::from_str(&diff(&[&old, &new, "--json"]).out).unwrap();
    let kinds: Vec<&str> = changes.iter().filter_map(|change| change["kind"].as_str()).collect();
    assert_eq!(
        (kinds.len(), kinds[0], kinds[1], kinds[30]),
        (31, "member-removed", "never-null", "never-null")
    );
}

#[test]
fn an_import_differs_from_its_source_in_nothing() {
    let spec = imported("diff-imported", &["--all"]);
    let spec = spec.to_str().unwrap();
    for sides in [[spec, METADATA], [METADATA, spec]] {
        let ran = diff(&sides);
        assert_eq!((ran.exit_code, ran.out.as_str()), (0, "no differences\n"), "{sides:?}");
    }
}

/// What metadata does not state cannot have changed in it.
#[test]
fn facts_that_metadata_does_not_state_are_no_changes() {
    let spec = imported("diff-facts", &["--all"]);
    edit(&spec.join("demo/v20200102/actions/CreateThing.json"), |action| {
        action["description"] = json!("Makes it.");
        action["rateLimit"] = json!(20);
        action["regionRequired"] = json!(true);
        action["errors"] = json!([{ "code": "InternalError" }]);
        action["examples"] = json!([]);
        for (key, value) in [
            ("maxLength", json!(8)),
            ("secret", json!(true)),
            ("rustName", json!("called")),
            ("description", json!("Its name.")),
            ("values", json!("Color")),
        ] {
            action["parameters"][0][key] = value;
        }
    });
    let color =
        json!({ "name": "Color", "description": "A color.", "values": [{ "value": "red", "description": "Red." }] });
    fs::write(spec.join("demo/v20200102/types/Color.json"), color.to_string()).unwrap();
    let spec = spec.to_str().unwrap();
    for sides in [[spec, METADATA], [METADATA, spec]] {
        assert_eq!(diff(&sides).out, "no differences\n", "{sides:?}");
    }
    let new = metadata("diff-facts-new", |api| {
        members(api, "CreateThingRequest")[0]["member"] = json!("int64");
        members(api, "CreateThingRequest")[0]["type"] = json!("int");
    });
    let ran = diff(&[spec, &new]);
    assert_eq!(ran.exit_code, 4);
    assert!(
        ran.out.contains("breaking: CreateThingRequest.Name: was "),
        "{}",
        ran.out
    );
}

#[test]
fn a_spec_is_compared_in_its_own_actions() {
    let spec = imported(
        "diff-part",
        &[
            "--service",
            "demo",
            "--action",
            "DescribeThings",
            "--version",
            "2020-01-02",
        ],
    );
    let spec = spec.to_str().unwrap();
    let ran = diff(&[spec, METADATA]);
    let expected = "\
0 breaking changes, 4 additions, 0 notes, 0 documentation changes

demo 2019-02-03: 1 addition
  addition: a new version, 3 actions

demo 2020-01-02: 2 additions
  addition, 2 times: a new action: CreateThing, ListOldThings

1 new service: as (1 action)
";
    assert_eq!((ran.exit_code, ran.out.as_str()), (3, expected));
    let ran = diff(&[METADATA, spec, "--service", "as"]);
    assert_eq!(
        (ran.exit_code, ran.out.lines().last()),
        (4, Some("1 service gone, each a breaking change: as"))
    );
}

#[test]
fn one_service_may_be_chosen() {
    let new = metadata("diff-chosen", |api| {
        api["actions"].as_object_mut().unwrap().remove("CreateThing");
    });
    assert_eq!(diff(&[METADATA, &new, "--service", "as"]).out, "no differences\n");
    assert_eq!(
        diff(&[METADATA, &new, "--service", "as", "--service", "demo"]).exit_code,
        4
    );
    let unknown = tc3_codegen(&["diff", METADATA, &new, "--service", "dem"]);
    assert_eq!(
        (unknown.exit_code, unknown.err.as_str()),
        (1, "error: no service `dem` on either side\n  help: is it `demo`?\n")
    );
}

#[test]
fn error_codes_of_metadata_come_from_the_sdk() {
    let sdk = |test: &str, codes: &str| {
        let folder = scratch(test);
        let file = folder.join("tencentcloud/demo/v20200102/errorcodes.py");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, codes).unwrap();
        folder.to_str().unwrap().to_owned()
    };
    let old = sdk("diff-codes-old", "INTERNALERROR_ = 'InternalError.'\n");
    let new = sdk(
        "diff-codes-new",
        "INTERNALERROR_ = 'InternalError.'\nINTERNALERROR = 'InternalError'\n",
    );
    let ran = diff(&[METADATA, METADATA, "--old-errors", &old, "--new-errors", &new]);
    assert_eq!(ran.exit_code, 3, "{}", ran.out);
    assert!(
        ran.out
            .contains("if code is generated afresh, the variant `InternalError` was `InternalError.`"),
        "{}",
        ran.out
    );
    let refused = tc3_codegen(&["diff", SHOP, METADATA, "--old-errors", &old]);
    assert_eq!((refused.exit_code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("it is a spec"), "{}", refused.err);
}

/// Metadata is compared without being checked, so nothing in it may be taken for granted.
#[test]
fn metadata_that_gives_no_valid_code_is_compared() {
    let strange = metadata("diff-strange", |api| {
        for name in ["", "é", "a b", "1", "_", "self", "DnsFormat"] {
            members(api, "CreateThingRequest").push(json!({ "name": name, "type": "string", "member": "string" }));
        }
        api["objects"]["Selfish"] = json!({ "members": [
            { "name": "Inner", "type": "object", "member": "Selfish", "required": true }
        ] });
        members(api, "CreateThingResponse").push(json!({ "name": "", "type": "object", "member": "Selfish" }));
        let action = api["actions"]["CreateThing"].clone();
        for name in ["", "é", "createThing", "Create_Thing"] {
            api["actions"][name] = action.clone();
        }
    });
    for (sides, exit_code) in [([METADATA, &strange], 3), ([&strange, METADATA], 4)] {
        let ran = diff(&sides);
        assert_eq!(ran.exit_code, exit_code, "{}", ran.out);
        assert!(ran.out.contains("CreateThingRequest.é"), "{}", ran.out);
    }
    assert_eq!(diff(&[&strange, &strange]).out, "no differences\n");
    let spec = imported("diff-strange-spec", &["--all"]);
    let ran = diff(&[spec.to_str().unwrap(), &strange]);
    assert!(ran.out.contains("a new action: , Create_Thing, "), "{}", ran.out);
}

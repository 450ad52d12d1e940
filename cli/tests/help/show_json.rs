//! `tc3 api show` as JSON and as a JSON Schema.

use serde_json::Value;

use crate::{run, stdout};

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&stdout(words)).unwrap()
}

#[test]
fn an_action_is_shown_with_all_its_facts() {
    insta::assert_snapshot!(stdout(&[
        "api",
        "show",
        "gaap",
        "DescribeProxyGroupList",
        "--output",
        "json"
    ]));
}

#[test]
fn each_type_that_an_action_names_is_there_once() {
    let action = json(&["api", "show", "gaap", "CreateProxyGroup", "--output", "json"]);
    let types = action["types"].as_array().unwrap();
    let names: Vec<&str> = types.iter().map(|shared| shared["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "TagPair",
            "AccessConfiguration",
            "IPAddressVersion",
            "PackageType",
            "NetworkType"
        ]
    );
    let parameters = action["parameters"].as_array().unwrap();
    assert_eq!(parameters[0]["required"], true);
    assert_eq!(parameters[0]["format"], "uint64");
    assert_eq!(parameters[5]["values"], serde_json::json!(["IPv4", "IPv6"]));
}

#[test]
fn a_schema_is_of_the_2020_draft_and_open() {
    insta::assert_snapshot!(stdout(&["api", "show", "gaap", "CreateProxyGroup", "--schema"]));
}

/// Each reference of each schema leads to a definition, and what is required is declared.
#[test]
fn every_schema_is_whole() {
    fn check(schema: &Value, root: &Value) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            assert!(
                root.pointer(reference.strip_prefix('#').unwrap()).is_some(),
                "{reference}"
            );
        }
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            assert!(schema["properties"].get(name.as_str().unwrap()).is_some());
        }
        assert!(schema.get("enum").is_none() && schema.get("additionalProperties").is_none());
        let nested = ["properties", "$defs"]
            .iter()
            .filter_map(|key| schema.get(key)?.as_object());
        nested
            .flat_map(|object| object.values())
            .chain(schema.get("items"))
            .for_each(|nested| check(nested, root));
    }
    for service in ["gaap", "region", "sts", "tag"] {
        let actions = json(&["api", "show", service, "--output", "json"]);
        for action in actions["actions"].as_array().unwrap() {
            let schema = json(&["api", "show", service, action["action"].as_str().unwrap(), "--schema"]);
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert_eq!(schema["type"], "object");
            check(&schema, &schema);
        }
    }
}

#[test]
fn services_are_listed_with_their_versions() {
    let services = json(&["api", "show", "--output", "json"]);
    let names = services
        .as_array()
        .unwrap()
        .iter()
        .map(|service| service["service"].as_str().unwrap());
    for name in ["gaap", "region", "sts", "tag"] {
        assert!(names.clone().any(|known| known == name), "{name}");
    }
}

#[test]
fn a_schema_of_what_is_not_there_is_an_error() {
    let printed = run(&["api", "show", "gaap", "CreateNothing", "--schema"]);
    assert_eq!((printed.code, printed.stdout.as_str()), (2, ""));
    let printed = run(&["api", "show", "gaap", "--schema"]);
    assert_eq!((printed.code, printed.stdout.as_str()), (2, ""));
}

#[test]
fn types_have_schemas_too() {
    let shared = json(&["api", "show", "gaap", "AccessConfiguration", "--schema"]);
    assert_eq!(
        shared["required"],
        serde_json::json!(["AccessRegion", "Bandwidth", "Concurrent"])
    );
    let set = json(&["api", "show", "gaap", "PackageType", "--schema"]);
    assert_eq!(set["type"], "string");
    assert_eq!(set["examples"], serde_json::json!(["Thunder", "Accelerator"]));
    assert!(set.get("enum").is_none());
}

#[test]
fn other_spellings_are_understood() {
    let action = stdout(&["api", "show", "gaap", "CreateProxyGroup", "--output", "json"]);
    for name in ["create-proxy-group", "createproxygroup", "create_proxy_group"] {
        assert_eq!(
            stdout(&["api", "show", "gaap", name, "--output", "json"]),
            action,
            "{name}"
        );
    }
    assert_eq!(
        stdout(&["api", "show", "gaap", "tagpair"]),
        stdout(&["api", "show", "gaap", "TagPair"])
    );
}

/// Of what is known without descriptions: members of the site that is asked for, and recursive types once.
#[test]
fn large_and_recursive_actions_end() {
    let action = json(&["api", "show", "mps", "ProcessMedia", "--output", "json"]);
    let types = action["types"].as_array().unwrap();
    let mut names: Vec<&str> = types.iter().map(|shared| shared["name"].as_str().unwrap()).collect();
    assert!(names.len() > 50);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), types.len());
    let detail = stdout(&["mps", "ProcessMedia", "help", "--detail"]);
    assert!(detail.lines().count() < 2000);
    let short = stdout(&["mps", "ProcessMedia", "help"]);
    assert!(short.lines().count() < 200 && short.contains("--InputInfo.UrlInputInfo"));
    assert_eq!(short.matches("tc3 api update").count(), 1);
}

#[test]
fn the_international_site_has_its_own_actions() {
    let printed = run(&[
        "api",
        "show",
        "clb",
        "AddCustomizedConfig",
        "--site",
        "intl",
        "--output",
        "json",
    ]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    let action: Value = serde_json::from_str(&printed.stdout).unwrap();
    assert_eq!(action["sites"], serde_json::json!(["intl"]));
    assert!(
        stdout(&["clb", "help"])
            .lines()
            .any(|line| line.contains("AddCustomizedConfig") && line.contains("--site intl"))
    );
    let of_intl = stdout(&["clb", "help", "--site", "intl"]);
    assert!(
        !of_intl
            .lines()
            .any(|line| line.contains("AddCustomizedConfig") && line.contains("--site"))
    );
}

//! The Rust names of real parameters and actions, one by one: changing one breaks the users of generated code.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, generate, load};

const GOLDEN: &str = include_str!("../cases/names.txt");

/// The names below a heading of the golden list, as they are sent, each with its name in Rust.
fn golden(heading: &str) -> Vec<(&str, &str)> {
    let (_, below) = GOLDEN.split_once(&format!("{heading}\n")).unwrap();
    let lines = below.lines().take_while(|line| !line.is_empty());
    lines.map(|line| line.split_once(' ').unwrap()).collect()
}

/// A service with these actions and types and, in one more action, these parameters.
fn spec(actions: &[&str], types: &[&str], parameters: &[&str]) -> SourceSet {
    let file = |path: &str, json: Value| Source {
        path: format!("demo/v20200102/{path}"),
        text: json.to_string(),
    };
    let action = |name: &str, parameters: Vec<Value>| {
        let json = json!({
            "name": name, "description": "Runs.", "regionRequired": false, "parameters": parameters, "output": [],
        });
        file(&format!("actions/{name}.json"), json)
    };
    let parameters = parameters
        .iter()
        .map(|name| json!({ "name": name, "type": "String", "required": false, "description": "A parameter." }));
    let mut sources = vec![
        file(
            "service.json",
            json!({
                "name": "demo", "version": "2020-01-02", "title": "Demo", "description": "Shows names.",
                "host": "demo.example.com",
            }),
        ),
        action("TakeAll", parameters.collect()),
    ];
    sources.extend(actions.iter().map(|name| action(name, Vec::new())));
    sources.extend(types.iter().map(|name| {
        let json = json!({ "name": name, "description": "A type.", "members": [] });
        file(&format!("types/{name}.json"), json)
    }));
    SourceSet::new("spec", sources)
}

fn generated(actions: &[&str], parameters: &[&str]) -> syn::File {
    let checked = load(&spec(actions, &[], parameters)).unwrap();
    let files = generate(&checked, Builder::new().options()).unwrap();
    syn::parse_file(files.get("demo/v20200102.rs").unwrap()).unwrap()
}

#[test]
fn parameters_become_fields() {
    let golden = golden("members");
    let names: Vec<&str> = golden.iter().map(|(name, _)| *name).collect();
    let code = generated(&[], &names);
    let fields = code.items.iter().find_map(|item| match item {
        syn::Item::Struct(item) if item.ident == "TakeAllRequest" => Some(&item.fields),
        _ => None,
    });
    let fields = fields
        .unwrap()
        .iter()
        .map(|field| field.ident.as_ref().unwrap().to_string());
    compare(&golden, names.iter().copied().zip(fields));
}

#[test]
fn actions_become_functions() {
    let golden = golden("actions");
    let names: Vec<&str> = golden.iter().map(|(name, _)| *name).collect();
    let code = generated(&names, &[]);
    let functions: BTreeMap<String, String> = code.items.iter().filter_map(function).collect();
    assert_eq!(functions.len(), names.len() + 1);
    compare(&golden, names.iter().map(|name| (*name, functions[*name].clone())));
}

/// The action that an item calls, by the type of the request, and the name of the function.
fn function(item: &syn::Item) -> Option<(String, String)> {
    let syn::Item::Fn(item) = item else { return None };
    let Some(syn::FnArg::Typed(request)) = item.sig.inputs.last() else {
        return None;
    };
    let syn::Type::Reference(request) = &*request.ty else {
        return None;
    };
    let syn::Type::Path(request) = &*request.elem else {
        return None;
    };
    let request = request.path.get_ident()?.to_string();
    Some((request.strip_suffix("Request")?.to_owned(), item.sig.ident.to_string()))
}

fn compare<'a>(golden: &[(&str, &str)], fresh: impl Iterator<Item = (&'a str, String)>) {
    let changed: Vec<String> = golden
        .iter()
        .zip(fresh)
        .filter(|((_, rust), (_, fresh))| rust != fresh)
        .map(|(_, (name, fresh))| format!("{name} {fresh}"))
        .collect();
    assert!(
        changed.is_empty(),
        "names that differ from cases/names.txt:\n{}",
        changed.join("\n")
    );
}

/// The codes of what is wrong with a spec.
fn faults(spec: &SourceSet) -> Vec<&'static str> {
    let diagnostics = load(spec).unwrap_err();
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_type_cannot_have_a_name_that_means_something_else() {
    for name in ["Self", "self", "type", "async", "u64", "bool", "rt"] {
        assert_eq!(faults(&spec(&[], &[name], &[])), ["no-rust-name"], "{name}");
    }
    assert!(load(&spec(&[], &["Option", "lower", "Snake_Case"], &[])).is_ok());
}

#[test]
fn names_that_meet_are_refused() {
    for names in [
        ["DnsFormat", "DNSFormat"],
        ["New", "WithNew"],
        ["AppID", "AppId"],
        ["Self", "Self_"],
    ] {
        assert_eq!(faults(&spec(&[], &[], &names)), ["name-collision"], "{names:?}");
    }
    assert_eq!(faults(&spec(&["GetItem", "Get_Item"], &[], &[])), ["name-collision"]);
}

/// A spec with something in every name space of the generated code, in which nothing collides.
fn every_name_space() -> BTreeMap<&'static str, Value> {
    let member = |name: &str| json!({ "name": name, "type": "String", "required": true, "description": "A." });
    let members = || json!([member("Id"), member("Name")]);
    let codes = || json!([{ "code": "Busy" }, { "code": "Gone" }]);
    let action = |name: &str| {
        json!({
            "name": name, "description": "Runs.", "regionRequired": false, "errors": codes(),
            "parameters": members(), "output": [{ "name": "Result", "type": "Shared", "description": "A." },
                { "name": "Mode", "type": "String", "values": "Mode", "description": "A." }],
        })
    };
    [
        (
            "service.json",
            json!({
                "name": "demo", "version": "2020-01-02", "title": "Demo", "description": "Shows names.",
                "host": "demo.example.com", "errors": codes(),
            }),
        ),
        ("actions/Run.json", action("Run")),
        ("actions/Stop.json", action("Stop")),
        (
            "types/Shared.json",
            json!({ "name": "Shared", "description": "A.", "members": members() }),
        ),
        (
            "types/Mode.json",
            json!({ "name": "Mode", "description": "A.",
                "values": [{ "value": "on", "description": "A." }, { "value": "off", "description": "A." }] }),
        ),
    ]
    .into()
}

fn sources(files: &BTreeMap<&'static str, Value>) -> SourceSet {
    let sources = files.iter().map(|(path, json)| Source {
        path: format!("demo/v20200102/{path}"),
        text: json.to_string(),
    });
    SourceSet::new("spec", sources)
}

#[test]
fn names_that_meet_are_refused_in_every_name_space() {
    assert!(load(&sources(&every_name_space())).is_ok());
    // Each list of two things whose names meet if the first is called like the second, or both alike.
    let lists = [
        ("service.json", "/errors", "Gone", "Late"),
        ("actions/Run.json", "/errors", "Gone", "Late"),
        ("actions/Run.json", "/parameters", "name", "label"),
        ("actions/Run.json", "/output", "mode", "label"),
        ("types/Shared.json", "/members", "name", "label"),
        ("types/Mode.json", "/values", "Off", "Dim"),
    ];
    for (path, list, derived, other) in lists {
        let place = |index: usize| format!("{list}/{index}");
        // Explicit against derived, derived against explicit, explicit against explicit.
        let first = every_name_space()[path].pointer(&place(0)).unwrap().clone();
        let first = first["code"]
            .as_str()
            .or(first["name"].as_str())
            .or(first["value"].as_str());
        let first = match first.unwrap() {
            "on" => "On".to_owned(),
            code @ "Busy" => code.to_owned(),
            member => member.to_lowercase(),
        };
        for names in [
            [Some(derived), None],
            [None, Some(first.as_str())],
            [Some(other), Some(other)],
        ] {
            let mut files = every_name_space();
            for (index, name) in names.iter().enumerate() {
                if let Some(name) = name {
                    let thing = files.get_mut(path).unwrap().pointer_mut(&place(index)).unwrap();
                    thing["rustName"] = json!(name);
                }
            }
            let diagnostics = load(&sources(&files)).unwrap_err();
            let found: Vec<_> = diagnostics.iter().collect();
            assert_eq!(found.len(), 1, "{path}{list} {names:?}: {diagnostics}");
            assert_eq!(found[0].code, "name-collision", "{path}{list} {names:?}");
            assert_eq!(found[0].labels.len(), 2, "{path}{list} {names:?}: both places");
        }
    }
}

#[test]
fn setters_types_and_variants_cannot_meet_what_is_always_generated() {
    let refused = |path: &'static str, change: &dyn Fn(&mut Value)| {
        let mut files = every_name_space();
        change(files.get_mut(path).unwrap());
        faults(&sources(&files))
    };
    for method in ["new", "clone", "default"] {
        let change = |action: &mut Value| {
            action["parameters"][0]["rustName"] = json!(method);
            action["parameters"][1]["rustName"] = json!(format!("with_{method}"));
        };
        assert_eq!(refused("actions/Run.json", &change), ["name-collision"], "{method}");
    }
    for (path, list) in [("types/Mode.json", "values"), ("actions/Run.json", "errors")] {
        let change = |file: &mut Value| file[list][0]["rustName"] = json!("UnknownValue");
        assert_eq!(refused(path, &change), ["name-collision"], "{path}");
    }
    let files = |name: &'static str, path: &'static str| {
        let mut files = every_name_space();
        let json = json!({ "name": name, "description": "A.", "members": [] });
        files.insert(path, json);
        let diagnostics = load(&sources(&files)).unwrap_err();
        diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
    };
    assert_eq!(files("v20200102", "types/v20200102.json"), ["no-rust-name"]);
    assert_eq!(files("runtime", "types/runtime.json"), ["no-rust-name"]);
    assert_eq!(files("DemoErrorCode", "types/DemoErrorCode.json"), ["name-collision"]);
    let both = ["reserved-name"];
    assert_eq!(files("RunRequest", "types/RunRequest.json"), both);
    assert_eq!(files("RunResponse", "types/RunResponse.json"), both);
    assert_eq!(files("RunErrorCode", "types/RunErrorCode.json"), both);
}

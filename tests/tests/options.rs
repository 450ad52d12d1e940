//! Every option of the generator: what it does, and what it says when it cannot.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::path::{Path, PathBuf};

use tc3_codegen::spec::SourceSet;
use tc3_codegen::{Builder, FileSet, GenerateError, SERVICES_FILE, generate, load};

const MODULE: &str = "gaap/v20180529.rs";

fn spec_dir() -> PathBuf {
    PathBuf::from(tc3_tests::FROZEN_SPEC)
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("cases/code")
        .join(name)
        .join("spec")
}

fn try_code(spec: &Path, builder: &Builder) -> Result<FileSet, GenerateError> {
    let checked = load(&SourceSet::read_dir(spec).unwrap()).unwrap();
    generate(&checked, builder.options())
}

fn code(builder: &Builder) -> FileSet {
    try_code(&spec_dir(), builder).unwrap()
}

fn module(builder: &Builder) -> String {
    code(builder).get(MODULE).unwrap().to_owned()
}

/// The messages with which the options are rejected.
#[track_caller]
fn refused(spec: &Path, builder: &Builder) -> Vec<String> {
    match try_code(spec, builder) {
        Err(GenerateError::Options(sentences)) => sentences,
        other => panic!("{other:?}"),
    }
}

/// What is said to be no Rust.
#[track_caller]
fn not_rust(builder: &Builder) -> String {
    match try_code(&spec_dir(), builder) {
        Err(error @ GenerateError::NotRust { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_selection_takes_in_what_it_names() {
    let spec = case("pruned");
    let files = |builder: Builder| -> Vec<String> {
        let code = try_code(&spec, &builder).unwrap();
        code.iter().map(|(path, _)| path.to_owned()).collect()
    };
    let (demo, other) = ("demo/v20200102.rs", "other/v20200102.rs");
    assert_eq!(files(Builder::new()), [demo, other, SERVICES_FILE]);
    assert_eq!(files(Builder::new().include_service("other")), [other, SERVICES_FILE]);
    let one_action = Builder::new().include_action("demo", "Drop");
    assert_eq!(files(one_action.clone()), [demo, SERVICES_FILE]);
    let text = try_code(&spec, &one_action).unwrap();
    let text = text.get(demo).unwrap();
    for (type_name, is_there) in [("Dropped", true), ("Shared", true), ("Kept", false), ("Mode", false)] {
        assert_eq!(
            text.contains(&format!("pub struct {type_name} ")),
            is_there,
            "{type_name}"
        );
    }
    let both = one_action.include_action("demo", "Keep").include_service("other");
    assert_eq!(
        try_code(&spec, &both).unwrap(),
        try_code(&spec, &Builder::new()).unwrap()
    );
}

/// A type that is generated for one action is the one that is generated for all.
#[test]
fn a_selection_does_not_change_the_types_it_takes_in() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    // `DescribeRules` returns `RuleCheckParams`, and only requests of actions that are left out send it.
    let selections = [
        (case("pruned"), "demo/v20200102", "Keep", "Shared"),
        (committed, "gaap/v20180529", "DescribeRules", "RuleCheckParams"),
    ];
    for (spec, version, action, type_name) in selections {
        let service = version.split('/').next().unwrap();
        let of_type = |builder: Builder| {
            let code = try_code(&spec, &builder).unwrap();
            let text = code.get(&format!("{version}.rs")).unwrap();
            let (_, from_here) = text.split_once(&format!("pub struct {type_name} ")).unwrap();
            from_here.split_once("rt::record!").unwrap().0.to_owned()
        };
        assert_eq!(
            of_type(Builder::new().include_action(service, action)),
            of_type(Builder::new())
        );
    }
}

#[test]
fn a_selection_of_nothing_names_what_is_near() {
    let builder = Builder::new()
        .include_service("gap")
        .include_action("gaap", "CreateProxyGruop")
        .include_action("nowhere", "CreateProxyGroup")
        .extern_types("gaaap", "::other::gaap");
    let sentences = refused(&spec_dir(), &builder);
    assert_eq!(
        sentences,
        [
            "extern_types: nothing is named `gaaap`; did you mean `gaap`?",
            "include_service: nothing is named `gap`; did you mean `gaap`?",
            "include_action: nothing is named `gaap.CreateProxyGruop`; did you mean `gaap.CreateProxyGroup`?",
            "include_action: nothing is named `nowhere.CreateProxyGroup`",
        ]
    );
}

#[test]
fn the_runtime_may_be_elsewhere() {
    let text = module(&Builder::new().runtime_path("::tc3::runtime"));
    assert!(text.contains("use ::tc3::runtime::generated_0_1 as rt;"));
    assert!(!text.contains("tc3_runtime"));
}

#[test]
fn a_path_that_is_not_one_is_an_error() {
    for path in [
        "",
        "::",
        "a b",
        "a::",
        "a; fn evil() {}",
        "a::<b",
        "\"a\"",
        "a as b",
        "a::{b}",
        "*",
        "a::b<c>",
        "a()",
    ] {
        let said = not_rust(&Builder::new().runtime_path(path));
        assert!(said.contains(&format!("`{path}`")), "{said}");
        let said = not_rust(&Builder::new().extern_types("gaap", path));
        assert!(said.contains("gaap"), "{path}: {said}");
    }
}

#[test]
fn extern_types_are_referred_to_and_not_generated() {
    let text = module(&Builder::new().extern_types("gaap", "::tc3::gaap"));
    for name in [
        "AccessConfiguration",
        "TagPair",
        "PackageType",
        "IPAddressVersion",
        "NetworkType",
    ] {
        assert!(
            !text.contains(&format!("struct {name}")) && !text.contains(&format!("enum {name}")),
            "{name}"
        );
    }
    assert!(text.contains("pub tag_set: rt::Option<rt::Vec<::tc3::gaap::TagPair>>"));
    assert!(text.contains("pub package_type: rt::Option<::tc3::gaap::PackageType>"));
    assert!(text.contains("pub struct CreateProxyGroupRequest"));
    assert!(text.contains("pub enum CreateProxyGroupErrorCode"));
}

#[test]
fn a_single_extern_type_leaves_the_others_here() {
    let text = module(&Builder::new().extern_type("gaap.AccessConfiguration", "::other::Access"));
    assert!(text.contains("pub access_region_set: rt::Option<rt::Vec<::other::Access>>"));
    assert!(!text.contains("struct AccessConfiguration"));
    assert!(text.contains("pub struct TagPair"));
    // What only the other crate's type reaches is the other crate's too.
    assert!(!text.contains("enum NetworkType"));

    let said = refused(
        &spec_dir(),
        &Builder::new().extern_type("gaap.TagPear", "::other::TagPair"),
    );
    assert_eq!(
        said,
        ["extern_type: nothing is named `gaap.TagPear`; did you mean `gaap.TagPair`?"]
    );
    let said = not_rust(&Builder::new().extern_type("gaap.TagPair", "::other::TagPair<String>"));
    assert!(said.contains("gaap.TagPair"), "{said}");
}

#[test]
fn attributes_are_on_the_items_they_name() {
    let text = module(
        &Builder::new()
            .type_attribute("gaap.TagPair", "#[derive(Hash)] #[cfg(test)]")
            .type_attribute("gaap.TagPair", "#[doc(alias = \"label\")]")
            .type_attribute("gaap.NetworkType", "#[derive(PartialOrd)]")
            .type_attribute("gaap.CreateProxyGroupRequest", "/// Made by hand.")
            .field_attribute("gaap.TagPair.TagKey", "#[doc(alias = \"name\")]"),
    );
    let above = |item: &str| {
        let (before, _) = text.split_once(&format!("pub {item} ")).unwrap();
        before.rsplit("\n\n").next().unwrap().to_owned()
    };
    for attribute in ["#[derive(Hash)]", "#[cfg(test)]", "#[doc(alias = \"label\")]"] {
        assert!(above("struct TagPair").contains(attribute), "{attribute}");
        assert_eq!(text.matches(attribute).count(), 1);
    }
    assert!(above("enum NetworkType").contains("#[derive(PartialOrd)]"));
    assert!(above("struct CreateProxyGroupRequest").contains("/// Made by hand."));
    assert!(text.contains("    #[doc(alias = \"name\")]\n    pub tag_key: "));
}

#[test]
fn an_attribute_that_goes_on_nothing_is_an_error() {
    let builder = Builder::new()
        .type_attribute("gaap.TagPiar", "#[derive(Hash)]")
        .type_attribute("TagPair", "#[derive(Hash)]")
        .field_attribute("gaap.TagPair.TagKeys", "#[allow(unused)]")
        .field_attribute("gaap.TagPair.tag_key", "#[allow(unused)]");
    assert_eq!(
        refused(&spec_dir(), &builder),
        [
            "type_attribute: nothing is named `gaap.TagPiar`; did you mean `gaap.TagPair`?",
            "type_attribute: nothing is named `TagPair`; did you mean `gaap.TagPair`?",
            "field_attribute: nothing is named `gaap.TagPair.TagKeys`; did you mean `gaap.TagPair.TagKey`?",
            "field_attribute: nothing is named `gaap.TagPair.tag_key`; did you mean `gaap.TagPair.TagKey`?",
        ]
    );
    // What is not generated cannot bear attributes either.
    let pruned = Builder::new()
        .extern_types("gaap", "::tc3::gaap")
        .type_attribute("gaap.TagPair", "#[derive(Hash)]");
    assert_eq!(refused(&spec_dir(), &pruned).len(), 1);
}

#[test]
fn an_attribute_that_is_not_one_is_an_error() {
    for attribute in [
        "",
        " ",
        "derive(Hash)",
        "#[derive(Hash)",
        "#![allow(x)]",
        "#[a] fn evil() {}",
        "// a",
        "#[",
        "\"",
    ] {
        let on_type = Builder::new().type_attribute("gaap.TagPair", attribute);
        let on_field = Builder::new().field_attribute("gaap.TagPair.TagKey", attribute);
        for builder in [on_type, on_field] {
            let said = not_rust(&builder);
            assert!(said.contains(&format!("`{attribute}`")), "{attribute:?}: {said}");
        }
    }
}

#[test]
fn attributes_find_services_and_members_named_like_keywords() {
    let keyword = Builder::new().type_attribute("as.EchoRequest", "#[derive(Hash)]");
    assert!(try_code(&case("services-and-versions"), &keyword).is_ok());
    let member = Builder::new().field_attribute("demo.AsyncRequest.Type", "#[doc(alias = \"kind\")]");
    assert!(try_code(&case("keywords"), &member).is_ok());
}

#[test]
fn cargo_features_are_asked_for() {
    let with = code(&Builder::new().cargo_features(true));
    assert!(with.get(SERVICES_FILE).unwrap().contains("#[cfg(feature = \"gaap\")]"));
    assert!(
        with.get(MODULE)
            .unwrap()
            .contains("#[cfg(feature = \"client\")]\n#[inline]\npub fn create_proxy_group")
    );
    for (path, text) in code(&Builder::new()).iter() {
        assert!(!text.contains("cfg("), "{path}");
    }
    let keyword = try_code(&case("services-and-versions"), &Builder::new().cargo_features(true)).unwrap();
    assert!(keyword.get(SERVICES_FILE).unwrap().contains("#[cfg(feature = \"as\")]"));
}

#[test]
fn examples_are_tests_or_shown() {
    let tested = module(&Builder::new().doctests("my_crate"));
    assert!(tested.contains("/// use my_crate::gaap::{CreateProxyGroupRequest, CreateProxyGroupResponse};"));
    assert!(!tested.contains("```json"));
    let shown = module(&Builder::new());
    assert!(shown.contains("/// ```json\n/// {\n///   \"ProjectId\": \"0\",") && !shown.contains("/// ```\n/// use"));
    // An example of shared types elsewhere would not find them in this crate.
    let elsewhere = module(&Builder::new().doctests("my_crate").extern_types("gaap", "::tc3::gaap"));
    assert!(elsewhere.contains("```json") && !elsewhere.contains("my_crate"));
}

#[test]
fn calls_can_be_left_out() {
    let text = module(&Builder::new().calls(false));
    assert!(!text.contains("rt::Client") && !text.contains("async fn") && !text.contains("[`create_proxy_group`]"));
    assert!(text.contains("impl rt::Action for CreateProxyGroupRequest"));
    // What the function would say is said of the request.
    assert!(text.contains("The service accepts 20 requests a second."));
}

#[test]
fn what_requests_take_from_elsewhere_has_to_be_fit_for_requests() {
    let text = module(&Builder::new().extern_types("gaap", "::tc3::gaap"));
    for name in ["AccessConfiguration", "TagPair"] {
        let line = format!("const _: () = rt::is_input::<::tc3::gaap::{name}>();");
        assert!(text.contains(&line), "{name}");
    }
    assert!(!text.contains("is_input::<::tc3::gaap::PackageType>"));
    assert!(!module(&Builder::new()).contains("is_input"));
}

#[test]
fn code_need_not_be_laid_out() {
    let plain = module(&Builder::new().format(false));
    assert!(plain.starts_with("// @generated by tc3-codegen."));
    assert!(plain.lines().count() < module(&Builder::new()).lines().count() / 2);
}

#[test]
fn checked_in_is_what_its_parts_are() {
    let parts = Builder::new().cargo_features(true).doctests("tc3");
    assert_eq!(code(&Builder::checked_in()), code(&parts));
}

//! A few values of generated types, made and written.

use crate::more_than_seven_required::demo as required;
use crate::names_of_the_prelude::demo as prelude;
use crate::recursion::demo as recursion;
use crate::streaming::demo as streaming;
use crate::value_sets::demo as value_sets;
use crate::{from_json, keywords, services_and_versions, to_json};

#[test]
fn a_type_can_hold_itself() {
    let root = recursion::Tree::new("root").branches([recursion::Tree::new("leaf")]);
    let chain = recursion::Chain::new("a").next(recursion::Chain::new("b"));
    let json = to_json(&recursion::PlantRequest::new(root).chain(chain));
    assert_eq!(
        json,
        r#"{"Root":{"Name":"root","Branches":[{"Name":"leaf"}]},"Chain":{"Name":"a","Next":{"Name":"b"}}}"#
    );
}

#[test]
fn types_may_be_named_like_those_of_the_prelude() {
    let option = prelude::Option::new("outer").next(prelude::Option::new("inner"));
    let read: Option<prelude::Option> = from_json(&to_json(&option)).ok();
    assert_eq!(read, Some(option));
}

#[test]
fn keywords_are_fields_and_setters() {
    let request = keywords::demo::AsyncRequest::new("t", "s", "v", 1, "r")
        .super_("up")
        .r#gen("g")
        .with_new("n")
        .with_clone("c")
        .with_default("d");
    assert_eq!(request.clone().self_, "s");
    assert_eq!(
        to_json(&request),
        r#"{"Type":"t","Self":"s","Value":"v","Index":1,"Rt":"r","New":"n","Clone":"c","Default":"d","Super":"up","Gen":"g"}"#
    );
}

#[test]
fn a_value_that_is_not_listed_is_kept() {
    let request = value_sets::ChooseRequest::new("later").modes([value_sets::Mode::Fast, "new".into()]);
    assert_eq!(to_json(&request), r#"{"Mode":"later","Modes":["fast","new"]}"#);
    assert_eq!(value_sets::Awkward::from("Unknown"), value_sets::Awkward::Unknown);
    assert_eq!(value_sets::Awkward::Value10ge.as_str(), "10GE");
}

#[test]
fn named_integers_are_plain_numbers() {
    use value_sets::{Level, Speed};

    let request = value_sets::ChooseRequest::new("fast")
        .level(Level::UNKNOWN)
        .speeds([Speed::SPEED_10, 11]);
    assert_eq!(to_json(&request), r#"{"Mode":"fast","Level":-1,"Speeds":[10,11]}"#);
    let is_known = |request: &value_sets::ChooseRequest| !matches!(request.level, None | Some(Level::UNKNOWN));
    assert!(!is_known(&request) && is_known(&request.clone().level(7)));
    assert_eq!([Level::name_of(Level::MIN), Level::name_of(7)], [Some("MIN"), None]);
}

#[test]
fn more_than_seven_required_members_have_setters() {
    let request = required::RegisterRequest::new()
        .part_a("a")
        .tags([required::Tag::new("k", "v")]);
    assert_eq!(to_json(&request), r#"{"PartA":"a","Tags":[{"Key":"k","Value":"v"}]}"#);
}

#[test]
fn each_version_has_a_module_and_one_is_the_default() {
    let request: services_and_versions::demo::v20200102::EchoRequest =
        services_and_versions::demo::EchoRequest::new("a");
    let later = services_and_versions::demo::v20210102::EchoRequest::new("a").times(2);
    let keyword = services_and_versions::r#as::EchoRequest::new("a");
    assert_eq!(to_json(&request), to_json(&keyword));
    assert_eq!(to_json(&later), r#"{"Text":"a","Times":2}"#);
}

#[test]
fn an_action_with_a_stream_can_be_opened_and_sent() {
    const fn streams<A: tc3_runtime::Streams>() -> &'static tc3_runtime::ActionInfo {
        A::INFO
    }
    assert!(streams::<streaming::ChatRequest>().streaming);
    assert!(streams::<streaming::WatchRequest>().streaming);
    assert!(!<required::RegisterRequest as tc3_runtime::Action>::INFO.streaming);
    let _ = streaming::chat;
}

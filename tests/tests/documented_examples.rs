//! Every documented request and response of the committed services, read by its generated type and written again.
//!
//! The comparison is that of the program `examples-check`, which does the same for the whole catalog.

#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(deprecated, reason = "deprecated actions are documented too")]

#[path = "../../codegen/src/workspace/examples_check/program/round_trip.rs"]
mod round_trip;

use std::path::Path;

use round_trip::{Outcome, Typed, typed};
use tc3::runtime;
use tc3_codegen::spec::{Example, SourceSet};

/// Of every action of the spec.
const ACTIONS: &[Typed] = include!(concat!(env!("OUT_DIR"), "/actions.rs"));

/// Examples, each with what reads it.
fn documented() -> Vec<(&'static Typed, Example)> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let checked = tc3_codegen::load(&SourceSet::read_dir(&spec).unwrap()).unwrap();
    let mut documented = Vec::new();
    for service in &checked.spec.services {
        for action in &service.actions {
            let is_of = |typed: &&Typed| {
                let info = typed.info;
                (info.service, info.version, info.name)
                    == (
                        &*service.file.name.value,
                        &*service.file.version.value,
                        &*action.name.value,
                    )
            };
            let typed = ACTIONS.iter().find(is_of).unwrap();
            documented.extend(action.examples.iter().map(|example| (typed, example.clone())));
        }
    }
    documented
}

#[test]
fn every_documented_request_comes_back_the_same() {
    let mut wrong = Vec::new();
    let requests = documented()
        .into_iter()
        .filter_map(|(typed, example)| Some((typed, example.request.clone()?, example)));
    for (typed, request, example) in requests {
        match (typed.request)(&request.to_string()) {
            Outcome::Same => {}
            outcome => wrong.push(format!("{}, {}: {outcome:?}", typed.info.name, *example.title)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_documented_response_is_read_with_a_loss() {
    let mut wrong = Vec::new();
    let examples = documented();
    assert!(examples.len() > 100, "{}", examples.len());
    let responses = examples
        .into_iter()
        .filter_map(|(typed, example)| Some((typed, example.response.clone()?, example)));
    for (typed, response, example) in responses {
        match (typed.response)(&response.to_string()) {
            Outcome::Same | Outcome::Failure => {}
            outcome => wrong.push(format!("{}, {}: {outcome:?}", typed.info.name, *example.title)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

mod what_the_comparison_sees {
    use super::round_trip::{Outcome, typed};
    use tc3::gaap::DescribeProxyGroupListRequest;

    const READER: super::Typed = typed::<DescribeProxyGroupListRequest>();

    fn differs(outcome: Outcome) -> String {
        match outcome {
            Outcome::Differs(lines) => lines.join("\n"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_a_reader_may_put_right_is_the_same() {
        let request = r#"{"Offset": "0", "Limit": 20.0, "ProjectId": -1, "TagSet": {"TagKey": "k", "TagValue": 1}, "Filters": null}"#;
        assert_eq!((READER.request)(request), Outcome::Same);
    }

    #[test]
    fn what_is_lost_is_seen() {
        let request = r#"{"Offset": 0, "Limit": 20, "ProjectId": -1, "Filter": [{"Name": "a"}]}"#;
        assert_eq!(differs((READER.request)(request)), r#"Filter: [{"Name":"a"}] is lost"#);
        let response =
            r#"{"Response": {"TotalCount": [], "ProxyGroupList": [{"GroupId": {}}, null], "RequestId": "r"}}"#;
        assert_eq!(
            differs((READER.response)(response)),
            "ProxyGroupList[0].GroupId: {} was read as \"\"\nTotalCount: [] was read as 0"
        );
    }

    #[test]
    fn what_is_not_declared_is_kept() {
        let response = r#"{"Response": {"TotalCount": 1, "ProxyGroupList": [{"New": 1}], "RequestId": "r"}}"#;
        let paths = vec!["ProxyGroupList[0].New".to_owned()];
        assert_eq!((READER.response)(response), Outcome::Undeclared(paths));
    }

    #[test]
    fn a_failure_has_to_be_the_documented_one() {
        let response = r#"{"Response": {"Error": {"Code": "A.B", "Message": "m"}, "RequestId": "r"}}"#;
        assert_eq!((READER.response)(response), Outcome::Failure);
        assert!(differs((READER.response)("{}")).contains("Response"));
    }
}

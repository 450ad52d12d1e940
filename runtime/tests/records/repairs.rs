//! Documents that are almost JSON: what cannot be read is an anomaly of its member, and the rest is read.

use serde_json::Value;
use tc3_runtime::json::{Envelope, read_envelope};
use tc3_runtime::{AnomalyKind, Response};

use crate::types::{Report, oddities};

/// What is said about the members that `body` has, those that it lacks aside.
fn said(response: &Response<Report>) -> Vec<String> {
    let mut said = oddities(response);
    said.retain(|anomaly| !anomaly.ends_with(": absent"));
    said
}

fn report(members: &str) -> Response<Report> {
    Response::from_json(format!(r#"{{"Response":{{{members},"Id":7,"RequestId":"r"}}}}"#)).unwrap()
}

#[test]
fn half_of_a_surrogate_pair_costs_its_character() {
    for half in [r"\ud800", r"\uDFFF", r"\ud83d\u0041", r"\x", r"\ud800\ud800"] {
        let response = report(&format!(r#""Title":"a{half}b","Note":"\ud83d\ude00\u00e9""#));
        assert!(response.title.starts_with("a\u{fffd}") && response.title.ends_with('b'));
        assert_eq!((response.id, response.note.as_deref()), (7, Some("😀é")));
        assert_eq!(said(&response), ["Title: invalid characters in a text"], "{half}");
    }
}

#[test]
fn a_number_beyond_floats_costs_its_member() {
    for number in ["1e400", "-1e400", "NaN", "Infinity", "-Infinity"] {
        let response = report(&format!(
            r#""Ratio":{number},"Delta":{number},"Numbers":[1,{number},2]"#
        ));
        assert_eq!((response.id, response.ratio, response.delta), (7, 0.0, 0));
        assert_eq!(response.numbers, [1, 2]);
        let odd = |path, expected| format!("{path}: expected {expected}, found a number beyond the range of floats");
        assert_eq!(
            said(&response),
            [
                odd("Delta", "an integer"),
                odd("Numbers[1]", "an integer"),
                odd("Ratio", "a number")
            ]
        );
    }
}

#[test]
fn a_text_keeps_the_digits_of_any_number() {
    let response = report(r#""Title":1e400"#);
    assert_eq!((response.title.as_str(), said(&response)), ("1e400", vec![]));
}

#[test]
fn undeclared_and_json_members_are_repaired_as_well() {
    let response = report(r#""Extra":{"a":["\ud800",1e400]},"New":{"b":"\udc00"}"#);
    assert_eq!(response.extra["a"][0], "\u{fffd}");
    assert_eq!(response.extra["a"][1], "1e400");
    assert_eq!(response.unknown()[0].value["b"], "\u{fffd}");
    assert_eq!(
        said(&response),
        [
            "Extra.a[0]: invalid characters in a text",
            "Extra.a[1]: expected a number, found a number beyond the range of floats",
            "New.b: invalid characters in a text"
        ]
    );
}

#[test]
fn a_control_in_a_text_is_kept() {
    let response = report("\"Title\":\"a\tb\nc\u{1}\"");
    assert_eq!((response.title.as_str(), said(&response)), ("a\tb\nc\u{1}", vec![]));
}

#[test]
fn bytes_that_are_not_utf8_cost_their_characters() {
    let mut body = br#"{"Response":{"Title":"a?b","Id":7,"N?":0,"RequestId":"r"}}"#.to_vec();
    for byte in &mut body {
        if *byte == b'?' {
            *byte = 0xff;
        }
    }
    let response = Response::<Report>::from_json(&body).unwrap();
    assert_eq!((response.title.as_str(), response.id), ("a\u{fffd}b", 7));
    assert_eq!(response.unknown()[0].path, "N\u{fffd}");
    assert_eq!(said(&response), ["Title: invalid characters in a text"]);
    assert_eq!(response.raw_body(), &body);
}

#[test]
fn a_byte_order_mark_costs_nothing() {
    let response = Response::<Report>::from_json("\u{feff}{\"Response\":{\"Id\":7,\"Title\":\"\u{fffd}\"}}").unwrap();
    assert_eq!((response.id, said(&response)), (7, vec![]));
}

#[test]
fn an_error_of_the_service_is_found_in_a_repaired_document() {
    let body = r#"{"Response":{"Error":{"Code":"FailedOperation","Message":"bad \ud800 text"},"RequestId":"r"}}"#;
    let error = Response::<Report>::from_json(body).unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (Some("FailedOperation"), Some("bad \u{fffd} text"))
    );
}

#[test]
fn what_cannot_be_repaired_has_the_position_of_the_document() {
    for (members, reason) in [
        (
            r#""Title":"\ud800","Id":]"#,
            "at `Id`: expected value at line 1 column 36",
        ),
        (r#""Title":tru3"#, "at `Title`: expected ident at line 1 column 25"),
    ] {
        let error = read_envelope::<Report>(format!(r#"{{"Response":{{{members}"#).as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
}

#[test]
fn every_repaired_text_is_reported_in_strict_detail() {
    let response = report(r#""Words":["\ud800","fine","\udc00"]"#);
    assert_eq!(response.words, ["\u{fffd}", "fine", "\u{fffd}"]);
    let kinds: Vec<_> = response
        .anomalies()
        .iter()
        .filter(|anomaly| anomaly.path.starts_with("Words"))
        .collect();
    assert!(kinds.iter().all(|anomaly| anomaly.kind == AnomalyKind::InvalidText));
    assert_eq!(kinds.len(), 2);
}

/// Any byte of a document in place of any other: never a panic, and a reading that is accepted has the members that are
/// whole.
#[test]
fn any_byte_in_the_place_of_another_is_read_or_refused() {
    let body = br#"{"Response":{"Id":7,"Title":"a\ud83d\ude00","Ratio":1e30,"RequestId":"r"}}"#;
    for index in 0..body.len() {
        for byte in 0..=255 {
            let mut body = body.to_vec();
            body[index] = byte;
            if let Ok(Envelope::Success(decoded)) = read_envelope::<Report>(&body) {
                assert!(decoded.value.title.chars().count() <= 12, "{}", decoded.value.title);
            }
        }
    }
}

/// The digits of `str::parse` are the measure; serde_json reads a neighbor of one float in ten without `float_roundtrip`.
#[test]
fn floats_are_exact() {
    let mut random = fastrand::Rng::with_seed(13);
    let mut written = vec!["99.99999999999999".to_owned(), "2.2250738585072014e-308".to_owned()];
    while written.len() < 20_000 {
        let float = f64::from_bits(random.u64(..));
        if float.is_finite() {
            written.push(format!("{float:e}"));
            let percent = random.f64() * 100.0;
            written.push(format!("{percent}"));
        }
    }
    for digits in written {
        let response = report(&format!(r#""Ratio":{digits},"Extra":[{digits}]"#));
        let exact: f64 = digits.parse().unwrap();
        assert_eq!(response.ratio.to_bits(), exact.to_bits(), "{digits}");
        assert_eq!(
            response.extra[0].as_f64().map(f64::to_bits),
            Some(exact.to_bits()),
            "{digits}"
        );
    }
}

#[test]
fn a_deprecated_action_says_so() {
    let response = report(r#""DeprecatedWarning":"use DescribeOther""#);
    assert_eq!(response.deprecated_warning(), Some("use DescribeOther"));
    assert!(response.unknown().is_empty());
    for nothing in ["null", r#""""#, "[]"] {
        let response = report(&format!(r#""DeprecatedWarning":{nothing}"#));
        assert_eq!((response.deprecated_warning(), response.unknown().len()), (None, 0));
    }
    let nested = report(r#""Home":{"Name":"n","Members":[],"Size":1,"DeprecatedWarning":"x"}"#);
    assert_eq!((nested.deprecated_warning(), nested.unknown().len()), (None, 1));
}

/// Anomalies and undeclared members are kept up to a limit, and counted beyond it.
#[test]
fn what_is_odd_is_counted_where_it_is_not_kept() {
    let count = 100_000;
    let items = vec!["0"; count].join(",");
    let response = report(&format!(r#""Groups":[{items}]"#));
    let absent = response.anomaly_count() - count;
    assert!(response.groups.is_empty() && absent < 16);
    assert!(
        (1_000..10_000).contains(&response.anomalies().len()),
        "{}",
        response.anomalies().len()
    );
    assert_eq!(response.anomalies()[0].path, "Groups[0]");

    let members: String = (0..count).map(|index| format!(r#""N{index}":{index},"#)).collect();
    let response = report(members.trim_end_matches(','));
    assert_eq!(response.unknown_count(), count);
    assert!(
        (1_000..10_000).contains(&response.unknown().len()),
        "{}",
        response.unknown().len()
    );
    assert_eq!(response.unknown()[999].value, Value::from(999));

    // What a later value replaces is not counted either.
    let response = report(&format!(r#""Groups":[{items}],"Groups":[]"#));
    assert_eq!(response.anomaly_count(), absent);
}

#[test]
fn a_single_text_and_a_number_for_json_are_reported_where_they_are_repaired() {
    let response = report(r#""Words":"a\ud800","Extra":1e400"#);
    assert_eq!(response.words, ["a\u{fffd}"]);
    assert_eq!(response.extra, "1e400");
    assert_eq!(
        said(&response),
        [
            "Extra: expected a number, found a number beyond the range of floats",
            "Words: invalid characters in a text"
        ]
    );
}

/// A large member that is not kept leaves room for what is odd about the others.
#[test]
fn a_large_undeclared_member_hides_nothing() {
    let items = vec!["0"; 200_000].join(",");
    let response = report(&format!(r#""Big":[{items}],"New":1,"Delta":[]"#));
    assert_eq!((response.unknown_count(), response.unknown().len()), (2, 1));
    assert_eq!(response.unknown()[0].path, "New");
    assert_eq!(said(&response), ["Delta: expected an integer, found a list"]);
}

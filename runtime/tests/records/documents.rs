//! Documents that break off, run on, or nest too deep.

use tc3_runtime::Response;
use tc3_runtime::json::{Envelope, read_envelope};

use crate::types::{Group, Order, Report};

const BODY: &str = r#"{"Note":[0],"Response":{"Id":12,"New":{"a":[1,"é"]},"Home":{"Name":"h\u00e9","Members":[{"Key":"k"}],
    "Size":1e0},"Numbers":[1,{"a":2}],"Ready":false,"Extra":{"b":[null]},"RequestId":"r"}}"#;

#[test]
fn a_document_broken_off_at_any_byte_is_an_error_that_names_the_line() {
    assert!(read_envelope::<Report>(BODY.as_bytes()).is_ok());
    for length in 1..BODY.len() {
        let error = read_envelope::<Report>(&BODY.as_bytes()[..length]).expect_err("it is not whole");
        assert!(error.to_string().contains("at line "), "{length}: {error}");
    }
}

#[test]
fn a_document_broken_off_names_the_member_it_was_in() {
    for (until, place) in [
        (r#""Id":"#, "Id"),
        (r#""New":{"a":[1,"#, "New.a[1]"),
        (r#""Name":"h"#, "Home.Name"),
        (r#"{"Key":"#, "Home.Members[0].Key"),
        (r#""Members":[{"#, "Home.Members[0]"),
        (r#""Numbers":[1,"#, "Numbers[1]"),
        (r#""Extra":{"b"#, "Extra"),
        (r#""Ready":fal"#, "Ready"),
    ] {
        let length = BODY.find(until).unwrap() + until.len();
        let error = read_envelope::<Report>(&BODY.as_bytes()[..length]).unwrap_err();
        assert!(
            error.to_string().starts_with(&format!("at `{place}`: EOF")),
            "{until}: {error}"
        );
    }
}

#[test]
fn any_byte_turned_into_another_is_no_panic() {
    for index in 0..BODY.len() {
        for byte in [0, b'"', b'{', b']', b'9', b'\\', 0xff] {
            let mut body = BODY.as_bytes().to_vec();
            body[index] = byte;
            if let Err(error) = read_envelope::<Report>(&body) {
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

#[test]
fn what_is_not_utf_8_beside_the_response_is_passed_over() {
    let body = b"{\"Note\":\"\xff\",\"Response\":{\"Name\":\"g\",\"Members\":[],\"Size\":1}}";
    let Ok(Envelope::Success(decoded)) = read_envelope::<Group>(body) else {
        panic!("the response is whole");
    };
    assert_eq!(decoded.value.name, "g");
}

#[test]
fn what_follows_the_document_is_an_error() {
    let body = r#"{"Response":{"Name":"g","Members":[],"Size":1}}"#;
    for garbage in ["}", "x", "{}", " \n,", "\0"] {
        let error = Response::<Group>::from_json(format!("{body}{garbage}")).unwrap_err();
        assert!(error.to_string().contains("trailing characters"), "{error}");
        let error = tc3_runtime::from_json::<Order>(&format!(r#"{{"Id":1,"Name":"n"}}{garbage}"#)).unwrap_err();
        assert!(error.to_string().contains("trailing characters"), "{error}");
    }
    assert!(Response::<Group>::from_json(format!("{body} \r\n\t")).is_ok());
}

fn parents(depth: usize) -> String {
    let opening = r#"{"Id":1,"Parent":"#.repeat(depth);
    format!(r#"{{"Response":{opening}null{}}}"#, "}".repeat(depth))
}

#[test]
fn records_may_nest_as_deep_as_json_is_read() {
    let response = Response::<Report>::from_json(parents(100)).unwrap();
    let mut depth = 0;
    let mut next = Some(&*response);
    while let Some(report) = next {
        assert_eq!(report.id, 1);
        next = report.parent.as_deref();
        depth += 1;
    }
    assert_eq!(depth, 100);
}

#[test]
fn nesting_deeper_than_128_is_an_error_in_declared_members() {
    let error = read_envelope::<Report>(parents(129).as_bytes())
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("at `Parent.Parent.") && error.contains("recursion limit exceeded"),
        "{error}"
    );
}

#[test]
fn an_undeclared_member_that_nests_too_deep_is_counted_and_not_kept() {
    for depth in [200, 1_000_000] {
        let body = format!(
            r#"{{"Response":{{"New":{}{},"Id":7}}}}"#,
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let response = Response::<Report>::from_json(&body).unwrap();
        assert_eq!(
            (response.id, response.unknown().len(), response.unknown_count()),
            (7, 0, 1)
        );
    }
}

#[test]
fn nesting_deeper_than_128_costs_nothing_where_it_is_passed_over() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let response = Response::<Group>::from_json(format!(
        r#"{{"Beside":{deep},"Response":{{"Name":"g","Members":[],"Size":{deep}}}}}"#
    ));
    let response = response.unwrap();
    assert_eq!(
        (response.name.as_str(), response.size, response.anomalies().len()),
        ("g", 0, 1)
    );
}

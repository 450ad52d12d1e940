//! The envelope of a response, and how an error is distinguished from one.

use tc3_runtime::generated_0_1 as rt;
use tc3_runtime::{Error, Response};

use crate::types::{Group, NONE, oddities};

generated_record!(SplitResult, Default {
    0 name: rt::Option<rt::String> = rt::Field::optional("Name"),
    1 error: rt::Option<Fault> = rt::Field::optional("Error"),
});

generated_record!(Fault, Default {
    0 code: rt::Option<rt::String> = rt::Field::optional("Code"),
    1 message: rt::Option<rt::String> = rt::Field::optional("Message"),
});

generated_record!(LooseResult, Default {
    0 error: rt::Option<rt::Value> = rt::Field::optional("Error"),
});

generated_record!(Plain, Default {
    0 name: rt::Option<rt::String> = rt::Field::optional("Name"),
});

fn failure<T: rt::Record>(body: &str) -> Error {
    Response::<T>::from_json(body).expect_err("an error")
}

fn described(error: &Error) -> (Option<&str>, Option<&str>, Option<&str>) {
    (error.code(), error.message(), error.request_id())
}

#[test]
fn an_error_is_recognized_by_its_code() {
    let error = failure::<Group>(
        r#"{"Response":{"Error":{"Code":"LimitExceeded.TagQuota","Message":"no 更多"},"RequestId":"r-2"}}"#,
    );
    assert_eq!(
        described(&error),
        (Some("LimitExceeded.TagQuota"), Some("no 更多"), Some("r-2"))
    );
    assert!(error.is_service() && error.is("LimitExceeded.TagQuota"));
}

#[test]
fn an_error_needs_no_message_and_no_request_id() {
    let error = failure::<Group>(r#"{"Response":{"Error":{"Code":"InternalError"}}}"#);
    assert_eq!(described(&error), (Some("InternalError"), Some(""), None));
}

#[test]
fn an_error_code_may_be_a_number() {
    let error = failure::<Group>(r#"{"Response":{"Error":{"Code":4000,"Message":null},"RequestId":null}}"#);
    assert_eq!(described(&error), (Some("4000"), Some(""), None));
}

fn group_with_error(error: &str) -> String {
    format!(r#"{{"Response":{{"Name":"g","Members":[],"Size":1,"Error":{error}}}}}"#)
}

#[test]
fn an_error_that_is_null_is_an_undeclared_member() {
    let response = Response::<Group>::from_json(group_with_error("null")).unwrap();
    assert_eq!(
        (response.name.as_str(), response.unknown()[0].path.as_str()),
        ("g", "Error")
    );
    assert_eq!(oddities(&response), NONE);
}

#[test]
fn an_error_without_a_code_makes_the_answer_unreadable() {
    for error in [
        "{}",
        r#"{"Message":"sesame"}"#,
        r#"{"Code":"","Message":"sesame"}"#,
        r#"{"Code":null,"Message":"sesame"}"#,
        r#"{"Code":["sesame"]}"#,
        r#"{"Code":{}}"#,
        r#"{"Code":false}"#,
        r#""sesame""#,
        r#""""#,
        "0",
        "false",
        "[]",
        r#"[{"Code":"sesame"}]"#,
    ] {
        let error = failure::<Group>(&group_with_error(error));
        assert_eq!((error.code(), error.is_ambiguous()), (None, true));
        let shown = error.to_string();
        assert!(shown.contains(": at `Error`: an `Error` without a code"), "{shown}");
        assert!(!format!("{error:?}{error:#?}").contains("sesame"), "{shown}");
    }
}

#[test]
fn of_two_errors_the_last_one_counts() {
    let twice = |first: &str, last: &str| group_with_error(&format!(r#"{first},"Error":{last}"#));
    assert!(Response::<Group>::from_json(twice(r#"{"Code":"No"}"#, "null")).is_ok());
    assert_eq!(
        failure::<Group>(&twice("null", r#"{"Code":"Yes"}"#)).code(),
        Some("Yes")
    );
}

#[test]
fn members_next_to_the_response_are_ignored() {
    let inner = r#"{"Name":"g","Members":[],"Size":1,"RequestId":"r-3"}"#;
    for beside in [
        r#""Error":null"#,
        r#""Error":{"Code":"Not","Message":"this"}"#,
        r#""message":{"any":["thing"]},"codeDesc":null"#,
        r#""code":0,"message":"","codeDesc":"Success""#,
        r#""Name":"outer","retcode":0"#,
    ] {
        for body in [
            format!(r#"{{{beside},"Response":{inner}}}"#),
            format!(r#"{{"Response":{inner},{beside}}}"#),
        ] {
            let response = Response::<Group>::from_json(&body).unwrap();
            assert_eq!((response.name.as_str(), response.request_id()), ("g", "r-3"), "{body}");
            assert_eq!((response.unknown(), oddities(&response)), (&[][..], vec![]), "{body}");
        }
    }
}

#[test]
fn a_response_may_have_null_or_nothing_for_its_request_id() {
    for body in [r#"{"Response":{"RequestId":null}}"#, r#"{"Response":{}}"#] {
        let response = Response::<Plain>::from_json(body).unwrap();
        assert_eq!((response.request_id(), response.unknown()), ("", &[][..]));
    }
    let error = failure::<Plain>(r#"{"Response":{"Error":{"Code":"C","Message":"m"},"RequestId":""}}"#);
    assert_eq!((error.to_string().as_str(), error.request_id()), ("C: m", None));
}

#[test]
fn a_declared_error_without_a_code_is_a_value() {
    for error in [
        "null",
        r#"{"Code":"","Message":""}"#,
        r#"{"Code":null,"Message":"m"}"#,
        "{}",
    ] {
        let body = format!(r#"{{"Response":{{"Name":"n","Error":{error},"RequestId":"r"}}}}"#);
        let response = Response::<SplitResult>::from_json(body).unwrap();
        assert_eq!(response.name.as_deref(), Some("n"));
        assert_eq!((response.unknown(), oddities(&response)), (&[][..], vec![]));
    }
}

#[test]
fn a_declared_error_alone_is_that_of_the_call() {
    let failed = r#"{"Response":{"Error":{"Code":"FailedOperation","Message":"m"},"Name":null,"RequestId":"r"}}"#;
    let expected = (Some("FailedOperation"), Some("m"), Some("r"));
    assert_eq!(described(&failure::<SplitResult>(failed)), expected);
    assert_eq!(described(&failure::<LooseResult>(failed)), expected);
    for code in ["null", r#""""#] {
        let unknown = format!(r#"{{"Response":{{"Error":{{"Code":{code},"Message":"m"}},"RequestId":"r"}}}}"#);
        for error in [failure::<SplitResult>(&unknown), failure::<LooseResult>(&unknown)] {
            assert!(error.is_ambiguous() && !error.is_service(), "{error}");
        }
    }
}

#[test]
fn a_declared_error_that_occurs_twice_is_still_alone() {
    let error = r#""Error":{"Code":"FailedOperation","Message":"m"}"#;
    let twice = format!(r#"{{"Response":{{{error},{error},"RequestId":"r"}}}}"#);
    assert_eq!(failure::<SplitResult>(&twice).code(), Some("FailedOperation"));
    let replaced = format!(r#"{{"Response":{{"Name":"n",{error},"Name":null}}}}"#);
    assert_eq!(failure::<SplitResult>(&replaced).code(), Some("FailedOperation"));
}

/// As documented for GetReconstructDocumentResult of lkeap: the error of the task, next to its status.
#[test]
fn a_declared_error_next_to_other_members_is_data() {
    let body = r#"{"Response":{"Name":"Failed","Error":{"Code":"FailedOperation","Message":"m"},"RequestId":"r"}}"#;
    let response = Response::<SplitResult>::from_json(body).unwrap();
    assert_eq!(response.name.as_deref(), Some("Failed"));
    let error = response.error.as_ref().unwrap();
    assert_eq!(
        (error.code.as_deref(), error.message.as_deref()),
        (Some("FailedOperation"), Some("m"))
    );
}

#[test]
fn a_body_of_the_older_kind_is_an_error() {
    let error = failure::<Group>(r#"{"code":4100,"codeDesc":"AuthFailure","message":"no such key"}"#);
    assert_eq!(described(&error), (Some("AuthFailure"), Some("no such key"), None));
}

#[test]
fn a_body_without_a_response_is_no_answer() {
    for body in [
        r#"{"code":0,"message":"","codeDesc":"Success","data":{}}"#,
        "{}",
        r#"{"response":{}}"#,
        r#"{"message":"m"}"#,
        r#"{"codeDesc":null}"#,
        r#"{"codeDesc":""}"#,
    ] {
        let error = failure::<Group>(body);
        assert_eq!(error.code(), None);
        assert!(
            error.to_string().contains("a JSON object without a member `Response`"),
            "{error}"
        );
    }
}

#[test]
fn a_response_that_is_no_object_is_no_answer() {
    for value in ["null", "[]", r#""sesame""#, "17", "true"] {
        let error = failure::<Plain>(&format!(r#"{{"Response":{value}}}"#));
        assert_eq!(error.code(), None);
        let text = error.to_string();
        assert!(text.contains("at `Response`: a value of the wrong type"), "{text}");
        assert!(!text.contains("sesame"), "{text}");
    }
}

#[test]
fn a_body_that_is_no_object_is_no_answer() {
    for body in ["", " ", "null", "[]", r#""text""#, "<html></html>", "{", "\u{feff}{}"] {
        let error = failure::<Plain>(body);
        assert_eq!(error.code(), None, "{body}");
        assert!(error.to_string().contains("is not an API response"), "{error}");
    }
}

#[test]
fn the_request_id_is_the_responses_own() {
    let body = r#"{"Response":{"RequestId":"first","Name":"n","Members":[{"Key":"k","RequestId":"inner"}],"Size":1,"RequestId":17}}"#;
    let response = Response::<Group>::from_json(body).unwrap();
    assert_eq!(response.request_id(), "17");
    let unknown: Vec<&str> = response.unknown().iter().map(|member| &*member.path).collect();
    assert_eq!(unknown, ["Members[0].RequestId"]);
}

#[test]
fn a_request_id_that_is_no_text_is_none() {
    for id in ["{}", "[\"r\"]", "true", "null", "\"\""] {
        let body = format!(r#"{{"Response":{{"Name":"n","Members":[],"Size":1,"RequestId":{id}}}}}"#);
        let response = Response::<Group>::from_json(body).unwrap();
        assert_eq!((response.request_id(), response.unknown()), ("", &[][..]));
    }
}

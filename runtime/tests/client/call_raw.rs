//! What calls by name read, by the same reader as typed ones.

use serde_json::json;

use crate::responses::{call, fail};
use crate::support::{Reply, Server};

#[tokio::test]
async fn an_error_without_a_code_is_no_answer_that_can_be_read() {
    let error = fail(Reply::json(
        r#"{"Response":{"Error":{"Message":"private"},"RequestId":"r"}}"#,
    ))
    .await;
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains(" is not an API response: at `Error`: an `Error` without a code"),
        "{shown}"
    );
    assert!(!shown.contains("private") && !error.is_service() && error.is_ambiguous());
}

#[tokio::test]
async fn numbers_and_older_bodies_are_service_errors_too() {
    let error = fail(Reply::json(
        r#"{"Response":{"Error":{"Code":4000,"Message":"m"},"RequestId":17}}"#,
    ))
    .await;
    assert_eq!(
        (error.code(), error.message(), error.request_id()),
        (Some("4000"), Some("m"), Some("17"))
    );

    let error = fail(Reply::json(
        r#"{"code":4100,"codeDesc":"AuthFailure","message":"no such key"}"#,
    ))
    .await;
    assert_eq!(
        (error.code(), error.message()),
        (Some("AuthFailure"), Some("no such key"))
    );
}

#[tokio::test]
async fn a_raw_value_has_every_member_as_it_came() {
    let server = Server::start(Reply::json(
        r#"{"Response":{"B":1,"A.B":{"C":[null,""]},"B":2,"RequestId":17,"Error":null}}"#,
    ))
    .await;
    let response = call(&server.client()).await.unwrap();
    assert_eq!(response.request_id(), "17");
    assert_eq!((response.unknown(), response.anomalies()), (&[][..], &[][..]));
    let expected = json!({"A.B": {"C": [null, ""]}, "B": 2, "RequestId": 17, "Error": null});
    assert_eq!(response.into_inner(), expected);
}

#[tokio::test]
async fn text_of_the_service_cannot_break_the_line_of_an_error() {
    const BENDING: &str = "\n\u{1b}\u{85}\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2028}\u{2029}\u{2066}\u{2067}\u{2068}\u{2069}";
    let spaces = " ".repeat(BENDING.chars().count());
    let answer = json!({"Response": {"Error": {"Code": format!("C{BENDING}"), "Message": format!("(م{BENDING}é)")}}});
    let error = fail(Reply::json(&answer.to_string())).await;
    assert_eq!(
        error.to_string(),
        format!("gaap CreateProxyGroup: C{spaces}: (م{spaces}é)")
    );

    let broken = format!(
        r#"{{"Response":{{"a{}":["#,
        BENDING.replace('\n', "\\n").replace('\u{1b}', "\\u001b")
    );
    let error = fail(Reply::json(&broken)).await;
    let place = format!("at `a{spaces}[0]`: EOF");
    assert!(error.to_string().contains(&place), "{error}");
}

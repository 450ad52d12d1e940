//! The output is the object under `Response`, as it came; the envelope is read as that of typed calls.

use tc3_runtime::{CallOptions, Client, Error, RawJson, Response};

use crate::support::{Reply, Server, builder};
use crate::{create, describe};

async fn answer(body: &str) -> Result<Response<RawJson>, Error> {
    let server = Server::start(Reply::json(body)).await;
    server.client().send_named(&create(), "{}").await
}

#[tokio::test]
async fn the_text_is_kept_as_it_came() {
    let output = r#"{ "B":18446744073709551616,"a" : [1.0,-0,1e400,1E5],"B":"\u4e2d\ud83d\ude00/\/","Deep":{"x":null},"RequestId":"r-1" }"#;
    let response = answer(&format!("\u{feff}{{\"Other\":1,\"Response\":{output}}}\n"))
        .await
        .unwrap();
    assert_eq!(&**response, output);
    assert_eq!((response.request_id(), response.status().as_u16()), ("r-1", 200));
    assert_eq!(String::from(response.into_inner()), output);
}

#[tokio::test]
async fn the_last_response_counts_and_a_warning_is_read() {
    let response =
        answer(r#"{"Response":{"Error":{"Code":"A"}},"Response":{"RequestId":17,"DeprecatedWarning":"old"}}"#)
            .await
            .unwrap();
    assert_eq!(response.as_str(), r#"{"RequestId":17,"DeprecatedWarning":"old"}"#);
    assert_eq!(
        (response.request_id(), response.deprecated_warning()),
        ("17", Some("old"))
    );
}

#[tokio::test]
async fn what_is_no_text_is_repaired() {
    let response = answer(r#"{"Response":{"A":"a\ud800b","B":"\ud83d\ude00","C":1e400}}"#)
        .await
        .unwrap();
    assert_eq!(response.as_str(), r#"{"A":"a\ufffdb","B":"\ud83d\ude00","C":1e400}"#);
    let response = answer("{\"Response\":{\"A\":\"a\tb\",\"B\":NaN}}").await.unwrap();
    assert_eq!(response.as_str(), r#"{"A":"a\u0009b","B":"NaN"}"#);
    let body = b"{\"Response\":{\"A\":\"\xff\"}}".to_vec();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    let server = Server::start(Reply::Bytes([head, body].concat())).await;
    let response = server.client().send_named(&create(), "{}").await.unwrap();
    assert_eq!(response.as_str(), "{\"A\":\"\u{fffd}\"}");
}

#[tokio::test]
async fn errors_of_the_service_are_errors() {
    let error = answer(r#"{"Response":{"Error":{"Code":"A.B","Message":"m"},"Extra":1,"RequestId":"r"}}"#)
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.message(), error.request_id()),
        (Some("A.B"), Some("m"), Some("r"))
    );
    assert_eq!(
        (error.service(), error.action()),
        (Some("gaap"), Some("CreateProxyGroup"))
    );
    let error = answer(r#"{"code":4100,"codeDesc":"AuthFailure","message":"no such key"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("AuthFailure"));
    let reply = Reply::http(
        "400 Bad Request",
        "application/json",
        r#"{"Response":{"Error":{"Code":"C"}}}"#,
    );
    let server = Server::start(reply).await;
    let error = server.client().send_named(&create(), "{}").await.unwrap_err();
    assert_eq!(
        (error.code(), error.status().map(|s| s.as_u16())),
        (Some("C"), Some(400))
    );
}

#[tokio::test]
async fn what_is_no_answer_of_the_api_is_an_error() {
    for (body, reason) in [
        ("", "the body is empty"),
        ("<html>", "expected value"),
        ("[]", "not a JSON object"),
        (r#"{"A":1}"#, "without a member `Response`"),
        (r#"{"Response":[1]}"#, "at `Response`: a value of the wrong type"),
        (r#"{"Response":null}"#, "at `Response`: a value of the wrong type"),
        (r#"{"Response":{"A":"#, "EOF"),
        (r#"{"Response":{}} x"#, "trailing"),
        (
            r#"{"Response":{"Error":{"Message":"private"}}}"#,
            "an `Error` without a code",
        ),
        (r#"{"Response":{"Error":"private"}}"#, "an `Error` without a code"),
        (r#"{"Response":{"Error":1e999}}"#, "an `Error` without a code"),
    ] {
        let error = answer(body).await.unwrap_err();
        let shown = error.to_string();
        assert!(shown.contains(reason) && !shown.contains("private"), "{body}: {shown}");
        assert!(error.is_ambiguous(), "{body}");
    }
}

#[tokio::test]
async fn a_success_under_another_status_is_contradictory() {
    let server = Server::start(Reply::http("500 Oops", "application/json", r#"{"Response":{}}"#)).await;
    let error = server.client().send_named(&create(), "{}").await.unwrap_err();
    assert!(error.is_ambiguous() && error.to_string().contains("the body reports success"));
}

#[tokio::test]
async fn an_output_with_an_error_of_its_own_is_no_error_of_the_call() {
    const TASK: &str = r#"{"Response":{"Error":{"Code":"Task.Failed","Message":"m"},"Status":"FAIL","RequestId":"r"}}"#;
    assert_eq!(answer(TASK).await.unwrap_err().code(), Some("Task.Failed"));
    let server = Server::answering(|request| {
        Reply::json(if request.body == b"{}" {
            TASK
        } else {
            r#"{"Response":{"Error":{"Code":"Own"},"RequestId":"r"}}"#
        })
    })
    .await;
    let client = server.client();
    let call = describe().own_error();
    assert!(client.send_named(&call, "{}").await.unwrap().contains("Task.Failed"));
    let error = client.send_named(&call, r#"{"A":1}"#).await.unwrap_err();
    assert_eq!(error.code(), Some("Own"));
}

/// More than is decoded where it is received.
#[tokio::test]
async fn large_outputs_are_the_same_and_have_a_limit() {
    let items = "[1],".repeat(100_000);
    let output = format!(r#"{{"Items":[{items}[]],"RequestId":"r"}}"#);
    let body = format!(r#"{{"Response":{output}}}"#);
    let server = Server::start(Reply::json(&body)).await;
    let response = server.client().send_named(&describe(), "{}").await.unwrap();
    assert!(**response == *output);
    let limited: Client = builder()
        .endpoint(server.endpoint.clone())
        .max_decoded_bytes(200_000)
        .build()
        .unwrap();
    let error = limited.send_named(&describe(), "{}").await.unwrap_err();
    assert!(error.to_string().contains("200000 bytes of memory"), "{error}");
    assert_eq!(error.raw_body().map(|raw| raw.len()), Some(body.len()));
}

#[tokio::test]
async fn debug_shows_no_output_and_strict_mode_has_nothing_to_say() {
    let server = Server::start(Reply::json(r#"{"Response":{"Password":"private"}}"#)).await;
    let client = server.client().with(CallOptions::new().strict(true));
    let response = client.send_named(&create(), "{}").await.unwrap();
    let shown = format!("{response:?} {:?}", *response);
    assert!(
        !shown.contains("private") && shown.contains("RawJson(22 bytes)"),
        "{shown}"
    );
}

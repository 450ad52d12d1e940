//! What is sent, and what is refused before it is sent.

use tc3_runtime::{CallOptions, NamedCall};

use crate::support::scripted_server::OK;
use crate::support::{Reply, Server};
use crate::{create, describe};

#[tokio::test]
async fn the_json_is_sent_byte_by_byte() {
    let mut server = Server::start(Reply::json(OK)).await;
    let json = "{ \"b\": 1.0, \"a\": [18446744073709551616],\n \"b\": \"中\" }";
    server.client().send_named(&create(), json).await.unwrap();
    let request = server.next().await;
    assert_eq!(request.body, json.as_bytes());
    assert_eq!(request.header("x-tc-action"), "CreateProxyGroup");
    assert_eq!(request.header("x-tc-version"), "2018-05-29");
    assert!(request.header("authorization").contains("/gaap/tc3_request"));
}

#[tokio::test]
async fn a_client_token_is_filled_in_where_it_is_unset() {
    let mut server = Server::start(Reply::json(OK)).await;
    let (client, call) = (server.client(), create().client_token());
    for json in [
        r#"{"A":1.0,"Z":"中"}"#,
        r#"{"A":1.0,"ClientToken":"","Z":"中"}"#,
        r#"{"ClientToken":null,"A":1.0,"Z":"中"}"#,
    ] {
        client.send_named(&call, json).await.unwrap();
        let body = String::from_utf8(server.next().await.body).unwrap();
        let token = body.strip_prefix(r#"{"A":1.0,"Z":"中","ClientToken":""#).unwrap();
        assert_eq!(token.len(), 32 + 2, "{body}");
    }
    for json in [r#"{ "ClientToken" : "own" }"#, r#"{"ClientToken": 1}"#] {
        client.send_named(&call, json).await.unwrap();
        assert_eq!(server.next().await.body, json.as_bytes());
    }
    let extra = client.with(CallOptions::new().extra_parameter("ClientToken", "extra"));
    extra.send_named(&call, "{}").await.unwrap();
    assert_eq!(server.next().await.body, br#"{"ClientToken":"extra"}"#);
    let error = client.send_named(&call, "[]").await.unwrap_err();
    assert!(error.is_validation(), "{error}");
}

#[tokio::test]
async fn a_region_that_is_required_is_missed_before_sending() {
    let mut server = Server::start(Reply::json(OK)).await;
    let error = server
        .client()
        .send_named(&describe().region_required(), "{}")
        .await
        .unwrap_err();
    assert!(
        error.is_validation() && error.to_string().contains("needs a region; set one with `.region("),
        "{error}"
    );
    assert!(server.is_idle());
}

#[tokio::test]
async fn bytes_are_sent_in_a_multipart_body_or_as_the_body() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client();
    let call = NamedCall::new("ocr", "2018-11-19", "Recognize")
        .multipart()
        .binary("Image", vec![1, 2])
        .binary("Image", vec![0, 255]);
    client.send_named(&call, r#"{"Image":null,"Name":"n"}"#).await.unwrap();
    let request = server.next().await;
    assert!(request.header("content-type").starts_with("multipart/form-data"));
    let body = request.body;
    assert!(
        body.windows(6).any(|bytes| bytes == [13, 10, 0, 255, 13, 10]),
        "{body:?}"
    );
    assert!(String::from_utf8_lossy(&body).contains("name=\"Name\"\r\n\r\nn\r\n"));

    let call = NamedCall::new("cls", "2020-10-16", "UploadLog")
        .octet_stream()
        .binary("Log", vec![0, 255]);
    client.send_named(&call, r#"{"TopicId":"t"}"#).await.unwrap();
    let request = server.next().await;
    assert_eq!(
        (request.body.as_slice(), request.header("x-cls-topicid")),
        (&[0, 255][..], "t")
    );

    let twice = client.send_named(&call, r#"{"Log":"text"}"#).await.unwrap_err();
    assert!(twice.is_validation() && twice.to_string().contains("`Log`"), "{twice}");
    let in_json = client
        .send_named(&create().binary("A", vec![1]), "{}")
        .await
        .unwrap_err();
    assert!(in_json.is_validation(), "{in_json}");
}

#[tokio::test]
async fn an_action_without_a_signature_is_sent_without_one() {
    let mut server = Server::start(Reply::json(OK)).await;
    server.client().send_named(&create().unsigned(), "{}").await.unwrap();
    assert_eq!(server.next().await.header("authorization"), "SKIP");
}

#[test]
fn debug_shows_no_bytes() {
    let call = create().multipart().binary("Image", &b"private"[..]).host("h.example");
    let shown = format!("{call:?}");
    assert!(shown.contains("h.example") && !shown.contains("private"), "{shown}");
}

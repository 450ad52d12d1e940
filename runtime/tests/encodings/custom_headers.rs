//! Headers of the caller's own, in every encoding.

use std::time::Duration;

use bytes::Bytes;
use tc3_runtime::mock::{MockTransport, Recorder};
use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::{CallOptions, Client, Credentials, Header, HttpMethod, RawCall, RetryPolicy, SignatureMethod};

use crate::actions::{Assume, Create, OK, Output, Upload, query};
use crate::support::{Received, Reply, SECRET_ID, SECRET_KEY, Server, builder};

fn header(name: &str, value: &str) -> Header {
    Header::new(name, value).unwrap()
}

/// A signed header and one that is not.
fn options() -> CallOptions {
    CallOptions::new()
        .header(header("X-Own", "Billing Team").signed())
        .header(header("A-Gateway", "g"))
}

/// The authorization of a request with the headers of [`options`].
fn expected_authorization(request: &Received, service: &str) -> String {
    let input = SigningInput::new(
        service,
        &request.headers["host"],
        request.headers["x-tc-timestamp"].parse().unwrap(),
        Payload::Bytes(&request.body),
    )
    .method(&request.method)
    .query(query(request))
    .content_type(&request.headers["content-type"])
    .added_headers(&[("x-own", "Billing Team")]);
    sign(&input, &Credentials::new(SECRET_ID, SECRET_KEY)).authorization
}

async fn call(client: &Client) -> Result<(), tc3_runtime::Error> {
    client
        .call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}")
        .await
        .map(drop)
}

#[tokio::test]
async fn headers_are_sent_in_every_encoding_and_signed_if_asked() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client().with(options());
    let get = client.with(CallOptions::new().http_method(HttpMethod::Get));
    let multipart = RawCall::multipart("gaap", "2018-05-29", "Recognize").binary("File", &b"x"[..]);
    let stream = RawCall::octet_stream("gaap", "2018-05-29", "UploadLog", "log").parameter("TopicId", "t");
    call(&client).await.unwrap();
    call(&get).await.unwrap();
    client.call_raw_with(multipart).await.unwrap();
    client.call_raw_with(stream).await.unwrap();
    for _ in 0..4 {
        let sent = server.next().await;
        assert_eq!((sent.header("x-own"), sent.header("a-gateway")), ("Billing Team", "g"));
        let authorization = sent.header("authorization");
        assert!(
            authorization.contains("SignedHeaders=content-type;host;x-own, "),
            "{authorization}"
        );
        assert_eq!(authorization, expected_authorization(&sent, "gaap"));
    }
}

#[tokio::test]
async fn every_attempt_has_them() {
    let mut server = Server::start(Reply::json(
        r#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"m"},"RequestId":"r"}}"#,
    ))
    .await;
    let again = CallOptions::new().retry(RetryPolicy::new().base_delay(Duration::ZERO));
    let error = call(&server.client().with(options()).with(again)).await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    for _ in 0..3 {
        let sent = server.next().await;
        assert_eq!((sent.header("x-own"), sent.header("a-gateway")), ("Billing Team", "g"));
    }
}

#[tokio::test]
async fn a_header_of_a_call_replaces_that_of_the_client() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = builder()
        .endpoint(server.endpoint.clone())
        .header(header("X-Own", "client").signed())
        .header(header("X-Other", "client"))
        .build()
        .unwrap();
    call(&client.with(CallOptions::new().header(header("x-OWN", "call"))))
        .await
        .unwrap();
    let sent = server.next().await;
    assert_eq!((sent.header("x-own"), sent.header("x-other")), ("call", "client"));
    assert!(
        sent.header("authorization")
            .contains("SignedHeaders=content-type;host, ")
    );

    call(&client).await.unwrap();
    assert_eq!(server.next().await.header("x-own"), "client");
}

#[tokio::test]
async fn version_1_sends_them_and_refuses_to_sign_them() {
    let mut server = Server::start(Reply::json(OK)).await;
    for method in [HttpMethod::Post, HttpMethod::Get] {
        let v1 = CallOptions::new()
            .http_method(method)
            .signature(SignatureMethod::HmacSha256);
        let client = server.client().with(v1);
        call(&client.with(CallOptions::new().header(header("A-Gateway", "g"))))
            .await
            .unwrap();
        assert_eq!(server.next().await.header("a-gateway"), "g");

        let error = call(&client.with(options())).await.unwrap_err();
        assert!(error.is_validation() && error.attempts() == 0, "{error}");
        let shown = error.to_string();
        assert!(
            shown.contains("the header x-own cannot be signed: a signature of version 1"),
            "{shown}"
        );
        assert!(server.is_idle());
    }
}

#[tokio::test]
async fn a_request_without_a_signature_has_them_unsigned() {
    let mut server = Server::start(Reply::json(OK)).await;
    let request = Assume {
        web_identity_token: "t".into(),
    };
    server.client().with(options()).send(&request).await.unwrap();
    let sent = server.next().await;
    assert_eq!(
        (sent.header("authorization"), sent.header("x-own")),
        ("SKIP", "Billing Team")
    );
}

#[tokio::test]
async fn no_header_replaces_a_parameter_of_an_octet_stream() {
    let mut server = Server::start(Reply::json(OK)).await;
    let request = Upload {
        topic: "t-1".into(),
        log: Bytes::new(),
        count: None,
    };
    let taken = CallOptions::new().header(header("X-CLS-TopicId", "private"));
    let error = server.client().with(taken).send(&request).await.unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("the header x-cls-topicid is a parameter of the action"),
        "{shown}"
    );
    assert!(
        error.is_validation() && !shown.contains("private") && server.is_idle(),
        "{shown}"
    );
}

#[tokio::test]
async fn headers_beyond_what_servers_accept_are_refused() {
    let mut server = Server::start(Reply::json(OK)).await;
    let large = "v".repeat(20_000);
    let options = CallOptions::new()
        .header(header("x-a", &large))
        .header(header("x-b", &large));
    let error = call(&server.client().with(options)).await.unwrap_err();
    assert!(
        error.to_string().contains("have 40006 bytes, at most 32768 are sent"),
        "{error}"
    );
    assert!(error.is_validation() && server.is_idle());
}

#[tokio::test]
async fn sensitive_values_are_sent_and_shown_nowhere() {
    let mock = MockTransport::new();
    mock.on::<Create>().respond(Output {});
    let recorder = Recorder::new();
    let secret = header("X-Gateway-Key", "the-key").sensitive().signed();
    let builder = mock
        .client()
        .record(&recorder)
        .header(secret)
        .header(header("X-Open", "shown"));
    let client = builder.clone().build().unwrap();
    let request = Create {
        name: None,
        regions: None,
        ipv6: None,
        client_token: None,
    };
    client.send(&request).await.unwrap();

    let sent = &mock.recorded()[0];
    let recorded = &recorder.recorded()[0];
    assert_eq!(sent.headers["x-gateway-key"], "the-key");
    assert_eq!(recorded.call.headers["x-gateway-key"], "redacted");
    assert_eq!(recorded.call.headers["x-open"], "shown");
    for shown in [
        format!("{builder:?}"),
        format!("{client:#?}"),
        format!("{sent:?}"),
        format!("{recorded:?}"),
    ] {
        assert!(!shown.contains("the-key"), "{shown}");
        assert!(shown.contains("x-open"), "{shown}");
    }
}

//! What an encoding cannot express is rejected before it is sent.

use serde_json::{Value, json};
use tc3_runtime::{CallOptions, Client, HttpMethod, RawCall, SignatureMethod};

use crate::actions::{OK, Upload};
use crate::support::{Reply, Server};

async fn refusal(client: &Client, call: RawCall) -> String {
    let error = client.call_raw_with(call).await.unwrap_err();
    assert!(error.is_validation() && !error.is_ambiguous(), "{error}");
    error.to_string().split_once(" not sent: ").unwrap().1.to_owned()
}

#[tokio::test]
async fn a_query_cannot_express_everything() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client().with(CallOptions::new().http_method(HttpMethod::Get));
    let deep = format!(r#"{{"A":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    for (json, reason) in [
        ("[]", "the parameters need to be a JSON object, and they are not"),
        ("{", "the parameters need to be a JSON object, and they are not"),
        (r#"{"A":1,"A":2}"#, "the parameter `A` is set twice"),
        (r#"{"A.B":1,"A":{"B":2}}"#, "the parameter `A.B` is set twice"),
        (
            r#"{"A":{"B":[]}}"#,
            "the parameter `A.B` is an empty list or object, which a query or a form cannot express",
        ),
        (
            r#"{"A":[1,null]}"#,
            "the list `A` holds null, which a query or a form cannot express",
        ),
        (
            r#"{"B":"x","A":["\ud800"]}"#,
            "the parameter `A.0` holds half a character, which only JSON can express",
        ),
        (&deep, "the parameters are nested deeper than 64"),
    ] {
        let error = client.call_raw("gaap", "2018-05-29", "X", json).await.unwrap_err();
        assert_eq!(error.to_string(), format!("gaap X: not sent: {reason}"));
    }
    assert!(server.is_idle());
}

#[tokio::test]
async fn bytes_go_by_post_and_tc3_alone() {
    let mut server = Server::start(Reply::json(OK)).await;
    let get = server.client().with(CallOptions::new().http_method(HttpMethod::Get));
    let v1 = server
        .client()
        .with(CallOptions::new().signature(SignatureMethod::HmacSha256));
    let multipart = || RawCall::multipart("ocr", "2018-11-19", "X");
    let stream = || RawCall::octet_stream("cls", "2020-10-16", "X", "log");
    assert_eq!(
        refusal(&get, multipart()).await,
        "the action takes a multipart body, which GET does not have"
    );
    assert_eq!(
        refusal(&v1, stream()).await,
        "the action takes an octet stream, which the service accepts with a TC3 signature only"
    );
    let upload = Upload {
        topic: "t".into(),
        log: "log".into(),
        count: None,
    };
    for client in [get, v1] {
        assert!(client.send(&upload).await.unwrap_err().is_validation());
    }
    assert!(server.is_idle());
}

/// 30,000 headers are more than a map of them holds.
#[tokio::test]
async fn headers_have_an_end() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client();
    let stream = |parameters: usize| {
        let names = (0..parameters).map(|index| format!("P{index}"));
        names.fold(RawCall::octet_stream("cls", "2020-10-16", "X", "log"), |call, name| {
            call.parameter(name, "v")
        })
    };
    let expected = "the parameters make headers of more than 32768 bytes; the body alone may be larger";
    assert_eq!(refusal(&client, stream(30_000)).await, expected);
    let name = "X-cls-A".len();
    let of = |length: usize| {
        let value = "v".repeat(length - name);
        RawCall::octet_stream("cls", "2020-10-16", "X", "log").parameter("A", value)
    };
    assert_eq!(refusal(&client, of(32_769)).await, expected);
    assert!(server.is_idle());
    client.call_raw_with(of(32_768)).await.unwrap();
}

/// Half a surrogate pair can be written in JSON and is no text.
#[tokio::test]
async fn half_a_character_is_sent_in_json_alone() {
    let mut server = Server::start(Reply::json(OK)).await;
    let half = r#"{"TopicId":"\udc00"}"#;
    for options in [
        CallOptions::new().http_method(HttpMethod::Get),
        CallOptions::new().signature(SignatureMethod::HmacSha256),
    ] {
        let client = server.client().with(options);
        let error = client.call_raw("cls", "2020-10-16", "X", half).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "cls X: not sent: the parameter `TopicId` holds half a character, which only JSON can express"
        );
    }
    assert!(server.is_idle());
    server.client().call_raw("cls", "2020-10-16", "X", half).await.unwrap();
    assert_eq!(server.next().await.body, half.as_bytes());
}

#[tokio::test]
async fn parts_and_headers_have_names_and_sizes_that_can_be_sent() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client();
    let multipart = || RawCall::multipart("ocr", "2018-11-19", "X");
    let stream = || RawCall::octet_stream("cls", "2020-10-16", "X", "log");
    let huge = vec![0; 10 * 1024 * 1024 + 1];
    for (call, reason) in [
        (
            multipart().parameter("A\"\r\nB", 1),
            r#"the parameter "A\"\r\nB" cannot be the name of a part"#,
        ),
        (
            multipart().parameter("A", 1).binary("A", "x"),
            "the parameter `A` is set twice",
        ),
        (
            RawCall::octet_stream("cls", "2020-10-16", "X", huge.clone()),
            "the body has 10485761 bytes, the service accepts 10485760",
        ),
        (
            stream().binary("More", "x"),
            "an octet stream is one body, and there are more",
        ),
        (
            stream().parameter("A", json!([1])),
            "the parameter `A` is a list or an object, which a header cannot hold",
        ),
        (
            stream().parameter("A", "x\r\nX-Evil: 1"),
            r#"the parameter "A" cannot be sent in a header"#,
        ),
        (
            stream().parameter("A", " x"),
            r#"the parameter "A" cannot be sent in a header"#,
        ),
        (
            stream().parameter("A B", 1),
            r#"the parameter "A B" cannot be sent in a header"#,
        ),
        (
            stream().parameter("A", 1).parameter("a", 2),
            "the header x-cls-a would be sent twice",
        ),
    ] {
        assert_eq!(refusal(&client, call).await, reason);
    }
    let shown = refusal(&client, multipart().binary("A", huge)).await;
    assert!(shown.starts_with("the body has 10485"), "{shown}");
    let extra = client.with(CallOptions::new().extra_parameter("A", Value::Null));
    assert_eq!(
        refusal(&extra, multipart().parameter("A", 1)).await,
        "extra parameters are already in the body: A"
    );
    assert!(server.is_idle());
}

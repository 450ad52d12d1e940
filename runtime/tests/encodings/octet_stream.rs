//! Octet streams.

use bytes::Bytes;
use tc3_runtime::{CallOptions, RawCall};

use crate::actions::{OK, Upload, expected_authorization};
use crate::support::{Reply, Server};
use crate::vectors::{from_base64, text, vector};

#[tokio::test]
async fn the_recorded_request_is_sent() {
    let mut server = Server::start(Reply::json(OK)).await;
    for id in ["14-octet-stream", "15-octet-stream-empty"] {
        let vector = vector(id);
        let recorded = vector["inputs"]["extra_headers"].as_object().unwrap();
        let body = from_base64(text(&vector["inputs"]["octet_stream_b64"]));
        let mut call = RawCall::octet_stream("cls", "2020-10-16", "UploadLog", body.clone());
        for (name, value) in recorded {
            call = call.parameter(name.strip_prefix("X-CLS-").unwrap(), value.clone());
        }
        server.client().call_raw_with(call).await.unwrap();
        let sent = server.next().await;
        for (name, value) in recorded {
            assert_eq!(sent.headers[&name.to_ascii_lowercase()], *value, "{id}");
        }
        let own = sent.headers.keys().filter(|name| name.starts_with("x-cls-"));
        assert_eq!(own.count(), recorded.len(), "{id}");
        assert_eq!(sent.body, body, "{id}");
        assert_eq!(sent.headers["content-type"], "application/octet-stream", "{id}");
        assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "cls"));
    }
}

#[tokio::test]
async fn a_typed_request_has_one_body_and_the_rest_as_headers() {
    let mut server = Server::start(Reply::json(OK)).await;
    let request = Upload {
        topic: "t-1".into(),
        log: Bytes::from_static(b"\0\xff"),
        count: Some(-3),
    };
    let client = server
        .client()
        .with(CallOptions::new().extra_parameter("Compressed", false));
    client.send(&request).await.unwrap();
    let sent = server.next().await;
    assert_eq!(sent.body, b"\0\xff");
    for (name, value) in [
        ("x-cls-topicid", "t-1"),
        ("x-cls-count", "-3"),
        ("x-cls-compressed", "false"),
    ] {
        assert_eq!(sent.headers[name], value, "{name}");
    }
    assert!(!sent.headers.contains_key("x-cls-log"));
    assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "cls"));
}

//! Multipart bodies.

use bytes::Bytes;
use serde_json::Value;
use tc3_runtime::{CallOptions, RawCall, SignatureMethod};

use crate::actions::{OK, Recognize, expected_authorization};
use crate::support::{Received, Reply, Server};
use crate::vectors::{from_base64, text, vector};

fn boundary(request: &Received) -> &str {
    let content_type = &request.headers["content-type"];
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert!(boundary.len() == 32 && boundary.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    boundary
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let (from, to) = (from.as_bytes(), to.as_bytes());
    let mut result = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        result.extend_from_slice(&rest[..at]);
        result.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    result.extend_from_slice(rest);
    result
}

#[tokio::test]
async fn the_recorded_body_is_sent() {
    let mut server = Server::start(Reply::json(OK)).await;
    let vector = vector("12-multipart-binary");
    let parameters = &vector["inputs"]["params"];
    let call = RawCall::multipart("ocr", "2018-11-19", "FakeMultipart")
        .parameter("Name", parameters["Name"].clone())
        .parameter("Tags", parameters["Tags"].clone())
        .parameter("Absent", Value::Null)
        .binary("File", from_base64(text(&parameters["File"]["b64"])));
    assert!(!format!("{call:?}").contains("Tags"));
    server.client().call_raw_with(call).await.unwrap();

    let sent = server.next().await;
    let recorded = from_base64(text(&vector["wire"]["body_b64"]));
    // The SDK's boundary was frozen, and it writes a space into JSON.
    let recorded = replaced(&recorded, "0123456789abcdef0123456789abcdef", boundary(&sent));
    let recorded = replaced(&recorded, r#"["a", "b"]"#, r#"["a","b"]"#);
    assert_eq!(sent.body, recorded);
    assert_eq!(sent.request_line, "POST / HTTP/1.1");
    assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "ocr"));
}

#[tokio::test]
async fn no_parameters_are_no_body() {
    let mut server = Server::start(Reply::json(OK)).await;
    let call = RawCall::multipart("ocr", "2018-11-19", "FakeMultipart");
    server.client().call_raw_with(call).await.unwrap();
    let sent = server.next().await;
    assert_eq!(
        sent.body,
        from_base64(text(&vector("13-multipart-empty")["wire"]["body_b64"]))
    );
    boundary(&sent);
    assert_eq!(sent.headers["content-length"], "0");
    assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "ocr"));
}

#[tokio::test]
async fn a_typed_request_has_its_bytes_in_their_place_and_its_token() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server.client().with(
        CallOptions::new()
            .extra_parameter("Extra", 7)
            .signature(SignatureMethod::Tc3UnsignedPayload),
    );
    let request = Recognize {
        name: "x".into(),
        file: Bytes::from_static(b"\r\n\0--\xff"),
        tags: Some(Vec::new()),
        more: None,
        client_token: None,
    };
    client.send(&request).await.unwrap();
    let sent = server.next().await;
    assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "ocr"));
    assert_eq!(sent.headers["x-tc-content-sha256"], "UNSIGNED-PAYLOAD");
    let boundary = boundary(&sent);
    let part = |head: &str| format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
    let mut expected = Vec::new();
    expected.extend_from_slice(format!("{}x\r\n", part("name=\"Name\"")).as_bytes());
    expected.extend_from_slice(part("name=\"File\"; filename=\"File\"").as_bytes());
    expected.extend_from_slice(b"\r\n\0--\xff\r\n");
    let json = part("name=\"Tags\"\r\nContent-Type: application/json");
    expected.extend_from_slice(format!("{json}[]\r\n{}", part("name=\"ClientToken\"")).as_bytes());
    let (head, tail) = sent.body.split_at(expected.len());
    assert_eq!(head, expected);
    let tail = std::str::from_utf8(tail).unwrap();
    let (token, rest) = tail.split_at(32);
    assert!(token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
    assert_eq!(rest, format!("\r\n{}7\r\n--{boundary}--\r\n", part("name=\"Extra\"")));
}

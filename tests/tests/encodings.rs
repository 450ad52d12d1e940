//! Every way that the client can send a request, against the emulator: two implementations of each encoding and each
//! signature, over real HTTP.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tc3::gaap::{self, AccessConfiguration, CreateProxyGroupRequest, NetworkType};
use tc3::sts::{self, AssumeRoleWithWebIdentityRequest};
use tc3::{CallOptions, Client, Credentials, Endpoint, Header, HttpMethod, RawCall, SignatureMethod};
use tc3_emulator::{Emulator, Encoding, ReceivedCall, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, Signature};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
/// The emulator's own fixture, with the actions that take bytes.
const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../emulator/tests/data/spec");
const TOKEN: &str = "a+token/of=odd&characters";

/// An emulator that knows the sample credential as a temporary one.
async fn emulator() -> Emulator {
    let builder = Emulator::builder().spec_dir(SPEC).spec_dir(FIXTURE);
    let builder = builder.temporary_credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY, TOKEN);
    builder.start().await.unwrap()
}

fn client(emulator: &Emulator) -> Client {
    Client::builder()
        .credentials(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY).with_token(TOKEN))
        .endpoint(emulator.url().parse::<Endpoint>().unwrap())
        .region("ap-guangzhou")
        .build()
        .unwrap()
}

fn last(emulator: &Emulator) -> ReceivedCall {
    emulator.received().pop().unwrap()
}

fn request() -> CreateProxyGroupRequest {
    CreateProxyGroupRequest::new(7, "a b+c&d=é😀/%~*", "EastChina").access_region_set([
        AccessConfiguration::new("Guangzhou", 10, 2).network_type(NetworkType::Normal),
        AccessConfiguration::new("Beijing", 20, 4),
    ])
}

/// The parameters that come out are those that went in, whatever was between.
#[tokio::test]
async fn a_typed_call_arrives_the_same_by_every_method_and_signature() {
    let emulator = emulator().await;
    let client = client(&emulator);
    for (method, signature, encoding, expected) in [
        (HttpMethod::Post, SignatureMethod::Tc3, Encoding::Json, Signature::Tc3),
        (HttpMethod::Get, SignatureMethod::Tc3, Encoding::Query, Signature::Tc3),
        (
            HttpMethod::Post,
            SignatureMethod::Tc3UnsignedPayload,
            Encoding::Json,
            Signature::Tc3UnsignedPayload,
        ),
        (
            HttpMethod::Get,
            SignatureMethod::Tc3UnsignedPayload,
            Encoding::Query,
            Signature::Tc3UnsignedPayload,
        ),
        (
            HttpMethod::Post,
            SignatureMethod::HmacSha1,
            Encoding::Form,
            Signature::V1,
        ),
        (
            HttpMethod::Get,
            SignatureMethod::HmacSha1,
            Encoding::Query,
            Signature::V1,
        ),
        (
            HttpMethod::Post,
            SignatureMethod::HmacSha256,
            Encoding::Form,
            Signature::V1,
        ),
        (
            HttpMethod::Get,
            SignatureMethod::HmacSha256,
            Encoding::Query,
            Signature::V1,
        ),
    ] {
        let options = CallOptions::new().http_method(method).signature(signature);
        let case = format!("{method:?} {signature:?}");
        let answer = gaap::create_proxy_group(&client.with(options), &request()).await;
        assert!(answer.unwrap().group_id.starts_with("lg-"), "{case}");
        let call = last(&emulator);
        assert_eq!((call.encoding, call.signature), (encoding, expected), "{case}");
        assert_eq!(call.secret_id.as_deref(), Some(SAMPLE_SECRET_ID), "{case}");
        assert_eq!(call.region.as_deref(), Some("ap-guangzhou"), "{case}");
        let received: CreateProxyGroupRequest = serde_json::from_str(call.parameters.json()).unwrap();
        assert_eq!(received, request(), "{case}");
    }
}

#[tokio::test]
async fn parts_and_bytes_arrive() {
    let emulator = emulator().await;
    let picture: &[u8] = b"\x00\r\n\xff--\r\n\r\n";
    let call = RawCall::multipart("sample", "2024-01-31", "UploadThing")
        .parameter("Name", "é one")
        .parameter("Size", 7)
        .parameter("Tags", ["a", "b"].map(str::to_owned).to_vec())
        .binary("Picture", picture);
    client(&emulator).call_raw_with(call).await.unwrap();
    let call = last(&emulator);
    assert_eq!(call.encoding, Encoding::Multipart);
    assert_eq!(call.parameters.get("Name").as_deref(), Some("é one"));
    assert_eq!(call.parameters.get("Size").as_deref(), Some("7"));
    assert_eq!(call.parameters.get("Tags.1").as_deref(), Some("b"));
    assert_eq!(call.parameters.bytes("Picture").unwrap(), picture);
}

#[tokio::test]
async fn an_octet_stream_arrives() {
    let emulator = emulator().await;
    let raw: &[u8] = b"\x00\xff raw";
    let call = RawCall::octet_stream("sample", "2024-01-31", "SendThing", raw)
        .parameter("Name", "one")
        .parameter("Size", 7);
    client(&emulator).call_raw_with(call).await.unwrap();
    let call = last(&emulator);
    assert_eq!(call.encoding, Encoding::OctetStream);
    assert_eq!(call.parameters.json(), r#"{"Name":"one","Size":7,"Raw":""}"#);
    assert_eq!(call.parameters.bytes("Raw").unwrap(), raw);
}

#[tokio::test]
async fn what_needs_no_signature_bears_none() {
    let emulator = emulator().await;
    let request = AssumeRoleWithWebIdentityRequest::new("OIDC", "token", "qcs::cam::uin/1:roleName/r", "session");
    sts::assume_role_with_web_identity(&client(&emulator), &request)
        .await
        .unwrap();
    let call = last(&emulator);
    assert_eq!((call.signature, call.secret_id), (Signature::Skip, None));
}

#[tokio::test]
async fn an_action_that_needs_a_signature_is_rejected_without() {
    let emulator = emulator().await;
    let options = CallOptions::new().signature(SignatureMethod::Skip);
    let client = client(&emulator).with(options);
    let error = gaap::create_proxy_group(&client, &request()).await.unwrap_err();
    assert_eq!(error.code(), Some("AuthFailure.InvalidAuthorization"));
}

/// Names on both sides of `content-type` and `host`, and a value that is not in lower case.
#[tokio::test]
async fn signed_headers_are_verified_in_every_encoding() {
    let emulator = emulator().await;
    let signed = |name: &str, value: &str| Header::new(name, value).unwrap().signed();
    let options = CallOptions::new()
        .header(signed("X-Request-Source", "Billing  Team"))
        .header(signed("Accept", "Application/JSON"))
        .header(signed("Forwarded", "for=\"[::1]\""));
    for method in [HttpMethod::Post, HttpMethod::Get] {
        for signature in [SignatureMethod::Tc3, SignatureMethod::Tc3UnsignedPayload] {
            let client = client(&emulator).with(options.clone());
            let client = client.with(CallOptions::new().http_method(method).signature(signature));
            gaap::create_proxy_group(&client, &request()).await.unwrap();
            let received = emulator.requests().pop().unwrap();
            assert_eq!(received.headers["x-request-source"], "Billing  Team");
            assert_eq!(received.headers["accept"], "Application/JSON");
        }
    }
}

//! A mock and a recorder read requests whatever they are sent as.

use bytes::Bytes;
use tc3_runtime::mock::{MockTransport, Recorder};
use tc3_runtime::{CallOptions, HttpMethod, RawCall, Record, SignatureMethod};

use tc3_runtime::transport::http::{Request, Response};
use tc3_runtime::transport::{Body, HttpTransport, Limits, SendFuture};

use crate::actions::{Assume, Create, Output, Recognize};
use crate::support::builder;

#[tokio::test]
async fn requests_are_read_back() {
    let mock = MockTransport::new();
    mock.on::<Create>().respond(Output {});
    mock.on::<Recognize>().respond(Output {});
    mock.on::<Assume>().respond(Output {});
    let recorder = Recorder::new();
    let client = mock.client().record(&recorder).region("ap-guangzhou").build().unwrap();

    let request = Create {
        name: Some("x".into()),
        ipv6: Some(true),
        ..Create::empty()
    };
    for options in [
        CallOptions::new().http_method(HttpMethod::Get),
        CallOptions::new().signature(SignatureMethod::HmacSha256),
    ] {
        client.with(options).send(&request).await.unwrap();
    }
    let request = Recognize {
        name: "x".into(),
        file: Bytes::from_static(b"\0\xff"),
        ..Recognize::empty()
    };
    client.send(&request).await.unwrap();
    let request = Assume {
        web_identity_token: "t".into(),
    };
    client.send(&request).await.unwrap();

    for call in mock.calls::<Create>() {
        assert_eq!((call.name.as_deref(), call.ipv6), (Some("x"), Some(true)));
        assert_eq!(call.client_token.unwrap().len(), 32);
    }
    assert_eq!(mock.calls::<Create>().len(), 2);
    assert_eq!(mock.calls::<Recognize>()[0].file, b"\0\xff".as_slice());
    assert_eq!(mock.calls::<Assume>()[0].web_identity_token, "t");

    let recorded = recorder.recorded();
    assert_eq!(recorded.len(), 4);
    assert!(
        recorded
            .iter()
            .all(|exchange| exchange.call.region.as_deref() == Some("ap-guangzhou"))
    );
    // Neither the signature nor the secret id of version 1, which are in the form.
    let shown = String::from_utf8(recorded[1].call.body.to_vec()).unwrap();
    assert!(!shown.contains("Signature") && !shown.contains("SecretId"), "{shown}");
}

#[tokio::test]
async fn calls_by_name_are_recorded_by_their_parameters() {
    let mock = MockTransport::new();
    let client = mock.client().build().unwrap();
    let call = RawCall::octet_stream("cls", "2020-10-16", "UploadLog", "log").parameter("TopicId", "t");
    client.call_raw_with(call).await.unwrap_err();
    let recorded = &mock.recorded()[0];
    assert_eq!(
        (recorded.service.as_str(), recorded.action.as_str()),
        ("cls", "UploadLog")
    );
    // Parameters in headers may be secret.
    assert!(recorded.headers["x-cls-topicid"].is_sensitive());
}

/// Answers every request in the same way.
struct Canned;

impl HttpTransport for Canned {
    fn send(&self, _: Request<Bytes>, _: Limits) -> SendFuture<'_> {
        Box::pin(async { Ok(Response::new(Body::from(r#"{"Response":{"RequestId":"canned"}}"#))) })
    }
}

#[tokio::test]
async fn a_mock_has_precedence_over_a_transport_and_a_recorder_goes_around_it() {
    let mock = MockTransport::new();
    let mocked = mock.client().transport(Canned).build().unwrap();
    let error = mocked.call_raw("gaap", "2018-05-29", "Create", "{}").await.unwrap_err();
    assert!(error.to_string().contains("the mock has no reply"), "{error}");

    let recorder = Recorder::new();
    let recorded = builder().transport(Canned).record(&recorder).build().unwrap();
    let response = recorded.call_raw("gaap", "2018-05-29", "Create", "{}").await.unwrap();
    assert_eq!(response.request_id(), "canned");
    let exchange = recorder.recorded().remove(0);
    assert_eq!(
        (&*exchange.call.action, &exchange.call.body[..]),
        ("Create", &b"{}"[..])
    );
    assert!(exchange.response.unwrap().body().ends_with(b"\"canned\"}}"));
}

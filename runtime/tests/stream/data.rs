//! What the data of events say.

use serde_json::json;
use tc3_runtime::CallOptions;
use tc3_runtime::mock::http::{Response, header::CONTENT_TYPE};
use tc3_runtime::mock::{MockTransport, REQUEST_ID, Reply};
use tc3_runtime::{Anomaly, AnomalyKind, Error};

use crate::actions::{Chat, Part, all, open};
use tc3_runtime::stream::Event;

async fn results<const N: usize>(data: [&str; N], strict: bool) -> [Result<Event<Part>, Error>; N] {
    let mock = MockTransport::new();
    mock.on::<Chat>().respond_events(data);
    let client = mock.client().build().unwrap().with(CallOptions::new().strict(strict));
    all(open(&client).await).await.try_into().unwrap()
}

async fn event(data: &str) -> Event<Part> {
    let [event] = results([data], false).await;
    event.unwrap()
}

async fn error(data: &str) -> Error {
    let [event, after] = results([data, "after"], false).await;
    assert_eq!(after.unwrap().raw_data(), "after");
    event.unwrap_err()
}

#[tokio::test]
async fn members_are_bare_or_in_an_envelope() {
    for data in [
        r#"{"Text":"t","Usage":"3","New":[1],"RequestId":"r"}"#,
        r#" {"Response":{"Text":"t","Usage":"3","New":[1],"RequestId":"r"}}"#,
        "{\n\"Text\":\"t\",\n\"Usage\":3,\"New\":[1]}",
    ] {
        let event = event(data).await;
        assert_eq!(event.raw_data(), data);
        assert_eq!(
            (event.unknown().len(), event.unknown()[0].path.as_str()),
            (1, "New"),
            "{data}"
        );
        assert!(event.anomalies().is_empty());
        let part = event.output.unwrap();
        assert_eq!((part.text.as_str(), part.usage), ("t", Some(3)));
    }
}

#[tokio::test]
async fn what_is_no_object_is_text() {
    for data in ["[DONE]", "", "plain", r#""{}""#, "[{}]", "12", "null", "\u{feff}{}"] {
        let event = event(data).await;
        assert!(event.output.is_none(), "{data}");
        assert_eq!(event.raw_data(), data);
    }
}

#[tokio::test]
async fn deviations_are_listed_or_in_strict_mode_rejected() {
    let data = r#"{"Usage":{}}"#;
    let event = event(data).await;
    let [Anomaly { path, .. }, absent] = event.anomalies() else {
        panic!("{:?}", event.anomalies());
    };
    assert_eq!(
        (path.as_str(), absent.path.as_str(), absent.kind),
        ("Usage", "Text", AnomalyKind::Missing)
    );
    let [refused, good] = results([data, r#"{"Text":"t"}"#], true).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.anomalies(), event.anomalies());
    assert_eq!(
        (refused.request_id(), refused.raw_body().unwrap().as_ref()),
        (Some(REQUEST_ID), data.as_bytes())
    );
    assert_eq!(good.unwrap().output.unwrap().text, "t");
}

#[tokio::test]
async fn a_service_error_is_one_wherever_it_is() {
    for (data, id) in [
        (
            r#"{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}}"#,
            "r",
        ),
        (
            r#"{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}"#,
            "r",
        ),
        (
            r#"{"Text":"t","Error":{"Code":"InternalError","Message":"m"}}"#,
            REQUEST_ID,
        ),
    ] {
        let error = error(data).await;
        assert_eq!(
            error.to_string(),
            format!("demo Chat: InternalError: m; the request may have been carried out (request id {id})")
        );
        assert!(error.is_service() && error.attempts() == 1);
        assert_eq!(error.raw_body().unwrap(), data);
    }
}

#[tokio::test]
async fn an_error_that_is_declared_or_null_is_data() {
    let declared = event(r#"{"Text":"","ErrorMsg":{"Msg":"m","Code":4001}}"#).await;
    assert_eq!(declared.output.unwrap().error_msg.unwrap().code, Some(4001));
    assert_eq!(event(r#"{"Text":"","Error":null}"#).await.unknown()[0].path, "Error");
}

#[tokio::test]
async fn an_object_that_breaks_off_is_an_error_with_the_text() {
    for (data, reason) in [
        (r#"{"Text":"private"#, "at `Text`: EOF while parsing a string"),
        (r#"{"Text":"t"} private"#, "trailing characters"),
        (r#"{"Error":"private"}"#, "at `Error`: an `Error` without a code"),
        (
            r#"{"Text":"","Error":{"Code":""}}"#,
            "at `Error`: an `Error` without a code",
        ),
    ] {
        let error = error(data).await;
        let shown = error.to_string();
        let length = data.len();
        let begin =
            format!("demo Chat: HTTP 200 with text/event-stream ({length} bytes) is not an API response: {reason}");
        assert!(shown.starts_with(&begin), "{shown}");
        assert!(
            shown.ends_with(&format!("(request id {REQUEST_ID})")) && !shown.contains("private"),
            "{shown}"
        );
        assert_eq!(error.raw_body().unwrap(), data);
        assert!(error.is_ambiguous());
    }
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_an_error_with_the_bytes() {
    let response = Response::builder().header(CONTENT_TYPE, "text/event-stream");
    let body = b"data: \xff\xfe\n\ndata: b\n\nid: \xff\ndata: c\n\n: \xff\ndata: d\n\n".to_vec();
    let mock = MockTransport::new();
    mock.on::<Chat>().reply(Reply::http(response.body(body).unwrap()));
    let results = all(open(&mock.client().build().unwrap()).await).await;
    let data: Vec<_> = results
        .iter()
        .map(|result| match result {
            Ok(event) => event.raw_data().as_bytes(),
            Err(error) => error.raw_body().unwrap().as_ref(),
        })
        .collect();
    assert_eq!(data, [&b"\xff\xfe"[..], b"b", b"c", b"d"]);
    assert!(results[0].is_err());
    assert_eq!(results[2].as_ref().unwrap().id.as_deref(), Some("\u{fffd}"));
}

#[tokio::test]
async fn debug_shows_the_output_and_not_the_data() {
    let event = event(r#"{"Text":"t","Private":"p"}"#).await;
    assert_eq!(
        format!("{event:?}"),
        r#"Event { event: None, id: None, output: Some(Part { Text: "t" }), .. }"#
    );
}

#[tokio::test]
async fn a_member_response_that_is_no_object_is_kept() {
    for (value, kept) in [
        (r#""Hello""#, json!("Hello")),
        ("[1]", json!([1])),
        ("null", json!(null)),
        ("1.5", json!(1.5)),
    ] {
        let event = event(&format!(r#"{{"Response":{value},"Text":"t"}}"#)).await;
        assert_eq!(event.output.as_ref().unwrap().text, "t");
        assert_eq!(
            (event.unknown()[0].path.as_str(), &event.unknown()[0].value),
            ("Response", &kept)
        );
    }
}

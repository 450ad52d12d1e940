//! Streams without a network, and kept from one.

use std::time::Duration;
use tc3_runtime::CallOptions;
use tc3_runtime::mock::{Failure, Interruption, MockTransport, REQUEST_ID, Recorder, Reply, http};

use crate::actions::{Chat, Part, all, chat, open};
use crate::server::Server;
use tc3_runtime::to_json;

fn part(text: &str) -> String {
    to_json(&Part {
        text: text.into(),
        usage: None,
        error_msg: None,
    })
}

#[tokio::test]
async fn replies_can_be_streams() {
    let mock = MockTransport::new();
    mock.on::<Chat>().fail(Failure::ConnectionRefused).respond_events([
        part("a"),
        part("b"),
        "[DONE]\nreally".to_owned(),
    ]);
    let events = open(&mock.client().build().unwrap()).await;
    assert_eq!(events.request_id(), REQUEST_ID);
    let events: Vec<_> = all(events).await.into_iter().map(Result::unwrap).collect();
    let text = |index: usize| events[index].output.as_ref().unwrap().text.as_str();
    assert_eq!((text(0), text(1), events[2].raw_data()), ("a", "b", "[DONE]\nreally"));
    assert_eq!(mock.calls::<Chat>().len(), 2);
}

#[tokio::test]
async fn a_stream_can_break() {
    let mock = MockTransport::new();
    mock.on::<Chat>()
        .reply(Reply::events_then([part("a")], Interruption::Broken));
    let client = mock.client().build().unwrap();
    let results = all(open(&client).await).await;
    assert!(results[0].is_ok());
    let error = results[1].as_ref().unwrap_err();
    assert!(
        error.is_ambiguous() && error.to_string().contains("the connection failed"),
        "{error}"
    );
    assert!(client.send(&chat()).await.unwrap_err().is_ambiguous());
}

#[tokio::test(start_paused = true)]
async fn a_stream_where_a_response_is_expected_is_an_error() {
    let mock = MockTransport::new();
    mock.on::<Chat>()
        .respond_events([part("a")])
        .reply(Reply::events_then([part("a")], Interruption::Silence));
    let client = mock.client().build().unwrap();
    let error = client.send(&chat()).await.unwrap_err();
    assert!(
        error.to_string().contains("`client.stream` (feature `stream`)"),
        "{error}"
    );
    let short = CallOptions::new().timeout(Duration::from_secs(5));
    assert!(client.with(short).send(&chat()).await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_recorder_keeps_streams_that_come_to_their_end() {
    let server = Server::start().await;
    let recorder = Recorder::new();
    let client = server.builder().record(&recorder).build().unwrap();
    let (mut events, mut connection) = server.open(&client).await;
    for chunk in ["data: {\"Text\":\"a\"}\n", "\ndata: [DONE]\n\n"] {
        connection.chunk(chunk).await;
    }
    assert_eq!(events.next().await.unwrap().unwrap().output.unwrap().text, "a");
    assert!(recorder.recorded().is_empty());
    connection.end().await;
    assert_eq!(all(events).await.len(), 1);

    let [exchange] = recorder.recorded().try_into().unwrap();
    assert_eq!(
        (exchange.call.action.as_str(), &exchange.call.headers["authorization"]),
        ("Chat", &"redacted".parse::<http::HeaderValue>().unwrap())
    );
    let answer = exchange.response.unwrap();
    assert_eq!(answer.headers()["x-tc-requestid"], "r-1");
    let mock = MockTransport::new();
    mock.on::<Chat>().reply(Reply::http(answer));
    assert_eq!(all(open(&mock.client().build().unwrap()).await).await.len(), 2);
}

#[tokio::test]
async fn a_recorder_keeps_no_answer_of_streams_without_end() {
    let mock = MockTransport::new();
    mock.on::<Chat>()
        .respond_events([part("a")])
        .reply(Reply::events_then([part("a")], Interruption::Broken))
        .respond_json(r#"{"Response":{"Text":"t"}}"#)
        .fail(Failure::BrokenAfterSending);
    let recorder = Recorder::new();
    let client = mock.client().record(&recorder).build().unwrap();
    let mut dropped = open(&client).await;
    dropped.next().await.unwrap().unwrap();
    drop(dropped);
    assert_eq!(all(open(&client).await).await.len(), 2);
    client.stream(&chat()).await.unwrap();
    client.stream(&chat()).await.unwrap_err();
    let kept: Vec<bool> = recorder
        .recorded()
        .iter()
        .map(|exchange| exchange.response.is_some())
        .collect();
    assert_eq!(kept, [false, false, true, false]);
}

#[tokio::test]
async fn an_answer_in_one_piece_has_its_limit() {
    let mock = MockTransport::new();
    mock.on::<Chat>().respond_json(r#"{"Response":{"Text":"t"}}"#);
    let client = mock.client().max_response_bytes(10).build().unwrap();
    let error = client.stream(&chat()).await.unwrap_err();
    assert!(error.to_string().contains("exceeds the limit of 10 bytes"), "{error}");
}

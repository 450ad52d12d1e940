//! Streams, answers in one piece, and what comes before either.

use futures_core::Stream;
use futures_core::stream::FusedStream;
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;
use tc3_runtime::stream::{EventStream, Streamed};
use tc3_runtime::{CallOptions, Header, RetryPolicy};

use crate::actions::{Part, Watch, chat, open};
use crate::server::Server;

#[tokio::test]
async fn events_are_read_while_they_come() {
    let server = Server::start().await;
    let (mut events, mut connection) = server.open(&server.client()).await;
    assert_eq!((events.request_id(), events.status().as_u16()), ("r-1", 200));
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    for text in ["a", "b"] {
        connection.chunk(format!("data: {{\"Text\":\"{text}\"}}\n\n")).await;
        let event = events.next().await.unwrap().unwrap();
        assert_eq!(event.output.unwrap().text, text);
    }
    connection.end().await;
    assert!(events.next().await.is_none() && events.is_terminated());
}

#[tokio::test]
async fn a_stream_that_was_read_to_its_end_leaves_its_connection_to_others() {
    let server = Server::start().await;
    let client = server.client();
    let (mut events, mut connection) = server.open(&client).await;
    connection.end().await;
    assert!(events.next().await.is_none());
    // Only the first connection answers.
    let answering = async {
        connection.request().await;
        connection.json(r#"{"Response":{"Text":"t"}}"#).await;
    };
    let request = chat();
    let (answer, ()) = tokio::join!(client.send(&request), answering);
    assert_eq!(answer.unwrap().text, "t");
}

#[tokio::test]
async fn the_media_type_counts_and_not_how_it_is_written() {
    for content_type in [
        "text/event-stream; charset=utf-8",
        "Text/Event-Stream",
        "text/event-stream ;x",
    ] {
        let server = Server::start().await;
        let client = server.client();
        let answering = async {
            let mut connection = server.accept().await;
            connection.request().await;
            connection.begin(content_type).await;
            connection.end().await;
        };
        let (mut events, ()) = tokio::join!(open(&client), answering);
        assert!(events.next().await.is_none());
    }
}

#[tokio::test]
async fn an_answer_in_one_piece_is_a_response() {
    let server = Server::start().await;
    let answering = async {
        let mut connection = server.accept().await;
        connection.request().await;
        connection
            .json(r#"{"Response":{"Text":"all","RequestId":"r-2"}}"#)
            .await;
    };
    let client = server.client();
    let request = chat();
    let (streamed, ()) = tokio::join!(client.stream(&request), answering);
    let Streamed::Response(response) = streamed.unwrap() else {
        panic!("no response");
    };
    assert_eq!((response.text.as_str(), response.request_id()), ("all", "r-2"));
}

#[tokio::test]
async fn an_error_in_one_piece_is_that_of_the_call() {
    let server = Server::start().await;
    let answering = async {
        let mut connection = server.accept().await;
        connection.request().await;
        let error = r#"{"Response":{"Error":{"Code":"FailedOperation","Message":"m"},"RequestId":"r-2"}}"#;
        connection.json(error).await;
    };
    let (client, request) = (server.client(), chat());
    let (streamed, ()) = tokio::join!(client.stream(&request), answering);
    assert_eq!(
        streamed.unwrap_err().to_string(),
        "demo Chat: FailedOperation: m (request id r-2)"
    );
}

#[tokio::test]
async fn a_stream_with_a_status_of_failure_is_none() {
    let server = Server::start().await;
    let answering = async {
        let mut connection = server.accept().await;
        connection.request().await;
        connection
            .send("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/event-stream\r\nContent-Length: 2\r\n\r\n\n\n")
            .await;
    };
    let (client, request) = (server.client(), chat());
    let (streamed, ()) = tokio::join!(client.stream(&request), answering);
    let error = streamed.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("HTTP 502 with text/event-stream (2 bytes) is not"),
        "{error}"
    );
    assert!(!error.to_string().contains("client.stream"), "{error}");
}

#[tokio::test]
async fn what_is_not_complete_is_not_sent() {
    let server = Server::start().await;
    let extra = CallOptions::new().extra_parameter("Question", 1);
    let error = server.client().with(extra).stream(&chat()).await.unwrap_err();
    assert!(error.is_validation() && error.action() == Some("Chat"), "{error}");
}

#[tokio::test]
async fn before_the_head_a_call_is_retried_like_any_other() {
    let server = Server::start().await;
    let quick = RetryPolicy::new().base_delay(Duration::ZERO);
    let client = server.builder().retry(quick).build().unwrap();
    let answering = async {
        drop(server.accept().await);
        let mut connection = server.accept().await;
        connection.request().await;
        let throttle = r#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"m"}}}"#;
        connection.json(throttle).await;
        connection.request().await;
        connection.begin("text/event-stream").await;
        connection.chunk("data: {\"Text\":\"a\"}\n\n").await;
        connection
    };
    let (streamed, connection) = tokio::join!(client.stream(&Watch {}), answering);
    let Streamed::Events(mut events) = streamed.unwrap() else {
        panic!("no stream");
    };
    assert_eq!(events.next().await.unwrap().unwrap().output.unwrap().text, "a");
    drop(connection);
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert!(error.is_ambiguous() && error.is_retryable(), "{error}");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_request_for_a_stream_has_the_headers_of_the_caller() {
    let server = Server::start().await;
    let client = server
        .builder()
        .header(Header::new("X-Own", "o").unwrap())
        .build()
        .unwrap();
    let answering = async {
        let mut connection = server.accept().await;
        let sent = connection.request().await;
        connection.begin("text/event-stream").await;
        sent
    };
    let (_events, sent) = tokio::join!(open(&client), answering);
    assert_eq!(sent.header("x-own"), "o");
}

#[tokio::test]
async fn what_is_not_idempotent_is_not_retried() {
    let server = Server::start().await;
    let quick = RetryPolicy::new().base_delay(Duration::ZERO);
    let client = server.builder().retry(quick).build().unwrap();
    let answering = async {
        let mut connection = server.accept().await;
        connection.request().await;
    };
    let request = chat();
    let (streamed, ()) = tokio::join!(client.stream(&request), answering);
    let error = streamed.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert!(error.is_ambiguous() && !error.is_retryable(), "{error}");
}

#[tokio::test]
async fn events_come_through_the_trait_too() {
    fn is_shared<T: Send + Sync + Unpin + 'static>(_: &T) {}
    let server = Server::start().await;
    let (events, mut connection) = server.open(&server.client()).await;
    is_shared::<EventStream<Part>>(&events);
    connection.chunk("data: {\"Text\":\"a\"}\n\n").await;
    let mut events = pin!(events);
    let event = poll_fn(|cx| events.as_mut().poll_next(cx)).await;
    assert_eq!(event.unwrap().unwrap().output.unwrap().text, "a");
}

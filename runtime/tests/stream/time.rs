//! The limits of time: of the call until its head, of silence after it.

use std::time::Duration;

use tc3_runtime::CallOptions;
use tc3_runtime::mock::{Interruption, MockTransport, Reply};
use tokio::time::Instant;

use crate::actions::{Chat, chat, open};
use crate::server::Server;

/// A stream of one event and then silence.
fn silent() -> MockTransport {
    let mock = MockTransport::new();
    mock.on::<Chat>()
        .reply(Reply::events_then(["a"], Interruption::Silence));
    mock
}

#[tokio::test]
async fn a_silent_stream_is_given_up_and_its_connection_closed() {
    let server = Server::start().await;
    let client = server
        .builder()
        .idle_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let (mut events, mut connection) = server.open(&client).await;
    let error = events.next().await.unwrap().unwrap_err();
    assert!(events.next().await.is_none());
    assert_eq!(
        error.to_string(),
        "demo Chat: the stream was idle for 50ms; the request may have been carried out (request id r-1)"
    );
    assert!(error.is_timeout() && error.is_ambiguous() && !error.is_retryable() && !error.is_connect());
    connection.closed().await;
}

#[tokio::test]
async fn the_time_of_the_call_ends_with_its_head_and_begins_again_for_none() {
    let server = Server::start().await;
    let client = server.builder().timeout(Duration::from_millis(50)).build().unwrap();
    let (streamed, _connection) = tokio::join!(async { client.stream(&chat()).await.map(drop) }, async {
        let mut connection = server.accept().await;
        connection.request().await;
        connection
    });
    let error = streamed.unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous());
    assert!(error.to_string().contains("no response within 50ms"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn silence_is_waited_for_longer_than_the_call_may_take() {
    let short = CallOptions::new().timeout(Duration::from_secs(1));
    let client = silent().client().build().unwrap();
    for (options, idle) in [
        (short.clone(), 60),
        (short.clone().idle_timeout(Duration::from_secs(600)), 600),
        (short.idle_timeout(Duration::from_secs(2)), 2),
    ] {
        let mut events = open(&client.with(options)).await;
        events.next().await.unwrap().unwrap();
        let begin = Instant::now();
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_timeout(), "{error}");
        assert_eq!(begin.elapsed().as_secs(), idle);
    }
}

#[tokio::test(start_paused = true)]
async fn time_in_which_nobody_asks_does_not_count() {
    let mut events = open(&silent().client().build().unwrap()).await;
    tokio::time::advance(Duration::from_secs(300)).await;
    assert!(events.next().await.unwrap().is_ok());
    tokio::time::advance(Duration::from_secs(300)).await;
    let begin = Instant::now();
    assert!(events.next().await.unwrap().unwrap_err().is_timeout());
    assert_eq!(begin.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn asking_again_is_not_waiting_anew() {
    let mut events = open(&silent().client().build().unwrap()).await;
    events.next().await.unwrap().unwrap();
    let begin = Instant::now();
    let error = loop {
        let asked = tokio::time::timeout(Duration::from_secs(25), events.next()).await;
        if let Ok(event) = asked {
            break event.unwrap().unwrap_err();
        }
    };
    assert!(error.is_timeout());
    assert_eq!(begin.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_silence_without_end_is_allowed() {
    let client = silent().client().idle_timeout(Duration::MAX).build().unwrap();
    let mut events = open(&client).await;
    events.next().await.unwrap().unwrap();
    let year = Duration::from_secs(60 * 60 * 24 * 365);
    assert!(tokio::time::timeout(year, events.next()).await.is_err());
}

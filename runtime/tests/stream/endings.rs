//! How streams end that do not come to their end.

use crate::actions::{all, chat, open};
use crate::server::Server;

#[tokio::test]
async fn a_connection_that_breaks_is_an_error_and_no_end() {
    for last in ["", "data: {\"Text\":\"b\"}\n", "data: {\"Te"] {
        let server = Server::start().await;
        let (events, mut connection) = server.open(&server.client()).await;
        connection.chunk("data: {\"Text\":\"a\"}\n\n").await;
        if !last.is_empty() {
            connection.chunk(last).await;
        }
        drop(connection);
        let results = all(events).await;
        let [Ok(first), Err(error)] = results.as_slice() else {
            panic!("{results:?}");
        };
        assert_eq!(first.output.as_ref().unwrap().text, "a");
        let shown = error.to_string();
        assert!(shown.starts_with("demo Chat: the connection failed: "), "{shown}");
        assert!(
            shown.ends_with("; the request may have been carried out (request id r-1)"),
            "{shown}"
        );
        assert!(error.is_ambiguous() && !error.is_timeout() && !error.is_retryable());
        assert_eq!((error.status().unwrap().as_u16(), error.raw_body()), (200, None));
    }
}

#[tokio::test]
async fn a_body_without_length_ends_with_its_connection_but_not_within_an_event() {
    for (body, broken) in [
        ("data: a\n\n", None),
        ("data: a\n\n: comment\n", None),
        ("data: a\n\ndata: b\n", Some(())),
        ("data: a\n\nda", Some(())),
    ] {
        let server = Server::start().await;
        let client = server.client();
        let serving = async {
            let mut connection = server.accept().await;
            connection.request().await;
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
            connection.send(head).await;
            connection.send(body).await;
        };
        let (events, ()) = tokio::join!(open(&client), serving);
        let results = all(events).await;
        assert_eq!(results[0].as_ref().unwrap().raw_data(), "a");
        let error = results.get(1).map(|result| result.as_ref().unwrap_err());
        assert_eq!(error.map(|_| ()), broken, "{body:?}");
        if let Some(error) = error {
            assert!(
                error
                    .to_string()
                    .contains("the connection failed: it was closed within an event"),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn an_event_over_the_limit_ends_the_stream() {
    // Of the first event: the name of its type, the data of one line, and the other line with the name of its field.
    const HELD: usize = "type".len() + "1234".len() + "data: 56".len();
    for (limit, events_before) in [(HELD, 3), (HELD - 1, 0)] {
        let server = Server::start().await;
        let client = server.builder().max_response_bytes(limit).build().unwrap();
        let (events, mut connection) = server.open(&client).await;
        // Comments and events count one by one.
        let body =
            "event: type\ndata: 1234\ndata: 56\n\n".to_owned() + &": ping\n".repeat(9) + &"data: a\n\n".repeat(2);
        connection.chunk(body).await;
        connection.chunk("data: a line that has no end ").await;
        let results = all(events).await;
        let (last, before) = results.split_last().unwrap();
        assert_eq!(before.len(), events_before, "{limit}");
        let error = last.as_ref().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "demo Chat: an event exceeds the limit of {limit} bytes; the request may have been carried out (request id r-1)"
            )
        );
        assert!(error.is_ambiguous() && !error.is_retryable() && error.raw_body().is_none());
        connection.closed().await;
    }
}

#[tokio::test]
async fn dropping_a_stream_closes_its_connection() {
    let server = Server::start().await;
    let client = server.client();
    let (mut events, mut connection) = server.open(&client).await;
    connection.chunk("data: a\n\n").await;
    events.next().await.unwrap().unwrap();
    drop(events);
    connection.closed().await;
}

#[tokio::test]
async fn dropping_a_call_before_the_head_closes_its_connection() {
    let server = Server::start().await;
    let client = server.client();
    let call = tokio::spawn(async move { client.stream(&chat()).await.map(drop) });
    let mut connection = server.accept().await;
    connection.request().await;
    call.abort();
    connection.closed().await;
}

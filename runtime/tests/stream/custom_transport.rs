//! Streams over a transport of the caller's own.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use tc3_runtime::transport::bytes::Bytes;
use tc3_runtime::transport::http::{Request, Response};
use tc3_runtime::transport::{Body, HttpTransport, Limits, SendFuture, TransportError};

use crate::actions::{all, open};
use crate::support::builder;

type Chunk = Result<Bytes, TransportError>;

/// Answers one request with an event stream of these chunks, after which nothing is received.
struct Events(Mutex<VecDeque<Chunk>>);

struct Chunks(VecDeque<Chunk>);

impl Stream for Chunks {
    type Item = Chunk;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Chunk>> {
        self.0
            .pop_front()
            .map_or(Poll::Pending, |chunk| Poll::Ready(Some(chunk)))
    }
}

impl HttpTransport for Events {
    fn send(&self, _: Request<Bytes>, _: Limits) -> SendFuture<'_> {
        let chunks = Chunks(std::mem::take(&mut *self.0.lock().unwrap()));
        Box::pin(async {
            let mut response = Response::new(Body::from_stream(chunks));
            response
                .headers_mut()
                .insert("content-type", "text/event-stream".parse().unwrap());
            Ok(response)
        })
    }
}

fn events<const N: usize>(chunks: [Chunk; N]) -> Events {
    Events(Mutex::new(chunks.into()))
}

const EVENT: &str = "data: {\"Text\":\"a\"}\n\n";

#[tokio::test(start_paused = true)]
async fn events_are_read_while_they_are_received() {
    let transport = events([Ok(EVENT.into()), Ok(EVENT.into())]);
    // Neither the timeout of the call nor the limit of one event ends a stream.
    let client = builder()
        .transport(transport)
        .timeout(Duration::from_secs(2))
        .max_response_bytes(EVENT.len())
        .build()
        .unwrap();
    let mut events = open(&client).await;
    tokio::time::advance(Duration::from_secs(30)).await;
    for _ in 0..2 {
        assert_eq!(events.next().await.unwrap().unwrap().output.unwrap().text, "a");
    }
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
    assert!(error.to_string().contains("the stream was idle for 60s"), "{error}");
}

#[tokio::test]
async fn what_a_transport_says_about_a_broken_stream_counts() {
    let broken = TransportError::new(io::Error::from(ErrorKind::TimedOut)).timed_out();
    let client = builder()
        .transport(events([Ok(EVENT.into()), Err(broken)]))
        .build()
        .unwrap();
    let all = all(open(&client).await).await;
    assert_eq!(all.len(), 2);
    let error = all[1].as_ref().unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
}

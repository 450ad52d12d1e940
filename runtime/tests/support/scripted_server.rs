//! A server that follows a script, one step for each request.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tc3_runtime::{Client, ClientBuilder, Endpoint, RetryPolicy};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};

use super::{Received, builder, http, listen, read_request};

/// What happens to a request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Not one byte of it is read, the connection is reset.
    ResetUnread,
    /// It is read, then the connection is reset.
    Reset,
    /// It is read and nothing follows.
    Stall,
    /// It is read and answered with these bytes; then the connection is closed.
    Answer(Vec<u8>),
    /// It is read and processed, and then that happens.
    Processed(Box<Act>),
}

pub(crate) const OK: &str = r#"{"Response":{"RequestId":"r"}}"#;

impl Act {
    pub(crate) fn ok() -> Self {
        Self::json(OK)
    }

    pub(crate) fn json(body: &str) -> Self {
        Self::Answer(http("200 OK", "Connection: close\r\n", body))
    }

    pub(crate) fn error(code: &str) -> Self {
        Self::json(&format!(
            r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}},"RequestId":"r"}}}}"#
        ))
    }

    pub(crate) fn throttle() -> Self {
        Self::error("RequestLimitExceeded")
    }

    /// A page of a gateway.
    pub(crate) fn html(status: &str) -> Self {
        Self::Answer(http(
            status,
            "Connection: close\r\nContent-Type: text/html\r\n",
            "<html>",
        ))
    }

    pub(crate) fn truncated() -> Self {
        Self::Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Respo".to_vec())
    }

    /// A rejection of the timestamp of the request, by a server with this date.
    pub(crate) fn expired(date: &str) -> Self {
        let headers = format!("Connection: close\r\nDate: {date}\r\n");
        let body = r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureExpire","Message":"m"},"RequestId":"r"}}"#;
        Self::Answer(http("200 OK", &headers, body))
    }

    pub(crate) fn retry_after(value: &str) -> Self {
        let headers = format!("Connection: close\r\nRetry-After: {value}\r\n");
        Self::Answer(http("429 Too Many Requests", &headers, ""))
    }
}

pub(crate) struct Server {
    pub(crate) endpoint: Endpoint,
    received: mpsc::UnboundedReceiver<Received>,
    processed: Bodies,
    closed: Arc<Notify>,
}

/// Bodies of requests.
type Bodies = Arc<Mutex<Vec<Vec<u8>>>>;

impl Server {
    /// Plays `acts` one after the other, and the last one forever.
    pub(crate) async fn playing(acts: impl Into<Vec<Act>>) -> Self {
        let acts = acts.into();
        let mut next = 0;
        Self::acting(move || {
            next += 1;
            acts[next.min(acts.len()) - 1].clone()
        })
        .await
    }

    /// Asks `script` for each request, before it is read.
    pub(crate) async fn acting(script: impl FnMut() -> Act + Send + 'static) -> Self {
        let (sender, received) = mpsc::unbounded_channel();
        let script = Arc::new(Mutex::new(script));
        let processed = Bodies::default();
        let done = Arc::clone(&processed);
        let closed = Arc::new(Notify::new());
        let closing = Arc::clone(&closed);
        let address = listen(move |stream, _| {
            let serving = serve(stream, Arc::clone(&script), sender.clone(), Arc::clone(&done));
            let closing = Arc::clone(&closing);
            async move {
                serving.await;
                closing.notify_one();
            }
        })
        .await;
        Self {
            endpoint: format!("http://{address}").parse().unwrap(),
            received,
            processed,
            closed,
        }
    }

    /// The bodies of the requests that were processed.
    pub(crate) fn processed(&self) -> Vec<Vec<u8>> {
        self.processed.lock().unwrap().clone()
    }

    /// Waits until a connection is closed, by whichever side.
    pub(crate) async fn closed(&self) {
        self.closed.notified().await;
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        builder().endpoint(self.endpoint.clone()).retry(quick())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// The next request that was read.
    pub(crate) async fn next(&mut self) -> Received {
        self.received.recv().await.unwrap()
    }

    /// All requests that were read and not looked at.
    pub(crate) fn rest(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

/// The default policy without waits.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::new().base_delay(Duration::ZERO)
}

async fn serve(
    mut stream: TcpStream,
    script: Arc<Mutex<impl FnMut() -> Act>>,
    received: mpsc::UnboundedSender<Received>,
    processed: Bodies,
) {
    if !stream.peek(&mut [0]).await.is_ok_and(|length| length > 0) {
        return;
    }
    let act = (script.lock().unwrap())();
    if let Act::ResetUnread = act {
        return stream.set_zero_linger().unwrap();
    }
    let Some(request) = read_request(&mut stream, 0).await else {
        return;
    };
    let act = match act {
        Act::Processed(act) => {
            processed.lock().unwrap().push(request.body.clone());
            *act
        }
        act => act,
    };
    // The test may be over and no longer listen.
    let _ = received.send(request);
    react(act, stream).await;
}

async fn react(act: Act, mut stream: TcpStream) {
    match act {
        Act::Reset | Act::ResetUnread => stream.set_zero_linger().unwrap(),
        Act::Stall => while stream.peek(&mut [0]).await.is_ok_and(|length| length > 0) {},
        Act::Answer(bytes) => {
            // A client that has given up has closed.
            let _ = stream.write_all(&bytes).await;
        }
        Act::Processed(_) => {}
    }
}

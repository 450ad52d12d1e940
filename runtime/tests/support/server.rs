//! A server on the loopback interface that records the requests that it gets and answers each from the test.

use std::sync::{Arc, Mutex};

use tc3_runtime::{Client, Endpoint};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;

use super::{Received, builder, http, listen, read_request};

/// What the server does with a connection once it has read a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Writes these bytes and waits for the next request.
    Bytes(Vec<u8>),
    /// Writes these bytes and closes.
    BytesThenClose(Vec<u8>),
    /// Keeps the connection open and sends nothing.
    Silence,
}

impl Reply {
    pub(crate) fn http(status: &str, content_type: &str, body: &str) -> Self {
        Self::Bytes(http(status, &format!("Content-Type: {content_type}\r\n"), body))
    }

    pub(crate) fn json(body: &str) -> Self {
        Self::http("200 OK", "application/json", body)
    }
}

impl From<String> for Reply {
    fn from(response: String) -> Self {
        Self::Bytes(response.into_bytes())
    }
}

pub(crate) struct Server {
    pub(crate) endpoint: Endpoint,
    received: mpsc::UnboundedReceiver<Received>,
    log: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers every request with `reply`.
    pub(crate) async fn start(reply: Reply) -> Self {
        Self::answering(move |_| reply.clone()).await
    }

    /// Answers each request with what `answer` returns for it.
    pub(crate) async fn answering<R: Into<Reply>>(answer: impl Fn(&Received) -> R + Send + Sync + 'static) -> Self {
        Self::answering_later(move |request| std::future::ready(answer(request).into())).await
    }

    /// Answers each request with what the future of `answer` yields.
    pub(crate) async fn answering_later<F>(answer: impl Fn(&Received) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Reply> + Send + 'static,
    {
        let (sender, received) = mpsc::unbounded_channel();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (recording, answer) = (Arc::clone(&log), Arc::new(answer));
        let address = listen(move |stream, connection| {
            let (sender, recording, answer) = (sender.clone(), Arc::clone(&recording), Arc::clone(&answer));
            exchange(stream, connection, move |request| {
                let reply = answer(&request);
                recording.lock().unwrap().push(request.clone());
                // The test may be over and no longer listen.
                let _ = sender.send(request);
                reply
            })
        })
        .await;
        Self {
            endpoint: format!("http://{address}").parse().unwrap(),
            received,
            log,
        }
    }

    /// A client of this server with the credentials and the clock of the tests.
    pub(crate) fn client(&self) -> Client {
        builder().endpoint(self.endpoint.clone()).build().unwrap()
    }

    /// The next request that came.
    pub(crate) async fn next(&mut self) -> Received {
        self.received.recv().await.unwrap()
    }

    /// Whether every request that came was taken by [`next`](Self::next).
    pub(crate) fn is_idle(&mut self) -> bool {
        self.received.try_recv().is_err()
    }

    /// All requests that have come.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.log.lock().unwrap().clone()
    }

    /// The targets of all requests that have come.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.received().into_iter().map(|request| request.path).collect()
    }
}

/// Answers each request of one connection with `reply`.
pub(crate) async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    connection: usize,
    reply: Reply,
    sender: mpsc::UnboundedSender<Received>,
) {
    exchange(stream, connection, |request| {
        // The test may be over and no longer listen.
        let _ = sender.send(request);
        std::future::ready(reply.clone())
    })
    .await;
}

async fn exchange<F: Future<Output = Reply>>(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    connection: usize,
    answer: impl Fn(Received) -> F,
) {
    while let Some(request) = read_request(&mut stream, connection).await {
        match answer(request).await {
            Reply::Bytes(bytes) => stream.write_all(&bytes).await.unwrap(),
            Reply::BytesThenClose(bytes) => return stream.write_all(&bytes).await.unwrap(),
            Reply::Silence => {}
        }
    }
}

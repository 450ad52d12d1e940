//! A server on the loopback interface that shows what it was sent and answers as it is told.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use tc3_runtime::{Client, ClientBuilder, Clock, Credentials, Endpoint, RetryPolicy};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

pub(crate) const SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
pub(crate) const SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
pub(crate) const TOKEN: &str = "session-token-of-the-test";
pub(crate) const NOW: u64 = 1_551_113_065;

/// What the server does with a connection once it has read a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Writes these bytes and waits for the next request.
    Bytes(Vec<u8>),
    /// Writes these bytes and closes.
    BytesThenClose(Vec<u8>),
    /// Keeps the connection open and says nothing.
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

pub(crate) fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// A request as it came over the wire.
#[derive(Debug)]
pub(crate) struct Received {
    /// Counts the connections, from 0.
    pub(crate) connection: usize,
    pub(crate) request_line: String,
    /// By lower-case name.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Server {
    pub(crate) endpoint: Endpoint,
    received: mpsc::UnboundedReceiver<Received>,
}

impl Server {
    pub(crate) async fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, received) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, connection, reply.clone(), sender.clone()));
            }
        });
        Self {
            endpoint: format!("http://{address}").parse().unwrap(),
            received,
        }
    }

    /// A client of this server with the key and the clock of the tests.
    pub(crate) fn client(&self) -> Client {
        builder().endpoint(self.endpoint.clone()).build().unwrap()
    }

    /// The next request that came.
    pub(crate) async fn next(&mut self) -> Received {
        self.received.recv().await.unwrap()
    }

    /// Whether nothing has come that was not looked at.
    pub(crate) fn is_idle(&mut self) -> bool {
        self.received.try_recv().is_err()
    }
}

/// Settings of a client that makes one attempt.
pub(crate) fn builder() -> ClientBuilder {
    Client::builder()
        .retry(RetryPolicy::never())
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY))
        .clock(Clock::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)))
}

pub(crate) async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    connection: usize,
    reply: Reply,
    sender: mpsc::UnboundedSender<Received>,
) {
    while let Some(request) = read_request(&mut stream, connection).await {
        // The test may be over and no longer listen.
        let _ = sender.send(request);
        match &reply {
            Reply::Bytes(bytes) => stream.write_all(bytes).await.unwrap(),
            Reply::BytesThenClose(bytes) => return stream.write_all(bytes).await.unwrap(),
            Reply::Silence => {}
        }
    }
}

pub(crate) async fn read_request(stream: &mut (impl AsyncRead + Unpin), connection: usize) -> Option<Received> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let request_line = lines.next()?.to_owned();
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Received {
        connection,
        request_line,
        headers,
        body,
    })
}

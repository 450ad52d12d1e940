//! HTTP/1.1 by hand, as little as a test server needs: requests are parsed byte by byte, so that nothing after them
//! is read.

use std::collections::HashMap;
use std::net::SocketAddr;

use tc3_runtime::Endpoint;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::{TcpListener, TcpStream};

/// The request line and the headers of a request.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) line: String,
    /// By lower-case name.
    pub(crate) headers: HashMap<String, String>,
}

impl Head {
    pub(crate) fn proxy_authorization(&self) -> Option<&str> {
        self.headers.get("proxy-authorization").map(String::as_str)
    }

    pub(crate) fn content_length(&self) -> usize {
        self.headers
            .get("content-length")
            .map_or(0, |length| length.parse().unwrap())
    }
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// Counts the connections, from 0.
    pub(crate) connection: usize,
    pub(crate) request_line: String,
    pub(crate) method: String,
    /// The request target, with its query.
    pub(crate) path: String,
    /// By lower-case name.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// The value of a header, empty if it was not sent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// The bytes of a response; each of `headers` ends with `\r\n`.
pub(crate) fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// Listens on a free port and runs `serve` for each connection, with its number, in a task of its own.
pub(crate) async fn listen<F>(mut serve: impl FnMut(TcpStream, usize) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for connection in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(stream, connection));
        }
    });
    address
}

/// An address where nothing listens.
pub(crate) async fn nowhere() -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap()).parse().unwrap()
}

/// Reads up to the empty line; `None` once the client has closed.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<Head> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    Some(Head {
        line: lines.next()?.to_owned(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
    })
}

/// Reads one request; `None` once the client has closed.
pub(crate) async fn read_request(stream: &mut (impl AsyncRead + Unpin), connection: usize) -> Option<Received> {
    let head = read_head(stream).await?;
    let mut body = vec![0; head.content_length()];
    stream.read_exact(&mut body).await.ok()?;
    let mut words = head.line.split(' ').map(ToOwned::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    Some(Received {
        connection,
        request_line: head.line,
        method,
        path,
        headers: head.headers,
        body,
    })
}

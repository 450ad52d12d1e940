//! A server on the loopback interface that plays STS or the metadata service.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tc3_runtime::Endpoint;
use tc3_runtime::sign::{Payload, SigningInput, sign};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const NOW: u64 = 1_551_113_065;
pub(crate) const END: u64 = 1_551_120_265;

pub(crate) fn time(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A request as it came over the wire.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    /// By lower-case name.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The header that this request must bear if it is signed with this key.
    pub(crate) fn authorization_of(&self, credentials: &tc3_runtime::Credentials) -> String {
        let input = SigningInput::new(
            "sts",
            self.header("host"),
            self.header("x-tc-timestamp").parse().unwrap(),
            Payload::Bytes(&self.body),
        )
        .method(&self.method)
        .content_type(self.header("content-type"));
        sign(&input, credentials).authorization
    }
}

pub(crate) fn http(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// What STS answers if all is well.
pub(crate) fn sts_key(id: &str) -> String {
    let body = json!({"Response": {
        "Credentials": {"TmpSecretId": id, "TmpSecretKey": "tmp-secret-key", "Token": "tmp-token"},
        "ExpiredTime": END, "Expiration": "2019-02-25T18:44:25Z", "RequestId": "request-1",
    }});
    http("200 OK", &body.to_string())
}

pub(crate) fn sts_error(code: &str) -> String {
    let body = json!({"Response": {"Error": {"Code": code, "Message": "no"}, "RequestId": "request-2"}});
    http("200 OK", &body.to_string())
}

pub(crate) struct Server {
    pub(crate) endpoint: Endpoint,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// A server that answers a request with what `answer` makes of it.
    pub(crate) async fn start(answer: impl Fn(&Received) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        let answer = Arc::new(answer);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&log)));
            }
        });
        Self { endpoint, received }
    }

    /// All requests that have come.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.received().into_iter().map(|request| request.path).collect()
    }
}

/// An address where nothing listens.
pub(crate) async fn nowhere() -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap()).parse().unwrap()
}

async fn serve<F: Fn(&Received) -> String>(mut stream: TcpStream, answer: Arc<F>, log: Arc<Mutex<Vec<Received>>>) {
    while let Some(request) = read_request(&mut stream).await {
        let bytes = answer(&request);
        log.lock().unwrap().push(request);
        stream.write_all(bytes.as_bytes()).await.unwrap();
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Received> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let mut request_line = lines.next()?.split(' ').map(ToOwned::to_owned);
    let (method, path) = (request_line.next()?, request_line.next()?);
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
        method,
        path,
        headers,
        body,
    })
}

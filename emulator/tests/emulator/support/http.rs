//! Raw HTTP requests to an emulator that runs in the test.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tc3_emulator::{Builder, Emulator};
use tokio::runtime::Runtime;

/// A request that is written to a connection unchanged.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Replaces a header, or adds it.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.remove(name);
        self.headers.push((name.to_owned(), value.into()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.headers.retain(|(given, _)| !given.eq_ignore_ascii_case(name));
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(given, _)| given.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if self.header("content-length").is_empty() {
            head += &format!("Content-Length: {}\r\n", self.body.len());
        }
        head += "Connection: close\r\n\r\n";
        [head.as_bytes(), &self.body].concat()
    }
}

/// The answer to a request.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) head: String,
    /// The content of the envelope.
    pub(crate) response: Value,
}

impl Reply {
    /// The error code; empty if there is none.
    pub(crate) fn code(&self) -> &str {
        self.response["Error"]["Code"].as_str().unwrap_or_default()
    }

    pub(crate) fn message(&self) -> &str {
        self.response["Error"]["Message"].as_str().unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn assert_refused(&self, code: &str, said: &[&str]) {
        assert_eq!(self.code(), code, "{self:?}");
        for part in said {
            assert!(self.message().contains(part), "no `{part}` in `{}`", self.message());
        }
        assert!(self.response["RequestId"].is_string(), "{self:?}");
    }
}

/// An emulator and the runtime that it runs on.
pub(crate) struct Running {
    pub(crate) emulator: Emulator,
    pub(crate) runtime: Runtime,
}

impl Running {
    pub(crate) fn start(builder: Builder) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let emulator = runtime.block_on(builder.start()).expect("an emulator");
        Self { emulator, runtime }
    }

    /// Sends one request on a new connection.
    pub(crate) fn send(&self, request: &Request) -> Reply {
        let bytes = exchange(self.emulator.addr(), &request.bytes()).expect("an exchange");
        reply(&bytes)
    }
}

/// A clock that always shows the same time.
pub(crate) fn at(unix_seconds: u64) -> impl Fn() -> std::time::SystemTime + Send + Sync + 'static {
    move || UNIX_EPOCH + Duration::from_secs(unix_seconds)
}

/// Writes `bytes` and reads until the server closes.
pub(crate) fn exchange(addr: SocketAddr, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(addr)?;
    stream.write_all(bytes)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// The same, but the client closes its side for writing, so that the server does not wait for more.
pub(crate) fn exchange_and_end(addr: SocketAddr, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(addr)?;
    stream.write_all(bytes)?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

pub(crate) fn reply(bytes: &[u8]) -> Reply {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let mut envelope: Value = serde_json::from_str(body).expect("a JSON body");
    Reply {
        head: head.to_ascii_lowercase(),
        response: envelope["Response"].take(),
    }
}

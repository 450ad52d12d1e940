//! A client that sends signed requests, one after the other.

use std::io;
use std::net::SocketAddr;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept alive.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// The time of the signatures in Unix seconds: 2023-11-14T22:13:20Z.
pub(crate) const SIGNED_AT: u64 = 1_700_000_000;

const DATE: &str = "2023-11-14";

/// A version of a service.
#[derive(Clone, Copy)]
pub(crate) struct Service {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

/// A signed request as it goes over the wire.
pub(crate) fn request(service: Service, action: &str, body: &Value) -> String {
    let Service { name, version } = service;
    let host = format!("{name}.tencentcloudapi.com");
    let body = body.to_string();
    let canonical = format!(
        "POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{}",
        hex(&Sha256::digest(&body))
    );
    let scope = format!("{DATE}/{name}/tc3_request");
    let to_sign = format!(
        "TC3-HMAC-SHA256\n{SIGNED_AT}\n{scope}\n{}",
        hex(&Sha256::digest(canonical))
    );
    let secret = format!("TC3{SAMPLE_SECRET_KEY}").into_bytes();
    let key = [DATE, name, "tc3_request"]
        .iter()
        .fold(secret, |key, part| mac(&key, part));
    let signature = hex(&mac(&key, &to_sign));
    let length = body.len();
    format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nX-TC-Action: {action}\r\n\
         X-TC-Version: {version}\r\nX-TC-Timestamp: {SIGNED_AT}\r\nContent-Length: {length}\r\n\
         Authorization: TC3-HMAC-SHA256 Credential={SAMPLE_SECRET_ID}/{scope}, SignedHeaders=content-type;host, \
         Signature={signature}\r\n\r\n{body}"
    )
}

fn mac(key: &[u8], message: &str) -> Vec<u8> {
    // HMAC takes a key of any length; an empty vector would only get the request refused.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Connection {
    pub(crate) async fn open(addr: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let received = Vec::new();
        Ok(Self { stream, received })
    }

    /// Sends a request and returns what it is answered, which must not be an error.
    pub(crate) async fn send(&mut self, request: &str) -> io::Result<Value> {
        self.stream.write_all(request.as_bytes()).await?;
        let body = loop {
            if let Some(body) = body(&self.received)? {
                break body;
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        self.received.clear();
        let response = &body["Response"];
        if response.get("Error").is_some() {
            return Err(io::Error::other(response.to_string()));
        }
        Ok(response.clone())
    }
}

/// The body of an answer, once all of it has come.
fn body(received: &[u8]) -> io::Result<Option<Value>> {
    let Some(start) = received.windows(4).position(|part| part == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(&received[..start]);
    let length = head.split_once("content-length: ");
    let length = length.and_then(|(_, after)| after.lines().next()?.parse::<usize>().ok());
    let length = length.ok_or_else(|| io::Error::other("an answer without its length"))?;
    let body = received.get(start + 4..start + 4 + length);
    body.map(serde_json::from_slice).transpose().map_err(io::Error::other)
}

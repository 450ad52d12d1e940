//! The client: a signed request over raw TCP.

use std::io;
use std::net::SocketAddr;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use tc3_emulator::{SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The time of the signature in Unix seconds: 2023-11-14T22:13:20Z.
pub(crate) const SIGNED_AT: u64 = 1_700_000_000;

const DATE: &str = "2023-11-14";
const HOST: &str = "gaap.tencentcloudapi.com";
const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// A signed request for CreateProxyGroup, as it goes over the wire.
pub(crate) fn request() -> Bytes {
    let canonical = format!(
        "POST\n/\n\ncontent-type:application/json\nhost:{HOST}\n\ncontent-type;host\n{}",
        hex(&Sha256::digest(BODY))
    );
    let scope = format!("{DATE}/gaap/tc3_request");
    let to_sign = format!(
        "TC3-HMAC-SHA256\n{SIGNED_AT}\n{scope}\n{}",
        hex(&Sha256::digest(canonical))
    );
    let key = [DATE, "gaap", "tc3_request"]
        .iter()
        .fold(format!("TC3{SAMPLE_SECRET_KEY}").into_bytes(), |key, part| {
            mac(&key, part)
        });
    let signature = hex(&mac(&key, &to_sign));
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nX-TC-Action: CreateProxyGroup\r\n\
         X-TC-Version: 2018-05-29\r\nX-TC-Timestamp: {SIGNED_AT}\r\nContent-Length: {}\r\n\
         Authorization: TC3-HMAC-SHA256 Credential={SAMPLE_SECRET_ID}/{scope}, SignedHeaders=content-type;host, \
         Signature={signature}\r\n\r\n{BODY}",
        BODY.len()
    );
    Bytes::from(head)
}

/// The body of the answer to one request, which must not be an error.
pub(crate) async fn answer(addr: SocketAddr, request: &Bytes) -> io::Result<Bytes> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(request).await?;
    let mut buffer = Vec::new();
    let (start, end) = read_answer(&mut stream, &mut buffer).await?;
    let body = Bytes::copy_from_slice(&buffer[start..end]);
    if body.windows(7).any(|part| part == b"\"Error\"") {
        return Err(io::Error::other(String::from_utf8_lossy(&body).into_owned()));
    }
    Ok(body)
}

/// Sends `request` this many times, each time after the previous answer.
pub(crate) async fn send_repeatedly(addr: SocketAddr, request: Bytes, times: usize) -> io::Result<()> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    for _ in 0..times {
        stream.write_all(&request).await?;
        let (_, end) = read_answer(&mut stream, &mut buffer).await?;
        buffer.drain(..end);
    }
    Ok(())
}

/// Reads until the buffer holds an answer, and returns where its body starts and ends.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<(usize, usize)> {
    loop {
        if let Some((start, end)) = bounds(buffer)
            && buffer.len() >= end
        {
            return Ok((start, end));
        }
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

fn bounds(buffer: &[u8]) -> Option<(usize, usize)> {
    let start = buffer.windows(4).position(|part| part == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&buffer[..start]).ok()?;
    let (_, after) = head.split_once("content-length: ")?;
    let length: usize = after.lines().next()?.parse().ok()?;
    Some((start, start + length))
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

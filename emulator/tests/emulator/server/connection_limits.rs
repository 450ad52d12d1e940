//! Timeouts and limits of connections.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::http::{Running, exchange, reply};
use crate::support::signer::create_proxy_group;
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// A server with short timeouts.
fn impatient() -> Running {
    Running::start(builder().exchange_timeout(Duration::from_millis(50)))
}

/// Reads until the server closes the connection.
fn wait_for_close(mut stream: TcpStream) {
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    let said = String::from_utf8_lossy(&said);
    assert!(!said.starts_with("HTTP/1.1 200"), "{said}");
}

#[test]
fn a_head_that_never_ends_times_out() {
    let running = impatient();
    for begun in [
        "",
        "POST / HT",
        "POST / HTTP/1.1\r\nHost: gaap.tencentcloudapi.com\r\nX-A: b",
    ] {
        let mut stream = TcpStream::connect(running.emulator.addr()).expect("a connection");
        stream.write_all(begun.as_bytes()).expect("a beginning");
        wait_for_close(stream);
    }
}

#[test]
fn a_body_that_never_ends_times_out() {
    let running = impatient();
    let bytes = create_proxy_group(BODY).bytes();
    let mut stream = TcpStream::connect(running.emulator.addr()).expect("a connection");
    stream.write_all(&bytes[..bytes.len() - 1]).expect("a beginning");
    wait_for_close(stream);
    assert!(running.emulator.requests().is_empty());
}

#[test]
fn answers_that_are_never_read_time_out() {
    let running = impatient();
    let request = b"GET /_emulator/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut stream = TcpStream::connect(running.emulator.addr()).expect("a connection");
    // Eventually the server stops reading and then times out: the connection breaks.
    while stream.write_all(&request.repeat(100)).is_ok() {}
    let answer = exchange(running.emulator.addr(), &create_proxy_group(BODY).bytes()).expect("an answer");
    assert_eq!(reply(&answer).code(), "");
}

#[test]
fn silent_connections_do_not_keep_others_out() {
    // None of them times out.
    let an_hour = Duration::from_secs(3600);
    let running = Running::start(builder().max_connections(4).exchange_timeout(an_hour));
    let addr = running.emulator.addr();
    let bytes = create_proxy_group(BODY).bytes();
    // Nothing, a part of a head, and a part of a body.
    let begun = [0, 10, bytes.len() - 1].map(|length| &bytes[..length]);
    let silent: Vec<TcpStream> = begun
        .iter()
        .cycle()
        .take(20)
        .map(|begun| {
            let mut stream = TcpStream::connect(addr).expect("a connection");
            stream.write_all(begun).expect("a beginning");
            stream
        })
        .collect();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(addr).expect("a connection");
        // Only so that a failure is one, instead of an hour.
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        stream.write_all(&bytes).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        assert_eq!(reply(&answer).code(), "");
    }
    // Those that have been silent for longest were closed to make room.
    for stream in silent.into_iter().take(16) {
        wait_for_close(stream);
    }
    assert_eq!(running.emulator.requests().len(), 3);
}

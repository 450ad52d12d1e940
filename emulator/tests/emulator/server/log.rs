//! The log of the command, with readers that are slow, stuck or gone.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;

use serde_json::Value;

use super::command::{Process, command, signal};
use crate::support::signer::create_proxy_group;
use crate::support::spec::SPEC;

fn object(line: &str) -> Value {
    serde_json::from_str(line).expect("a line of JSON")
}

/// The address in the first line.
fn address(line: &str) -> SocketAddr {
    let url = object(line)["url"].as_str().expect("a URL").to_owned();
    url.strip_prefix("http://")
        .expect("an address")
        .parse()
        .expect("an address")
}

/// Calls whose lines in the log are as long as they get.
fn call_often(addr: SocketAddr, times: usize) {
    const AT_ONCE: usize = 50;

    let mut request = create_proxy_group("{}");
    request.set("X-TC-Region", "r".repeat(300));
    let bytes = String::from_utf8(request.bytes()).expect("text");
    let keep_alive = bytes.replace("Connection: close\r\n", "");
    let batch = [keep_alive.repeat(AT_ONCE - 1), bytes].concat();
    for _ in 0..times / AT_ONCE {
        let mut stream = TcpStream::connect(addr).expect("a connection");
        stream.write_all(batch.as_bytes()).expect("requests");
        let mut answers = String::new();
        stream.read_to_string(&mut answers).expect("answers");
        assert_eq!(answers.matches("SignatureExpire").count(), AT_ONCE, "{answers}");
    }
}

const ARGUMENTS: [&str; 6] = ["--spec", SPEC, "--listen", "127.0.0.1:0", "--log", "json"];

/// More lines than a pipe and the queue of the log hold together.
const MANY: usize = 4_000;

#[test]
fn a_log_that_nobody_reads_holds_no_request_and_counts_what_it_drops() {
    let mut process = Process::start(&ARGUMENTS);
    let addr = address(&process.line());
    call_often(addr, MANY);

    let mut read = 0;
    let dropped = loop {
        let line = object(&process.line());
        if line["action"] == "CreateProxyGroup" {
            read += 1;
        } else {
            assert_eq!(line["event"], "dropped");
            break line["lines"].as_u64().expect("a number");
        }
    };
    assert!(read > 0 && dropped > 0, "{read} {dropped}");
    assert_eq!(read + dropped, MANY as u64);
    // The reader is back.
    call_often(addr, 50);
    assert_eq!(object(&process.line())["action"], "CreateProxyGroup");
}

#[test]
fn a_signal_ends_a_process_whose_log_nobody_reads() {
    let mut process = Process::start(&ARGUMENTS);
    let addr = address(&process.line());
    call_often(addr, MANY);
    signal(&process.child, "-TERM");
    assert_eq!(process.child.wait().expect("an end").code(), Some(0));
}

#[test]
fn a_closed_log_stops_nothing() {
    let mut command = command(&ARGUMENTS);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("a process");
    let mut reader = BufReader::new(child.stdout.take().expect("its output"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    call_often(address(&line), 200);
    signal(&child, "-TERM");
    assert_eq!(child.wait().expect("an end").code(), Some(0));
}

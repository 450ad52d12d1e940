//! Which connection makes room for another one.
#![cfg(feature = "data-file")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use tc3_emulator::RecordedRequest;

use crate::support::http::{Running, reply};
use crate::support::signer::create_proxy_group;
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// An emulator whose requests wait, until they are released, where their connections could be closed.
struct Held {
    started: mpsc::Receiver<()>,
    // Dropped before the emulator, so that a failed test does not wait for its requests.
    release: mpsc::Sender<()>,
    running: Running,
    bytes: Vec<u8>,
}

impl Held {
    fn start(max_connections: usize, data: &str) -> Self {
        let (start, started) = mpsc::channel();
        let (release, released) = mpsc::channel();
        let (start, released) = (Mutex::new(start), Mutex::new(released));
        let observer = move |_: &RecordedRequest| {
            start.lock().expect("a lock").send(()).expect("a receiver");
            released.lock().expect("a lock").recv().unwrap_or_default();
        };
        // With a data file a request is processed on another thread.
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(data);
        let _ = std::fs::remove_file(&path);
        let builder = builder().data_file(path).max_connections(max_connections);
        Self {
            running: Running::start(builder.on_request(observer)),
            started,
            release,
            bytes: create_proxy_group(BODY).bytes(),
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.running.emulator.addr()).expect("a connection");
        // Only so that a failure is one.
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        stream
    }

    fn call(&self) -> TcpStream {
        let mut stream = self.connect();
        stream.write_all(&self.bytes).expect("a request");
        stream
    }

    fn release(&self, mut stream: TcpStream) {
        self.release.send(()).expect("an observer");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        assert_eq!(reply(&answer).code(), "", "it was closed");
    }
}

#[test]
fn an_idle_connection_makes_room_and_an_older_one_with_a_request_does_not() {
    let held = Held::start(2, "idle.data");
    let first = held.call();
    held.started.recv().expect("a request");
    let mut idle = held.connect();
    let second = held.call();
    assert_eq!(idle.read(&mut [0]).expect("an end"), 0);
    for stream in [first, second] {
        held.release(stream);
    }
}

#[test]
fn a_connection_waits_while_all_others_have_a_request() {
    let held = Held::start(1, "waiting.data");
    let first = held.call();
    held.started.recv().expect("a request");
    let second = held.call();
    held.release(first);
    held.started.recv().expect("the second request");
    held.release(second);
}

//! Starting, sharing and stopping an emulator.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::{Emulator, StartError};
use tokio::runtime::Runtime;

use crate::support::http::{Running, exchange, reply};
use crate::support::signer::create_proxy_group;
use crate::support::spec::{SPEC, builder};

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

#[test]
fn many_clients_are_served_concurrently() {
    let seen = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&seen);
    let running = Running::start(builder().on_request(move |_| *counter.lock().expect("a lock") += 1));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
                }
            });
        }
    });
    assert_eq!(running.emulator.requests().len(), 200);
    assert_eq!(*seen.lock().expect("a lock"), 200);
}

#[test]
fn a_connection_carries_several_requests() {
    let running = Running::start(builder());
    let bytes = create_proxy_group(BODY).bytes();
    let keep_alive = String::from_utf8(bytes.clone())
        .expect("text")
        .replace("Connection: close\r\n", "");
    let answers = exchange(running.emulator.addr(), &[keep_alive.as_bytes(), &bytes].concat()).expect("answers");
    let text = String::from_utf8(answers).expect("text");
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2, "{text}");
}

#[test]
fn shutdown_waits_for_in_flight_requests() {
    let running = Running::start(builder());
    let addr = running.emulator.addr();
    let bytes = create_proxy_group(BODY).bytes();
    let head_end = bytes.len() - BODY.len();
    let mut idle = TcpStream::connect(addr).expect("a connection");
    let mut stream = TcpStream::connect(addr).expect("a connection");
    let with_expect = [&bytes[..head_end - 2], b"Expect: 100-continue\r\n\r\n"].concat();
    stream.write_all(&with_expect).expect("a head");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("100 Continue");

    let stopping = running.runtime.spawn(running.emulator.shutdown());
    assert_eq!(idle.read(&mut [0]).expect("an end"), 0, "an idle connection is closed");
    stream.write_all(&bytes[head_end..]).expect("a body");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert_eq!(reply(&answer).code(), "");
    running.runtime.block_on(stopping).expect("a graceful end");
    assert!(TcpStream::connect(addr).is_err(), "it still listens");
}

#[test]
fn dropping_stops_immediately() {
    let running = Running::start(builder());
    let mut stream = TcpStream::connect(running.emulator.addr()).expect("a connection");
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    drop(running.emulator);
    assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0);
}

#[test]
fn the_spec_folder_of_the_project_is_served() {
    let running = Running::start(Emulator::builder().spec_dir(SPEC));
    let addr = running.emulator.addr();
    assert!(addr.ip().is_loopback() && addr.port() != 0, "{addr}");
    assert_eq!(running.emulator.url(), format!("http://{addr}"));
    assert!(
        running
            .emulator
            .spec()
            .services
            .iter()
            .any(|service| service.file.name.value == "gaap")
    );
}

#[test]
fn start_errors_name_the_reason() {
    let runtime = Runtime::new().expect("a runtime");
    let start = |builder: tc3_emulator::Builder| runtime.block_on(builder.start()).map(|_| ());

    let nothing = start(Emulator::builder());
    assert!(matches!(nothing, Err(StartError::NoSpec)), "{nothing:?}");

    let folder = start(Emulator::builder().spec_dir("no/such/folder")).expect_err("an error");
    assert!(
        matches!(folder, StartError::ReadSpec(_)) && folder.to_string().contains("no/such/folder"),
        "{folder}"
    );

    let broken = Source {
        path: "gaap/v20180529/service.json".to_owned(),
        text: "{".to_owned(),
    };
    let spec = start(Emulator::builder().sources(SourceSet::new("spec", [broken]))).expect_err("an error");
    assert!(
        matches!(spec, StartError::Spec(_)) && spec.to_string().contains("service.json"),
        "{spec}"
    );

    let running = Running::start(builder());
    let taken = start(builder().listen(running.emulator.addr())).expect_err("an error");
    let addr = running.emulator.addr().to_string();
    assert!(
        matches!(taken, StartError::Listen { .. }) && taken.to_string().contains(&addr),
        "{taken}"
    );
}

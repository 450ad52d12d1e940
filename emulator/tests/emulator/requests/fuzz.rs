//! Fuzzing with random input from fixed seeds: the server answers everything and never panics.

use fastrand::Rng;

use crate::support::http::{Request, Running, exchange};
use crate::support::signer::{Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;
use crate::support::v1_signer::{V1, get_of};

const ROUNDS: usize = 400;

/// Fragments of the encodings, so that random input gets deep into the parsers.
const FRAGMENTS: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "7",
    "-",
    "1e9",
    "\\u",
    "=",
    "&",
    "%",
    "%41",
    "+",
    ".",
    ".0",
    "_",
    "Names",
    "Thing",
    "Parts",
    "Size",
    "Labels",
    "Picture",
    "Action",
    "Signature",
    "Nonce",
    "--b",
    "--b--",
    "\r\n",
    "\r\n\r\n",
    "Content-Disposition: form-data; ",
    "name=\"",
    "filename=\"",
    ";",
    "é",
    "😀",
];

fn fragments(random: &mut Rng) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..random.usize(0..40) {
        match random.u8(0..8) {
            0 => bytes.push(random.u8(..)),
            _ => bytes.extend(FRAGMENTS[random.usize(0..FRAGMENTS.len())].bytes()),
        }
    }
    bytes
}

/// Text that is valid in a URL or a header.
fn visible(random: &mut Rng) -> String {
    let text = String::from_utf8_lossy(&fragments(random)).into_owned();
    text.chars().filter(|character| character.is_ascii_graphic()).collect()
}

/// Text without `<` and the like, which are not valid in a URL.
fn query(random: &mut Rng) -> String {
    visible(random).replace(['"', '<', '>', '\\', '^', '`', '{', '|', '}', '#', ' '], "%7B")
}

#[track_caller]
fn assert_answered(running: &Running, request: &Request) {
    let answer = exchange(running.emulator.addr(), &request.bytes()).expect("an exchange");
    let head = String::from_utf8_lossy(&answer[..answer.len().min(12)]).into_owned();
    assert!(
        ["HTTP/1.1 200", "HTTP/1.1 400", "HTTP/1.1 431"].contains(&head.as_str()),
        "{head:?} to {request:?}"
    );
}

/// Valid signatures on random parameters, so that the parameters are read.
#[test]
fn random_parameters_are_answered() {
    send_random_parameters(&Running::start(builder()));
}

/// The same to a lenient emulator, which shows what it was sent.
#[test]
fn random_parameters_are_answered_and_shown() {
    let running = Running::start(builder().lenient().log_parameters());
    send_random_parameters(&running);
    for request in running.emulator.requests() {
        let line: serde_json::Value = serde_json::from_str(&request.to_json()).expect("JSON");
        assert_eq!(line["parameters"].is_object(), request.call.is_some(), "{line}");
    }
    let ask = b"GET /_emulator/requests.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let page = exchange(running.emulator.addr(), ask).expect("an exchange");
    let body = page
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .map(|at| &page[at + 4..]);
    serde_json::from_slice::<serde_json::Value>(body.expect("a body")).expect("JSON");
}

fn send_random_parameters(running: &Running) {
    let mut random = Rng::with_seed(1);
    let signer = Signer::for_service("sample");
    for _ in 0..ROUNDS {
        let mut json = unsigned("sample", "2024-01-31", "FindThings", fragments(&mut random));
        signer.sign(&mut json);
        let mut multipart = unsigned("sample", "2024-01-31", "UploadThing", fragments(&mut random));
        multipart.body.splice(0..0, *b"--b\r\n");
        multipart.set("Content-Type", "multipart/form-data; boundary=b");
        signer.sign(&mut multipart);
        let mut octets = unsigned("sample", "2024-01-31", "SendThing", fragments(&mut random));
        octets.set("Content-Type", "application/octet-stream");
        octets.set("X-Sample-Name", visible(&mut random));
        octets.set("X-Sample-Size", visible(&mut random));
        signer.sign(&mut octets);
        let [name, value] = [(); 2].map(|()| String::from_utf8_lossy(&fragments(&mut random)).into_owned());
        let form = V1::new("FindThings", &[(&name, &value)]).signed();
        let get = get_of("FindThings", &query(&mut random));
        for request in [json, multipart, octets, form, get] {
            assert_answered(running, &request);
        }
    }
    let reached = running.emulator.received().len();
    assert!(reached > ROUNDS, "only {reached} were understood");
}

/// Random heads without valid signatures.
#[test]
fn random_heads_are_answered() {
    let running = Running::start(builder());
    let mut random = Rng::with_seed(2);
    const METHODS: [&str; 4] = ["GET", "POST", "PUT", "M"];
    const HEADERS: [&str; 9] = [
        "Host",
        "Content-Type",
        "Authorization",
        "X-TC-Action",
        "X-TC-Version",
        "X-TC-Timestamp",
        "X-TC-Token",
        "X-TC-Region",
        "X-TC-Content-SHA256",
    ];
    const TYPES: [&str; 5] = [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=",
        "application/octet-stream",
        "",
    ];
    for _ in 0..ROUNDS {
        let mut request = create_proxy_group(fragments(&mut random));
        request.method = METHODS[random.usize(0..METHODS.len())].to_owned();
        if random.bool() {
            request.target = format!("/?{}", query(&mut random));
        }
        for _ in 0..random.usize(0..4) {
            let name = HEADERS[random.usize(0..HEADERS.len())];
            match random.u8(0..3) {
                0 => request.remove(name),
                1 => request.set(name, visible(&mut random)),
                _ => request.set(name, format!("{}{}", request.header(name), visible(&mut random))),
            }
        }
        if random.bool() {
            let content_type = TYPES[random.usize(0..TYPES.len())];
            request.set("Content-Type", format!("{content_type}{}", visible(&mut random)));
        }
        assert_answered(&running, &request);
    }
}

/// Bytes that are hardly ever valid HTTP.
#[test]
fn random_bytes_do_not_crash_the_server() {
    let running = Running::start(builder());
    let mut random = Rng::with_seed(3);
    for _ in 0..ROUNDS {
        let mut bytes = create_proxy_group("{}").bytes();
        for _ in 0..random.usize(1..8) {
            let at = random.usize(0..bytes.len());
            bytes[at] = random.u8(..);
        }
        bytes.extend(b"\r\n\r\n");
        // A reset is an answer too: the server may close before it has read everything.
        let _ = crate::support::http::exchange_and_end(running.emulator.addr(), &bytes);
    }
    let body = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;
    assert_eq!(running.send(&create_proxy_group(body)).code(), "");
}

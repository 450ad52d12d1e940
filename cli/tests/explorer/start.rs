//! How the command starts: what it prints, and what keeps it from starting.

use std::fs;

use crate::support::{Explorer, tc3};

#[test]
fn a_port_in_use_is_named() {
    let explorer = Explorer::start(&[]);
    let port = explorer.address.port().to_string();
    let other = tc3(&["explorer", "--no-open", "--port", &port]).output().unwrap();
    assert_eq!(other.status.code(), Some(2));
    let stderr = String::from_utf8(other.stderr).unwrap();
    assert!(
        stderr.contains(&format!("127.0.0.1:{port}")) && stderr.contains("--port"),
        "{stderr}"
    );
    assert!(other.stdout.is_empty());
}

#[test]
fn a_damaged_catalog_is_named() {
    let file = format!("{}/explorer-damaged-catalog", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&file, "this is no catalog").unwrap();
    let run = tc3(&["explorer", "--no-open"])
        .env("TC3_CATALOG", &file)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(3));
    let stderr = String::from_utf8(run.stderr).unwrap();
    assert!(
        stderr.contains(&file) && stderr.contains("TC3_CATALOG=none"),
        "{stderr}"
    );
}

#[test]
fn tokens_differ_from_run_to_run() {
    let (one, other) = (Explorer::start(&[]), Explorer::start(&[]));
    assert_ne!(one.token, other.token);
    assert_eq!(one.token.len(), 43);
}

#[test]
fn the_page_is_compressed_for_browsers() {
    let explorer = Explorer::start(&[]);
    let host = explorer.address.to_string();
    let get = |encoding: &str| {
        let headers = [("Host", host.as_str()), ("Accept-Encoding", encoding)];
        explorer.send("GET /js/main.js", &headers, "")
    };
    let (plain, packed) = (get("identity"), get("gzip, deflate, br"));
    assert!(packed.head.contains("content-encoding: gzip") && packed.body.starts_with(&[0x1f, 0x8b]));
    assert!(!plain.head.contains("content-encoding"));
}

//! `tc3-emulator --health`: the answer and the exit code that containers and scripts go by.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Output;

use super::command::{Process, output};
use crate::support::spec::SPEC;

/// An emulator, and the port that it listens on.
fn running(listen: &str, more: &[&str]) -> (Process, String) {
    let mut process = Process::start(&[&["--spec", SPEC, "--listen", listen], more].concat());
    let first = process.line();
    let port = first.rsplit(':').next().expect("a port").to_owned();
    (process, port)
}

/// The exit code, and what is written to standard output and to standard error.
fn parts(output: &Output) -> (Option<i32>, String, String) {
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output.status.code(), stdout, stderr)
}

/// A server that reads the head of a request and answers with these bytes, once.
fn answering(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
    let addr = listener.local_addr().expect("an address").to_string();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("a head");
            head.push(byte[0]);
        }
        stream.write_all(answer).expect("an answer");
    });
    addr
}

#[test]
fn a_running_emulator_is_healthy_until_it_ends() {
    let (process, port) = running("127.0.0.1:0", &[]);
    let listen = format!("127.0.0.1:{port}");
    let (code, stdout, stderr) = parts(&output(&["--health", "--listen", &listen]));
    assert_eq!((code, &*stderr), (Some(0), ""));
    assert!(
        stdout.starts_with(r#"{"status":"ok","version":""#) && stdout.ends_with("}\n"),
        "{stdout}"
    );
    drop(process);
    let (code, stdout, stderr) = parts(&output(&["--health", "--listen", &listen]));
    assert_eq!((code, &*stdout), (Some(1), ""));
    assert!(
        stderr.contains(&format!("no healthy emulator at http://{listen}: ")),
        "{stderr}"
    );
}

#[test]
fn an_emulator_that_listens_on_every_address_is_asked_on_loopback() {
    let (_process, port) = running("0.0.0.0:0", &[]);
    let (code, _, stderr) = parts(&output(&["--health", "--listen", &format!("0.0.0.0:{port}")]));
    assert_eq!(code, Some(0), "{stderr}");
}

#[test]
fn what_is_no_emulator_is_not_healthy() {
    for (answer, said) in [
        (
            &b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"[..],
            "is not tc3-emulator",
        ),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404 Not Found"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "is not HTTP"),
        (b"\x15\x03\x03\x00\x02\x02\x0a", "HTTPS; add --tls-ca"),
        (b"", "is not HTTP"),
    ] {
        let addr = answering(answer);
        let (code, stdout, stderr) = parts(&output(&["--health", "--listen", &addr]));
        assert_eq!((code, &*stdout), (Some(1), ""));
        assert!(stderr.contains(said), "no `{said}` in {stderr}");
    }
}

#[test]
fn options_of_a_server_are_refused() {
    for (arguments, said) in [
        (&["--health", "--spec", SPEC][..], "--listen"),
        (&["--health", "--listen", "127.0.0.1:0"], "port"),
        (
            &["--health", "--tls"],
            if cfg!(feature = "tls") {
                "--tls-ca FILE"
            } else {
                "feature `tls`"
            },
        ),
    ] {
        let (code, stdout, stderr) = parts(&output(arguments));
        assert_eq!((code, &*stdout), (Some(2), ""), "{arguments:?}");
        assert!(stderr.contains(said), "no `{said}` in {stderr}");
    }
}

#[cfg(feature = "tls")]
#[test]
fn https_is_asked_with_the_authority_that_clients_trust() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("health");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let [ours, other] = ["ours.pem", "other.pem"].map(|name| folder.join(name).display().to_string());
    let (_process, port) = running("0.0.0.0:0", &["--tls", "--tls-ca", &ours]);
    let (_other, _) = running("127.0.0.1:0", &["--tls", "--tls-ca", &other]);
    let listen = format!("0.0.0.0:{port}");
    let ask = |more: &[&str]| parts(&output(&[&["--health", "--listen", &listen], more].concat()));

    let (code, stdout, stderr) = ask(&["--tls-ca", &ours]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with(r#"{"status":"ok""#), "{stdout}");
    for (arguments, said) in [
        (&[][..], "it serves HTTPS; add --tls-ca FILE"),
        (&["--tls-ca", &other], "certificate"),
        (&["--tls-ca", "no/such.pem"], "no/such.pem cannot be read"),
    ] {
        let (code, stdout, stderr) = ask(arguments);
        assert_eq!((code, &*stdout), (Some(1), ""));
        assert!(stderr.contains(said), "no `{said}` in {stderr}");
    }
}

//! Ctrl-C, before and after something was sent.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{Cloud, GROUP, LIST, Run, nowhere, spawn, tc3};

fn interrupt(child: Child) -> Run {
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    Run::of(child.wait_with_output().unwrap())
}

/// Accepts a connection, reads the head of a request, and answers nothing until the client is gone.
fn silent() -> (String, std::thread::JoinHandle<()>, std::sync::mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, received) = std::sync::mpsc::channel();
    let server = std::thread::spawn(move || {
        use std::io::Read;
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 100]).unwrap() > 0);
        sender.send(()).unwrap();
        // A reset is an end as well.
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    (url, server, received)
}

#[test]
fn while_something_is_created_it_may_have_been() {
    let (url, server, received) = silent();
    let words = [&["gaap", "CreateProxyGroup"], &GROUP[..], &["--endpoint", &url]].concat();
    let child = spawn(tc3(&words));
    received.recv_timeout(Duration::from_secs(60)).unwrap();
    let run = interrupt(child);
    let (status, stderr) = run.failed();
    assert_eq!(status, 5, "{stderr}");
    assert!(
        stderr.contains("gaap CreateProxyGroup may have been carried out"),
        "{stderr}"
    );
    server.join().unwrap();
}

#[test]
fn while_something_is_read_nothing_has_happened() {
    let (url, server, received) = silent();
    let child = spawn(tc3(&[&LIST[..], &["--endpoint", &url]].concat()));
    received.recv_timeout(Duration::from_secs(60)).unwrap();
    let run = interrupt(child);
    assert_eq!(run.failed(), (130, "tc3: interrupted\n"));
    server.join().unwrap();
}

#[test]
fn between_two_polls_it_ends_at_once() {
    let cloud = Cloud::start();
    let words = [&LIST[..], &["--until", "A", "--every", "500s", "--timeout", "1000s"]].concat();
    let child = spawn(cloud.command(&words));
    assert_eq!(cloud.arrival(), "DescribeProxyGroupList");
    assert_eq!(interrupt(child).failed().0, 130);
}

#[test]
fn while_there_is_no_connection_nothing_was_sent() {
    use std::io::{BufRead, BufReader};

    let url = format!("http://{}", nowhere());
    let options = ["--endpoint", &url, "--retries", "1000", "--timeout", "600s", "--debug"];
    let mut child = spawn(tc3(&[&["gaap", "CreateProxyGroup"], &GROUP[..], &options].concat()));
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    // After some attempts the pauses between them are seconds.
    while !line.contains("attempt 5 failed") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0);
    }
    let mut rest = String::new();
    let run = interrupt(child);
    std::io::Read::read_to_string(&mut stderr, &mut rest).unwrap();
    assert_eq!(run.status, 130, "{rest}");
    assert!(rest.ends_with("tc3: interrupted: nothing was sent\n"), "{rest}");
}

/// The first attempt was read and not answered; that later ones find no server does not undo it.
#[test]
fn after_an_attempt_without_an_answer_it_may_have_been_carried_out() {
    use std::io::{BufRead, BufReader, Read};

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 100]).unwrap() > 0);
    });
    // It has a ClientToken, so that it is repeated.
    let words = [
        "cvm",
        "RunInstances",
        "--Placement.Zone",
        "ap-guangzhou-1",
        "--ImageId",
        "img-1",
    ];
    let options = [
        "--endpoint",
        &url,
        "--region=ap-guangzhou",
        "--retries=1000",
        "--timeout=600s",
        "--debug",
    ];
    let mut child = spawn(tc3(&[&words[..], &options].concat()));
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("attempt 4 failed") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0);
    }
    server.join().unwrap();
    let run = interrupt(child);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(run.status, 5, "{rest}");
}

/// Nobody reads the pipe, so that the command waits in a write, where the first interrupt does not reach it.
#[test]
fn the_second_interrupt_ends_it_wherever_it_is() {
    use std::io::{BufRead, BufReader};

    let url = crate::list_server::serve(1_000_000);
    let words = [
        "gaap",
        "DescribeProxyGroupList",
        "--ProjectId=-1",
        "--all",
        "--Limit=100",
    ];
    let options = ["--output=json-lines", "--endpoint", &url];
    let mut child = spawn(tc3(&[&words[..], &options].concat()));
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut String::new()).unwrap();
    let id = child.id().to_string();
    for _ in 0..2 {
        // The first may have ended it, if it was not in a write.
        let _ = Command::new("kill")
            .args(["-INT", &id])
            .stderr(Stdio::null())
            .status()
            .unwrap();
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(stdout);
}

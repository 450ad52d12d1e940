//! Acknowledged changes are on disk and survive a crash of the process.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::SystemTime;

use crate::support::http::{Reply, exchange, reply};
use crate::support::signer::{Signer, unsigned};
use crate::support::spec::SPEC;

/// The command with a data file, killed when it is dropped.
struct Served {
    child: Child,
    addr: SocketAddr,
}

impl Served {
    fn start(data: &str) -> Self {
        Self::spawn(&mut command(data))
    }

    fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a process");
        let stdout = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(stdout).lines();
        let first = lines.next().expect("a line").expect("text");
        let addr = first.strip_prefix("listening on http://").expect("an address");
        let addr = addr.parse().expect("an address");
        // Keep reading, or the log fills the pipe.
        thread::spawn(move || lines.for_each(drop));
        Self { child, addr }
    }

    fn kill(&mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("an end");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(data: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3-emulator"));
    command.args(["--spec", SPEC, "--listen", "127.0.0.1:0", "--data", data]);
    command
}

/// Sends one request, signed for now; `None` if the connection breaks.
fn call(addr: SocketAddr, action: &str, body: &str) -> Option<Reply> {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("a time");
    let mut request = unsigned("gaap", "2018-05-29", action, body);
    request.set("X-TC-Timestamp", now.as_secs().to_string());
    let signer = Signer {
        date: date(now.as_secs()),
        ..Signer::default()
    };
    signer.sign(&mut request);
    let answer = exchange(addr, &request.bytes()).ok()?;
    (!answer.is_empty()).then(|| reply(&answer))
}

/// The UTC date, counted day by day.
fn date(unix_seconds: u64) -> String {
    let is_leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let (mut year, mut days) = (1970, unix_seconds / 86_400);
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [
        31,
        28 + u64::from(is_leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

fn data_file(name: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path.to_str().expect("UTF-8").to_owned()
}

const GROUP: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

#[test]
fn every_acknowledged_group_survives_a_kill() {
    let data = data_file("killed.data");
    let mut served = Served::start(&data);
    let (acknowledged, ids) = mpsc::channel();
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (acknowledged, addr) = (acknowledged.clone(), served.addr);
            thread::spawn(move || {
                while let Some(answer) = call(addr, "CreateProxyGroup", GROUP) {
                    let id = answer.response["GroupId"].as_str().expect("an ID").to_owned();
                    acknowledged.send(id).expect("a receiver");
                }
            })
        })
        .collect();
    drop(acknowledged);
    let mut created: BTreeSet<String> = ids.iter().take(20).collect();
    served.kill();
    callers.into_iter().for_each(|caller| caller.join().expect("an end"));
    created.extend(ids);

    let again = Served::start(&data);
    let all = r#"{"Offset":0,"Limit":100,"ProjectId":-1}"#;
    let listed = call(again.addr, "DescribeProxyGroupList", all)
        .expect("an answer")
        .response;
    let groups = listed["ProxyGroupList"].as_array().expect("a list");
    let kept: BTreeSet<String> = groups
        .iter()
        .map(|group| group["GroupId"].as_str().expect("an ID").to_owned())
        .collect();
    assert!(created.len() >= 20 && created.is_subset(&kept), "{created:?}, {kept:?}");
}

/// A full disk is a limit of the size of files here, which another process can set and remove.
#[cfg(unix)]
#[test]
fn a_full_disk_refuses_changes_only_until_there_is_space() {
    let is_missing = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    if let Some(program) = ["bash", "prlimit"].iter().find(is_missing) {
        eprintln!("skipped: {program} is not installed");
        return;
    }
    let data = data_file("full.data");
    let emulator = command(&data);
    let mut bash = Command::new("bash");
    // Otherwise the signal of the limit kills the process.
    bash.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    let mut served = Served::spawn(bash.arg(emulator.get_program()).args(emulator.get_args()));
    let limit = |served: &Served, bytes: &str| {
        let (pid, limit) = (served.child.id().to_string(), format!("--fsize={bytes}:"));
        let set = Command::new("prlimit").args(["--pid", &pid, &limit]).status();
        assert!(set.expect("prlimit").success());
    };
    let create = |served: &Served| {
        let reply = call(served.addr, "CreateProxyGroup", GROUP).expect("an answer");
        (reply.code().to_owned(), reply.response["GroupId"].clone())
    };
    let list = |served: &Served| {
        let all = r#"{"Offset":0,"Limit":100,"ProjectId":-1}"#;
        let listed = call(served.addr, "DescribeProxyGroupList", all).expect("an answer");
        assert_eq!(listed.code(), "", "{}", listed.message());
        let groups = listed.response["ProxyGroupList"].as_array().expect("a list").clone();
        let ids = groups.into_iter().map(|mut group| group["GroupId"].take());
        ids.collect::<Vec<_>>()
    };
    let (code, first) = create(&served);
    assert_eq!(code, "");
    limit(&served, "1024");
    for _ in 0..3 {
        assert_eq!(create(&served).0, "InternalError");
        assert_eq!(list(&served), std::slice::from_ref(&first));
    }
    limit(&served, "unlimited");
    let (code, second) = create(&served);
    assert_eq!(code, "");
    let both: BTreeSet<String> = [&first, &second].map(ToString::to_string).into();
    let listed = |served: &Served| list(served).iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(listed(&served), both);
    served.kill();
    assert_eq!(listed(&Served::start(&data)), both);
}

#[test]
fn two_processes_cannot_share_a_data_file() {
    let data = data_file("shared.data");
    let _first = Served::start(&data);
    let second = command(&data).output().expect("an output");
    let text = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(1), "{text}");
    assert!(
        text.contains("shared.data") && text.contains("another emulator"),
        "{text}"
    );
}

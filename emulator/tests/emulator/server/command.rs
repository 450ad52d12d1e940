//! The command `tc3-emulator` as a process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use crate::support::http::{exchange, reply};
use crate::support::signer::{NOW, create_proxy_group, unsigned};
use crate::support::spec::{OTHER_SPEC, RATE_SPEC, SPEC};

const GUIDE: &str = include_str!("../../../GUIDE.md");

pub(super) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3-emulator"));
    command.args(arguments);
    command
}

pub(super) fn output(arguments: &[&str]) -> Output {
    command(arguments).output().expect("an output")
}

/// A process that is killed at the end of the test.
pub(super) struct Process {
    pub(super) child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Process {
    pub(super) fn start(arguments: &[&str]) -> Self {
        Self::spawn(command(arguments))
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a process");
        let stdout = child.stdout.take().expect("its output");
        let lines = BufReader::new(stdout).lines();
        Self { child, lines }
    }

    pub(super) fn line(&mut self) -> String {
        self.lines.next().expect("a line").expect("text")
    }

    /// The next line that does not begin with `start`.
    pub(super) fn line_after(&mut self, start: &str) -> String {
        loop {
            let line = self.line();
            if !line.starts_with(start) {
                return line;
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_command_prints_its_address_answers_and_logs() {
    let mut process = Process::start(&["--spec", SPEC, "--listen", "127.0.0.1:0"]);
    let first = process.line();
    let addr = first.strip_prefix("listening on http://").expect("an address");
    let addr: SocketAddr = addr.parse().expect("an address");
    assert!(process.line().starts_with("serving "));

    // The request was signed in 2023, and the command uses the system's clock.
    let answer = exchange(addr, &create_proxy_group("{}").bytes()).expect("an answer");
    assert_eq!(reply(&answer).code(), "AuthFailure.SignatureExpire");
    assert_eq!(
        process.line_after("serving "),
        format!("requests are shown at http://{addr}/_emulator/")
    );
    let logged = process.line();
    assert!(
        logged.starts_with("gaap CreateProxyGroup 2018-05-29: AuthFailure.SignatureExpire ("),
        "{logged}"
    );
    assert!(logged.contains("): X-TC-Timestamp is 1700000000, "), "{logged}");

    let mut request = create_proxy_group("{}");
    request.set(
        "Authorization",
        format!("TC3-HMAC-SHA256 Credential={}", "x".repeat(5000)),
    );
    exchange(addr, &request.bytes()).expect("an answer");
    let logged = process.line();
    assert!(
        logged.contains("): Credential is `xxx") && logged.len() < 500,
        "{logged}"
    );

    end_gracefully(&mut process);
}

#[cfg(unix)]
fn end_gracefully(process: &mut Process) {
    signal(&process.child, "-INT");
    assert_eq!(process.line(), "stopped");
    assert_eq!(process.child.wait().expect("an end").code(), Some(0));
}

#[cfg(not(unix))]
fn end_gracefully(_: &mut Process) {}

#[cfg(unix)]
pub(super) fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    let sent = Command::new("kill").args([name, &pid]).status().expect("kill");
    assert!(sent.success());
}

#[cfg(unix)]
#[test]
fn an_in_flight_request_is_finished_before_exit() {
    use std::io::{Read, Write};

    let mut process = Process::start(&["--spec", SPEC, "--listen", "127.0.0.1:0"]);
    let first = process.line();
    let addr = first.strip_prefix("listening on http://").expect("an address");
    let bytes = create_proxy_group("{}").bytes();
    let head = [&bytes[..bytes.len() - 4], b"Expect: 100-continue\r\n\r\n"].concat();
    let mut stream = std::net::TcpStream::connect(addr).expect("a connection");
    stream.write_all(&head).expect("a head");
    stream.read_exact(&mut [0; 25]).expect("100 Continue");
    signal(&process.child, "-TERM");
    // It no longer listens, but still waits.
    while std::net::TcpStream::connect(addr).is_ok() {}
    stream.write_all(b"{}").expect("a body");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert_eq!(reply(&answer).code(), "AuthFailure.SignatureExpire");
    assert_eq!(process.child.wait().expect("an end").code(), Some(0));
}

#[test]
fn a_json_log_has_one_object_per_line() {
    let faults = std::env::temp_dir().join(format!("tc3-command-{:016x}.json", fastrand::u64(..)));
    std::fs::write(
        &faults,
        r#"{"faults":[{"effect":"throttle","times":1},{"effect":"badGateway"}]}"#,
    )
    .expect("a file");
    let path = faults.to_str().expect("a path");
    let mut process = Process::start(&[
        "--spec",
        SPEC,
        "--listen",
        "127.0.0.1:0",
        "--log",
        "json",
        "--faults",
        path,
    ]);
    let object = |process: &mut Process| -> serde_json::Value {
        let line = process.line();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"))
    };
    let listening = object(&mut process);
    std::fs::remove_file(&faults).expect("the file");
    assert_eq!(listening["event"], "listening");
    let url = listening["url"].as_str().expect("a URL");
    let addr = url
        .strip_prefix("http://")
        .expect("an address")
        .parse()
        .expect("an address");
    let mut request = create_proxy_group("{}");
    request.set("X-TC-Region", "ap-\"x");
    exchange(addr, &request.bytes()).expect("an answer");
    let logged = object(&mut process);
    assert_eq!(logged["action"], "CreateProxyGroup");
    assert_eq!(logged["region"], "ap-\"x");
    assert_eq!(logged["outcome"], "refused");
    assert_eq!(logged["code"], "RequestLimitExceeded");
    assert_eq!(logged["fault"], "injected error");
    exchange(addr, &request.bytes()).expect("an answer");
    assert_eq!(object(&mut process)["outcome"], "unserved");
    #[cfg(unix)]
    {
        signal(&process.child, "-TERM");
        let expected = [
            ("any action, injected error RequestLimitExceeded", 2, 1),
            ("any action, answered with HTML 502", 2, 0),
        ];
        for (fault, requests, after) in expected {
            let logged = object(&mut process);
            assert_eq!((&logged["event"], &logged["fault"]), (&"fault".into(), &fault.into()));
            assert_eq!((&logged["requests"], &logged["hits"]), (&requests.into(), &1.into()));
            assert_eq!(logged["requestsAfter"], after);
        }
        assert_eq!(object(&mut process)["event"], "stopped");
    }
}

#[test]
fn a_lenient_command_logs_notes_parameters_and_answers_by_hand() {
    let folder = std::env::temp_dir().join(format!("tc3-command-{:016x}", fastrand::u64(..)));
    std::fs::create_dir(&folder).expect("a folder");
    let answers = folder.join("answers.json");
    let answer = r#"{"CreateProxyGroup": {"Error": {"Code": "ByHand", "Message": "no luck"}}}"#;
    std::fs::write(&answers, answer).expect("a file");
    // The request was signed in 2023, and the command uses the system's clock.
    let faults = folder.join("faults.json");
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let skew = NOW.cast_signed() - since.expect("a time").as_secs().cast_signed();
    let fault = format!(r#"{{"faults": [{{"clockSkewSeconds": {skew}}}]}}"#);
    std::fs::write(&faults, fault).expect("a file");
    let paths = [&answers, &faults].map(|path| path.to_str().expect("a path"));
    let mut process = Process::start(&[
        "--spec",
        SPEC,
        "--listen",
        "127.0.0.1:0",
        "--lenient",
        "--log-parameters",
        "--answers",
        paths[0],
        "--faults",
        paths[1],
    ]);
    let first = process.line();
    std::fs::remove_dir_all(&folder).expect("the folder");
    let addr = first.strip_prefix("listening on http://").expect("an address");
    let body = r#"{"ProjectId":0,"GroupName":"\u202etest","RealServerRegion":"EastChina","Other":"x"}"#;
    let bytes = exchange(addr.parse().expect("an address"), &create_proxy_group(body).bytes());
    assert_eq!(reply(&bytes.expect("an answer")).code(), "ByHand");
    while !process.line().starts_with("requests are shown at ") {}
    let logged = process.line();
    for said in [
        "gaap CreateProxyGroup 2018-05-29: ByHand (",
        " [clock skewed]: no luck (note: `Other` is not a parameter",
        r#" {"ProjectId":0,"GroupName":"\u202etest","RealServerRegion":"EastChina","Other":"<hidden>"}"#,
    ] {
        assert!(logged.contains(said), "no `{said}` in {logged}");
    }
}

#[test]
fn the_metadata_service_serves_the_machine_role() {
    let arguments = ["--spec", SPEC, "--listen", "127.0.0.1:0", "--machine-role", "deploy"];
    let mut process = Process::start(&arguments);
    let first = process.line();
    let addr = first.strip_prefix("listening on http://").expect("an address");
    let request = "GET /latest/meta-data/cam/security-credentials/ HTTP/1.1\r\nHost: metadata.tencentyun.com\r\nConnection: close\r\n\r\n";
    let answer = exchange(addr.parse().expect("an address"), request.as_bytes()).expect("an answer");
    assert!(
        answer.ends_with(b"\r\n\r\ndeploy"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
}

#[test]
fn rate_limits_are_enforced_on_request() {
    let mut knock = unsigned("porch", "2024-01-31", "Knock", "{}");
    knock.set("Authorization", "SKIP");
    // Two of a hundred calls are in the same second, unless each takes a second.
    let refused = |arguments: &[&str]| {
        let mut process = Process::start(&[&["--spec", RATE_SPEC, "--listen", "127.0.0.1:0"], arguments].concat());
        let first = process.line();
        let addr = first.strip_prefix("listening on http://").expect("an address");
        let addr = addr.parse().expect("an address");
        let mut codes = (0..100).map(|_| {
            let answer = exchange(addr, &knock.bytes()).expect("an answer");
            reply(&answer).code().to_owned()
        });
        codes.find(|code| !code.is_empty())
    };
    assert_eq!(refused(&["--enforce-rates"]).as_deref(), Some("RequestLimitExceeded"));
    assert_eq!(refused(&[]), None);
}

#[test]
fn an_invalid_faults_file_exits_with_1() {
    let output = output(&["--spec", SPEC, "--listen", "127.0.0.1:0", "--faults", "no/such/file"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("no/such/file"), "{text}");
}

#[test]
fn the_given_credential_replaces_the_sample() {
    let arguments = [
        "--spec",
        SPEC,
        "--listen",
        "127.0.0.1:0",
        "--secret-id",
        "AKIDmine",
        "--secret-key",
        "mine",
    ];
    let mut process = Process::start(&arguments);
    let first = process.line();
    let addr = first.strip_prefix("listening on http://").expect("an address");
    let answer = exchange(addr.parse().expect("an address"), &create_proxy_group("{}").bytes()).expect("an answer");
    assert_eq!(reply(&answer).code(), "AuthFailure.SecretIdNotFound");
}

#[test]
fn several_spec_folders_are_served() {
    let mut process = Process::start(&["--spec", SPEC, "--spec", OTHER_SPEC, "--listen", "127.0.0.1:0"]);
    process.line();
    assert!(process.line().starts_with("serving gaap 2018-05-29: "));
    assert_eq!(process.line(), "serving other 2024-01-31: 1 action");

    let output = output(&["--spec", SPEC, "--spec", SPEC, "--listen", "127.0.0.1:0"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("gaap/v20180529/") && text.contains("both"), "{text}");
}

#[test]
fn help_and_version_are_printed() {
    for flag in ["--help", "-h"] {
        let output = output(&[flag]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains("--listen ADDR"), "{text}");
        assert!(text.contains(tc3_emulator::SAMPLE_SECRET_ID) && text.contains(tc3_emulator::SAMPLE_SECRET_KEY));
    }
    let help = output(&["--help"]).stdout;
    let help = String::from_utf8_lossy(&help).into_owned();
    let lines = help.lines().map(str::trim_start);
    let options = lines
        .filter(|line| line.starts_with("--"))
        .filter_map(|line| line.split(' ').next());
    let options: Vec<&str> = options.collect();
    assert!(options.len() >= 13, "{help}");
    for option in &options {
        assert!(GUIDE.contains(&format!("`{option}")), "{option} is not in the guide");
    }
    // Only what this build has is listed; what it does not have says so.
    for (option, feature, has_it) in [
        ("--tls", "tls", cfg!(feature = "tls")),
        ("--tls-ca", "tls", cfg!(feature = "tls")),
        ("--tls-cert", "tls", cfg!(feature = "tls")),
        ("--tls-key", "tls", cfg!(feature = "tls")),
        ("--data", "data-file", cfg!(feature = "data-file")),
    ] {
        assert_eq!(options.contains(&option), has_it, "{option} in {help}");
        if !has_it {
            let value: &[&str] = if option == "--tls" { &[] } else { &["file"] };
            let refused = self::output(&[&[option], value].concat());
            let text = String::from_utf8_lossy(&refused.stderr);
            assert_eq!(refused.status.code(), Some(2), "{text}");
            assert!(text.contains(&format!("the feature `{feature}`")), "{text}");
        }
    }
    assert_eq!(
        options
            .iter()
            .filter(|option| !option.starts_with("--tls") && **option != "--data")
            .count(),
        13
    );
    let version = output(&["--version"]);
    assert_eq!(
        String::from_utf8_lossy(&version.stdout),
        concat!("tc3-emulator ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_reader_that_is_gone_is_no_error() {
    for argument in ["--help", "--version"] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = command(&[argument]).stdout(writer).output().expect("an output");
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn invalid_arguments_exit_with_2() {
    let cases: [(&[&str], &str); 10] = [
        (&["--listen", "9443"], "127.0.0.1:9443"),
        (&["--listen"], "--listen"),
        (&["--secret-id", "AKIDmine"], "--secret-key"),
        (&["--secret-key", "mine"], "--secret-id"),
        (&["--secret-id", "AKIDmine", "--secret-key", ""], "--secret-key"),
        (&["--tls-ca", "ca.pem"], "--tls"),
        (
            &["--spec", SPEC, "--allow-host", "http://emulator:9443"],
            "`http://emulator:9443` is not a host",
        ),
        (&["--log", "xml"], "json"),
        (&["--faults"], "--faults"),
        (&["serve"], "serve"),
    ];
    for (arguments, said) in cases {
        let output = output(arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(said) && text.contains("--help"), "{text}");
    }
}

#[test]
fn a_missing_spec_exits_with_1() {
    let output = output(&["--spec", "no/such/folder"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("no/such/folder") && text.contains("--spec"), "{text}");
}

#[test]
fn listening_on_other_than_loopback_warns() {
    let mut command = command(&["--spec", SPEC, "--listen", "0.0.0.0:0"]);
    command.stderr(Stdio::piped());
    let mut process = Process::spawn(command);
    let stderr = process.child.stderr.take().expect("its errors");
    let warning = BufReader::new(stderr).lines().next().expect("a line").expect("text");
    assert!(warning.contains("0.0.0.0") && warning.contains("loopback"), "{warning}");

    let first = process.line();
    let port = first.strip_prefix("listening on http://127.0.0.1:").expect("a port");
    assert_eq!(
        process.line_after("serving "),
        format!("requests are shown at http://127.0.0.1:{port}/_emulator/")
    );
}

/// An empty folder of this test.
fn empty_folder(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// What the command says of its spec on standard error, and the line of what it serves.
fn served_in(folder: &std::path::Path) -> (String, String) {
    let mut command = command(&["--listen", "127.0.0.1:0"]);
    command.current_dir(folder).stderr(Stdio::piped());
    let mut process = Process::spawn(command);
    process.line();
    let serving = process.line();
    let stderr = process.child.stderr.take().expect("a pipe");
    end_gracefully_after_lines(&mut process);
    (std::io::read_to_string(stderr).expect("text"), serving)
}

#[cfg(unix)]
fn end_gracefully_after_lines(process: &mut Process) {
    signal(&process.child, "-INT");
    assert_eq!(process.child.wait().expect("an end").code(), Some(0));
}

#[cfg(not(unix))]
fn end_gracefully_after_lines(process: &mut Process) {
    process.child.kill().expect("an end");
}

#[test]
fn without_a_spec_the_embedded_one_is_served() {
    let folder = empty_folder("no-spec");
    let (note, serving) = served_in(&folder);
    assert!(serving.starts_with("serving gaap 2018-05-29"), "{serving}");
    assert!(
        note.contains("there is no folder `spec`; --spec DIR names another"),
        "{note}"
    );

    // A folder of another project.
    std::fs::create_dir_all(folder.join("spec/models")).expect("a folder");
    std::fs::write(folder.join("spec/models/group_spec.rb"), "").expect("a file");
    let (note, serving) = served_in(&folder);
    assert!(serving.starts_with("serving gaap 2018-05-29"), "{serving}");
    assert!(note.contains("the folder `spec` has no service"), "{note}");
}

#[test]
fn the_folder_spec_is_served_before_the_embedded_one() {
    let folder = empty_folder("own-spec");
    let version = std::path::Path::new("spec/clock/v20200101");
    std::fs::create_dir_all(folder.join(version).join("actions")).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.join(version).join(name), text).expect("a file");
    write(
        "service.json",
        r#"{ "name": "clock", "version": "2020-01-01", "title": "Clock", "description": "Tells the time.",
            "host": "clock.tencentcloudapi.com" }"#,
    );
    write(
        "actions/TellTime.json",
        r#"{ "name": "TellTime", "description": "Tells the time.", "regionRequired": false,
            "parameters": [], "output": [] }"#,
    );
    let (note, serving) = served_in(&folder);
    assert!(serving.starts_with("serving clock 2020-01-01"), "{serving}");
    assert_eq!(note, "");
}

#[test]
fn the_embedded_spec_is_the_one_of_the_repository() {
    let committed = crate::support::spec::read(SPEC);
    let embedded: Vec<(&str, &str)> = tc3_spec::files().iter().map(|file| (file.path, file.text)).collect();
    let committed: Vec<(&str, &str)> = committed.iter().map(|file| (&*file.path, &*file.text)).collect();
    assert!(
        embedded == committed,
        "spec/build.rs lists other files than the reader of a spec folder"
    );
}

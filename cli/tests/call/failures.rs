//! The exit status says what a failure is worth, and nothing is created twice.

use std::io::Write;
use std::net::TcpListener;

use tc3_emulator::Fault;

use crate::list_server::request;
use crate::support::{Cloud, GROUP, LIST, nowhere, tc3};

/// Runs a creation under a fault: the status, the errors, how often it was sent, and how often carried out.
fn create_under(fault: Fault) -> (i32, String, usize, usize) {
    let cloud = Cloud::with(|builder| builder.fault(fault));
    let run = cloud.create(&[]);
    let sent = cloud.count("CreateProxyGroup");
    cloud.emulator.clear_faults();
    let list = cloud.run(&LIST).json();
    let created = list["ProxyGroupList"].as_array().unwrap().len();
    (run.status, run.failed().1.to_owned(), sent, created)
}

#[test]
fn what_may_have_been_carried_out_is_5_and_sent_once() {
    for (fault, carried_out) in [
        (Fault::on("CreateProxyGroup").drop_after_processing(), 1),
        (Fault::on("CreateProxyGroup").drop_before_processing(), 0),
        (Fault::on("CreateProxyGroup").truncate(), 1),
        (Fault::on("CreateProxyGroup").error("InternalError", "m"), 0),
    ] {
        let name = format!("{fault:?}");
        let (status, stderr, sent, created) = create_under(fault);
        assert_eq!((status, sent, created), (5, 1, carried_out), "{name}: {stderr}");
        assert!(
            stderr.contains("may have been carried out: look before you repeat it"),
            "{stderr}"
        );
    }
}

#[test]
fn a_timeout_after_the_body_is_5() {
    let fault = Fault::on("CreateProxyGroup").latency(std::time::Duration::from_secs(600));
    let cloud = Cloud::with(|builder| builder.fault(fault));
    let run = cloud.create(&["--timeout", "1s"]);
    assert_eq!(run.failed().0, 5, "{}", run.stderr);
    assert!(run.stderr.contains("may have been carried out"), "{}", run.stderr);
}

#[test]
fn what_only_reads_is_repeated() {
    let fault = Fault::on("DescribeProxyGroupList").drop_after_processing().times(2);
    let cloud = Cloud::with(|builder| builder.fault(fault));
    let run = cloud.run(&LIST);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(cloud.count("DescribeProxyGroupList"), 3);
    let cloud = Cloud::with(|builder| builder.fault(Fault::on_any().drop_after_processing()));
    let run = cloud.run(&[&LIST[..], &["--retries", "0"]].concat());
    assert_eq!(run.failed().0, 4, "nothing was changed: {}", run.stderr);
    assert_eq!(cloud.count("DescribeProxyGroupList"), 1);
}

#[test]
fn throttling_to_the_end_is_6() {
    let cloud = Cloud::with(|builder| builder.fault(Fault::on_any().throttle()));
    let run = cloud.create(&["--retries", "1"]);
    let (status, stderr) = run.failed();
    assert_eq!(status, 6, "{stderr}");
    assert!(
        stderr.contains("RequestLimitExceeded") && stderr.contains("--retries"),
        "{stderr}"
    );
    assert_eq!(cloud.count("CreateProxyGroup"), 2);
}

#[test]
fn no_connection_is_4_and_no_answer_of_the_api_5() {
    let nowhere = format!("http://{}", nowhere());
    let words = [
        &["gaap", "CreateProxyGroup"],
        &GROUP[..],
        &["--retries", "0", "--endpoint", &nowhere],
    ]
    .concat();
    let output = tc3(&words).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{stderr}");
    assert!(stderr.contains("nothing listens there"), "{stderr}");

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let gateway = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut stream = std::io::BufReader::new(stream);
        request(&mut stream).unwrap();
        stream
            .get_mut()
            .write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops")
            .unwrap();
    });
    let words = [&["gaap", "CreateProxyGroup"], &GROUP[..], &["--endpoint", &gateway]].concat();
    let output = tc3(&words).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(5),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    server.join().unwrap();
}

#[test]
fn a_refusal_is_1_with_what_the_service_said() {
    let cloud = Cloud::with(|builder| builder.fault(Fault::on_any().error("LimitExceeded.TagQuota", "too many")));
    let run = cloud.create(&[]);
    let (status, stderr) = run.failed();
    assert_eq!(status, 1);
    assert!(
        stderr.starts_with("tc3: gaap CreateProxyGroup: LimitExceeded.TagQuota: too many"),
        "{stderr}"
    );

    let run = cloud.create(&["--output", "json"]);
    let error: serde_json::Value = serde_json::from_str(run.failed().1).unwrap();
    let error = &error["error"];
    assert_eq!(
        (&error["kind"], &error["code"]),
        (&"refused".into(), &"LimitExceeded.TagQuota".into())
    );
    assert_eq!(
        (&error["message"], &error["ambiguous"]),
        (&"too many".into(), &false.into())
    );
    assert!(error["requestId"].as_str().is_some_and(|id| id.len() > 10), "{error}");
    assert_eq!(run.stderr.lines().count(), 1);
}

#[test]
fn an_ambiguous_error_says_so_to_programs() {
    let cloud = Cloud::with(|builder| builder.fault(Fault::on_any().drop_after_processing()));
    let run = cloud.create(&["--output=json"]);
    let error: serde_json::Value = serde_json::from_str(run.failed().1).unwrap();
    assert_eq!(error["error"]["kind"], "ambiguous");
    assert_eq!(
        (&error["error"]["ambiguous"], &error["error"]["code"]),
        (&true.into(), &serde_json::Value::Null)
    );
}

#[test]
fn a_wrong_key_is_refused_by_the_service() {
    let cloud = Cloud::start();
    let mut command = cloud.command(&LIST);
    command.env("TENCENTCLOUD_SECRET_KEY", "wrong");
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.contains("AuthFailure.SignatureFailure") && stderr.contains("whoami"),
        "{stderr}"
    );
}

#[test]
fn a_clock_that_is_off_is_corrected() {
    let ahead = || std::time::SystemTime::now() + std::time::Duration::from_secs(3600);
    let cloud = Cloud::with(|builder| builder.clock(ahead));
    let run = cloud.run(&["gaap", "DescribeDestRegions"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
}

#[test]
fn a_missing_region_is_found_before_sending() {
    let words = ["tag", "GetResources", "--retries", "0"];
    let output = tc3(&words).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if stderr.contains("region") {
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("--region"), "{stderr}");
    }
}

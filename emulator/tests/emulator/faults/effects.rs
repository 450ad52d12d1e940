//! The effects of injected faults.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tc3_emulator::{Fault, Outcome};

use crate::support::http::{Running, exchange};
use crate::support::signer::{NOW, Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;

/// The bytes that come back, up to the close.
fn raw(running: &Running) -> String {
    let bytes = exchange(running.emulator.addr(), &create_proxy_group(BODY).bytes()).expect("an exchange");
    String::from_utf8(bytes).expect("text")
}

fn last(running: &Running) -> (Outcome, Option<&'static str>) {
    let requests = running.emulator.requests();
    let last = requests.last().expect("a request");
    (last.outcome.clone(), last.fault)
}

#[test]
fn an_error_is_injected_the_given_number_of_times_for_its_action() {
    let running =
        Running::start(builder().fault(Fault::on("CreateProxyGroup").error("InternalError", "no luck").times(2)));
    let mut other = unsigned("gaap", "2018-05-29", "DescribeDestRegions", "{}");
    Signer::default().sign(&mut other);
    assert_eq!(running.send(&other).code(), "");
    for _ in 0..2 {
        let reply = running.send(&create_proxy_group(BODY));
        reply.assert_refused("InternalError", &["no luck"]);
        assert_eq!(last(&running).1, Some("injected error"));
    }
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    assert_eq!(last(&running), (Outcome::Answered, None));
}

#[test]
fn a_fault_can_begin_at_a_later_request_of_its_target() {
    let running = Running::start(builder());
    let fault = Fault::on("CreateProxyGroup").error("InternalError", "no luck");
    running.emulator.fault(fault.after(2).times(2));
    let mut other = unsigned("gaap", "2018-05-29", "DescribeDestRegions", "{}");
    Signer::default().sign(&mut other);
    let mut codes = Vec::new();
    for _ in 0..6 {
        assert_eq!(running.send(&other).code(), "");
        codes.push(running.send(&create_proxy_group(BODY)).code().to_owned());
    }
    assert_eq!(codes, ["", "", "InternalError", "InternalError", "", ""]);
    assert_eq!(last(&running), (Outcome::Answered, None));
}

/// The requests of a target count, also those that another fault hits.
#[test]
fn requests_that_another_fault_hits_count_too() {
    let running = Running::start(builder().fault(Fault::on_any().throttle().times(2)));
    running.emulator.fault(Fault::on_any().error("Late", "late").after(3));
    let codes: Vec<String> = (0..4)
        .map(|_| running.send(&create_proxy_group(BODY)).code().to_owned())
        .collect();
    assert_eq!(codes, ["RequestLimitExceeded", "RequestLimitExceeded", "", "Late"]);
}

#[test]
fn a_report_has_the_requests_that_came_after_a_fault() {
    let running = Running::start(builder());
    running
        .emulator
        .fault(Fault::on("CreateProxyGroup").throttle().after(1).times(1));
    running.emulator.fault(Fault::on_metadata().bad_gateway());
    let texts = |running: &Running| -> Vec<String> {
        let reports = running.emulator.fault_reports();
        reports.iter().map(ToString::to_string).collect()
    };
    let fault = "CreateProxyGroup, injected error RequestLimitExceeded";
    let idle = "metadata service, answered with HTML 502: hit 0 of 0 requests";
    for expected in [
        "hit 0 of 1 request",
        "hit 1 of 2 requests, and none came after it",
        "hit 1 of 3 requests, and 1 came after it",
    ] {
        running.send(&create_proxy_group(BODY));
        assert_eq!(texts(&running), [format!("{fault}: {expected}"), idle.to_owned()]);
    }
    let page = exchange(
        running.emulator.addr(),
        b"GET /_emulator/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    );
    let page = String::from_utf8(page.expect("a page")).expect("text");
    assert!(page.contains("hit 1 of 3 requests, and 1 came after it"), "{page}");
    running.emulator.clear_faults();
    assert!(running.emulator.fault_reports().is_empty());
}

#[test]
fn a_latency_and_a_clock_skew_are_in_the_record() {
    let running = Running::start(builder().fault(Fault::on_any().latency(Duration::from_millis(1)).times(1)));
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    assert_eq!(last(&running), (Outcome::Answered, Some("delayed")));
    running.emulator.fault(Fault::on_any().clock_skew(-1).times(1));
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
    assert_eq!(last(&running), (Outcome::Answered, Some("clock skewed")));
    let report = running.emulator.fault_reports().pop().expect("a report");
    assert_eq!(report.fault, "any action, clock skewed by -1 s");
}

#[test]
fn a_throttle_lasts_until_faults_are_cleared() {
    let running = Running::start(builder());
    running.emulator.fault(Fault::on_any().throttle());
    for _ in 0..3 {
        assert_eq!(running.send(&create_proxy_group(BODY)).code(), "RequestLimitExceeded");
    }
    running.emulator.clear_faults();
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
}

#[test]
fn drop_before_processing_leaves_the_request_unserved() {
    let running = Running::start(builder());
    running
        .emulator
        .fault(Fault::on("CreateProxyGroup").drop_before_processing().times(1));
    assert_eq!(raw(&running), "");
    assert_eq!(last(&running), (Outcome::Unserved, Some("dropped before processing")));
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
}

#[test]
fn drop_after_processing_has_executed_the_request() {
    let running = Running::start(builder());
    running
        .emulator
        .fault(Fault::on("CreateProxyGroup").drop_after_processing().times(1));
    assert_eq!(raw(&running), "");
    assert_eq!(last(&running), (Outcome::Answered, Some("dropped after processing")));

    // A refused request is dropped as well, and recorded as refused.
    running
        .emulator
        .fault(Fault::on("CreateProxyGroup").drop_after_processing().times(1));
    let bytes = create_proxy_group("{}").bytes();
    assert!(
        exchange(running.emulator.addr(), &bytes)
            .expect("an exchange")
            .is_empty()
    );
    let requests = running.emulator.requests();
    assert_eq!(
        requests.last().and_then(|last| last.error_code()),
        Some("MissingParameter")
    );
}

#[test]
fn a_bad_gateway_answers_in_html() {
    let running = Running::start(builder());
    running.emulator.fault(Fault::on_any().bad_gateway().times(1));
    let answer = raw(&running);
    assert!(answer.starts_with("HTTP/1.1 502 Bad Gateway\r\n"), "{answer}");
    assert!(
        answer.contains("content-type: text/html\r\n") && answer.ends_with("</html>\r\n"),
        "{answer}"
    );
    assert_eq!(last(&running).0, Outcome::Unserved);
}

#[test]
fn a_truncated_answer_is_complete_http_with_half_the_json() {
    let running = Running::start(builder());
    running.emulator.fault(Fault::on_any().truncate().times(1));
    let answer = raw(&running);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let length = format!("content-length: {}", body.len());
    assert!(head.contains(&length), "{answer}");
    assert!(
        body.starts_with("{\"Response\":") && serde_json::from_str::<serde_json::Value>(body).is_err(),
        "{body}"
    );
    assert_eq!(last(&running).0, Outcome::Answered);
}

#[test]
fn clock_skew_expires_requests_and_changes_the_date() {
    let running = Running::start(builder());
    let date = |answer: &str| {
        let line = answer.lines().find(|line| line.starts_with("date: ")).expect("a date");
        line.to_owned()
    };
    assert_eq!(date(&raw(&running)), "date: Tue, 14 Nov 2023 22:13:20 GMT");

    running.emulator.fault(Fault::on_any().clock_skew(-200));
    let answer = raw(&running);
    assert!(!answer.contains("Error"), "200 s are within the window: {answer}");
    running.emulator.fault(Fault::on_any().clock_skew(-400));
    let answer = raw(&running);
    assert!(
        answer.contains("AuthFailure.SignatureExpire"),
        "the skews add up: {answer}"
    );
    assert!(answer.contains(&(NOW - 600).to_string()), "{answer}");
    assert_eq!(date(&answer), "date: Tue, 14 Nov 2023 22:03:20 GMT");

    // No clock goes that far; the request is answered nevertheless.
    for far in [i64::MIN, i64::MAX] {
        running.emulator.clear_faults();
        running.emulator.fault(Fault::on_any().clock_skew(far));
        assert!(raw(&running).starts_with("HTTP/1.1 200"));
    }
}

#[test]
fn the_second_of_two_effects_waits_for_the_next_request() {
    let running = Running::start(builder());
    running.emulator.fault(Fault::on_any().error("First", "1").times(1));
    running.emulator.fault(Fault::on_any().error("Second", "2").times(1));
    let codes = [(); 3].map(|()| running.send(&create_proxy_group(BODY)).code().to_owned());
    assert_eq!(codes, ["First", "Second", ""]);
}

#[test]
fn the_same_seed_hits_the_same_requests() {
    let inject = |seed| {
        let running = Running::start(builder().fault(Fault::on_any().throttle().probability(0.5, seed)));
        let codes: Vec<bool> = (0..40)
            .map(|_| running.send(&create_proxy_group(BODY)).code().is_empty())
            .collect();
        codes
    };
    let first = inject(7);
    assert_eq!(first, inject(7));
    assert_ne!(first, inject(8));
    assert!(first.contains(&true) && first.contains(&false));

    for (probability, expected) in [(0.0, ""), (1.0, "RequestLimitExceeded")] {
        let running = Running::start(builder().fault(Fault::on_any().throttle().probability(probability, 1)));
        for _ in 0..10 {
            assert_eq!(running.send(&create_proxy_group(BODY)).code(), expected);
        }
    }
}

#[test]
fn latency_delays_only_its_action() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let running = Running::start(builder().on_request(move |request| {
        log.lock()
            .expect("a lock")
            .push(request.action.clone().expect("an action"));
    }));
    let hour = std::time::Duration::from_secs(3600);
    running.emulator.fault(Fault::on("CreateProxyGroup").latency(hour));
    let addr = running.emulator.addr();
    let late = std::thread::spawn(move || exchange(addr, &create_proxy_group(BODY).bytes()));
    let mut prompt = unsigned("gaap", "2018-05-29", "DescribeDestRegions", "{}");
    Signer::default().sign(&mut prompt);
    assert_eq!(running.send(&prompt).code(), "");
    assert_eq!(*seen.lock().expect("a lock"), ["DescribeDestRegions"]);
    drop(running);
    let answer = late.join().expect("a thread").unwrap_or_default();
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));

    let running =
        Running::start(builder().fault(Fault::on_any().latency(std::time::Duration::from_millis(1)).times(1)));
    assert_eq!(running.send(&create_proxy_group(BODY)).code(), "");
}

//! Limits of sizes and rates.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use tc3_emulator::{Builder, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

use crate::support::http::{Request, Running, exchange};
use crate::support::signer::{NOW, Signer, create_proxy_group, unsigned};
use crate::support::spec::builder;
use crate::support::v1_signer::{V1, get_of};

const BODY: &str = r#"{"ProjectId":0,"GroupName":"test","RealServerRegion":"EastChina"}"#;
const TOO_LARGE: &str = "RequestSizeLimitExceeded";

#[test]
fn a_body_has_at_most_ten_megabytes() {
    let running = Running::start(builder());
    let limit = 10 * 1024 * 1024;
    let reply = running.send(&create_proxy_group(vec![b' '; limit + 1]));
    reply.assert_refused(TOO_LARGE, &[&limit.to_string()]);

    let mut body = BODY.as_bytes().to_vec();
    body.resize(limit, b' ');
    assert_eq!(running.send(&create_proxy_group(body)).code(), "");
}

#[test]
fn a_query_has_at_most_32_kilobytes() {
    let running = Running::start(builder());
    let limit = 32 * 1024;
    let query = format!("{:&<limit$}", "Size=1");
    assert_eq!(running.send(&get_of("FindThings", &query)).code(), "");
    running
        .send(&get_of("FindThings", &format!("{query}&")))
        .assert_refused(TOO_LARGE, &[&limit.to_string()]);
}

#[test]
fn a_form_has_at_most_one_megabyte() {
    let running = Running::start(builder());
    let limit = 1024 * 1024;
    let request = V1::new("FindThings", &[("Size", "1")]).signed();
    for (length, code) in [(limit, ""), (limit + 1, TOO_LARGE)] {
        let mut request = request.clone();
        request.body.resize(length, b'&');
        assert_eq!(running.send(&request).code(), code, "{length}");
    }
}

/// The names and values of all headers of `request`, in bytes.
fn headers_bytes(request: &Request) -> usize {
    let sent = [("Connection", "close"), ("Content-Length", "65")];
    assert_eq!(request.body.len().to_string(), sent[1].1);
    let own = request.headers.iter().map(|(name, value)| name.len() + value.len());
    own.chain(sent.map(|(name, value)| name.len() + value.len())).sum()
}

#[test]
fn headers_have_at_most_64_kilobytes() {
    let running = Running::start(builder());
    let limit = 64 * 1024;
    let mut request = create_proxy_group(BODY);
    request.set("X-Padding", "");
    let room = limit - headers_bytes(&request);
    request.set("X-Padding", "p".repeat(room));
    assert_eq!(running.send(&request).code(), "");
    request.set("X-Padding", "p".repeat(room + 1));
    let reply = running.send(&request);
    reply.assert_refused(TOO_LARGE, &[&(limit + 1).to_string(), &limit.to_string()]);
    let recorded = running.emulator.requests().pop().expect("a record");
    assert_eq!(recorded.error_code(), Some(TOO_LARGE));
}

#[test]
fn a_request_can_have_256_headers() {
    let running = Running::start(builder());
    let mut request = create_proxy_group(BODY);
    let own = request.headers.len() + ["Connection", "Content-Length"].len();
    request
        .headers
        .extend((own..256).map(|number| (format!("X-Padding-{number}"), "p".to_owned())));
    assert_eq!(running.send(&request).code(), "");
    request.headers.push(("X-Padding-more".to_owned(), "p".to_owned()));
    let answer = exchange(running.emulator.addr(), &request.bytes()).expect("an exchange");
    assert!(answer.starts_with(b"HTTP/1.1 431 "), "{}", answer.escape_ascii());
}

/// An emulator with a clock that the test sets.
fn with_manual_clock(configure: impl FnOnce(Builder) -> Builder) -> (Running, Arc<AtomicU64>) {
    let seconds = Arc::new(AtomicU64::new(NOW));
    let clock = Arc::clone(&seconds);
    let builder = builder().clock(move || UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::SeqCst)));
    (Running::start(configure(builder)), seconds)
}

fn find_things() -> Request {
    let mut request = unsigned("sample", "2024-01-31", "FindThings", "{}");
    Signer::for_service("sample").sign(&mut request);
    request
}

#[test]
fn a_rate_limit_applies_to_each_second() {
    let (running, seconds) = with_manual_clock(Builder::enforce_rates);
    for _ in 0..2 {
        for _ in 0..3 {
            assert_eq!(running.send(&find_things()).code(), "");
        }
        running
            .send(&find_things())
            .assert_refused("RequestLimitExceeded", &["FindThings", "3 times a second"]);
        seconds.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_rate_limit_is_per_credential_and_action() {
    let (running, _) = with_manual_clock(|builder| {
        let builder = builder.credential(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY);
        builder.credential("AKIDother", "other-key").enforce_rates()
    });
    for _ in 0..3 {
        assert_eq!(running.send(&find_things()).code(), "");
    }
    let mut of_another = find_things();
    let signer = Signer {
        secret_id: "AKIDother".to_owned(),
        secret_key: "other-key".to_owned(),
        ..Signer::for_service("sample")
    };
    signer.sign(&mut of_another);
    assert_eq!(running.send(&of_another).code(), "");
    for _ in 0..4 {
        let mut without_limit = unsigned("sample", "2024-01-31", "CreateThing", "{}");
        Signer::for_service("sample").sign(&mut without_limit);
        assert_eq!(running.send(&without_limit).code(), "");
    }
    let v1 = V1::new("FindThings", &[]).signed();
    assert_eq!(running.send(&v1).code(), "RequestLimitExceeded");
}

#[test]
fn an_unauthenticated_call_does_not_count() {
    let (running, _) = with_manual_clock(Builder::enforce_rates);
    let mut forged = find_things();
    forged.body = b"{ }".to_vec();
    for _ in 0..4 {
        assert_eq!(running.send(&forged).code(), "AuthFailure.SignatureFailure");
    }
    assert_eq!(running.send(&find_things()).code(), "");
}

#[test]
fn rate_limits_are_not_enforced_by_default() {
    let (running, _) = with_manual_clock(|builder| builder);
    for _ in 0..10 {
        assert_eq!(running.send(&find_things()).code(), "");
    }
}

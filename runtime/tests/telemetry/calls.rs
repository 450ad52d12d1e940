//! The tree of a call: its span, its attempts.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tc3_runtime::{CallOptions, Client, RetryPolicy};

use crate::capture::Capture;
use crate::support::actions::{CREATE, Describe};
use crate::support::scripted_server::{Act, Server};

const CREATE_CALL: &str = "INFO call service=gaap action=Create version=2018-05-29";
const DESCRIBE_CALL: &str = "INFO call service=gaap action=Describe version=2018-05-29";

fn attempt(server: &Server, number: u32, rest: &str) -> String {
    let host = server.endpoint.host();
    format!("  DEBUG attempt number={number} host={host} {rest}")
}

fn repeated(attempt: String) -> [String; 2] {
    [attempt, "    DEBUG * message=retrying wait_ms=0".to_owned()]
}

#[tokio::test]
async fn a_call_that_succeeds_is_a_span_with_one_attempt() {
    let server = Server::playing([Act::ok()]).await;
    let client = server.builder().region("ap-guangzhou").build().unwrap();
    let (capture, _guard) = Capture::start();
    client.send(&CREATE).await.unwrap();
    assert_eq!(
        capture.tree(),
        [
            format!("{CREATE_CALL} region=ap-guangzhou http_status=200 request_id=r attempts=1 outcome=ok"),
            attempt(&server, 1, "http_status=200 outcome=ok"),
        ]
    );
    assert!(capture.open().is_empty());
}

#[tokio::test]
async fn a_span_of_the_caller_is_the_parent() {
    let server = Server::playing([Act::ok()]).await;
    let client = server.client();
    let (capture, _guard) = Capture::start();
    let caller = tracing::info_span!(target: "tc3", "caller");
    tracing::Instrument::instrument(client.call_raw("gaap", "2018-05-29", "Raw", "{}"), caller)
        .await
        .unwrap();
    let tree = capture.tree();
    assert_eq!(tree[0], "INFO caller");
    assert!(
        tree[1].starts_with("  INFO call service=gaap action=Raw version=2018-05-29 "),
        "{tree:?}"
    );
    assert!(tree[2].starts_with("    DEBUG attempt number=1 "), "{tree:?}");
}

#[tokio::test]
async fn failed_attempts_record_how_and_what_follows() {
    let acts = [Act::throttle(), Act::truncated(), Act::ok()];
    let server = Server::playing(acts).await;
    let (capture, _guard) = Capture::start();
    server.client().send(&Describe {}).await.unwrap();
    let tree = capture.tree();
    let broken = &tree[3];
    assert!(
        broken.contains(" cause=") && broken.ends_with(" outcome=broken"),
        "{broken}"
    );
    let throttled = attempt(
        &server,
        1,
        "error_code=RequestLimitExceeded http_status=200 outcome=service_error",
    );
    let expected = [
        vec![format!(
            "{DESCRIBE_CALL} http_status=200 request_id=r attempts=3 outcome=ok"
        )],
        repeated(throttled).to_vec(),
        repeated(broken.clone()).to_vec(),
        vec![attempt(&server, 3, "http_status=200 outcome=ok")],
    ];
    assert_eq!(tree, expected.concat());
    assert!(capture.open().is_empty());
}

#[tokio::test]
async fn a_call_that_fails_tells_its_error() {
    let server = Server::playing([Act::error("LimitExceeded.TagQuota")]).await;
    let (capture, _guard) = Capture::start();
    server.client().send(&CREATE).await.unwrap_err();
    let end = "error_code=LimitExceeded.TagQuota http_status=200";
    assert_eq!(
        capture.tree(),
        [
            format!("{CREATE_CALL} {end} request_id=r attempts=1 outcome=service_error"),
            attempt(&server, 1, &format!("{end} outcome=service_error")),
        ]
    );
    assert!(capture.open().is_empty());
}

#[tokio::test]
async fn a_failure_on_the_way_tells_its_cause() {
    let client = Client::builder()
        .credentials(tc3_runtime::Credentials::new("AKID", "key"))
        .endpoint("http://127.0.0.1:1".parse().unwrap())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let (capture, _guard) = Capture::start();
    client.send(&CREATE).await.unwrap_err();
    let tree = capture.tree();
    assert_eq!(tree[0], format!("{CREATE_CALL} attempts=1 outcome=not_connected"));
    assert!(
        tree[1].starts_with("  DEBUG attempt number=1 host=127.0.0.1:1 cause=Connection refused")
            && tree[1].ends_with(" outcome=not_connected"),
        "{tree:?}"
    );
}

#[tokio::test]
async fn a_call_rejected_before_sending_is_a_span_without_attempts() {
    let server = Server::playing([Act::ok()]).await;
    let client = server.client();
    let (capture, _guard) = Capture::start();
    let extra = CallOptions::new().extra_parameter("Extra", "e");
    let client = client.with(extra);
    client.call_raw("gaap", "2018-05-29", "Raw", "[]").await.unwrap_err();
    client
        .with(CallOptions::new().extra_parameter("Name", "n"))
        .send(&crate::support::actions::Create {
            name: Some("n".to_owned()),
        })
        .await
        .unwrap_err();
    assert_eq!(
        capture.tree(),
        [
            "INFO call service=gaap action=Raw version=2018-05-29 attempts=0 outcome=refused".to_owned(),
            format!("{CREATE_CALL} attempts=0 outcome=refused"),
        ]
    );
}

#[tokio::test]
async fn a_dropped_call_closes_its_spans_and_records_it() {
    let mut server = Server::playing([Act::Stall]).await;
    let client = server.client();
    let (capture, _guard) = Capture::start();
    {
        let call = client.send(&CREATE);
        tokio::select! {
            biased;
            _ = call => panic!("the server never answers"),
            _ = server.next() => {}
        }
    }
    assert_eq!(
        capture.tree(),
        [
            format!("{CREATE_CALL} attempts=1 outcome=dropped"),
            attempt(&server, 1, "outcome=dropped"),
        ]
    );
    assert!(capture.open().is_empty());
}

#[tokio::test]
async fn a_call_dropped_while_it_waits_has_no_open_attempt() {
    let server = Server::playing([Act::retry_after("50")]).await;
    let client = server.client();
    let (capture, _guard) = Capture::start();
    let waits = async {
        while !capture.everything().contains("retrying") {
            tokio::task::yield_now().await;
        }
        assert_eq!(capture.open(), ["call"]);
    };
    {
        let call = client.send(&CREATE);
        tokio::select! {
            _ = call => panic!("the call waits"),
            () = waits => {}
        }
    }
    let tree = capture.tree();
    assert_eq!(tree[0], format!("{CREATE_CALL} attempts=1 outcome=dropped"));
    assert_eq!(tree[1], attempt(&server, 1, "http_status=429 outcome=unreadable"));
    assert!(capture.open().is_empty());
}

#[tokio::test]
async fn spans_are_entered_only_while_the_call_is_polled() {
    let server = Server::playing([Act::Stall]).await;
    let client = server.client();
    let (capture, _guard) = Capture::start();
    let mut call = pin!(client.send(&CREATE));
    assert!(capture.tree().is_empty(), "nothing has begun");
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(call.as_mut().poll(&mut context), Poll::Pending));
    assert!(!capture.tree().is_empty() && !capture.is_any_entered());
    let late = client.with(CallOptions::new().timeout(Duration::ZERO));
    late.send(&CREATE).await.unwrap_err();
    let calls = capture
        .tree()
        .iter()
        .filter(|line| line.starts_with("INFO call "))
        .count();
    assert_eq!(calls, 2, "one is not within the other");
}

#[tokio::test]
async fn a_deprecated_action_is_logged_under_a_target_of_its_own() {
    let body = r#"{"Response":{"DeprecatedWarning":"use\nanother","RequestId":"r"}}"#;
    let server = Server::playing([Act::json(body)]).await;
    let client = server.client();
    let (capture, _guard) = Capture::start();
    client.send(&CREATE).await.unwrap();
    let tree = capture.tree();
    let line = tree.iter().find(|line| line.contains("deprecated")).unwrap();
    assert_eq!(
        line.trim(),
        "WARN * message=the action is deprecated warning=use another"
    );
}

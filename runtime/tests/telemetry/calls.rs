//! The tree of a call: its span, its attempts, and its events.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};
use tc3_runtime::{CallOptions, Client, RetryPolicy};
use tracing::Level;

use crate::capture::Capture;
use crate::support::actions::{CREATE, Describe};
use crate::support::record;
use crate::support::scripted_server::{Act, Server};

const STARTED: &str = "  DEBUG * message=call started";

/// The span of a call that was sent.
fn call(server: &Server, action: &str, end: &str) -> String {
    let (address, port) = address(server);
    unsent(action, &format!("server.address={address} server.port={port} {end}"))
}

/// The span of a call that may not have been sent.
fn unsent(action: &str, end: &str) -> String {
    in_region("", action, end)
}

fn in_region(region: &str, action: &str, end: &str) -> String {
    format!(
        "INFO call rpc.service=gaap rpc.method=gaap/{action} version=2018-05-29{region} rpc.system.name=tencentcloud \
         otel.name=gaap/{action} otel.kind=client {end}"
    )
}

fn address(server: &Server) -> (&str, &str) {
    server.endpoint.host().split_once(':').unwrap()
}

fn attempt(server: &Server, number: u32, end: &str) -> String {
    let (address, port) = address(server);
    let resent = match number {
        1 => String::new(),
        _ => format!(" http.request.resend_count={}", number - 1),
    };
    format!(
        "  DEBUG attempt number={number} http.request.method=POST{resent} url.full=http://{address}:{port}/ \
         server.address={address} server.port={port} otel.name=POST otel.kind=client {end}"
    )
}

/// The event at the end of a call.
fn ended(fields: &str) -> String {
    format!("  INFO * message=call ended {fields}")
}

#[tokio::test]
async fn a_call_that_succeeds_is_a_span_with_one_attempt() {
    let server = Server::playing([Act::ok()]).await;
    let client = server.builder().region("ap-guangzhou").build().unwrap();
    let (capture, _guard) = Capture::start();
    client.send(&CREATE).await.unwrap();
    let (address, port) = address(&server);
    assert_eq!(
        capture.tree(),
        [
            in_region(
                " region=ap-guangzhou",
                "Create",
                &format!(
                    "server.address={address} server.port={port} attempts=1 request_id=r outcome=ok \
                     http.response.status_code=200"
                )
            ),
            STARTED.to_owned(),
            attempt(&server, 1, "outcome=ok http.response.status_code=200"),
            ended("outcome=ok attempts=1 elapsed_ms=_ request_id=r http.response.status_code=200"),
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
        tree[1].starts_with("  INFO call ") && tree[1].contains(" rpc.method=gaap/Raw version=2018-05-29 "),
        "{tree:?}"
    );
    assert_eq!(tree[2], format!("  {STARTED}"));
    assert!(tree[3].starts_with("    DEBUG attempt "), "{tree:?}");
    assert!(tree[4].starts_with("    INFO * message=call ended "), "{tree:?}");
}

#[tokio::test]
async fn failed_attempts_record_how_and_what_follows() {
    let acts = [Act::throttle(), Act::truncated(), Act::ok()];
    let server = Server::playing(acts).await;
    let (capture, _guard) = Capture::start();
    server.client().send(&Describe {}).await.unwrap();
    let tree = capture.tree();
    let broken = &tree[4];
    // What the HTTP library said.
    let (_, cause) = broken.split_once(" cause=").unwrap();
    let (cause, _) = cause.split_once(" outcome=").unwrap();
    assert_eq!(
        *broken,
        attempt(
            &server,
            2,
            &format!("cause={cause} outcome=broken error.type=broken otel.status_code=ERROR")
        )
    );
    let throttled = attempt(
        &server,
        1,
        "outcome=service_error http.response.status_code=200 error.type=RequestLimitExceeded otel.status_code=ERROR",
    );
    let expected = [
        &call(
            &server,
            "Describe",
            "attempts=3 request_id=r outcome=ok http.response.status_code=200",
        ),
        STARTED,
        &throttled,
        "    WARN * message=retrying attempt=1 wait_ms=0 outcome=service_error error.type=RequestLimitExceeded \
         http.response.status_code=200",
        broken,
        &format!("    WARN * message=retrying attempt=2 wait_ms=0 outcome=broken error.type=broken cause={cause}"),
        &attempt(&server, 3, "outcome=ok http.response.status_code=200"),
        &ended("outcome=ok attempts=3 elapsed_ms=_ request_id=r http.response.status_code=200"),
    ];
    assert_eq!(tree, expected);
    assert!(capture.open().is_empty());
}

#[tokio::test]
async fn a_call_that_fails_tells_its_error() {
    let server = Server::playing([Act::error("LimitExceeded.TagQuota")]).await;
    let (capture, _guard) = Capture::start();
    server.client().send(&CREATE).await.unwrap_err();
    let end =
        "outcome=service_error http.response.status_code=200 error.type=LimitExceeded.TagQuota otel.status_code=ERROR";
    assert_eq!(
        capture.tree(),
        [
            call(
                &server,
                "Create",
                &format!("attempts=1 request_id=r rpc.response.status_code=LimitExceeded.TagQuota {end}")
            ),
            STARTED.to_owned(),
            attempt(&server, 1, end),
            ended(
                "outcome=service_error attempts=1 elapsed_ms=_ request_id=r error.type=LimitExceeded.TagQuota \
                 http.response.status_code=200"
            ),
        ]
    );
    assert!(capture.open().is_empty());
}

/// What a subscriber at the usual level prints.
#[tokio::test]
async fn at_the_level_of_information_a_call_is_its_retries_and_its_end() {
    let server = Server::playing([Act::throttle(), Act::error("LimitExceeded")]).await;
    let (capture, _guard) = Capture::start_at(Level::INFO);
    server.client().send(&CREATE).await.unwrap_err();
    assert_eq!(
        capture.tree()[1..],
        [
            "  WARN * message=retrying attempt=1 wait_ms=0 outcome=service_error error.type=RequestLimitExceeded \
             http.response.status_code=200"
                .to_owned(),
            ended(
                "outcome=service_error attempts=2 elapsed_ms=_ request_id=r error.type=LimitExceeded \
                 http.response.status_code=200"
            ),
        ]
    );
}

struct Count {}
struct Counted {
    id: i64,
    name: String,
}

record!(Count {});
record!(Counted {
    0: id = Field::always("Id"),
    1: name = Field::always("Name"),
});

impl Action for Count {
    type Output = Counted;
    const INFO: &'static ActionInfo =
        &ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com").action("Count");
}

#[tokio::test]
async fn anomalies_are_counted() {
    let server = Server::playing([Act::json(r#"{"Response":{"Id":{},"RequestId":"r"}}"#)]).await;
    let (capture, _guard) = Capture::start();
    server.client().send(&Count {}).await.unwrap();
    let tree = capture.tree();
    assert!(tree[0].contains(" attempts=1 anomalies=2 request_id=r "), "{tree:?}");
    assert_eq!(
        tree[3],
        ended("outcome=ok attempts=1 elapsed_ms=_ anomalies=2 request_id=r http.response.status_code=200")
    );
}

#[tokio::test]
async fn a_failure_on_the_way_tells_its_cause() {
    let client = Client::builder()
        .credentials(tc3_runtime::Credentials::new("AKID", "key"))
        .endpoint("http://[::1]:1".parse().unwrap())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let (capture, _guard) = Capture::start();
    client.send(&CREATE).await.unwrap_err();
    let tree = capture.tree();
    let end = "outcome=not_connected error.type=not_connected otel.status_code=ERROR";
    assert_eq!(
        tree[0],
        unsent("Create", &format!("server.address=::1 server.port=1 attempts=1 {end}"))
    );
    assert!(
        tree[2].contains(
            " url.full=http://[::1]:1/ server.address=::1 server.port=1 otel.name=POST otel.kind=client cause="
        ) && tree[2].ends_with(end),
        "{tree:?}"
    );
    assert_eq!(
        tree[3],
        ended("outcome=not_connected attempts=1 elapsed_ms=_ error.type=not_connected")
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
    let end = "attempts=0 outcome=refused error.type=refused otel.status_code=ERROR";
    let ended = ended("outcome=refused attempts=0 elapsed_ms=_ error.type=refused");
    assert_eq!(
        capture.tree(),
        [
            &unsent("Raw", end),
            STARTED,
            &ended,
            &unsent("Create", end),
            STARTED,
            &ended
        ]
    );
}

/// A name of a raw call is the caller's, and may come from somewhere else.
#[tokio::test]
async fn a_name_cannot_forge_a_line() {
    let client = Client::builder()
        .credentials(tc3_runtime::Credentials::new("AKID", "key"))
        .build()
        .unwrap();
    let (capture, _guard) = Capture::start();
    client.call_raw("gaap\nforged", "v", "A", "{}").await.unwrap_err();
    // Text is recorded as a string, which subscribers escape.
    assert!(capture.tree()[0].contains("rpc.method=gaap\nforged/A"));
    assert_eq!(
        capture.strings_with("forged"),
        ["rpc.service", "rpc.method", "otel.name"]
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
            call(&server, "Create", "attempts=1 outcome=dropped"),
            STARTED.to_owned(),
            attempt(&server, 1, "outcome=dropped"),
            ended("outcome=dropped attempts=1 elapsed_ms=_"),
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
    assert_eq!(tree[0], call(&server, "Create", "attempts=1 outcome=dropped"));
    let end = "outcome=unreadable http.response.status_code=429 error.type=unreadable otel.status_code=ERROR";
    assert_eq!(tree[2], attempt(&server, 1, end));
    assert!(
        tree[3].starts_with("    WARN * message=retrying attempt=1 wait_ms="),
        "{tree:?}"
    );
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

//! Which failure is retried for which action.

use std::time::Duration;

use tc3_runtime::{CallOptions, Client, Error, Record, RetryPolicy};
use tokio::net::TcpListener;

use crate::support::actions::{CREATE, CreateWithNumber, Describe, with_token};
use crate::support::builder;
use crate::support::scripted_server::{Act, Server, quick};

/// The two kinds of actions, and a call by name, after `act` and then a good answer.
struct Outcome {
    read: Result<(), Error>,
    create_with_token: Result<(), Error>,
    create: Result<(), Error>,
    by_name: Result<(), Error>,
}

async fn after(act: Act) -> Outcome {
    after_with(act, quick()).await
}

async fn after_with(act: Act, policy: RetryPolicy) -> Outcome {
    let start = || async {
        let server = Server::playing([act.clone(), Act::ok()]).await;
        server.client().with(CallOptions::new().retry(policy.clone()))
    };
    Outcome {
        read: start().await.send(&Describe {}).await.map(drop),
        create_with_token: start().await.send(&with_token(None)).await.map(drop),
        create: start().await.send(&CREATE).await.map(drop),
        by_name: by_name(&start().await).await,
    }
}

async fn by_name(client: &Client) -> Result<(), Error> {
    let body = r#"{"ClientToken":"mine"}"#;
    client.call_raw("gaap", "2018-05-29", "Create", body).await.map(drop)
}

impl Outcome {
    fn all_succeeded(&self) -> bool {
        self.safe_succeeded() && self.create.is_ok() && self.by_name.is_ok()
    }

    fn safe_succeeded(&self) -> bool {
        self.read.is_ok() && self.create_with_token.is_ok()
    }
}

fn assert_failed_at_once(error: &Error) {
    assert_eq!(error.attempts(), 1, "{error}");
    assert!(!error.to_string().contains("attempt"), "{error}");
}

#[tokio::test]
async fn throttles_are_retried_for_every_action() {
    for act in [
        Act::throttle(),
        Act::error("RequestLimitExceeded.UinLimitExceeded"),
        Act::html("429 Too Many Requests"),
    ] {
        assert!(after(act.clone()).await.all_succeeded(), "{act:?}");
    }
}

#[tokio::test]
async fn what_may_have_been_processed_is_retried_only_if_idempotent() {
    for act in [
        Act::ResetUnread,
        Act::Reset,
        Act::truncated(),
        Act::html("502 Bad Gateway"),
        Act::html("503 Service Unavailable"),
        Act::html("200 OK"),
        Act::json("{}"),
        Act::json(r#"{"Response":{"Error":{"Code":"","Message":"m"}}}"#),
        Act::error("InternalError"),
        Act::error("InternalError.DbError"),
        Act::error("ServiceUnavailable"),
    ] {
        let outcome = after(act.clone()).await;
        assert!(outcome.safe_succeeded(), "{act:?}");
        for error in [outcome.create.unwrap_err(), outcome.by_name.unwrap_err()] {
            assert_failed_at_once(&error);
            assert!(error.is_ambiguous() && !error.is_retryable(), "{error}");
        }
    }
}

#[tokio::test]
async fn a_stalled_attempt_is_cut_off_and_retried_if_idempotent() {
    let policy = quick().attempt_timeout(Duration::from_millis(500));
    let outcome = after_with(Act::Stall, policy).await;
    assert!(outcome.safe_succeeded());
    let error = outcome.create.unwrap_err();
    assert_failed_at_once(&error);
    assert!(error.is_timeout() && error.is_ambiguous());
    assert_eq!(
        error.to_string(),
        "gaap Create: no response within 500ms; the request may have been carried out"
    );
}

#[tokio::test]
async fn a_permanent_error_is_never_retried() {
    for act in [
        Act::error("LimitExceeded"),
        Act::error("LimitExceeded.TagQuota"),
        Act::error("LimitExceeded.RateLimitExceeded"),
        Act::error("RequestLimitExceeded.JobNumExceed"),
        Act::error("FailedOperation"),
        Act::error("InternalErrors"),
        Act::error("AuthFailure.SignatureFailure"),
        Act::html("404 Not Found"),
    ] {
        let outcome = after(act.clone()).await;
        for result in [outcome.read, outcome.create_with_token, outcome.create, outcome.by_name] {
            let error = result.unwrap_err();
            assert_failed_at_once(&error);
            assert!(!error.is_retryable(), "{error}");
        }
    }
}

/// The table of `Error::is_ambiguous`.
#[tokio::test]
async fn a_page_in_place_of_a_response_is_judged_by_its_status() {
    for (status, may_be_carried_out, is_retried) in [
        ("101 Switching Protocols", true, false),
        ("200 OK", true, true),
        ("204 No Content", true, true),
        ("301 Moved Permanently", true, false),
        ("302 Found", true, false),
        ("304 Not Modified", true, false),
        ("307 Temporary Redirect", true, false),
        ("400 Bad Request", false, false),
        ("403 Forbidden", false, false),
        ("404 Not Found", false, false),
        ("407 Proxy Authentication Required", false, false),
        ("408 Request Timeout", true, true),
        ("413 Content Too Large", false, false),
        ("425 Too Early", false, false),
        ("500 Internal Server Error", true, true),
        ("501 Not Implemented", true, true),
        ("502 Bad Gateway", true, true),
        ("504 Gateway Timeout", true, true),
        ("599 Unknown", true, true),
        ("600 Unknown", true, false),
        ("999 Unknown", true, false),
    ] {
        let outcome = after(Act::html(status)).await;
        for error in [outcome.create.unwrap_err(), outcome.by_name.unwrap_err()] {
            assert_failed_at_once(&error);
            assert_eq!(error.is_ambiguous(), may_be_carried_out, "{error}");
        }
        for result in [outcome.read, outcome.create_with_token] {
            assert_eq!(result.is_ok(), is_retried, "{status}");
            if let Err(error) = result {
                assert_failed_at_once(&error);
            }
        }
    }
}

#[tokio::test]
async fn the_caller_may_risk_to_create_twice() {
    assert!(
        after_with(Act::Reset, quick().retry_ambiguous(true))
            .await
            .all_succeeded()
    );
}

#[tokio::test]
async fn never_means_one_attempt() {
    for policy in [RetryPolicy::never(), quick().max_attempts(0)] {
        let outcome = after_with(Act::throttle(), policy).await;
        for result in [outcome.read, outcome.create] {
            let error = result.unwrap_err();
            assert_failed_at_once(&error);
            assert!(error.is_retryable());
        }
    }
}

#[tokio::test]
async fn a_member_that_is_no_token_makes_nothing_safe() {
    let mut server = Server::playing([Act::Reset, Act::ok()]).await;
    let request = CreateWithNumber::empty();
    let error = server.client().send(&request).await.unwrap_err();
    assert!(error.is_ambiguous());
    assert_eq!(server.next().await.body, b"{}");
}

#[tokio::test]
async fn an_empty_body_counts_as_sent_although_it_is_never_asked_for() {
    let server = Server::playing([Act::Reset, Act::ok()]).await;
    let error = server
        .client()
        .call_raw("gaap", "2018-05-29", "Create", "")
        .await
        .unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_failed_at_once(&error);
}

#[tokio::test]
async fn a_refused_connection_is_retried_for_every_action() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let endpoint = format!("http://{address}").parse().unwrap();
    let client = builder().endpoint(endpoint).retry(quick()).build().unwrap();
    let error = client.send(&CREATE).await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.is_ambiguous());
    assert_eq!(error.attempts(), 3);
    assert!(error.to_string().ends_with(" (after 3 attempts)"), "{error}");
}

/// The status says that the request was rejected or throttled; the body says that it was carried out.
#[tokio::test]
async fn a_body_that_reports_success_is_never_a_certain_failure() {
    for status in ["404 Not Found", "429 Too Many Requests", "302 Found"] {
        let act = Act::Answer(crate::support::http(
            status,
            "Connection: close\r\n",
            r#"{"Response":{"RequestId":"r"}}"#,
        ));
        let outcome = after(act).await;
        for error in [outcome.create.unwrap_err(), outcome.by_name.unwrap_err()] {
            assert_failed_at_once(&error);
            assert!(
                error.is_ambiguous() && !error.is_throttled() && !error.is_retryable(),
                "{error}"
            );
        }
    }
}

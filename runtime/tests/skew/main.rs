//! Clock skew: clients whose clock differs from the service's.
#![cfg(feature = "clock-skew")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod clocked_server;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::credentials::{AssumeRole, CredentialsFuture, ProvideCredentials};
use tc3_runtime::{CallOptions, CommonErrorCode, Credentials, Error};

use crate::clocked_server::{ClockedServer, Dates};
use crate::support::NOW;
use crate::support::actions::CREATE;

const HOUR: i64 = 3600;

fn is_expired(error: &Error) -> bool {
    error.is(CommonErrorCode::AuthFailureSignatureExpire)
}

#[tokio::test]
async fn a_creation_rejected_for_its_timestamp_is_timestamped_anew_and_processed_once() {
    for off in [-HOUR, HOUR, -(NOW as i64)] {
        let server = ClockedServer::start(Dates::True).await;
        let client = server.client(off);
        assert_eq!(client.clock_skew(), 0);
        client.send(&CREATE).await.unwrap();
        assert_eq!((server.received(), server.processed()), (2, 1));
        assert_eq!(client.clock_skew(), -off);
    }
}

#[tokio::test]
async fn later_calls_of_all_clones_are_timestamped_right_the_first_time() {
    let server = ClockedServer::start(Dates::True).await;
    let client = server.client(HOUR);
    let earlier_clone = client.with(CallOptions::new().region("ap-guangzhou"));
    client.send(&CREATE).await.unwrap();
    for client in [&client, &earlier_clone, &client.clone()] {
        let before = server.received();
        client.send(&CREATE).await.unwrap();
        assert_eq!(server.received() - before, 1);
        assert_eq!(client.clock_skew(), -HOUR);
    }
}

#[tokio::test]
async fn a_clock_that_is_set_later_is_learnt_anew() {
    let server = ClockedServer::start(Dates::True).await;
    let client = server.client(HOUR);
    client.send(&CREATE).await.unwrap();
    server.turn_to(NOW + 2 * HOUR as u64);
    client.send(&CREATE).await.unwrap();
    assert_eq!((server.received(), server.processed()), (4, 2));
    assert_eq!(client.clock_skew(), HOUR);
}

#[tokio::test]
async fn calls_rejected_together_are_all_retried() {
    let server = ClockedServer::start(Dates::TrueOnceTwoHaveCome).await;
    let client = server.client(HOUR);
    let (one, other) = tokio::join!(client.send(&CREATE), client.send(&CREATE));
    one.unwrap();
    other.unwrap();
    assert_eq!((server.received(), server.processed()), (4, 2));
}

#[tokio::test]
async fn a_service_that_rejects_every_timestamp_is_called_twice() {
    let server = ClockedServer::start(Dates::TrueAndRejected).await;
    let client = server.client(HOUR);
    let error = client.send(&CREATE).await.unwrap_err();
    assert!(is_expired(&error) && !error.is_ambiguous());
    assert_eq!(error.attempts(), 2);
    assert_eq!(server.received(), 2);
    // The date says nothing new.
    let error = client.send(&CREATE).await.unwrap_err();
    assert_eq!((error.attempts(), server.received()), (1, 3));
}

#[tokio::test]
async fn a_call_is_corrected_once_whatever_the_dates() {
    let server = ClockedServer::start(Dates::Advancing).await;
    let client = server.client(HOUR);
    for received in [2, 4] {
        assert!(is_expired(&client.send(&CREATE).await.unwrap_err()));
        assert_eq!(server.received(), received);
    }
}

#[tokio::test]
async fn without_a_date_that_explains_the_rejection_it_is_final() {
    let near = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 29));
    for header in [
        "",
        "Date: yesterday\r\n",
        "Date: Tue, 30 Feb 2019 25:61:00 GMT\r\n",
        "Date: \u{fffd}\r\n",
        &format!("Date: {near}\r\n"),
    ] {
        let server = ClockedServer::start(Dates::Always(header.to_owned())).await;
        let client = server.client(0);
        let error = client.send(&CREATE).await.unwrap_err();
        assert!(is_expired(&error), "{error}");
        assert_eq!((server.received(), error.attempts()), (1, 1), "{header}");
        assert_eq!(client.clock_skew(), 0);
    }
}

/// Always the same credentials, which expire an hour after [`NOW`].
#[derive(Debug)]
struct UntilLater;

impl ProvideCredentials for UntilLater {
    fn provide(&self) -> CredentialsFuture<'_> {
        let end = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 3600);
        Box::pin(async move { Ok(Credentials::new("AKIDVAULT", "hush").with_expiry(end)) })
    }
}

#[tokio::test]
async fn one_wrong_date_spoils_no_later_call() {
    // The last seconds of these years.
    for (year, seconds) in [
        (2017, 1_514_764_799),
        (2018, 1_546_300_799),
        (2090, 3_818_447_999),
        (9999, 253_402_300_799),
    ] {
        for is_provided in [false, true] {
            let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
            let header = format!("Date: {date}\r\n");
            let server = ClockedServer::start(Dates::FirstWrong(header)).await;
            let mut builder = server.builder(0);
            if is_provided {
                builder = builder.credentials_from(UntilLater);
            }
            let client = builder.build().unwrap();
            client.send(&CREATE).await.unwrap_err();
            assert_eq!(client.clock_skew(), 0, "{year}");
            let before = server.received();
            for _ in 0..2 {
                client.send(&CREATE).await.unwrap();
            }
            assert_eq!((server.received() - before, server.processed()), (2, 2), "{year}");
        }
    }
}

#[tokio::test]
async fn another_error_teaches_nothing_whatever_its_date() {
    let server = ClockedServer::start(Dates::WithOtherError).await;
    let client = server.client(HOUR);
    let error = client.send(&CREATE).await.unwrap_err();
    assert!(error.is(CommonErrorCode::AuthFailureSignatureFailure));
    assert_eq!((server.received(), client.clock_skew()), (1, 0));
}

#[tokio::test]
async fn a_timestamp_that_sts_rejects_is_not_the_calls() {
    let sts = ClockedServer::start(Dates::TrueAndRejected).await;
    let server = ClockedServer::start(Dates::True).await;
    let source = Credentials::new("AKIDSOURCE", "source-key");
    let role = AssumeRole::builder(source, "qcs::cam::uin/1:roleName/r").endpoint(sts.endpoint());
    let client = server.builder(HOUR).credentials_from(role.build().unwrap()).build();
    let client = client.unwrap();
    let error = client.send(&CREATE).await.unwrap_err();
    assert!(error.is_credentials() && is_expired(&error), "{error}");
    assert_eq!((sts.received(), error.attempts(), client.clock_skew()), (1, 1, 0));
    assert_eq!(server.received(), 0);
}

/// Returns credentials that expired half an hour before [`NOW`], and then valid ones.
#[derive(Debug, Default)]
struct Vault(AtomicUsize);

impl ProvideCredentials for Vault {
    fn provide(&self) -> CredentialsFuture<'_> {
        let end = match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => NOW - 1800,
            _ => NOW + 3600,
        };
        let key = Credentials::new("AKIDVAULT", "hush");
        Box::pin(async move { Ok(key.with_expiry(SystemTime::UNIX_EPOCH + Duration::from_secs(end))) })
    }
}

#[tokio::test]
async fn cached_credentials_expire_by_the_learned_skew() {
    let server = ClockedServer::start(Dates::True).await;
    let vault = Arc::new(Vault::default());
    let client = server.builder(-HOUR).credentials_from(Arc::clone(&vault)).build();
    client.unwrap().send(&CREATE).await.unwrap();
    assert_eq!(vault.0.load(Ordering::SeqCst), 2);
    assert_eq!((server.received(), server.processed()), (2, 1));
}

#[tokio::test]
async fn the_timeout_spans_both_attempts() {
    let server = ClockedServer::start(Dates::TrueThenSilence).await;
    let client = server.client(HOUR);
    let timeout = CallOptions::new().timeout(Duration::from_millis(200));
    let error = client.with(timeout).send(&CREATE).await.unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
    assert_eq!((server.received(), error.attempts()), (2, 2));
    // No answer has confirmed it.
    assert_eq!(client.clock_skew(), 0);
}

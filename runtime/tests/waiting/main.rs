//! Waiters that poll until the service is done, on tokio's paused time.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use support::record;
use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};
use tc3_runtime::mock::{Failure, MockTransport};
use tc3_runtime::record::Field;
use tc3_runtime::{Action, ActionInfo, CallOptions, Client, Error, PollStatus, Response, RetryPolicy, ServiceInfo};
use tokio::time::Instant;

struct Describe {}
struct Group {
    status: i64,
}

record!(Describe {});
record!(Group {
    0: status = Field::always("Status"),
});

impl Action for Describe {
    type Output = Group;
    const INFO: &'static ActionInfo = &ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com")
        .action("Describe")
        .read_only();
}

const CREATING: Group = Group { status: 1 };
const RUNNING: Group = Group { status: 0 };

const INTERVAL: Duration = Duration::from_secs(10);
const DEADLINE: Duration = Duration::from_secs(25);

/// A client that leaves every failure to the wait.
fn client(mock: &MockTransport) -> Client {
    let once = RetryPolicy::new().max_attempts(1);
    mock.client().retry(once).build().unwrap()
}

async fn wait(client: &Client) -> Result<Response<Group>, Error> {
    client
        .wait_until(&Describe {}, |group| group.status == 0, INTERVAL, DEADLINE)
        .await
}

#[tokio::test(start_paused = true)]
async fn what_is_ready_is_returned_at_once() {
    let mock = MockTransport::new();
    mock.on::<Describe>().respond(RUNNING);
    let begun = Instant::now();
    assert_eq!(wait(&client(&mock)).await.unwrap().status, 0);
    assert_eq!((mock.recorded().len(), begun.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn the_interval_lies_between_calls() {
    let mock = MockTransport::new();
    mock.on::<Describe>()
        .respond(CREATING)
        .respond(CREATING)
        .respond(RUNNING);
    let begun = Instant::now();
    assert_eq!(wait(&client(&mock)).await.unwrap().status, 0);
    assert_eq!((mock.recorded().len(), begun.elapsed()), (3, INTERVAL * 2));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_a_timeout_that_is_not_ambiguous() {
    let mock = MockTransport::new();
    mock.on::<Describe>().respond(CREATING);
    let begun = Instant::now();
    let error = wait(&client(&mock)).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_ambiguous() && !error.is_wait_failed());
    assert_eq!(
        error.to_string(),
        "gaap Describe: wait timeout: not ready after 3 calls in 20s of 25s"
    );
    assert_eq!((mock.recorded().len(), begun.elapsed()), (3, INTERVAL * 2));
}

#[tokio::test(start_paused = true)]
async fn a_check_can_give_up() {
    let mock = MockTransport::new();
    mock.on::<Describe>().respond(CREATING).respond(Group { status: 4 });
    let check = |group: &Response<Group>| match group.status {
        0 => PollStatus::Ready,
        4 => PollStatus::Failed("it is being\ndestroyed".to_owned()),
        _ => PollStatus::Pending,
    };
    let error = client(&mock)
        .wait_until(&Describe {}, check, INTERVAL, DEADLINE)
        .await
        .unwrap_err();
    assert!(error.is_wait_failed() && !error.is_timeout() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "gaap Describe: wait failed: it is being destroyed (request id 00000000-0000-4000-8000-000000000000)"
    );
    assert_eq!(mock.recorded().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_check_can_be_a_result() {
    let mock = MockTransport::new();
    mock.on::<Describe>().respond(CREATING).respond(Group { status: 4 });
    let check = |group: &Response<Group>| match group.status {
        4 => Err("it is being destroyed"),
        status => Ok(status == 0),
    };
    let error = client(&mock)
        .wait_until(&Describe {}, check, INTERVAL, DEADLINE)
        .await
        .unwrap_err();
    assert!(error.is_wait_failed());
}

#[tokio::test(start_paused = true)]
async fn failures_that_pass_are_not_yet() {
    let mock = MockTransport::new();
    mock.on::<Describe>()
        .respond_error("RequestLimitExceeded", "slow down")
        .fail(Failure::BrokenAfterSending)
        .respond(RUNNING);
    wait(&client(&mock)).await.unwrap();
    assert_eq!(mock.recorded().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_last_failure_is_reported_at_the_deadline() {
    let mock = MockTransport::new();
    mock.on::<Describe>()
        .respond(CREATING)
        .respond_error("InternalError", "out of order");
    let error = wait(&client(&mock)).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_ambiguous());
    assert_eq!(
        error.to_string(),
        "gaap Describe: wait timeout: not ready after 3 calls in 20s of 25s; the last call failed: InternalError: out of order"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.downcast_ref::<Error>().unwrap().is("InternalError"));
}

#[tokio::test(start_paused = true)]
async fn other_failures_end_it() {
    let mock = MockTransport::new();
    mock.on::<Describe>()
        .respond(CREATING)
        .respond_error("ResourceNotFound", "no such group");
    let error = wait(&client(&mock)).await.unwrap_err();
    assert!(error.is("ResourceNotFound"));
    assert_eq!(mock.recorded().len(), 2);
}

/// Never returns credentials, so that a call blocks until its timeout.
#[derive(Debug)]
struct NoKey;

impl ProvideCredentials for NoKey {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_a_call_under_way() {
    let mock = MockTransport::new();
    let client = mock.client().credentials_from(NoKey).build().unwrap();
    let begun = Instant::now();
    let error = wait(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "gaap Describe: wait timeout: not ready after 1 call in 25s of 25s"
    );
    assert!(error.is_timeout() && !error.is_ambiguous());
    assert_eq!(begun.elapsed(), DEADLINE);
}

/// The interval begins when a call ends, also when the call's own timeout ends it.
#[tokio::test(start_paused = true)]
async fn the_clients_own_timeout_counts_where_it_is_shorter() {
    let mock = MockTransport::new();
    let client = mock
        .client()
        .credentials_from(NoKey)
        .retry(RetryPolicy::new().max_attempts(1));
    let client = client
        .build()
        .unwrap()
        .with(CallOptions::new().timeout(Duration::from_secs(4)));
    let error = wait(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "gaap Describe: wait timeout: not ready after 2 calls in 18s of 25s; the last call failed: not signed: the provider of credentials: no response within 4s"
    );
}

#[tokio::test(start_paused = true)]
async fn times_without_an_end_are_none() {
    let mock = MockTransport::new();
    mock.on::<Describe>().respond(CREATING).respond(RUNNING);
    let waiting = client(&mock);
    let waiting = waiting.wait_until(&Describe {}, |group| group.status == 0, INTERVAL, Duration::MAX);
    waiting.await.unwrap();
    mock.on::<Describe>().respond(CREATING);
    let waiting = client(&mock);
    let waiting = waiting.wait_until(&Describe {}, |group| group.status == 0, Duration::MAX, DEADLINE);
    assert!(waiting.await.unwrap_err().is_timeout());
}

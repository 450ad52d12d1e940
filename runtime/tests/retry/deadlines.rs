//! Deadlines, backoff and the timestamps of attempts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::{CallOptions, Clock, Credentials};

use crate::support::actions::{CREATE, Describe};
use crate::support::scripted_server::{Act, Server, quick};
use crate::support::{NOW, SECRET_ID, SECRET_KEY};

#[tokio::test]
async fn each_attempt_is_timestamped_and_signed_anew() {
    let mut server = Server::playing([Act::throttle(), Act::throttle(), Act::ok()]).await;
    let seconds = AtomicU64::new(NOW);
    let clock =
        Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.fetch_add(600, Ordering::Relaxed)));
    let client = server.builder().clock(clock).build().unwrap();
    client.send(&CREATE).await.unwrap();
    for timestamp in [NOW, NOW + 600, NOW + 1200] {
        let request = server.next().await;
        assert_eq!(request.headers["x-tc-timestamp"], timestamp.to_string());
        let input = SigningInput::new("gaap", server.endpoint.host(), timestamp, Payload::Bytes(&request.body));
        let signed = sign(&input, &Credentials::new(SECRET_ID, SECRET_KEY));
        assert_eq!(request.headers["authorization"], signed.authorization);
    }
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let mut server = Server::playing([Act::retry_after("60"), Act::ok()]).await;
    let client = server
        .client()
        .with(CallOptions::new().timeout(Duration::from_secs(60)));
    let error = client.send(&CREATE).await.unwrap_err();
    assert!(error.is_throttled() && error.is_retryable() && !error.is_timeout());
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.rest().len(), 1);
}

#[tokio::test]
async fn retry_after_is_waited_for_where_it_fits() {
    for (timeout, attempts) in [(1, Some(1)), (60, None)] {
        let server = Server::playing([Act::retry_after("1"), Act::ok()]).await;
        let options = CallOptions::new().timeout(Duration::from_secs(timeout));
        let result = server.client().with(options).send(&CREATE).await;
        assert_eq!(result.err().map(|error| error.attempts()), attempts);
    }
}

#[tokio::test]
async fn other_forms_of_retry_after_are_passed_over() {
    for value in ["Wed, 21 Oct 2099 07:28:00 GMT", "-1", "soon", ""] {
        let server = Server::playing([Act::retry_after(value), Act::ok()]).await;
        server.client().send(&CREATE).await.unwrap();
    }
}

#[tokio::test]
async fn the_deadline_spans_all_attempts() {
    let server = Server::playing([Act::throttle(), Act::Stall]).await;
    let client = server.client().with(CallOptions::new().timeout(Duration::from_secs(1)));
    let error = client.send(&Describe {}).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "gaap Describe: no response within 1s; the request may have been carried out (after 2 attempts)"
    );
}

#[tokio::test]
async fn the_shorter_of_two_limits_counts() {
    let server = Server::playing([Act::Stall]).await;
    for (attempt, whole, shown) in [(50, 60_000, "50ms"), (60_000, 70, "70ms")] {
        let options = CallOptions::new()
            .retry(quick().max_attempts(1).attempt_timeout(Duration::from_millis(attempt)))
            .timeout(Duration::from_millis(whole));
        let error = server.client().with(options).send(&Describe {}).await.unwrap_err();
        assert!(
            error.to_string().contains(&format!("no response within {shown}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn limits_without_an_end_are_none() {
    let server = Server::playing([Act::throttle(), Act::ok()]).await;
    let options = CallOptions::new()
        .retry(quick().attempt_timeout(Duration::MAX))
        .timeout(Duration::MAX);
    server.client().with(options).send(&Describe {}).await.unwrap();
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_sends_nothing_more() {
    let mut server = Server::playing([Act::retry_after("1"), Act::retry_after("1"), Act::ok()]).await;
    let client = server.client();
    let waiting = client.clone();
    let call = tokio::spawn(async move { waiting.send(&CREATE).await.map(drop) });
    server.next().await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    // This one waits as long and began later: after it, the wait of the dropped one would be over.
    client.send(&CREATE).await.unwrap();
    assert_eq!(server.rest().len(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_is_answered_closes_its_connection() {
    let mut server = Server::playing([Act::Stall, Act::ok()]).await;
    let client = server.client();
    let call = tokio::spawn(async move { client.send(&CREATE).await.map(drop) });
    server.next().await;
    call.abort();
    server.closed().await;
    assert!(server.rest().is_empty());
}

//! Calls whose deadline is before their permit.

use std::time::Duration;

use tc3_runtime::{CallOptions, RateLimits};
use tokio::time::Instant;

use crate::stopwatch::{Create, Rare, Stopwatch};

fn of(seconds: u64) -> CallOptions {
    CallOptions::new().timeout(Duration::from_secs(seconds))
}

#[tokio::test(start_paused = true)]
async fn a_permit_after_the_deadline_is_not_waited_for() {
    let watch = Stopwatch::start();
    let client = watch.builder(RateLimits::new()).build().unwrap();
    client.send(&Rare {}).await.unwrap();
    let start = Instant::now();
    let error = client.with(of(1)).send(&Rare {}).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(error.is_timeout() && error.is_retryable() && !error.is_ambiguous() && !error.is_throttled());
    assert_eq!(error.attempts(), 0);
    assert_eq!(
        error.to_string(),
        "gaap Rare: the client's rate limit delays the call by 1s, beyond its timeout of 1s"
    );
    // It took nothing of the rate.
    client.with(of(2)).send(&Rare {}).await.unwrap();
    assert_eq!(watch.sent(), [0, 1000]);
}

#[tokio::test(start_paused = true)]
async fn calls_without_a_permit_in_time_cost_no_retries() {
    let watch = Stopwatch::start();
    let client = watch.builder(RateLimits::new()).build().unwrap();
    client.send(&Rare {}).await.unwrap();
    for _ in 0..200 {
        client.with(of(1)).send(&Rare {}).await.unwrap_err();
    }
    watch.answer::<Create>(&["RequestLimitExceeded"]);
    client.send(&Create { number: None }).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_in_front_count() {
    let watch = Stopwatch::start();
    let client = watch
        .builder(RateLimits::new())
        .timeout(Duration::from_secs(2))
        .build()
        .unwrap();
    let calls = (0..60).map(|number| {
        let client = client.clone();
        async move { client.send(&Create { number: Some(number) }).await.map(drop) }
    });
    let mut results = Vec::new();
    for call in calls.map(tokio::spawn).collect::<Vec<_>>() {
        results.push(call.await.unwrap());
    }
    assert!(results[..40].iter().all(Result::is_ok));
    assert!(results[40..].iter().all(Result::is_err));
    assert_eq!(watch.sent().len(), 40);
}

#[tokio::test(start_paused = true)]
async fn a_retry_without_a_permit_in_time_reports_the_attempts_before_it() {
    let watch = Stopwatch::start();
    watch.answer::<Rare>(&["RequestLimitExceeded"]);
    let client = watch.builder(RateLimits::new()).build().unwrap();
    let error = client.with(of(1)).send(&Rare {}).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert!(error.is_timeout() && !error.is_ambiguous());
    assert_eq!(watch.sent(), [0]);
}

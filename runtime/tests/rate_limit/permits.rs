//! The order in which waiting calls get permits.

use std::time::{Duration, SystemTime};

use tc3_runtime::{CallOptions, Client, Clock, RateLimits, RetryPolicy};
use tokio::task::{JoinHandle, JoinSet, yield_now};
use tokio::time::Instant;

use crate::stopwatch::{Create, Rare, Stopwatch};

fn in_background(client: &Client) -> JoinHandle<()> {
    let client = client.clone();
    tokio::spawn(async move {
        client.send(&Rare {}).await.unwrap();
    })
}

#[tokio::test(start_paused = true)]
async fn as_many_as_the_figure_go_out_in_a_second_in_the_order_in_which_they_came() {
    let watch = Stopwatch::start();
    let client = watch.builder(RateLimits::new()).build().unwrap();
    let mut calls = JoinSet::new();
    for number in 0..50 {
        // Clones and clients with other options share the rate.
        let client = client.with(CallOptions::new().region(format!("region-{number}")));
        calls.spawn(async move { client.send(&Create { number: Some(number) }).await.map(drop) });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!(watch.sent(), [[0; 20].as_slice(), &[1000; 20], &[2000; 10]].concat());
    assert_eq!(watch.numbers(), Vec::from_iter(0..50));
}

#[tokio::test(start_paused = true)]
async fn no_second_has_more_than_the_figure_wherever_it_begins() {
    let watch = Stopwatch::start();
    let client = watch.builder(RateLimits::new()).build().unwrap();
    for number in 0..45 {
        client.send(&Create { number: Some(number) }).await.unwrap();
        tokio::time::advance(Duration::from_millis(30)).await;
    }
    // 20 came within 600 ms, and the next 20 follow at the same distances a second after the first.
    let expected = |index: u128| index / 20 * 1000 + index % 20 * 30;
    assert_eq!(watch.sent(), (0..45).map(expected).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn actions_do_not_wait_for_each_other() {
    let watch = Stopwatch::start();
    let client = watch.builder(RateLimits::new()).build().unwrap();
    client.send(&Rare {}).await.unwrap();
    let waiting = in_background(&client);
    yield_now().await;
    client.send(&Create { number: None }).await.unwrap();
    assert_eq!(watch.sent(), [0, 0]);
    waiting.await.unwrap();
    assert_eq!(watch.sent(), [0, 0, 1000]);
}

#[tokio::test(start_paused = true)]
async fn clients_apart_do_not_wait_for_each_other() {
    let watch = Stopwatch::start();
    for _ in 0..3 {
        let client = watch.builder(RateLimits::new()).build().unwrap();
        client.send(&Rare {}).await.unwrap();
    }
    watch.mock.client().build().unwrap().send(&Rare {}).await.unwrap();
    assert_eq!(watch.sent(), [0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn retries_wait_for_a_permit_too() {
    let watch = Stopwatch::start();
    watch.answer::<Rare>(&["RequestLimitExceeded", "RequestLimitExceeded"]);
    let client = watch.builder(RateLimits::new()).build().unwrap();
    client.send(&Rare {}).await.unwrap();
    assert_eq!(watch.sent(), [0, 1000, 2000]);
}

#[tokio::test(start_paused = true)]
async fn requests_are_timestamped_after_the_wait() {
    let watch = Stopwatch::start();
    let start = Instant::now();
    let clock = Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000) + start.elapsed());
    let client = watch.builder(RateLimits::new()).clock(clock).build().unwrap();
    for _ in 0..3 {
        client.send(&Rare {}).await.unwrap();
    }
    let dates: Vec<_> = watch
        .mock
        .recorded()
        .iter()
        .map(|call| call.headers["x-tc-timestamp"].to_str().unwrap().to_owned())
        .collect();
    assert_eq!(dates, ["1000000", "1000001", "1000002"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_while_it_waits_leaves_its_permit_to_the_next() {
    let watch = Stopwatch::start();
    let client = watch.builder(RateLimits::new()).build().unwrap();
    client.send(&Rare {}).await.unwrap();
    let (dropped, behind) = (in_background(&client), in_background(&client));
    yield_now().await;
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    let next = in_background(&client);
    next.await.unwrap();
    assert_eq!(watch.sent(), [0, 1000]);
    behind.await.unwrap();
    assert_eq!(watch.sent(), [0, 1000, 2000]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_after_admission_has_used_its_permit() {
    let watch = Stopwatch::start();
    watch.answer::<Rare>(&["RequestLimitExceeded"]);
    let slow = RetryPolicy::new().base_delay(Duration::from_secs(20));
    let client = watch.builder(RateLimits::new()).retry(slow).build().unwrap();
    let call = in_background(&client);
    yield_now().await;
    assert_eq!(watch.sent(), [0]);
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    client.send(&Rare {}).await.unwrap();
    assert_eq!(watch.sent(), [0, 1000]);
}

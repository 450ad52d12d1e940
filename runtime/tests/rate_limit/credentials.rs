//! Credentials of calls that wait for a permit.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};
use tc3_runtime::{Clock, Credentials, Error, RateLimits};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::stopwatch::{Rare, Stopwatch};

const START: u64 = 1_000_000;

/// Returns credentials that are valid for ten seconds and are named after their expiry.
#[derive(Debug)]
struct ShortLived {
    start: Instant,
}

impl ProvideCredentials for ShortLived {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let end = START + self.start.elapsed().as_secs() + 10;
            let key = Credentials::new(format!("AKID{end}"), "hush");
            Ok(key.with_expiry(SystemTime::UNIX_EPOCH + Duration::from_secs(end)))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waited_is_signed_with_credentials_that_are_still_valid() {
    let watch = Stopwatch::start();
    let start = Instant::now();
    let clock = Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(START) + start.elapsed());
    let client = watch.builder(RateLimits::new()).clock(clock);
    let client = client.credentials_from(ShortLived { start }).build().unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..30 {
        let client = client.clone();
        calls.spawn(async move { client.send(&Rare {}).await.map(drop) });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    let recorded = watch.mock.recorded();
    assert_eq!(recorded.len(), 30);
    for call in recorded {
        let date: u64 = call.headers["x-tc-timestamp"].to_str().unwrap().parse().unwrap();
        let authorization = call.headers["authorization"].to_str().unwrap();
        let end = authorization.split_once("Credential=AKID").unwrap().1;
        let end: u64 = end.split_once('/').unwrap().0.parse().unwrap();
        assert!(date < end, "signed at {date} with a key that ends at {end}");
    }
}

/// Fails the first time and returns credentials the second.
#[derive(Debug, Default)]
struct LateProvider(AtomicBool);

impl ProvideCredentials for LateProvider {
    fn provide(&self) -> CredentialsFuture<'_> {
        let is_second = self.0.swap(true, Ordering::SeqCst);
        Box::pin(async move {
            if is_second {
                Ok(Credentials::new("AKIDLATE", "hush"))
            } else {
                Err(Error::no_credentials("not yet"))
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn credentials_that_do_not_come_use_no_permit() {
    let watch = Stopwatch::start();
    let client = watch
        .builder(RateLimits::new())
        .credentials_from(LateProvider::default());
    let client = client.build().unwrap();
    assert!(client.send(&Rare {}).await.unwrap_err().is_credentials());
    tokio::time::advance(Duration::from_secs(1)).await;
    client.send(&Rare {}).await.unwrap();
    assert_eq!(watch.sent(), [1000]);
}

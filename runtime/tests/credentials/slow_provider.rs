//! Providers that take long, on tokio's paused time.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tc3_runtime::Credentials;
use tc3_runtime::credentials::{CachedCredentials, CredentialsFuture, ProvideCredentials};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::Instant;

use crate::sandbox::now;

/// Returns credentials each time, after this delay.
#[derive(Debug)]
struct Slow {
    after: Duration,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
}

impl Slow {
    fn of(seconds: u64) -> Arc<Self> {
        Arc::new(Self {
            after: Duration::from_secs(seconds),
            at_once: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
        })
    }

    fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

/// Ends when the future does, dropped or not.
struct Asked<'a>(&'a Slow);

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.0.at_once.fetch_sub(1, Ordering::SeqCst);
    }
}

impl ProvideCredentials for Slow {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let asked = Asked(self);
            let at_once = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_at_once.fetch_max(at_once, Ordering::SeqCst);
            tokio::time::sleep(self.after).await;
            drop(asked);
            Ok(Credentials::new("slow", "hush"))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn slow_credentials_are_requested_once_and_returned_when_they_come() {
    let slow = Slow::of(35);
    let refreshing = CachedCredentials::new(Arc::clone(&slow));
    let begun = Instant::now();
    let other = tokio::spawn({
        let refreshing = refreshing.clone();
        async move {
            tokio::time::sleep(Duration::from_secs(10)).await;
            refreshing.provide().await.map(drop)
        }
    });
    refreshing.provide().await.unwrap();
    assert_eq!(begun.elapsed().as_secs(), 35);
    other.await.unwrap().unwrap();
    assert_eq!((begun.elapsed().as_secs(), slow.most_at_once()), (35, 1));
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_never_comes_to_an_end_is_given_up_and_asked_again() {
    let slow = Slow::of(1_000_000);
    let refreshing = CachedCredentials::new(Arc::clone(&slow));
    for _ in 0..2 {
        let begun = Instant::now();
        let error = refreshing.provide().await.unwrap_err();
        assert!(error.is_timeout() && error.is_credentials(), "{error}");
        assert_eq!(begun.elapsed().as_secs(), 120);
    }
    assert_eq!(slow.most_at_once(), 1);
}

/// Returns credentials when the test sends them.
#[derive(Debug)]
struct Sent(Mutex<VecDeque<oneshot::Receiver<Credentials>>>);

impl ProvideCredentials for Sent {
    fn provide(&self) -> CredentialsFuture<'_> {
        let key = self.0.lock().unwrap().pop_front().unwrap();
        Box::pin(async { Ok(key.await.unwrap()) })
    }
}

/// Two flights: the first in a runtime that is driven no more until it is given up, the second in another one.
struct TwoFlights {
    first: Runtime,
    second: Runtime,
    refreshing: CachedCredentials<Sent>,
    first_key: oneshot::Sender<Credentials>,
    second_key: oneshot::Sender<Credentials>,
    third_key: oneshot::Sender<Credentials>,
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
}

fn key(id: &str) -> Credentials {
    Credentials::new(id, "hush")
}

/// Polls once.
fn begin(future: &mut CredentialsFuture<'_>) {
    let poll = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(poll, Poll::Pending));
}

impl TwoFlights {
    fn new() -> Self {
        let (first_key, first) = oneshot::channel();
        let (second_key, second) = oneshot::channel();
        let (third_key, third) = oneshot::channel();
        let flights = Self {
            first: runtime(),
            second: runtime(),
            refreshing: CachedCredentials::new(Sent(Mutex::new([first, second, third].into()))),
            first_key,
            second_key,
            third_key,
        };
        let caller = flights.refreshing.clone();
        flights.first.block_on(async {
            begin(&mut caller.provide());
            yield_now().await;
        });
        flights
    }
}

#[test]
fn an_earlier_refresh_does_not_replace_later_credentials() {
    let flights = TwoFlights::new();
    let begun = flights.second.block_on(async { Instant::now() });
    let waited = flights.second.block_on(async {
        let mut caller = flights.refreshing.provide();
        let sender = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(31)).await;
            flights.second_key.send(key("two")).unwrap();
        });
        let got = (&mut caller).await.unwrap();
        assert_eq!(got.secret_id(), "two");
        sender.await.unwrap();
        begun.elapsed().as_secs()
    });
    assert_eq!(waited, 31);
    flights.first_key.send(key("one")).unwrap();
    flights.first.block_on(async { yield_now().await });
    assert_eq!(now(flights.refreshing.provide()).unwrap().secret_id(), "two");
    drop(flights.third_key);
}

#[test]
fn late_credentials_are_used_and_do_not_replace_the_later_refresh() {
    let flights = TwoFlights::new();
    let mut caller = flights.refreshing.provide();
    flights.second.block_on(async {
        begin(&mut caller);
        tokio::time::advance(Duration::from_secs(30)).await;
        begin(&mut caller);
        yield_now().await;
    });
    // The second flight is under way, and now the first one lands.
    flights.first_key.send(key("one")).unwrap();
    flights.first.block_on(async { yield_now().await });
    assert_eq!(now(flights.refreshing.provide()).unwrap().secret_id(), "one");
    flights.second_key.send(key("two")).unwrap();
    assert_eq!(flights.second.block_on(caller).unwrap().secret_id(), "two");
    assert_eq!(now(flights.refreshing.provide()).unwrap().secret_id(), "two");
    drop(flights.third_key);
}

//! `CachedCredentials`: refreshing in time, on a clock that the tests set.
//!
//! The runtime has one thread, so a refresh that has reported its end has also stored its credentials.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tc3_runtime::credentials::{CachedCredentials, CredentialsFuture, ProvideCredentials};
use tc3_runtime::{Client, Clock, Credentials, Error, RetryPolicy};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::advance;

use crate::replies::time;
use crate::sandbox::now;

/// Returns the configured results, one each time that the gate is opened.
#[derive(Debug)]
struct Scripted {
    script: Mutex<VecDeque<Result<Credentials, &'static str>>>,
    gate: Semaphore,
    asked: AtomicUsize,
    answered: mpsc::UnboundedSender<()>,
}

impl ProvideCredentials for Scripted {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.gate.acquire().await.unwrap().forget();
            let answer = self
                .script
                .lock()
                .unwrap()
                .pop_front()
                .expect("the script has come to its end");
            let _ = self.answered.send(());
            answer.map_err(Error::no_credentials)
        })
    }
}

struct Stage {
    provider: Arc<Scripted>,
    refreshing: CachedCredentials<Arc<Scripted>>,
    clock: Arc<AtomicU64>,
    answered: mpsc::UnboundedReceiver<()>,
}

impl Stage {
    fn new(script: impl IntoIterator<Item = Result<Credentials, &'static str>>) -> Self {
        let (sender, answered) = mpsc::unbounded_channel();
        let provider = Arc::new(Scripted {
            script: Mutex::new(script.into_iter().collect()),
            gate: Semaphore::new(0),
            asked: AtomicUsize::new(0),
            answered: sender,
        });
        let clock = Arc::new(AtomicU64::new(0));
        let hands = Arc::clone(&clock);
        let refreshing = CachedCredentials::builder(Arc::clone(&provider))
            .clock(Clock::new(move || time(hands.load(Ordering::SeqCst))))
            .build();
        Self {
            provider,
            refreshing,
            clock,
            answered,
        }
    }

    fn turn_to(&self, seconds: u64) {
        self.clock.store(seconds, Ordering::SeqCst);
    }

    fn open_gate(&self) {
        self.provider.gate.add_permits(1);
    }

    fn asked(&self) -> usize {
        self.provider.asked.load(Ordering::SeqCst)
    }

    /// The id that is served without waiting.
    fn held(&self) -> String {
        now(self.refreshing.provide()).unwrap().secret_id().to_owned()
    }

    /// Lets the refresh under way come to its end.
    async fn land(&mut self) {
        self.open_gate();
        self.answered.recv().await.unwrap();
    }

    /// The result for a caller that waits for the next refresh.
    async fn fetch(&mut self) -> Result<Credentials, Error> {
        self.open_gate();
        let result = self.refreshing.provide().await;
        self.answered.recv().await.unwrap();
        result
    }
}

fn key(id: &str, end: u64) -> Result<Credentials, &'static str> {
    Ok(Credentials::new(id, "hush").with_token("hush").with_expiry(time(end)))
}

fn begin<'a>(future: &mut CredentialsFuture<'a>) -> Poll<Result<Credentials, Error>> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn a_hundred_callers_cause_one_request() {
    let stage = Stage::new([key("one", 7200)]);
    let mut callers: Vec<_> = (0..100).map(|_| stage.refreshing.provide()).collect();
    for caller in &mut callers {
        assert!(begin(caller).is_pending());
    }
    stage.open_gate();
    for caller in callers {
        assert_eq!(caller.await.unwrap().secret_id(), "one");
    }
    assert_eq!(stage.held(), "one");
    assert_eq!(stage.asked(), 1);
}

#[tokio::test]
async fn callers_that_wait_share_the_failure() {
    let stage = Stage::new([Err("the vault is sealed")]);
    let mut callers: Vec<_> = (0..10).map(|_| stage.refreshing.clone()).collect();
    let mut callers: Vec<_> = callers.iter_mut().map(|caller| caller.provide()).collect();
    for caller in &mut callers {
        assert!(begin(caller).is_pending());
    }
    stage.open_gate();
    for caller in callers {
        assert_eq!(caller.await.unwrap_err().to_string(), "the vault is sealed");
    }
    assert_eq!(stage.asked(), 1);
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_end_the_refresh() {
    let stage = Stage::new([key("one", 7200)]);
    let mut first = stage.refreshing.provide();
    let mut second = stage.refreshing.provide();
    assert!(begin(&mut first).is_pending());
    assert!(begin(&mut second).is_pending());
    drop(first);
    stage.open_gate();
    assert_eq!(second.await.unwrap().secret_id(), "one");
    assert_eq!(stage.asked(), 1);
}

#[tokio::test]
async fn new_credentials_are_fetched_early_while_the_old_ones_serve() {
    let mut stage = Stage::new([key("one", 1000), key("two", 2000)]);
    stage.fetch().await.unwrap();
    stage.turn_to(699);
    assert_eq!(stage.held(), "one");
    tokio::task::yield_now().await;
    assert_eq!(stage.asked(), 1);

    stage.turn_to(700);
    for _ in 0..10 {
        assert_eq!(stage.held(), "one");
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.asked(), 2);
    stage.land().await;
    assert_eq!(stage.held(), "two");
    assert_eq!(stage.asked(), 2);
}

#[tokio::test]
async fn the_margin_is_at_most_half_of_the_life() {
    let mut stage = Stage::new([key("one", 100), key("two", 200)]);
    stage.fetch().await.unwrap();
    stage.turn_to(49);
    stage.held();
    tokio::task::yield_now().await;
    assert_eq!(stage.asked(), 1);
    stage.turn_to(50);
    stage.held();
    stage.land().await;
    assert_eq!(stage.held(), "two");
}

#[tokio::test(start_paused = true)]
async fn after_a_failed_refresh_the_old_credentials_serve_until_they_expire() {
    let mut stage = Stage::new([
        key("one", 1000),
        Err("busy"),
        Err("still busy"),
        Err("down"),
        key("two", 3000),
    ]);
    stage.fetch().await.unwrap();
    for (seconds, asked) in [(700, 2), (710, 3)] {
        stage.turn_to(seconds);
        assert_eq!(stage.held(), "one");
        stage.land().await;
        // The next attempt is ten seconds away.
        stage.turn_to(seconds + 9);
        assert_eq!(stage.held(), "one");
        tokio::task::yield_now().await;
        assert_eq!(stage.asked(), asked);
    }
    stage.turn_to(1000);
    assert_eq!(stage.fetch().await.unwrap_err().to_string(), "down");
    advance(Duration::from_secs(1)).await;
    assert_eq!(stage.fetch().await.unwrap().secret_id(), "two");
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_the_provider_is_left_alone_for_longer_each_time() {
    let mut stage = Stage::new([
        Err("1"),
        Err("2"),
        Err("3"),
        Err("4"),
        Err("5"),
        Err("6"),
        key("one", 7200),
        Err("7"),
    ]);
    for (failure, pause) in [1, 2, 4, 8, 10, 10].into_iter().enumerate() {
        let expected = (failure + 1).to_string();
        assert_eq!(stage.fetch().await.unwrap_err().to_string(), expected);
        // Half of the pause is random.
        for elapsed in [Duration::ZERO, Duration::from_millis(pause * 1000 / 2 - 1)] {
            advance(elapsed).await;
            for _ in 0..50 {
                let error = now(stage.refreshing.provide()).unwrap_err();
                assert!(error.is_credentials() && error.to_string() == expected, "{error}");
            }
        }
        assert_eq!(stage.asked(), failure + 1);
        advance(Duration::from_millis(pause * 1000 / 2 + 1)).await;
    }
    // A success forgets them all.
    assert_eq!(stage.fetch().await.unwrap().secret_id(), "one");
    stage.turn_to(7200);
    assert_eq!(stage.fetch().await.unwrap_err().to_string(), "7");
    assert!(now(stage.refreshing.provide()).is_err());
    advance(Duration::from_secs(1)).await;
    assert!(begin(&mut stage.refreshing.provide()).is_pending());
}

/// Fails with a transient error each time.
#[derive(Debug, Default)]
struct Overloaded(AtomicUsize);

impl ProvideCredentials for Overloaded {
    fn provide(&self) -> CredentialsFuture<'_> {
        let _ = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Err(Error::credentials_unavailable("the vault is overloaded")) })
    }
}

#[tokio::test(start_paused = true)]
async fn calls_do_not_ask_a_provider_that_fails_each_on_its_own() {
    let vault = Arc::new(Overloaded::default());
    let client = Client::builder()
        .credentials_from(Arc::clone(&vault))
        .endpoint("http://127.0.0.1:9".parse().unwrap())
        .retry(RetryPolicy::new().base_delay(Duration::ZERO))
        .build()
        .unwrap();
    for _ in 0..50 {
        let call = client.call_raw("gaap", "2018-05-29", "DescribeProxies", "{}");
        let error = call.await.unwrap_err();
        assert!(
            error.is_credentials() && error.is_retryable() && !error.is_validation(),
            "{error}"
        );
        assert_eq!(error.attempts(), 3);
        assert!(error.to_string().contains("the vault is overloaded"), "{error}");
    }
    // The attempts of the first call reach it.
    assert_eq!(vault.0.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn credentials_that_nobody_has_renewed_are_not_fetched_ever_more_often() {
    let mut stage = Stage::new([key("one", 1000), key("same", 1000), key("same", 1000)]);
    stage.fetch().await.unwrap();
    for (seconds, asked) in [(990, 2), (999, 2)] {
        stage.turn_to(seconds);
        stage.held();
        tokio::task::yield_now().await;
        stage.open_gate();
        tokio::task::yield_now().await;
        assert_eq!(stage.asked(), asked);
    }
    stage.turn_to(1000);
    assert!(begin(&mut stage.refreshing.provide()).is_pending());
}

#[tokio::test]
async fn credentials_without_expiry_are_checked_again_after_five_minutes() {
    let permanent = |id| Ok(Credentials::new(id, "hush"));
    let mut stage = Stage::new([permanent("one"), permanent("two"), Err("gone")]);
    stage.fetch().await.unwrap();
    stage.turn_to(299);
    stage.held();
    tokio::task::yield_now().await;
    assert_eq!(stage.asked(), 1);
    stage.turn_to(300);
    assert_eq!(stage.held(), "one");
    stage.land().await;
    stage.turn_to(1_000_000);
    assert_eq!(stage.held(), "two");
    stage.land().await;
    assert_eq!(stage.held(), "two");
}

#[tokio::test]
async fn credentials_that_come_expired_are_an_error() {
    let mut stage = Stage::new([key("one", 500)]);
    stage.turn_to(500);
    let message = stage.fetch().await.unwrap_err().to_string();
    assert!(message.contains("expired 0 s before they were received"), "{message}");
}

#[derive(Debug)]
struct Panicking;

impl ProvideCredentials for Panicking {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async { panic!("a provider with a mistake") })
    }
}

#[tokio::test]
async fn a_provider_that_panics_is_an_error_to_the_caller() {
    let message = CachedCredentials::new(Panicking)
        .provide()
        .await
        .unwrap_err()
        .to_string();
    assert_eq!(message, "the provider of credentials returned no result");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
}

#[test]
fn a_refresh_that_went_down_with_its_runtime_is_begun_anew() {
    let mut stage = Stage::new([key("one", 7200)]);
    let first = runtime();
    let refreshing = stage.refreshing.clone();
    let mut caller = refreshing.provide();
    first.block_on(async { assert!(begin(&mut caller).is_pending()) });
    drop(first);
    let second = runtime();
    assert_eq!(second.block_on(stage.fetch()).unwrap().secret_id(), "one");
    assert_eq!(second.block_on(caller).unwrap().secret_id(), "one");
}

#[test]
fn cached_credentials_serve_without_a_runtime() {
    let mut stage = Stage::new([key("one", 1000)]);
    let message = now(stage.refreshing.provide()).unwrap_err().to_string();
    assert!(message.contains("tokio runtime"), "{message}");
    runtime().block_on(stage.fetch()).unwrap();
    for seconds in [0, 999] {
        stage.turn_to(seconds);
        assert_eq!(stage.held(), "one");
    }
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let mut stage = Stage::new([key("one", 1000)]);
    stage.fetch().await.unwrap();
    let shown = format!("{:?}", stage.refreshing);
    assert!(shown.contains("Scripted") && !shown.contains("hush"), "{shown}");
}

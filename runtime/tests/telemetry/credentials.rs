//! Refreshes of credentials.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::credentials::{CachedCredentials, CredentialsFuture, ProvideCredentials};
use tc3_runtime::{Clock, Credentials, Error};

use crate::capture::Capture;
use crate::support::{SECRET_ID, SECRET_KEY, TOKEN};

/// Gives one thing after the other.
#[derive(Debug)]
struct Scripted(Mutex<VecDeque<Result<Credentials, &'static str>>>);

impl ProvideCredentials for Scripted {
    fn provide(&self) -> CredentialsFuture<'_> {
        let next = self.0.lock().unwrap().pop_front().unwrap();
        Box::pin(async move { next.map_err(Error::no_credentials) })
    }
}

fn time(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn new_credentials_and_a_failed_refresh_are_recorded() {
    let key = Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN);
    let script = [
        Ok(key.clone().with_expiry(time(1000))),
        Err("the metadata service\nis away"),
        Err("the role is gone"),
        Ok(key),
    ];
    let seconds = Arc::new(AtomicU64::new(0));
    let hands = Arc::clone(&seconds);
    let refreshing = CachedCredentials::builder(Scripted(Mutex::new(script.into())))
        .clock(Clock::new(move || time(hands.load(Ordering::SeqCst))))
        .build();
    let (capture, _guard) = Capture::start();

    refreshing.provide().await.unwrap();
    seconds.store(900, Ordering::SeqCst);
    refreshing.provide().await.unwrap();
    // The one thread of this runtime has the refresh behind it once it comes back here.
    tokio::task::yield_now().await;
    seconds.store(1000, Ordering::SeqCst);
    refreshing.provide().await.unwrap_err();
    tokio::time::advance(Duration::from_secs(1)).await;
    refreshing.provide().await.unwrap();

    assert_eq!(
        capture.tree(),
        [
            "DEBUG * message=credentials refreshed expires_in_s=1000",
            "WARN * message=credentials were not refreshed; the old ones are still valid outcome=refused \
             error.type=refused \
             cause=the metadata service is away",
            "WARN * message=there are no credentials outcome=refused error.type=refused cause=the role is gone",
            "DEBUG * message=credentials refreshed",
        ]
    );
    let recorded = capture.everything();
    for secret in [SECRET_ID, SECRET_KEY, TOKEN] {
        assert!(!recorded.contains(secret), "{recorded}");
    }
}

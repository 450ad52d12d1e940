//! Credentials of a provider are cached by the clock of the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::credentials::{CachedCredentials, CredentialsFuture, ProvideCredentials};
use tc3_runtime::{Clock, Credentials};
use tokio::sync::mpsc;

use crate::support::{NOW, Reply, Server, builder};

const DONE: &str = r#"{"Response": {"RequestId": "r-1"}}"#;

fn time(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Returns credentials that expire this long after [`NOW`], with the names `AKID1`, `AKID2`, ...
#[derive(Debug)]
struct Vault {
    good_for: u64,
    asked: AtomicUsize,
    answered: mpsc::UnboundedSender<()>,
}

impl Vault {
    fn new(good_for: u64) -> (Self, mpsc::UnboundedReceiver<()>) {
        let (sender, answered) = mpsc::unbounded_channel();
        let vault = Self {
            good_for,
            asked: AtomicUsize::new(0),
            answered: sender,
        };
        (vault, answered)
    }
}

impl ProvideCredentials for Vault {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            self.answered.send(()).unwrap();
            Ok(Credentials::new(format!("AKID{number}"), "hush").with_expiry(time(NOW + self.good_for)))
        })
    }
}

/// The secret id that a call is signed with.
async fn signed_with(client: &tc3_runtime::Client, server: &mut Server) -> String {
    let call = client.call_raw("gaap", "2018-05-29", "DescribeProxies", "{}");
    call.await.unwrap();
    let authorization = server.next().await.headers["authorization"].clone();
    let id = authorization.split_once("Credential=").unwrap().1;
    id.split_once('/').unwrap().0.to_owned()
}

/// The clocks of these tests are years behind the system's, by which all credentials here have expired.
#[tokio::test]
async fn a_client_caches_credentials_by_its_own_clock() {
    let mut server = Server::start(Reply::json(DONE)).await;
    let (vault, _answered) = Vault::new(7200);
    let client = builder().endpoint(server.endpoint.clone()).credentials_from(vault);
    let client = client.build().unwrap();
    assert_eq!(signed_with(&client, &mut server).await, "AKID1");
    assert_eq!(signed_with(&client, &mut server).await, "AKID1");
}

#[tokio::test]
async fn a_refreshing_provider_keeps_its_clock_and_its_margin_in_a_client() {
    let mut server = Server::start(Reply::json(DONE)).await;
    let (vault, mut answered) = Vault::new(1000);
    let seconds = Arc::new(AtomicU64::new(NOW));
    let hands = Arc::clone(&seconds);
    let refreshing = CachedCredentials::builder(vault)
        .margin(Duration::from_secs(450))
        .clock(Clock::new(move || time(hands.load(Ordering::SeqCst))))
        .build();
    // Behind an `Arc` too.
    let client = builder().endpoint(server.endpoint.clone());
    let client = client.credentials_from(Arc::new(refreshing)).build().unwrap();
    assert_eq!(signed_with(&client, &mut server).await, "AKID1");
    answered.recv().await.unwrap();
    seconds.store(NOW + 549, Ordering::SeqCst);
    assert_eq!(signed_with(&client, &mut server).await, "AKID1");
    assert!(answered.try_recv().is_err());
    seconds.store(NOW + 550, Ordering::SeqCst);
    assert_eq!(signed_with(&client, &mut server).await, "AKID1");
    answered.recv().await.unwrap();
    assert_eq!(signed_with(&client, &mut server).await, "AKID2");
}

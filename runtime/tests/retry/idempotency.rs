//! Idempotency: random faults, while the server counts that nothing is created twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tc3_runtime::{CallOptions, Client, Error};

use crate::support::actions::{Create, with_token};
use crate::support::scripted_server::{Act, Server, quick};

const CALLS: usize = 3000;
const CALLERS: usize = 8;

/// What was reported of each call, by the body of its request.
type Reports = Arc<Mutex<BTreeMap<Vec<u8>, Result<(), Error>>>>;

/// Injected faults of every kind, some after the request was processed.
fn faults(seed: u64) -> impl FnMut() -> Act {
    let mut random = fastrand::Rng::with_seed(seed);
    move || {
        let act = match random.u8(..100) {
            0..40 => return carried_out(Act::ok()),
            40..47 => return Act::ResetUnread,
            47..54 => return carried_out(Act::truncated()),
            54..68 => return Act::throttle(),
            68..71 => return Act::error("LimitExceeded.TagQuota"),
            71..78 => Act::Reset,
            78..81 => Act::Stall,
            81..88 => Act::html("502 Bad Gateway"),
            88..93 => Act::html("200 OK"),
            // With the feature `clock-skew` the client believes the one or the other and sends the call once more.
            93..95 => return Act::expired("Mon, 01 Jan 2001 00:00:00 GMT"),
            95..97 => return Act::expired("Sat, 01 Jan 2050 00:00:00 GMT"),
            _ => Act::error("InternalError"),
        };
        if random.bool() { carried_out(act) } else { act }
    }
}

fn carried_out(act: Act) -> Act {
    Act::Processed(Box::new(act))
}

async fn create(client: Client, next: Arc<AtomicU64>, reports: Reports) {
    for _ in 0..CALLS / CALLERS {
        let name = next.fetch_add(1, Ordering::Relaxed).to_string();
        let body = format!(r#"{{"Name":"{name}"}}"#).into_bytes();
        let result = client.send(&Create { name: Some(name) }).await.map(drop);
        reports.lock().unwrap().insert(body, result);
    }
}

struct Outcome {
    /// How often each request was processed.
    creations: BTreeMap<Vec<u8>, usize>,
    reports: BTreeMap<Vec<u8>, Result<(), Error>>,
}

/// Many callers of one client with the default policy but for its waits, and `options` on top.
async fn run(options: CallOptions) -> Outcome {
    let server = Server::acting(faults(7)).await;
    // So that a stall does not take a minute.
    let client = server
        .client()
        .with(CallOptions::new().timeout(Duration::from_millis(150)))
        .with(options);
    let (next, reports) = (Arc::new(AtomicU64::new(0)), Reports::default());
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| tokio::spawn(create(client.clone(), Arc::clone(&next), Arc::clone(&reports))))
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    let mut creations = BTreeMap::new();
    for body in server.processed() {
        *creations.entry(body).or_default() += 1;
    }
    let reports = std::mem::take(&mut *reports.lock().unwrap());
    Outcome { creations, reports }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_created_twice_or_without_a_report() {
    let Outcome { creations, reports } = run(CallOptions::new()).await;
    assert_eq!(reports.len(), CALLS);
    let (mut succeeded, mut ambiguous, mut refused) = (0, 0, 0);
    for (body, report) in &reports {
        let created = creations.get(body).copied().unwrap_or(0);
        match report {
            Ok(()) => {
                succeeded += 1;
                assert_eq!(created, 1);
            }
            Err(error) if error.is_ambiguous() => {
                ambiguous += 1;
                assert!(created <= 1, "{error}");
            }
            Err(error) => {
                refused += 1;
                assert_eq!(created, 0, "{error}");
            }
        }
    }
    let created: usize = creations.values().sum();
    assert!(created <= succeeded + ambiguous);
    // The faults were there, and throttles were overcome: at the first attempt, 40 % succeed.
    let hits = format!("{succeeded} succeeded, {ambiguous} ambiguous, {refused} refused");
    assert!(
        ambiguous > CALLS / 10 && refused > 0 && succeeded > CALLS * 43 / 100,
        "{hits}"
    );
}

/// The same with the protection off, so that the test above is known to see what it looks for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_protection_the_count_shows_what_was_created_twice() {
    let Outcome { creations, .. } = run(CallOptions::new().retry(quick().retry_ambiguous(true))).await;
    assert!(creations.values().any(|times| *times > 1));
}

#[tokio::test]
async fn all_attempts_are_one_request_to_a_service_that_knows_tokens() {
    let acts = [
        carried_out(Act::Reset),
        carried_out(Act::truncated()),
        carried_out(Act::ok()),
    ];
    let server = Server::playing(acts).await;
    server.client().send(&with_token(None)).await.unwrap();
    let bodies = server.processed();
    assert_eq!(bodies.len(), 3);
    assert_eq!(BTreeSet::from_iter(bodies).len(), 1);
}

//! Signing keys that a client keeps never sign for another day or service. Those of other credentials are tested with
//! `sign::SigningKeys`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::{Clock, Credentials};

use crate::support::{NOW, Received, Reply, SECRET_ID, Server, builder};

fn authorization(request: &Received, service: &str, credentials: &Credentials) -> String {
    let input = SigningInput::new(
        service,
        &request.headers["host"],
        request.headers["x-tc-timestamp"].parse().unwrap(),
        Payload::Bytes(&request.body),
    )
    .content_type(&request.headers["content-type"]);
    sign(&input, credentials).authorization
}

#[tokio::test]
async fn days_services_and_clones_each_sign_with_their_signing_key() {
    let mut server = Server::start(Reply::json(r#"{"Response":{"RequestId":"r-1"}}"#)).await;
    let seconds = Arc::new(AtomicU64::new(NOW));
    let read = Arc::clone(&seconds);
    let client = builder()
        .endpoint(server.endpoint.clone())
        .clock(Clock::new(move || {
            SystemTime::UNIX_EPOCH + Duration::from_secs(read.load(Ordering::SeqCst))
        }))
        .build()
        .unwrap();
    let fixed = Credentials::new(SECRET_ID, crate::support::SECRET_KEY);
    let midnight = NOW / 86_400 * 86_400 + 86_400;
    for time in [NOW, NOW + 1, midnight - 1, midnight, midnight - 1] {
        seconds.store(time, Ordering::SeqCst);
        for service in ["gaap", "cvm"] {
            client.clone().call_raw(service, "2018-05-29", "X", "{}").await.unwrap();
            let sent = server.next().await;
            assert_eq!(sent.headers["authorization"], authorization(&sent, service, &fixed));
        }
    }
}

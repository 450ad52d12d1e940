//! The retry budget during an outage.

use tc3_runtime::CallOptions;

use crate::support::actions::{CREATE, Describe};
use crate::support::scripted_server::{Act, Server, quick};

#[tokio::test]
async fn an_outage_uses_up_the_retry_budget_of_all_clones() {
    let mut server = Server::playing([Act::throttle()]).await;
    let client = server.client();
    let persistent = client.with(CallOptions::new().retry(quick().max_attempts(1000)));
    let error = persistent.send(&Describe {}).await.unwrap_err();
    assert_eq!(error.attempts(), 101);
    assert!(error.is_retryable());
    let error = client.clone().send(&CREATE).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.rest().len(), 102);
    assert_eq!(server.client().send(&CREATE).await.unwrap_err().attempts(), 3);
}

#[tokio::test]
async fn timeouts_cost_twice_as_much() {
    let server = Server::playing([Act::Stall]).await;
    let policy = quick()
        .max_attempts(1000)
        .attempt_timeout(std::time::Duration::from_millis(5));
    let client = server.client().with(CallOptions::new().retry(policy));
    assert_eq!(client.send(&Describe {}).await.unwrap_err().attempts(), 51);
}

#[tokio::test]
async fn successes_pay_for_further_repetitions() {
    let outage = std::iter::repeat_n(Act::throttle(), 101);
    let recovery = std::iter::repeat_n(Act::ok(), 5);
    let acts: Vec<Act> = outage
        .chain(recovery)
        .chain([Act::throttle(), Act::ok(), Act::throttle()])
        .collect();
    let server = Server::playing(acts).await;
    let client = server.client();
    let persistent = client.with(CallOptions::new().retry(quick().max_attempts(1000)));
    assert_eq!(persistent.send(&Describe {}).await.unwrap_err().attempts(), 101);
    for _ in 0..5 {
        client.send(&Describe {}).await.unwrap();
    }
    // Five tokens: one repetition, given back as it succeeds, and one more that does not.
    client.send(&Describe {}).await.unwrap();
    assert_eq!(client.send(&Describe {}).await.unwrap_err().attempts(), 2);
}

//! What an error reports about retries.

use tc3_runtime::{CallOptions, Response, RetryPolicy};

use crate::support::actions::{CREATE, Describe, Output};
use crate::support::scripted_server::{Act, Server, quick};

#[tokio::test]
async fn a_call_with_its_own_policy_reports_its_attempts() {
    let server = Server::playing([Act::throttle()]).await;
    let client = server.builder().retry(RetryPolicy::never()).build().unwrap();
    let options = CallOptions::new().retry(quick().max_attempts(4));
    let error = client.with(options).send(&CREATE).await.unwrap_err();
    assert_eq!(error.attempts(), 4);
    assert_eq!(
        error.to_string(),
        "gaap Create: RequestLimitExceeded: m (after 4 attempts, request id r)"
    );
    assert!(error.is_retryable() && !error.is_ambiguous());
}

#[tokio::test]
async fn a_failed_read_can_be_retried() {
    let server = Server::playing([Act::Reset]).await;
    let error = server.client().send(&Describe {}).await.unwrap_err();
    assert!(error.is_retryable() && error.attempts() == 3, "{error}");
}

#[tokio::test]
async fn what_is_not_sent_has_no_attempts() {
    let server = Server::playing([Act::ok()]).await;
    let options = CallOptions::new().region("ap\nguangzhou");
    let error = server.client().with(options).send(&Describe {}).await.unwrap_err();
    assert!(error.is_validation() && !error.is_retryable());
    assert_eq!(error.attempts(), 0);
}

#[test]
fn a_recorded_error_belongs_to_no_call() {
    let recorded = |code: &str| {
        let body = format!(r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}}}}}}"#);
        Response::<Output>::from_json(body).unwrap_err()
    };
    assert_eq!(recorded("RequestLimitExceeded").attempts(), 0);
    assert!(recorded("RequestLimitExceeded").is_retryable());
    assert!(!recorded("InternalError").is_retryable());
}

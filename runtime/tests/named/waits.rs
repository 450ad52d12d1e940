//! Waiting for a state, over JSON.

use std::time::Duration;

use tc3_runtime::PollStatus;

use crate::support::scripted_server::{Act, Server};
use crate::{create, describe};

const DEADLINE: Duration = Duration::from_secs(60);

fn state(state: &str) -> Act {
    Act::json(&format!(r#"{{"Response":{{"State":"{state}","RequestId":"r"}}}}"#))
}

#[tokio::test]
async fn it_polls_until_the_check_accepts() {
    let mut server = Server::playing([
        state("CREATING"),
        Act::throttle(),
        Act::throttle(),
        Act::throttle(),
        state("RUNNING"),
    ])
    .await;
    let output = server
        .client()
        .wait_named(
            &describe(),
            r#"{"Id":"g"}"#,
            |output| output.contains("RUNNING"),
            Duration::ZERO,
            DEADLINE,
        )
        .await
        .unwrap();
    assert_eq!(output.as_str(), r#"{"State":"RUNNING","RequestId":"r"}"#);
    let requests = server.rest();
    assert_eq!(requests.len(), 5);
    assert!(requests.iter().all(|request| request.body == br#"{"Id":"g"}"#));
}

#[tokio::test]
async fn a_check_may_end_it_and_so_may_the_service() {
    let server = Server::playing([state("FAILED")]).await;
    let check = |_: &_| PollStatus::Failed("it failed".to_owned());
    let error = server
        .client()
        .wait_named(&describe(), "{}", check, Duration::ZERO, DEADLINE)
        .await
        .unwrap_err();
    assert!(
        error.is_wait_failed() && error.to_string().contains("it failed"),
        "{error}"
    );
    assert_eq!(error.request_id(), Some("r"));

    let server = Server::playing([Act::error("ResourceNotFound")]).await;
    let error = server
        .client()
        .wait_named(&describe(), "{}", |_| false, Duration::ZERO, DEADLINE)
        .await
        .unwrap_err();
    assert!(error.is("ResourceNotFound"), "{error}");
}

#[tokio::test]
async fn a_pause_beyond_the_deadline_ends_it() {
    let server = Server::playing([state("CREATING")]).await;
    let error = server
        .client()
        .wait_named(&describe(), "{}", |_| false, DEADLINE, DEADLINE)
        .await
        .unwrap_err();
    assert!(error.is_timeout() && !error.is_ambiguous(), "{error}");
    assert_eq!(error.action(), Some("DescribeProxyGroupList"));
}

#[tokio::test]
async fn what_may_change_something_is_not_polled() {
    let mut server = Server::playing([state("RUNNING")]).await;
    let error = server
        .client()
        .wait_named(&create(), "{}", |_| true, Duration::ZERO, DEADLINE)
        .await
        .unwrap_err();
    assert!(error.is_validation(), "{error}");
    assert!(server.rest().is_empty());
}

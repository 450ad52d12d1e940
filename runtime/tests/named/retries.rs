//! Retries follow what is known of the action.

use tc3_runtime::NamedCall;

use crate::support::scripted_server::{Act, Server};
use crate::{create, describe};

/// How often the server processes a call whose first answer breaks off.
async fn processed(call: NamedCall, json: &str) -> (usize, bool) {
    let server = Server::playing([
        Act::Processed(Box::new(Act::truncated())),
        Act::Processed(Box::new(Act::ok())),
    ])
    .await;
    let result = server.client().send_named(&call, json).await;
    if let Err(error) = &result {
        assert!(error.is_ambiguous(), "{error}");
    }
    (server.processed().len(), result.is_ok())
}

#[tokio::test]
async fn what_may_have_been_carried_out_is_repeated_only_if_that_is_safe() {
    assert_eq!(processed(create(), "{}").await, (1, false));
    assert_eq!(processed(create(), r#"{"ClientToken":"t"}"#).await, (1, false));
    assert_eq!(
        processed(create().client_token(), r#"{"ClientToken":"t"}"#).await,
        (2, true)
    );
    assert_eq!(processed(create().client_token(), "{}").await, (2, true));
    assert_eq!(
        processed(create().client_token(), r#"{"ClientToken":5}"#).await,
        (1, false)
    );
    assert_eq!(processed(describe(), "{}").await, (2, true));
}

#[tokio::test]
async fn a_repeated_request_has_the_same_token() {
    let mut server = Server::playing([Act::error("InternalError"), Act::ok()]).await;
    server
        .client()
        .send_named(&create().client_token(), "{}")
        .await
        .unwrap();
    let (first, second) = (server.next().await, server.next().await);
    assert_eq!(first.body, second.body);
    assert!(first.body.len() > 40);
}

#[tokio::test]
async fn a_throttle_is_repeated_whatever_the_action() {
    let mut server = Server::playing([Act::throttle(), Act::ok()]).await;
    server.client().send_named(&create(), "{}").await.unwrap();
    assert_eq!(server.rest().len(), 2);
}

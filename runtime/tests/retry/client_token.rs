//! The client token by which the service recognizes a retried request (idempotency).

use serde_json::{Value, json};
use tc3_runtime::{CallOptions, Record, RetryPolicy};

use crate::support::Received;
use crate::support::actions::{CreateNeedsToken, with_token};
use crate::support::scripted_server::{Act, Server};

fn body(request: &Received) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

fn token(request: &Received) -> String {
    body(request)["ClientToken"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_call_keeps_its_token_over_all_attempts_and_the_next_has_another() {
    let mut server = Server::playing([Act::Reset, Act::throttle(), Act::ok()]).await;
    let client = server.client();
    for unset in [None, Some("")] {
        let request = with_token(unset);
        let before = request.clone();
        client.send(&request).await.unwrap();
        assert!(request == before);
    }
    let requests = server.rest();
    let tokens: Vec<String> = requests.iter().map(token).collect();
    assert_eq!(tokens.len(), 4);
    assert!(tokens[0] == tokens[1] && tokens[1] == tokens[2] && tokens[2] != tokens[3]);
    for (request, token) in requests.iter().zip(&tokens) {
        assert!(
            token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{token}"
        );
        let expected = format!(r#"{{"Name":"n","ClientToken":"{token}","Zone":"z"}}"#);
        assert_eq!(request.body, expected.as_bytes());
    }
}

#[tokio::test]
async fn a_token_of_the_callers_is_kept() {
    let mut server = Server::playing([Act::Reset, Act::ok()]).await;
    server.client().send(&with_token(Some("mine"))).await.unwrap();
    let extra = CallOptions::new().extra_parameter("ClientToken", "extra");
    server.client().with(extra).send(&with_token(None)).await.unwrap();
    let tokens: Vec<String> = server.rest().iter().map(token).collect();
    assert_eq!(tokens, ["mine", "mine", "extra"]);
}

#[tokio::test]
async fn an_extra_parameter_that_is_no_token_makes_nothing_safe() {
    for value in [json!(""), json!(7), json!(null)] {
        let server = Server::playing([Act::Reset, Act::ok()]).await;
        let extra = CallOptions::new().extra_parameter("ClientToken", value);
        let error = server.client().with(extra).send(&with_token(None)).await.unwrap_err();
        assert!(error.is_ambiguous() && error.attempts() == 1, "{error}");
    }
}

#[tokio::test]
async fn a_required_token_is_filled_too_even_without_retries() {
    let mut server = Server::playing([Act::ok()]).await;
    let client = server.client().with(CallOptions::new().retry(RetryPolicy::never()));
    client.send(&CreateNeedsToken::empty()).await.unwrap();
    assert_eq!(token(&server.next().await).len(), 32);
}

#[tokio::test]
async fn the_clients_token_protects_within_the_call_only() {
    let server = Server::playing([Act::Reset]).await;
    let error = server.client().send(&with_token(None)).await.unwrap_err();
    assert!(error.is_ambiguous() && !error.is_retryable() && error.attempts() == 3);
    let error = server.client().send(&with_token(Some("mine"))).await.unwrap_err();
    assert!(error.is_ambiguous() && error.is_retryable() && error.attempts() == 3);
}

#[tokio::test]
async fn an_open_outcome_of_an_earlier_attempt_is_not_forgotten() {
    let server = Server::playing([Act::Reset, Act::error("LimitExceeded")]).await;
    let error = server.client().send(&with_token(None)).await.unwrap_err();
    assert!(error.is("LimitExceeded") && error.is_ambiguous() && !error.is_retryable());
    let text = error.to_string();
    assert!(
        text.starts_with(
            "gaap CreateWithToken: LimitExceeded: m; attempt 1 may have been carried out: the connection failed: "
        ) && text.ends_with(" (after 2 attempts, request id r)"),
        "{text}"
    );
    let server = Server::playing([Act::Reset, Act::throttle()]).await;
    let error = server.client().send(&with_token(None)).await.unwrap_err();
    assert!(error.is_throttled() && error.is_ambiguous() && !error.is_retryable());
}

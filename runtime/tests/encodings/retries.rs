//! The encoding of a request does not decide whether it is retried.

use std::time::Duration;

use tc3_runtime::{Client, HttpMethod, RetryPolicy, SignatureMethod};
use tokio::net::TcpListener;

use crate::actions::{Change, Create};
use crate::support::{Reply, Server, builder};

fn by_get(endpoint: &tc3_runtime::Endpoint) -> Client {
    builder()
        .endpoint(endpoint.clone())
        .http_method(HttpMethod::Get)
        .retry(RetryPolicy::new().base_delay(Duration::ZERO))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_mutation_by_get_that_broke_is_not_retried() {
    let mut server = Server::start(Reply::BytesThenClose(Vec::new())).await;
    let error = by_get(&server.endpoint).send(&Change { name: None }).await.unwrap_err();
    assert!(error.is_ambiguous() && !error.is_retryable());
    assert_eq!(error.attempts(), 1);
    server.next().await;
    assert!(server.is_idle());
}

#[tokio::test]
async fn a_token_makes_it_safe_in_a_query_and_in_a_form() {
    for (method, signature) in [
        (HttpMethod::Get, SignatureMethod::Tc3),
        (HttpMethod::Post, SignatureMethod::HmacSha1),
    ] {
        let mut server = Server::start(Reply::BytesThenClose(Vec::new())).await;
        let client = builder()
            .endpoint(server.endpoint.clone())
            .http_method(method)
            .signature(signature)
            .retry(RetryPolicy::new().base_delay(Duration::ZERO))
            .build()
            .unwrap();
        let request = Create {
            name: Some("x".into()),
            regions: None,
            ipv6: None,
            client_token: None,
        };
        let error = client.send(&request).await.unwrap_err();
        assert_eq!(error.attempts(), 3);
        let mut tokens = Vec::new();
        for _ in 0..3 {
            let sent = server.next().await;
            let text = format!("{}&{}", sent.request_line, String::from_utf8(sent.body).unwrap());
            let (_, token) = text.split_once("ClientToken=").unwrap();
            tokens.push(token[..32].to_owned());
        }
        assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:?}");
    }
}

#[tokio::test]
async fn a_get_that_found_no_server_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let error = by_get(&endpoint).send(&Change { name: None }).await.unwrap_err();
    assert!(error.is_connect() && !error.is_ambiguous());
    assert_eq!(error.attempts(), 3);
}

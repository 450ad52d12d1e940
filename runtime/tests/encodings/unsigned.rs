//! Signatures that do not cover the body, and none.

use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};
use tc3_runtime::{CallOptions, Client, Credentials, HttpMethod, SignatureMethod};

use crate::actions::{Assume, OK, expected_authorization, query};
use crate::support::{Reply, SECRET_ID, SECRET_KEY, Server, TOKEN, builder};
use crate::vectors::{text, vector};

#[tokio::test]
async fn an_unsigned_payload_is_announced_and_left_out_of_the_signature() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = server
        .client()
        .with(CallOptions::new().signature(SignatureMethod::Tc3UnsignedPayload));
    let get = client.with(CallOptions::new().http_method(HttpMethod::Get));
    for (client, body) in [(&client, r#"{"A":"b c"}"#), (&get, "")] {
        client
            .call_raw("gaap", "2018-05-29", "DescribeDestRegions", r#"{"A":"b c"}"#)
            .await
            .unwrap();
        let sent = server.next().await;
        assert_eq!(sent.headers["x-tc-content-sha256"], "UNSIGNED-PAYLOAD");
        assert_eq!(sent.body, body.as_bytes());
        assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "gaap"));
        if body.is_empty() {
            let recorded = vector("17-unsigned-payload-get");
            assert!(text(&recorded["wire"]["url"]).ends_with(&format!("?{}", query(&sent))));
        }
    }
}

/// A provider that must not be called.
#[derive(Debug)]
struct NeverCalled;

impl ProvideCredentials for NeverCalled {
    fn provide(&self) -> CredentialsFuture<'_> {
        panic!("an unsigned action needs no credentials");
    }
}

#[tokio::test]
async fn an_unsigned_action_requests_no_credentials() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = Client::builder()
        .credentials_from(NeverCalled)
        .endpoint(server.endpoint.clone())
        .build()
        .unwrap();
    let request = Assume {
        web_identity_token: "t".into(),
    };
    client.send(&request).await.unwrap();
    let sent = server.next().await;
    assert_eq!(sent.headers["authorization"], vector("30-skip-sign")["authorization"]);
    assert_eq!(sent.body, br#"{"WebIdentityToken":"t"}"#);
    assert_eq!(sent.headers["x-tc-action"], "AssumeRoleWithWebIdentity");
}

#[tokio::test]
async fn without_a_signature_there_is_no_token_either_whatever_is_chosen() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = builder()
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN))
        .endpoint(server.endpoint.clone())
        .signature(SignatureMethod::HmacSha1)
        .build()
        .unwrap();
    let request = Assume {
        web_identity_token: "t".into(),
    };
    client.send(&request).await.unwrap();
    let skip = client.with(CallOptions::new().signature(SignatureMethod::Skip));
    skip.call_raw("sts", "2018-08-13", "AssumeRoleWithSAML", "{}")
        .await
        .unwrap();
    for _ in 0..2 {
        let sent = server.next().await;
        assert_eq!(sent.headers["authorization"], "SKIP");
        assert_eq!(sent.headers["content-type"], "application/json");
        assert!(!sent.headers.contains_key("x-tc-token"));
        let sent = format!("{sent:?}");
        assert!(!sent.contains(TOKEN) && !sent.contains(SECRET_ID), "{sent}");
    }
}

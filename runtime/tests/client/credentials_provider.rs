//! Credentials that a provider returns.

use std::time::{Duration, SystemTime};

use tc3_runtime::credentials::{Chain, CredentialsFuture, ProvideCredentials};
use tc3_runtime::{Client, Credentials, Error};

use crate::support::{Reply, Server};

const DONE: &str = r#"{"Response": {"RequestId": "r-1"}}"#;

#[derive(Debug)]
struct Vault(Result<&'static str, &'static str>);

impl ProvideCredentials for Vault {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let id = self.0.map_err(Error::no_credentials)?;
            let end = SystemTime::now() + Duration::from_secs(3600);
            Ok(Credentials::new(id, "hush").with_token("vault-token").with_expiry(end))
        })
    }
}

fn client(server: &Server, provider: impl ProvideCredentials + 'static) -> Client {
    let builder = Client::builder().credentials_from(provider);
    builder.endpoint(server.endpoint.clone()).build().unwrap()
}

async fn call(client: &Client) -> Result<(), Error> {
    client
        .call_raw("gaap", "2018-05-29", "DescribeProxies", "{}")
        .await
        .map(drop)
}

#[tokio::test]
async fn requests_are_signed_with_what_the_provider_gives() {
    let mut server = Server::start(Reply::json(DONE)).await;
    let client = client(&server, Vault(Ok("AKIDVAULT")));
    call(&client).await.unwrap();
    let request = server.next().await;
    assert!(request.headers["authorization"].contains("Credential=AKIDVAULT/"));
    assert_eq!(request.headers["x-tc-token"], "vault-token");
    let shown = format!("{client:?}");
    assert!(shown.contains("Vault") && !shown.contains("hush"), "{shown}");
}

#[tokio::test]
async fn without_usable_credentials_nothing_is_sent() {
    let mut server = Server::start(Reply::json(DONE)).await;
    let expected = [
        (Vault(Err("the vault is sealed")), "the vault is sealed"),
        (Vault(Ok("")), "the secret id is empty"),
        (
            Vault(Ok("id\r\nX-Evil: 1")),
            "the secret id holds characters that no credentials have",
        ),
    ];
    for (vault, message) in expected {
        let error = call(&client(&server, vault)).await.unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(error.to_string().starts_with("gaap DescribeProxies: "), "{error}");
        assert!(!error.is_ambiguous());
        assert_eq!(error.attempts(), 0);
    }
    assert!(call(&client(&server, Chain::new())).await.is_err());
    assert!(server.is_idle());
}

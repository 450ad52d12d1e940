//! Signatures of version 1, as the client sends them.

use std::collections::BTreeMap;

use tc3_runtime::sign::v1::{Algorithm, Input, sign};
use tc3_runtime::{CallOptions, Client, Credentials, HttpMethod, Language, SignatureMethod};

use crate::actions::{Create, OK, Region, query};
use crate::support::{Received, Reply, SECRET_ID, SECRET_KEY, Server, TOKEN, builder};
use crate::vectors::{text, vector};

fn client(server: &Server, method: HttpMethod, signature: SignatureMethod) -> Client {
    builder()
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN))
        .endpoint(server.endpoint.clone())
        .http_method(method)
        .signature(signature)
        .build()
        .unwrap()
}

/// The parameters of a form whose values need no escapes but the signature.
fn parameters(form: &str) -> BTreeMap<&str, &str> {
    form.split('&').map(|part| part.split_once('=').unwrap()).collect()
}

fn check_signature(request: &Received, form: &str, algorithm: Algorithm) {
    let mut own = parameters(form);
    for added in ["SecretId", "Signature", "SignatureMethod", "Token"] {
        own.remove(added).unwrap();
    }
    let own: Vec<(&str, &str)> = own.into_iter().collect();
    let input = Input::new(
        request.request_line.split(' ').next().unwrap(),
        &request.headers["host"],
        algorithm,
        &own,
    );
    let credentials = Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN);
    assert_eq!(form, sign(&input, &credentials).form);
}

#[tokio::test]
async fn all_is_in_the_form_or_in_the_query() {
    let mut server = Server::start(Reply::json(OK)).await;
    let recorded = vector("31-v1-hmacsha1-post");
    for (method, signature, algorithm) in [
        (HttpMethod::Post, SignatureMethod::HmacSha1, Algorithm::HmacSha1),
        (HttpMethod::Get, SignatureMethod::HmacSha256, Algorithm::HmacSha256),
    ] {
        let client = client(&server, method, signature).with(
            CallOptions::new()
                .region("ap-guangzhou")
                .language(Language::Chinese)
                .extra_parameter("Extra", true),
        );
        let json = recorded["inputs"]["params"].to_string();
        client
            .call_raw("gaap", "2018-05-29", "CreateProxyGroup", json)
            .await
            .unwrap();
        let sent = server.next().await;
        let form = match method {
            HttpMethod::Get => query(&sent),
            _ => std::str::from_utf8(&sent.body).unwrap(),
        };
        check_signature(&sent, form, algorithm);

        let mut names: Vec<&str> = parameters(form).into_keys().collect();
        names.retain(|name| *name != "Token" && *name != "Extra");
        let recorded: Vec<&str> = parameters(text(&recorded["wire"]["body"])).into_keys().collect();
        assert_eq!(names, recorded);
        let form = parameters(form);
        assert_eq!(form["Region"], "ap-guangzhou");
        assert_eq!(form["Extra"], "true");
        assert_eq!(form["Timestamp"], "1551113065");
        assert_eq!(form["SignatureMethod"], algorithm.as_str());

        assert_eq!(sent.headers["content-type"], "application/x-www-form-urlencoded");
        let mut headers: Vec<&str> = sent.headers.keys().map(String::as_str).collect();
        headers.retain(|name| *name != "content-length");
        headers.sort_unstable();
        assert_eq!(headers, ["content-type", "host", "user-agent"]);
    }
}

#[tokio::test]
async fn a_typed_request_has_its_token_and_each_call_its_nonce() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = client(&server, HttpMethod::Post, SignatureMethod::HmacSha256);
    let request = Create {
        name: None,
        regions: Some(vec![Region {
            name: Some("x".into()),
            weight: None,
        }]),
        ipv6: Some(false),
        client_token: None,
    };
    let mut nonces = Vec::new();
    for _ in 0..2 {
        client.send(&request).await.unwrap();
        let sent = server.next().await;
        let form = std::str::from_utf8(&sent.body).unwrap();
        check_signature(&sent, form, Algorithm::HmacSha256);
        let form = parameters(form);
        assert_eq!(form["ClientToken"].len(), 32);
        assert_eq!((form["Regions.0.Name"], form["IPv6"]), ("x", "false"));
        nonces.push(form["Nonce"].parse::<u32>().unwrap());
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn limits_and_names_of_its_own_are_kept() {
    let mut server = Server::start(Reply::json(OK)).await;
    let long = |length: usize| format!(r#"{{"A":"{}"}}"#, "x".repeat(length));
    for (method, json, reason) in [
        (HttpMethod::Post, long(1024 * 1024), "the body has "),
        (HttpMethod::Get, long(32 * 1024), "the query has "),
        (
            HttpMethod::Post,
            r#"{"Version":"1"}"#.to_owned(),
            "a signature of version 1 has a parameter `Version` of its own",
        ),
        (
            HttpMethod::Post,
            "null".to_owned(),
            "the parameters need to be a JSON object",
        ),
    ] {
        let client = client(&server, method, SignatureMethod::HmacSha1);
        let error = client.call_raw("gaap", "2018-05-29", "X", json).await.unwrap_err();
        let shown = error.to_string();
        assert!(shown.starts_with(&format!("gaap X: not sent: {reason}")), "{shown}");
    }
    assert!(server.is_idle());
}

//! GET: parameters as the query.

use std::collections::BTreeSet;

use tc3_runtime::{CallOptions, Client, HttpMethod, Language};

use crate::actions::{Create, OK, Region, expected_authorization, query};
use crate::support::{Reply, Server, builder};
use crate::vectors::{sorted_query, text, vector};

fn by_get(server: &Server) -> Client {
    builder()
        .endpoint(server.endpoint.clone())
        .http_method(HttpMethod::Get)
        .build()
        .unwrap()
}

#[tokio::test]
async fn recorded_queries_are_sent_in_the_order_of_names() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = by_get(&server);
    for id in ["09-get-no-params", "10-get-escapes", "11-get-seed2"] {
        let vector = vector(id);
        let inputs = &vector["inputs"];
        let action = text(&inputs["action"]);
        client
            .call_raw("gaap", "2018-05-29", action, inputs["params"].to_string())
            .await
            .unwrap();
        let request = server.next().await;
        assert!(request.request_line.starts_with("GET /"), "{id}");
        assert_eq!(query(&request), sorted_query(&vector), "{id}");
        assert_eq!(request.body, b"", "{id}");
        assert_eq!(
            request.headers["authorization"],
            expected_authorization(&request, "gaap")
        );

        // The same headers as recorded, but for what differs from client to client.
        let own = ["user-agent", "x-tc-language", "x-tc-traceid", "x-tc-region"];
        let recorded = vector["wire"]["headers"].as_object().unwrap();
        let recorded = recorded.keys().map(|name| name.to_ascii_lowercase());
        let names = |names: &mut dyn Iterator<Item = String>| -> BTreeSet<String> {
            names.filter(|name| !own.contains(&name.as_str())).collect()
        };
        let mut sent = request.headers.keys().cloned();
        assert_eq!(names(&mut sent), names(&mut recorded.into_iter()), "{id}");
        assert_eq!(request.headers["content-type"], recorded_content_type(&vector), "{id}");
    }
}

fn recorded_content_type(vector: &serde_json::Value) -> &str {
    text(&vector["wire"]["headers"]["Content-Type"])
}

#[tokio::test]
async fn a_typed_request_is_flattened_with_its_token_and_extra_parameters() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = by_get(&server).with(
        CallOptions::new()
            .region("ap-guangzhou")
            .language(Language::English)
            .extra_parameter("Extra", serde_json::json!({"A": [1, {"B": null, "C": false}]})),
    );
    let request = Create {
        name: Some("a b".into()),
        regions: Some(vec![
            Region {
                name: Some("x".into()),
                weight: Some(1.0),
            },
            Region {
                name: None,
                weight: Some(-0.5),
            },
        ]),
        ipv6: Some(true),
        client_token: None,
    };
    client.send(&request).await.unwrap();
    let sent = server.next().await;
    let mut parts: Vec<&str> = query(&sent).split('&').collect();
    let token = parts.remove(0).strip_prefix("ClientToken=").unwrap();
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(
        parts,
        [
            "Extra.A.0=1",
            "Extra.A.1.C=false",
            "IPv6=true",
            "Name=a+b",
            "Regions.0.Name=x",
            "Regions.0.Weight=1.0",
            "Regions.1.Weight=-0.5",
        ]
    );
    assert_eq!(sent.headers["x-tc-region"], "ap-guangzhou");
    assert_eq!(sent.headers["x-tc-language"], "en-US");
    assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "gaap"));
}

#[tokio::test]
async fn numbers_keep_their_digits_and_null_is_not_sent() {
    let mut server = Server::start(Reply::json(OK)).await;
    let json = r#" {"A": 1.50, "B": 123456789012345678901234567890, "C": null, "D": "\u00e9\/", "E": 1e2 } "#;
    by_get(&server).call_raw("gaap", "2018-05-29", "X", json).await.unwrap();
    let sent = server.next().await;
    assert_eq!(
        query(&sent),
        "A=1.50&B=123456789012345678901234567890&D=%C3%A9%2F&E=1e2"
    );
}

#[tokio::test]
async fn a_gateway_prefix_comes_before_the_query() {
    let mut server = Server::start(Reply::json(OK)).await;
    let gateway = format!("{}cloud", server.endpoint).parse().unwrap();
    let client = by_get(&server).with(CallOptions::new().endpoint(gateway));
    client.call_raw("gaap", "2018-05-29", "X", r#"{"A":1}"#).await.unwrap();
    let sent = server.next().await;
    assert_eq!(sent.request_line, "GET /cloud?A=1 HTTP/1.1");
    assert_eq!(sent.headers["authorization"], expected_authorization(&sent, "gaap"));
}

#[tokio::test]
async fn a_query_has_its_limit() {
    let mut server = Server::start(Reply::json(OK)).await;
    let client = by_get(&server);
    let call = async |length| {
        let json = format!(r#"{{"A":"{}"}}"#, "x".repeat(length));
        client.call_raw("gaap", "2018-05-29", "X", json).await
    };
    call(32 * 1024 - 2).await.unwrap();
    assert_eq!(query(&server.next().await).len(), 32 * 1024);
    let error = call(32 * 1024 - 1).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "gaap X: not sent: the query has 32769 bytes, the service accepts 32768"
    );
    assert!(server.is_idle());
}

//! Parsing of endpoints.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;

use tc3_runtime::Endpoint;

fn parse(text: &str) -> Endpoint {
    text.parse().unwrap()
}

fn rejection(text: &str) -> String {
    let error = text.parse::<Endpoint>().unwrap_err();
    assert!(error.is_validation());
    error.to_string()
}

#[test]
fn uri_and_signed_host_follow_from_the_text() {
    for (text, uri, host) in [
        (
            "gaap.tencentcloudapi.com",
            "https://gaap.tencentcloudapi.com/",
            "gaap.tencentcloudapi.com",
        ),
        (
            "GAAP.TencentCloudAPI.com",
            "https://gaap.tencentcloudapi.com/",
            "gaap.tencentcloudapi.com",
        ),
        ("localhost:8443", "https://localhost:8443/", "localhost:8443"),
        ("https://example.com:443", "https://example.com/", "example.com"),
        ("https://example.com:80", "https://example.com:80/", "example.com:80"),
        ("http://example.com:80/", "http://example.com/", "example.com"),
        ("http://127.0.0.1:9443", "http://127.0.0.1:9443/", "127.0.0.1:9443"),
        ("http://[::1]:9443", "http://[::1]:9443/", "[::1]:9443"),
        (
            "HTTPS://Gateway.example/Cloud/api",
            "https://gateway.example/Cloud/api",
            "gateway.example",
        ),
        (
            "gateway.example/cloud/",
            "https://gateway.example/cloud/",
            "gateway.example",
        ),
    ] {
        let endpoint = parse(text);
        assert_eq!((endpoint.to_string().as_str(), endpoint.host()), (uri, host), "{text}");
    }
}

#[test]
fn invalid_endpoints_are_rejected_with_a_reason() {
    for (text, reason) in [
        ("", "it is empty"),
        ("https://", "it is not a URL"),
        ("https:///path", "it is not a URL"),
        ("ftp://example.com", "only https and http are known"),
        ("https://example.com?x=1", "a query does not belong here"),
        ("https://example.com/#top", "a fragment does not belong here"),
        ("exam ple.com", "it holds a space or a control character"),
        ("example.com\r\nX-Evil: 1", "it holds a space or a control character"),
        (
            "bücher.example",
            "it holds characters outside ASCII; write the host in its xn-- form",
        ),
        ("example..com", "its host is not a host name or an address"),
        ("exa!mple.com", "its host is not a host name or an address"),
        ("example.com:", "its port is not a number from 1 to 65535"),
        ("example.com:0", "its port is not a number from 1 to 65535"),
        ("example.com:65536", "its port is not a number from 1 to 65535"),
        ("[::1]evil:80", "something follows its IPv6 address that is no port"),
        (
            "[::1].example.com",
            "something follows its IPv6 address that is no port",
        ),
    ] {
        let message = rejection(text);
        assert_eq!(message, format!("the endpoint {text:?} cannot be used: {reason}"));
    }
}

#[test]
fn a_password_is_rejected_and_not_quoted() {
    let message = rejection("https://user:password@example.com");
    assert!(message.contains("user and password do not belong here"), "{message}");
    assert!(!message.contains("user:password"), "{message}");
}

#[test]
fn an_endpoint_is_the_same_with_and_without_its_scheme() {
    let endpoint = |text: &str| text.parse::<Endpoint>().unwrap();
    let set = HashSet::from([endpoint("localhost:8443"), endpoint("https://LOCALHOST:8443/")]);
    assert_eq!(set.len(), 1);
    assert_ne!(endpoint("localhost:8443"), endpoint("http://localhost:8443"));
}

//! A proxy that is set on the client.

use std::time::Duration;

use tc3_runtime::{ClientBuilder, Error, Proxy};
use tokio::net::TcpListener;

use crate::OK;
use crate::authority::{Authority, tls_server};
use crate::create;
use crate::proxy_server::{Act, ProxyServer};
use crate::support::{Reply, Server, builder};

const HOST: &str = "gaap.tencentcloudapi.com";

fn through(proxy: &str) -> ClientBuilder {
    builder().proxy(proxy.parse().unwrap())
}

async fn failure(proxy: &ProxyServer) -> Error {
    create(&through(&proxy.url()).build().unwrap()).await.unwrap_err()
}

#[tokio::test]
async fn https_goes_through_a_tunnel_that_alone_gets_the_password() {
    let authority = Authority::new();
    let (target, mut received) = tls_server(&authority, HOST).await;
    let mut proxy = ProxyServer::start(Act::Tunnel(target)).await;
    let client = through(&format!("http://user:p%40ss@{}", proxy.address))
        .add_root_certificates_pem(authority.pem())
        .unwrap()
        .build()
        .unwrap();
    create(&client).await.unwrap();
    create(&client).await.unwrap();

    let head = proxy.next().await;
    assert_eq!(head.line, format!("CONNECT {HOST}:443 HTTP/1.1"));
    assert_eq!(head.headers["host"], format!("{HOST}:443"));
    assert_eq!(head.proxy_authorization(), Some("Basic dXNlcjpwQHNz"));
    assert!(!head.headers.contains_key("authorization"));
    assert!(proxy.is_idle(), "the tunnel is kept for the second call");
    for _ in 0..2 {
        let request = received.recv().await.unwrap();
        assert_eq!(request.request_line, "POST / HTTP/1.1");
        assert_eq!(request.headers["host"], HOST);
        assert!(!request.headers.contains_key("proxy-authorization"));
    }
}

#[tokio::test]
async fn the_certificate_in_the_tunnel_is_the_target_s() {
    let authority = Authority::new();
    let (target, mut received) = tls_server(&authority, "127.0.0.1").await;
    let proxy = ProxyServer::start(Act::Tunnel(target)).await;
    let client = through(&proxy.url())
        .add_root_certificates_pem(authority.pem())
        .unwrap();
    let error = create(&client.build().unwrap()).await.unwrap_err();
    assert!(error.is_connect() && !error.is_retryable(), "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(received.try_recv().is_err());
}

#[tokio::test]
async fn a_proxy_may_speak_tls() {
    let authority = Authority::new();
    let (target, _received) = tls_server(&authority, HOST).await;
    let mut proxy = ProxyServer::start_tls(Act::Tunnel(target), authority.acceptor("127.0.0.1")).await;
    let client = through(&format!("https://user@{}", proxy.address))
        .add_root_certificates_pem(authority.pem())
        .unwrap();
    create(&client.build().unwrap()).await.unwrap();
    assert_eq!(proxy.next().await.proxy_authorization(), Some("Basic dXNlcjo="));

    let distrusting = through(&format!("https://{}", proxy.address)).trust_system_roots(false);
    let other = Authority::new();
    let client = distrusting.add_root_certificates_pem(other.pem()).unwrap();
    let error = create(&client.build().unwrap()).await.unwrap_err();
    assert!(
        error.is_connect() && error.to_string().contains("certificate"),
        "{error}"
    );
    assert!(proxy.is_idle());
}

#[tokio::test]
async fn plain_http_is_handed_to_the_proxy() {
    let mut proxy = ProxyServer::start(Act::ok()).await;
    let client = through(&format!("http://user:pass@{}", proxy.address))
        .endpoint("http://gateway.example:8080/cloud".parse().unwrap())
        .build()
        .unwrap();
    create(&client).await.unwrap();
    let head = proxy.next().await;
    assert_eq!(head.line, "POST http://gateway.example:8080/cloud HTTP/1.1");
    assert_eq!(head.headers["host"], "gateway.example:8080");
    assert_eq!(head.proxy_authorization(), Some("Basic dXNlcjpwYXNz"));
}

#[tokio::test]
async fn a_proxy_that_rejects_is_named_with_its_status() {
    let proxy = ProxyServer::start(Act::status("407 Proxy Authentication Required")).await;
    let error = failure(&proxy).await;
    assert_eq!(
        error.to_string(),
        format!(
            "gaap CreateProxy: cannot connect to {HOST} through the proxy {}: the proxy responded with HTTP 407, \
             user and password are missing or wrong",
            proxy.address
        )
    );
    assert!(error.is_connect() && !error.is_ambiguous() && !error.is_retryable());

    let proxy = ProxyServer::start(Act::status("502 Bad Gateway")).await;
    let error = failure(&proxy).await;
    assert!(error.to_string().ends_with("responded with HTTP 502"), "{error}");
    assert!(error.is_connect() && !error.is_ambiguous() && error.is_retryable());
}

#[tokio::test]
async fn a_proxy_that_talks_on_is_not_taken_for_the_target() {
    let proxy = ProxyServer::start(Act::Answer(b"HTTP/1.1 200 OK\r\n\r\nhello".to_vec())).await;
    let error = failure(&proxy).await;
    assert!(
        error.is_connect() && error.to_string().contains("sent more than its response"),
        "{error}"
    );
}

#[tokio::test]
async fn a_missing_or_silent_proxy_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nowhere = listener.local_addr().unwrap();
    drop(listener);
    let client = through(&format!("http://user:hush@{nowhere}")).build().unwrap();
    let error = create(&client).await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable(), "{error}");
    let shown = format!("{error} {error:?} {client:?}");
    assert!(shown.contains(&format!("through the proxy {nowhere}")), "{shown}");
    assert!(!shown.contains("hush"), "{shown}");

    let proxy = ProxyServer::start(Act::Silence).await;
    let client = through(&proxy.url()).connect_timeout(Duration::from_millis(200));
    let error = create(&client.build().unwrap()).await.unwrap_err();
    assert!(
        error.is_connect() && error.is_timeout() && !error.is_ambiguous(),
        "{error}"
    );
    // The target was not asked for TLS.
    assert!(error.to_string().ends_with(": not connected within 200ms"), "{error}");
}

#[tokio::test]
async fn exceptions_and_none_go_direct() {
    let mut proxy = ProxyServer::start(Act::ok()).await;
    let server = Server::start(Reply::json(OK)).await;
    let proxied: Proxy = proxy.url().parse().unwrap();
    let port = server.endpoint.uri().port_u16().unwrap();
    let call = async |proxy: Proxy, host: &str| {
        let endpoint = format!("http://{host}:{port}").parse().unwrap();
        create(&builder().endpoint(endpoint).proxy(proxy).build().unwrap())
            .await
            .unwrap();
    };
    for exceptions in ["127.0.0.1", "a.example 127.0.0.0/8", "::1,*", " * "] {
        call(proxied.clone().no_proxy(exceptions), "127.0.0.1").await;
    }
    for exceptions in ["localhost", ".localhost", "*.localhost", "LocalHost"] {
        call(proxied.clone().no_proxy(exceptions), "localhost").await;
    }
    call(Proxy::none(), "127.0.0.1").await;
    assert!(proxy.is_idle());

    call(proxied.clone(), "127.0.0.1").await;
    assert_eq!(
        proxy.next().await.line,
        format!("POST http://127.0.0.1:{port}/ HTTP/1.1")
    );
    for exceptions in ["", "localhost", "127.0.0.1:1", "127.0.0.2", "0.0.1", "10.0.0.0/8"] {
        call(proxied.clone().no_proxy(exceptions), "127.0.0.1").await;
        assert!(!proxy.is_idle(), "{exceptions}");
    }
    for exceptions in ["host", "alhost", "127.0.0.0/8"] {
        call(proxied.clone().no_proxy(exceptions), "localhost").await;
        assert!(!proxy.is_idle(), "{exceptions}");
    }
}

#[test]
fn a_url_that_names_no_proxy_is_rejected_without_quoting_it() {
    let cases = [
        ("", "it is not a URL"),
        (
            "socks5://user:hush@proxy.example:1080",
            "the scheme socks5 is not supported",
        ),
        ("user:hush://proxy", "the scheme before :// is not supported"),
        ("http://", "it is not a URL"),
        ("http://user:hush@", "it is not a URL"),
        ("http://user:hush@proxy.example:99999", "port"),
        ("http://user:hush@proxy.example/path", "path"),
        ("http://user:hush@proxy.example/?q", "query"),
        ("http://us@er:hush@proxy.example", "%40"),
        ("http://user:hush/1@proxy.example", "%2F"),
        ("http://user:hush{}\u{7f}@proxy.example", "% and two digits"),
        ("http://proxy hush", "space"),
    ];
    for (url, reason) in cases {
        let error = url.parse::<Proxy>().unwrap_err();
        let shown = error.to_string();
        assert!(
            shown.starts_with("the proxy cannot be used: ") && shown.contains(reason),
            "{url}: {shown}"
        );
        assert!(!shown.contains("hush") && error.is_validation(), "{shown}");
    }
    for url in [
        "proxy.example",
        "proxy.example:3128",
        "HTTP://proxy.example/",
        "http://[::1]:3128",
        "https://u:@p",
    ] {
        assert!(url.parse::<Proxy>().is_ok(), "{url}");
    }
    let shown = format!("{:?}", "http://user:hush@proxy.example".parse::<Proxy>());
    assert!(
        shown.contains("http://proxy.example") && !shown.contains("hush") && !shown.contains("user"),
        "{shown}"
    );
}

//! TLS on one side and plain HTTP on the other, and endpoints that leave the scheme open.

use std::time::Duration;

use tc3_runtime::transport::bytes::Bytes;
use tc3_runtime::transport::http::Request;
use tc3_runtime::transport::{HttpTransport, Limits, SendFuture, TransportError};
use tc3_runtime::{Client, ClientBuilder, Endpoint, Error, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::authority::{Authority, tls_server};
use crate::create;
use crate::proxy_server::{Act, ProxyServer};
use crate::support::{Reply, Server, builder, http, listen};

const TARGET: &str = "gaap.tencentcloudapi.com";

/// A builder whose calls are retried where that may help, without the roots of this machine.
fn retrying() -> ClientBuilder {
    builder()
        .retry(RetryPolicy::new().base_delay(Duration::ZERO))
        .trust_system_roots(false)
        .add_root_certificates_pem(Authority::new().pem())
        .unwrap()
}

async fn fail(builder: ClientBuilder) -> Error {
    create(&builder.build().unwrap()).await.unwrap_err()
}

async fn fail_at(endpoint: &str) -> Error {
    fail(retrying().endpoint(endpoint.parse().unwrap())).await
}

/// A server that answers the first bytes with these, whatever they are, and closes.
async fn answering(bytes: &'static [u8]) -> String {
    let address = listen(move |mut stream, _| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(bytes).await;
    });
    address.await.to_string()
}

fn assert_final(error: &Error, text: &str) {
    assert!(error.to_string().ends_with(text), "{error}");
    assert!(
        !error.is_ambiguous() && !error.is_retryable() && error.attempts() == 1,
        "{error:#?}"
    );
}

#[tokio::test]
async fn https_to_a_server_of_plain_text_says_so() {
    for bytes in [
        &b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"[..],
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"220 mail.example ESMTP\r\n",
    ] {
        let error = fail_at(&format!("https://{}", answering(bytes).await)).await;
        assert!(error.is_connect());
        assert_final(
            &error,
            ": the server answered in plain text and not in TLS; an endpoint without TLS is written with http://",
        );
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_on_tls_may_not_speak_it() {
    let error = fail_at(&format!("https://{}", answering(b"").await)).await;
    assert!(
        error.is_connect() && error.is_retryable() && error.attempts() == 3,
        "{error}"
    );
    let shown = error.to_string();
    assert!(
        shown.contains("the connection during the TLS handshake, perhaps because it does not speak TLS"),
        "{shown}"
    );
}

#[tokio::test]
async fn http_to_a_server_of_tls_says_so_and_is_not_ambiguous() {
    let (address, _received) = tls_server(&Authority::new(), "127.0.0.1").await;
    let alert = answering(b"\x15\x03\x03\x00\x02\x02\x28").await;
    for address in [address.to_string(), alert] {
        let error = fail_at(&format!("http://{address}")).await;
        assert_final(
            &error,
            "the connection failed: the server expects TLS; an endpoint with TLS is written with https://",
        );
    }
}

#[tokio::test]
async fn pages_of_servers_that_expect_tls_are_understood() {
    for page in [
        "<html><center>The plain HTTP request was sent to HTTPS port</center></html>",
        "Client sent an HTTP request to an HTTPS server.\n",
        "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
        "Bad Request\nThis combination of host and port requires TLS.\n",
    ] {
        let server = Server::start(Reply::Bytes(http("400 Bad Request", "", page))).await;
        let error = fail_at(&server.endpoint.to_string()).await;
        assert_final(
            &error,
            "is not an API response: the server expects TLS; an endpoint with TLS is written with https://",
        );
        assert_eq!(error.status().unwrap().as_u16(), 400);
        assert_eq!(error.raw_body().unwrap(), page.as_bytes());
    }
    let server = Server::start(Reply::Bytes(http("400 Bad Request", "", "another HTTPS page"))).await;
    let error = fail_at(&server.endpoint.to_string()).await;
    assert!(!error.to_string().contains("expects TLS"), "{error}");
}

#[tokio::test]
async fn the_scheme_of_a_proxy_is_explained_as_that_of_the_proxy() {
    // A proxy of TLS is written as one without it, for a tunnel and for a plain request.
    let authority = Authority::new();
    let secure = ProxyServer::start_tls(Act::ok(), authority.acceptor("127.0.0.1")).await;
    for endpoint in ["https://gaap.tencentcloudapi.com", "http://gaap.tencentcloudapi.com"] {
        let client = retrying()
            .proxy(secure.url().parse().unwrap())
            .endpoint(endpoint.parse().unwrap());
        assert_final(
            &fail(client).await,
            ": the proxy expects TLS; a proxy with TLS is written with https://",
        );
    }
    // And the other way round.
    let plain = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let client = retrying().proxy(format!("https://{plain}").parse().unwrap());
    assert_final(
        &fail(client).await,
        ": the proxy answered in plain text and not in TLS; a proxy without TLS is written with http://",
    );
}

#[tokio::test]
async fn a_plain_target_in_a_tunnel_is_the_server() {
    let target = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let proxy = ProxyServer::start(Act::Tunnel(target.parse().unwrap())).await;
    let error = fail(retrying().proxy(proxy.url().parse().unwrap())).await;
    assert!(error.to_string().contains(TARGET), "{error}");
    assert_final(
        &error,
        ": the server answered in plain text and not in TLS; an endpoint without TLS is written with http://",
    );
}

#[tokio::test]
async fn an_endpoint_without_a_scheme_on_loopback_explains_the_choice() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    for host in ["localhost", "127.0.0.1", "127.1.2.3"] {
        let error = fail_at(&format!("{host}:{port}")).await;
        let note = format!(
            "cannot connect to {host}:{port} (by https, as the endpoint has no scheme; for plain HTTP it is \
             http://{host}:{port}): "
        );
        assert!(error.is_connect() && error.to_string().contains(&note), "{error}");
        for scheme in ["https", "http"] {
            let error = fail_at(&format!("{scheme}://{host}:{port}")).await;
            assert!(!error.to_string().contains("scheme"), "{error}");
        }
    }
    let plain = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let error = fail_at(&plain).await;
    assert!(
        error.to_string().contains("(by https, as the endpoint has no scheme"),
        "{error}"
    );
    assert!(error.to_string().contains("answered in plain text"), "{error}");
}

/// Connects to nothing.
struct Unreachable;

impl HttpTransport for Unreachable {
    fn send(&self, _: Request<Bytes>, _: Limits) -> SendFuture<'_> {
        Box::pin(async { Err(TransportError::new("no route").not_sent().permanent()) })
    }
}

#[tokio::test]
async fn the_choice_is_explained_for_loopback_alone_and_over_any_transport() {
    let fail = async |endpoint: &str| {
        let endpoint: Endpoint = endpoint.parse().unwrap();
        let client: Client = builder().transport(Unreachable).endpoint(endpoint).build().unwrap();
        create(&client).await.unwrap_err().to_string()
    };
    for endpoint in ["[::1]:8080", "emulator.localhost:1", "LOCALHOST"] {
        let shown = fail(endpoint).await;
        assert!(shown.contains("for plain HTTP it is http://"), "{shown}");
    }
    for endpoint in [
        "gaap.tencentcloudapi.com",
        "10.0.0.1:80",
        "localhost.example",
        "notlocalhost:1",
    ] {
        let shown = fail(endpoint).await;
        assert!(!shown.contains("plain HTTP"), "{shown}");
    }
}

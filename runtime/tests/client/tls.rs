//! HTTPS, and which certificates it trusts.
//!
//! Trust comes from the environment, which a process reads once: each test runs again in a child
//! process that has the variables it needs. The child makes an authority, and writes its certificate
//! to where `SSL_CERT_FILE` says that it is.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use tc3_runtime::{Client, Endpoint, Error};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::support::{Received, Reply, Server, builder, serve};

const CHILD: &str = "TC3_TEST_CHILD";
const AUTHORITY: &str = "SSL_CERT_FILE";

/// Whether this is the child process that runs the test `name`. If not, runs it in one and checks
/// that it passed.
fn is_child(name: &str) -> bool {
    runs_in_child("tls", name)
}

/// The same for a test of another module.
pub(crate) fn runs_in_child(module: &str, name: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let authority = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}.pem", std::process::id()));
    let output = Command::new(std::env::current_exe().unwrap())
        .args([&format!("{module}::{name}"), "--exact", "--nocapture"])
        .env(CHILD, "1")
        .env(AUTHORITY, &authority)
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    // Not every child writes it.
    let _ = fs::remove_file(authority);
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{errors}");
    false
}

pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        Self::named("the authority of the tests")
    }

    pub(crate) fn named(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Makes the client of this process trust it.
    pub(crate) fn trusted(self) -> Self {
        fs::write(std::env::var_os(AUTHORITY).unwrap(), self.0.pem()).unwrap();
        self
    }

    /// A server's settings with a certificate for 127.0.0.1.
    fn server_config(&self) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key.into())
            .unwrap()
    }
}

async fn call(client: &Client) -> Result<(), Error> {
    client
        .call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}")
        .await
        .map(drop)
}

pub(crate) async fn tls_server(authority: &Authority) -> (u16, mpsc::UnboundedReceiver<Received>) {
    let acceptor = TlsAcceptor::from(Arc::new(authority.server_config()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, received) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for connection in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that does not trust the certificate hangs up.
            if let Ok(stream) = acceptor.accept(stream).await {
                let reply = Reply::json(r#"{"Response":{"RequestId":"r"}}"#);
                tokio::spawn(serve(stream, connection, reply, sender.clone()));
            }
        }
    });
    (port, received)
}

fn client_of(host: &str, port: u16) -> Client {
    let endpoint: Endpoint = format!("https://{host}:{port}").parse().unwrap();
    builder().endpoint(endpoint).build().unwrap()
}

#[tokio::test]
async fn a_trusted_server_is_spoken_to() {
    if !is_child("a_trusted_server_is_spoken_to") {
        return;
    }
    let (port, mut received) = tls_server(&Authority::new().trusted()).await;
    call(&client_of("127.0.0.1", port)).await.unwrap();
    assert_eq!(
        received.recv().await.unwrap().headers["host"],
        format!("127.0.0.1:{port}")
    );
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted() {
    if !is_child("a_certificate_for_another_name_is_not_trusted") {
        return;
    }
    let (port, mut received) = tls_server(&Authority::new().trusted()).await;
    let error = call(&client_of("localhost", port)).await.unwrap_err();
    assert!(
        error.is_connect() && !error.is_ambiguous() && !error.is_timeout(),
        "{error}"
    );
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(!error.is_retryable());
    assert!(received.try_recv().is_err());
}

#[tokio::test]
async fn without_roots_https_explains_what_to_do_and_http_works() {
    if !is_child("without_roots_https_explains_what_to_do_and_http_works") {
        return;
    }
    let server = Server::start(Reply::json(r#"{"Response":{}}"#)).await;
    call(&server.client()).await.unwrap();

    let (port, _received) = tls_server(&Authority::new()).await;
    let error = call(&client_of("127.0.0.1", port)).await.unwrap_err();
    assert!(
        error.is_connect() && !error.is_ambiguous() && !error.is_retryable(),
        "{error}"
    );
    let shown = error.to_string();
    assert!(
        shown.contains("install the package ca-certificates or point SSL_CERT_FILE to a PEM file"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_server_that_never_greets_is_a_timeout_before_sending() {
    if !is_child("a_server_that_never_greets_is_a_timeout_before_sending") {
        return;
    }
    Authority::new().trusted();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint: Endpoint = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
    let timeout = Duration::from_millis(200);
    let builder = builder().endpoint(endpoint);

    let error = call(&builder.clone().connect_timeout(timeout).build().unwrap())
        .await
        .unwrap_err();
    assert!(
        error.is_connect() && error.is_timeout() && !error.is_ambiguous() && error.is_retryable(),
        "{error}"
    );
    let shown = error.to_string();
    assert!(
        shown.ends_with(": no TLS handshake within 200ms, perhaps because the server does not speak TLS"),
        "{shown}"
    );

    let error = call(&builder.timeout(timeout).build().unwrap()).await.unwrap_err();
    assert!(
        !error.is_connect() && error.is_timeout() && !error.is_ambiguous(),
        "{error}"
    );
    assert!(error.to_string().ends_with(": no response within 200ms"), "{error}");
}

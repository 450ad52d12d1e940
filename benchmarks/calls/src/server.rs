//! A server that returns the same bytes for every request: hyper and nothing on top. Or the pages of a list.
//!
//! It runs in a process of its own, so that neither its CPU time nor its memory is counted as a client's.

use std::convert::Infallible;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, SERVER};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::rt::{Read, Write as HyperWrite};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::sync::Barrier;
use tokio_rustls::TlsAcceptor;

/// The response of `CreateProxyGroup`.
pub const RESPONSE: &str =
    r#"{"Response":{"GroupId":"lg-negxun2x","RequestId":"e6f2c2b0-0a3f-4c4e-9d57-3d0a4b0c9a51"}}"#;

#[derive(Default)]
pub struct Settings {
    /// The port to listen on, or 0 for any free port.
    pub port: u16,
    /// Where to write the root certificate. If set, the server speaks TLS.
    pub root_file: Option<PathBuf>,
    /// How many requests must have arrived before any of them is answered.
    pub barrier: Option<usize>,
    /// Whether requests are those of [`page`].
    pub lists: bool,
}

impl Settings {
    pub fn from_args(args: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut settings = Self::default();
        for arg in args {
            match arg.split_once('=') {
                Some(("port", port)) => settings.port = port.parse()?,
                Some(("root-file", path)) => settings.root_file = Some(path.into()),
                Some(("barrier", calls)) => settings.barrier = Some(calls.parse()?),
                Some(("lists", lists)) => settings.lists = lists.parse()?,
                _ => return Err(format!("unknown argument of the server: {arg:?}").into()),
            }
        }
        Ok(settings)
    }

    pub fn to_args(&self) -> Vec<String> {
        let root_file = self
            .root_file
            .as_ref()
            .map(|path| format!("root-file={}", path.display()));
        let barrier = self.barrier.map(|calls| format!("barrier={calls}"));
        let port = format!("port={}", self.port);
        let lists = self.lists.then(|| "lists=true".to_owned());
        [Some(port), root_file, barrier, lists].into_iter().flatten().collect()
    }
}

/// Prints the port, and serves until the process is killed.
pub async fn serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    let acceptor = settings.root_file.as_deref().map(tls_acceptor).transpose()?;
    let barrier = settings.barrier.map(|calls| Arc::new(Barrier::new(calls)));
    let lists = settings.lists;
    let listener = TcpListener::bind(("127.0.0.1", settings.port)).await?;
    println!("{}", listener.local_addr()?.port());
    std::io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (acceptor, barrier) = (acceptor.clone(), barrier.clone());
        tokio::spawn(async move {
            // It is not an error of the server if a client closes the connection.
            match acceptor {
                None => drop(serve_connection(TokioIo::new(stream), barrier, lists).await),
                Some(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        drop(serve_connection(TokioIo::new(stream), barrier, lists).await);
                    }
                }
            }
        });
    }
}

async fn serve_connection(
    io: impl Read + HyperWrite + Unpin + 'static,
    barrier: Option<Arc<Barrier>>,
    lists: bool,
) -> hyper::Result<()> {
    let service = service_fn(|request: Request<Incoming>| {
        let barrier = barrier.clone();
        async move {
            let request = request.into_body().collect().await.map(|body| body.to_bytes());
            if let Some(barrier) = barrier {
                barrier.wait().await;
            }
            let body = match request {
                Ok(request) if lists => Bytes::from(page(&String::from_utf8_lossy(&request))),
                _ => Bytes::from_static(RESPONSE.as_bytes()),
            };
            Ok::<_, Infallible>(response(body))
        }
    });
    http1::Builder::new().serve_connection(io, service).await
}

/// The items of a page.
pub const ITEMS: u64 = 10;

/// The page of `DescribeGlobalDomains` at the request's `Offset`. The list has as many pages as the `ProjectId` says.
fn page(request: &str) -> String {
    let (pages, offset) = (member(request, "ProjectId"), member(request, "Offset"));
    let item = |index: u64| {
        format!(
            r#"{{"DomainId":"dm-{index}","FullDomain":"{index}.example","Alias":"","Type":"IP","Status":0,"ProjectId":{pages},"DefaultValue":"127.0.0.1","ProxyCount":1,"CreateTime":1795478400,"UpdateTime":1795478400,"TagSet":[],"BanStatus":"RECOVER"}}"#
        )
    };
    let items: Vec<String> = (offset..offset + ITEMS).map(item).collect();
    let (items, total) = (items.join(","), pages * ITEMS);
    format!(r#"{{"Response":{{"TotalCount":{total},"Domains":[{items}],"RequestId":"r-{offset}"}}}}"#)
}

/// The number in a member of a request that was written by the client.
fn member(request: &str, name: &str) -> u64 {
    let (_, rest) = request.split_once(&format!("\"{name}\":")).unwrap_or_default();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_default()
}

fn response(body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    let headers = response.headers_mut();
    headers.insert(SERVER, HeaderValue::from_static("nginx"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Creates a certificate authority and a certificate for `localhost`, and writes the root certificate to `root_file`.
fn tls_acceptor(root_file: &Path) -> Result<TlsAcceptor, Box<dyn Error>> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(["localhost".to_owned()])?.signed_by(&key, &root)?;
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())?;
    std::fs::write(root_file, root.pem())?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

//! A transport of one's own, which dials the connections itself: to a Unix socket, through a tunnel, with a resolver.
//!
//! ```text
//! cargo run -p tc3-examples --example transport              # against an emulator in this process, with a fault
//! cargo run -p tc3-examples --example transport -- --live
//! ```
//!
//! It prints a line for each connection: the first request is throttled, and the client sends another one. A transport over
//! the crate reqwest, with its proxies and TLS stacks, is `runtime/examples/reqwest`.

use std::error::Error;
use std::sync::Arc;

use http_body_util::{BodyDataStream, Full};
use hyper_util::rt::TokioIo;
use tc3::gaap::{self, DescribeDestRegionsRequest};
use tc3::transport::bytes::Bytes;
use tc3::transport::http::{Request, Response};
use tc3::transport::{Body, HttpTransport, Limits, SendFuture, TransportError};
use tc3_emulator::Fault;
use tc3_examples::Cloud;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let cloud = Cloud::from_args().await?;
    let client = cloud.client()?.transport(Dialer::new()?).build()?;
    cloud.inject(Fault::on("DescribeDestRegions").throttle().times(1));
    let regions = gaap::describe_dest_regions(&client, &DescribeDestRegionsRequest::new()).await?;
    println!("regions     {}", regions.total_count);
    Ok(())
}

/// Opens a connection for each request.
struct Dialer(TlsConnector);

impl Dialer {
    fn new() -> Result<Self, Box<dyn Error>> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(TlsConnector::from(Arc::new(config))))
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let unusable = || TransportError::new("the URI has no host").not_sent().permanent();
        let (uri, mut request) = (request.uri().clone(), request.map(Full::new));
        let (host, is_https) = (uri.host().ok_or_else(unusable)?, uri.scheme_str() == Some("https"));
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        println!("dialed      {host}");
        // Until a connection is there, nothing was sent: the client may retry every action.
        let dialed = TcpStream::connect((host, port))
            .await
            .map_err(|error| TransportError::new(error).not_sent())?;
        // On a connection of one's own, a request has a path and a `Host`, which is among the headers.
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).parse();
        *request.uri_mut() = path.map_err(|error| TransportError::new(error).not_sent().permanent())?;
        if is_https {
            let name = rustls::pki_types::ServerName::try_from(host.to_owned());
            let name = name.map_err(|error| TransportError::new(error).not_sent().permanent())?;
            let tls = self.0.connect(name, dialed).await;
            return send(tls.map_err(|error| TransportError::new(error).not_sent())?, request).await;
        }
        send(dialed, request).await
    }
}

/// Sends a request; from here on it may have been carried out whatever fails, which is what an error means unless it says
/// `not_sent`.
async fn send<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Response<Body>, TransportError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| TransportError::new(error).not_sent())?;
    tokio::spawn(connection); // ends with the body
    let response = sender.send_request(request).await.map_err(TransportError::new)?;
    Ok(response.map(|body| Body::from_stream(BodyDataStream::new(body))))
}

impl HttpTransport for Dialer {
    fn send(&self, request: Request<Bytes>, _: Limits) -> SendFuture<'_> {
        Box::pin(self.exchange(request)) // the client drops it when the time is up
    }
}

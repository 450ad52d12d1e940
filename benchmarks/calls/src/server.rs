//! A server that answers every request with the same bytes: hyper and nothing on top.
//!
//! It runs in a process of its own, so that neither its CPU time nor its memory counts as a client's.

use std::convert::Infallible;
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
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
use tokio::net::TcpListener;
use tokio::sync::Barrier;

use crate::authority;

/// What `CreateProxyGroup` answers.
pub const ANSWER: &str = r#"{"Response":{"GroupId":"lg-negxun2x","RequestId":"e6f2c2b0-0a3f-4c4e-9d57-3d0a4b0c9a51"}}"#;

#[derive(Default)]
pub struct Settings {
    /// Any free one unless set.
    pub port: u16,
    /// Where to write the root certificate of the server's own, which it then speaks TLS with.
    pub root_file: Option<PathBuf>,
    /// How many requests have to be there before any of them is answered.
    pub gate: Option<usize>,
}

impl Settings {
    pub fn from_args(args: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut settings = Self::default();
        for arg in args {
            match arg.split_once('=') {
                Some(("port", port)) => settings.port = port.parse()?,
                Some(("root-file", path)) => settings.root_file = Some(path.into()),
                Some(("gate", calls)) => settings.gate = Some(calls.parse()?),
                _ => return Err(format!("the server does not know {arg:?}").into()),
            }
        }
        Ok(settings)
    }

    pub fn to_args(&self) -> Vec<String> {
        let root_file = self
            .root_file
            .as_ref()
            .map(|path| format!("root-file={}", path.display()));
        let gate = self.gate.map(|calls| format!("gate={calls}"));
        let port = format!("port={}", self.port);
        [Some(port), root_file, gate].into_iter().flatten().collect()
    }
}

/// Prints its port, and serves until it is killed.
pub async fn serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    let acceptor = settings.root_file.as_deref().map(authority::acceptor).transpose()?;
    let gate = settings.gate.map(|calls| Arc::new(Barrier::new(calls)));
    let listener = TcpListener::bind(("127.0.0.1", settings.port)).await?;
    println!("{}", listener.local_addr()?.port());
    std::io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (acceptor, gate) = (acceptor.clone(), gate.clone());
        tokio::spawn(async move {
            // A client that hangs up is the client's affair.
            match acceptor {
                None => drop(answer(TokioIo::new(stream), gate).await),
                Some(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        drop(answer(TokioIo::new(stream), gate).await);
                    }
                }
            }
        });
    }
}

async fn answer(io: impl Read + HyperWrite + Unpin + 'static, gate: Option<Arc<Barrier>>) -> hyper::Result<()> {
    let service = service_fn(|request: Request<Incoming>| {
        let gate = gate.clone();
        async move {
            drop(request.into_body().collect().await);
            if let Some(gate) = gate {
                gate.wait().await;
            }
            Ok::<_, Infallible>(response())
        }
    });
    http1::Builder::new().serve_connection(io, service).await
}

fn response() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(ANSWER.as_bytes())));
    let headers = response.headers_mut();
    headers.insert(SERVER, HeaderValue::from_static("nginx"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

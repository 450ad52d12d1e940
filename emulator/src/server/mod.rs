//! The HTTP server: accepts connections, limits them, and shuts down gracefully.
//!
//! Clients that connect and then say nothing never keep others out: a full server closes the connection that has been
//! silent for longest.

pub(crate) mod activity;
mod body;
#[cfg(feature = "tls")]
pub(crate) mod tls;
pub(crate) mod transport;

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use self::activity::{Activity, Connections};
use self::transport::{ObservedStream, Transport};
use crate::faults::ConnectionDropped;
use crate::pipeline::RequestPipeline;
use crate::wire::RequestBody;
use crate::{metadata, page};

/// The largest head that hyper reads, in bytes: larger than the pipeline accepts, so that it can say what is too large.
pub(crate) const MAX_HEAD_BYTES: usize = 2 * crate::wire::format::MAX_HEADERS_BYTES;

/// The most headers that hyper reads; its default is 100.
pub(crate) const MAX_HEADERS: usize = 256;

/// How long a graceful shutdown waits for in-flight requests.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest time for a TLS handshake. A graceful shutdown waits for it, so it is shorter than that.
#[cfg(feature = "tls")]
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// The pause after a connection could not be accepted, usually because too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Limits of connections, in addition to the sizes of heads and bodies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most connections at a time. Another one replaces the one that has been silent for longest, or waits if all
    /// have a request in progress.
    pub(crate) max_connections: usize,
    /// The longest time for reading a head, including the idle time before it, for reading a body, and for writing an
    /// answer.
    pub(crate) exchange_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 256,
            exchange_timeout: Duration::from_secs(60),
        }
    }
}

/// Serves until `stop` is sent or dropped, then waits for in-flight requests.
pub(crate) async fn serve(
    listener: TcpListener,
    transport: Transport,
    limits: Limits,
    pipeline: Arc<RequestPipeline>,
    mut stop: oneshot::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let mut connections = Connections::new(limits.max_connections);
    while let Some(accepted) = accept(&listener, &mut connections, &mut stop).await {
        match accepted {
            Ok((stream, peer)) => {
                // Otherwise a small answer may wait for the acknowledgment of the previous one.
                let _ = stream.set_nodelay(true);
                let activity = connections.activity();
                let connection = Connection {
                    pipeline: Arc::clone(&pipeline),
                    peer,
                    timeout: limits.exchange_timeout,
                    watcher: graceful.watcher(),
                    activity: activity.clone(),
                };
                connections.spawn(activity, connection.serve(transport.clone(), stream));
            }
            // Most likely too many files are open.
            Err(_) if connections.evict() => connections.one_ended().await,
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
    drop(listener);
    // Connections that outlast the timeout are aborted with the set.
    let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, graceful.shutdown()).await;
}

/// The next connection, once there is room for it; `None` at shutdown.
async fn accept(
    listener: &TcpListener,
    connections: &mut Connections,
    stop: &mut oneshot::Receiver<()>,
) -> Option<io::Result<(TcpStream, SocketAddr)>> {
    poll_fn(|context| {
        if Pin::new(&mut *stop).poll(context).is_ready() {
            return Poll::Ready(None);
        }
        match connections.poll_room(context) {
            Poll::Ready(()) => listener.poll_accept(context).map(Some),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// One connection.
struct Connection {
    pipeline: Arc<RequestPipeline>,
    peer: SocketAddr,
    timeout: Duration,
    watcher: Watcher,
    activity: Activity,
}

impl Connection {
    async fn serve(self, transport: Transport, stream: TcpStream) {
        match transport {
            Transport::Plain => self.serve_http(stream).await,
            #[cfg(feature = "tls")]
            Transport::Tls(acceptor) => {
                let handshake = tokio::time::timeout(HANDSHAKE_TIMEOUT.min(self.timeout), acceptor.accept(stream));
                // A client that does not trust the certificate hangs up.
                if let Ok(Ok(stream)) = handshake.await {
                    self.serve_http(stream).await;
                }
            }
        }
    }

    async fn serve_http(self, stream: impl AsyncRead + AsyncWrite + Unpin + 'static) {
        let stream = ObservedStream::new(stream, self.timeout, self.activity.clone());
        let server = Arc::new(Exchange {
            pipeline: self.pipeline,
            peer: self.peer,
            timeout: self.timeout,
            activity: self.activity,
        });
        let service = service_fn(move |request| Arc::clone(&server).respond(request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.timeout)
            .max_buf_size(MAX_HEAD_BYTES)
            .max_headers(MAX_HEADERS)
            // A client that is done with sending still reads.
            .half_close(true)
            .serve_connection(TokioIo::new(stream), service);
        // An error here is the client's: bad HTTP, a timeout, a reset. hyper has answered what can be answered.
        let _ = self.watcher.watch(connection).await;
    }
}

/// What every request of a connection is answered with.
pub(crate) struct Exchange {
    pub(crate) pipeline: Arc<RequestPipeline>,
    pub(crate) peer: SocketAddr,
    pub(crate) timeout: Duration,
    pub(crate) activity: Activity,
}

impl Exchange {
    /// The answer to a request. An error closes the connection without an answer.
    pub(crate) async fn respond(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Box<dyn std::error::Error + Send + Sync>> {
        let (parts, body) = request.into_parts();
        let is_page = page::is_page_request(&parts);
        let is_metadata = !is_page && metadata::is_metadata_request(&parts);
        let body = if is_metadata {
            RequestBody::Complete(Bytes::new())
        } else {
            body::read(body, self.timeout).await?
        };
        let Some(_request) = self.activity.begin_request() else {
            return Err(ConnectionDropped.into());
        };
        if is_page {
            return Ok(page::answer(&self.pipeline, self.peer, &parts, body).await);
        }
        if is_metadata {
            return Ok(metadata::answer(&self.pipeline, parts).await?);
        }
        Ok(self.pipeline.handle(parts, body).await?)
    }
}

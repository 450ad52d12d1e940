//! The HTTP side: accepts connections, bounds them, stops in order.

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
use tokio::task::JoinSet;

use crate::cloud::Cloud;
use crate::limits::Limits;
use crate::transport::{BoundedWrites, Transport};
use crate::{body, metadata, page};

/// Most bytes of a request's head: room for a token of 4 KB and a query of 32 KB.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// How long a graceful stop waits for requests under way.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a TLS handshake may take. A graceful stop waits for it too, so it is shorter than the stop.
#[cfg(feature = "tls")]
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long to wait after a connection could not be accepted: usually too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` is sent or dropped, then lets the requests under way end.
pub(crate) async fn serve(
    listener: TcpListener,
    transport: Transport,
    limits: Limits,
    cloud: Arc<Cloud>,
    mut stop: oneshot::Receiver<()>,
) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    while let Some(accepted) = accept(&listener, limits.max_connections, &mut connections, &mut stop).await {
        match accepted {
            Ok((stream, peer)) => {
                // Without it a small answer may wait for the acknowledgement of the one before.
                let _ = stream.set_nodelay(true);
                let conversation = Conversation {
                    cloud: Arc::clone(&cloud),
                    peer,
                    timeout: limits.exchange_timeout,
                    watcher: graceful.watcher(),
                };
                connections.spawn(conversation.over(transport.clone(), stream));
            }
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
    drop(listener);
    // Connections that outlast the timeout are aborted with the set.
    let _ = tokio::time::timeout(STOP_TIMEOUT, graceful.shutdown()).await;
}

/// The next connection, once there is room for it; `None` when it is time to stop.
async fn accept(
    listener: &TcpListener,
    max_connections: usize,
    connections: &mut JoinSet<()>,
    stop: &mut oneshot::Receiver<()>,
) -> Option<io::Result<(TcpStream, SocketAddr)>> {
    poll_fn(|context| {
        if Pin::new(&mut *stop).poll(context).is_ready() {
            return Poll::Ready(None);
        }
        while let Poll::Ready(Some(_)) = connections.poll_join_next(context) {}
        if connections.len() >= max_connections {
            return Poll::Pending;
        }
        listener.poll_accept(context).map(Some)
    })
    .await
}

/// One connection.
struct Conversation {
    cloud: Arc<Cloud>,
    peer: SocketAddr,
    timeout: Duration,
    watcher: Watcher,
}

impl Conversation {
    async fn over(self, transport: Transport, stream: TcpStream) {
        match transport {
            Transport::Plain => self.speak(stream).await,
            #[cfg(feature = "tls")]
            Transport::Tls(acceptor) => {
                let greeting = tokio::time::timeout(HANDSHAKE_TIMEOUT.min(self.timeout), acceptor.accept(stream));
                // A client that does not trust the certificate hangs up.
                if let Ok(Ok(stream)) = greeting.await {
                    self.speak(stream).await;
                }
            }
        }
    }

    async fn speak(self, stream: impl AsyncRead + AsyncWrite + Unpin + 'static) {
        let stream = BoundedWrites::new(stream, self.timeout);
        let service = service_fn(move |request| respond(Arc::clone(&self.cloud), self.peer, self.timeout, request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.timeout)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        // An error here is the client's: bad HTTP, a timeout, a reset. hyper has answered what can be answered.
        let _ = self.watcher.watch(connection).await;
    }
}

/// An error closes the connection without an answer.
async fn respond(
    cloud: Arc<Cloud>,
    peer: SocketAddr,
    timeout: Duration,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Box<dyn std::error::Error + Send + Sync>> {
    let (parts, body) = request.into_parts();
    if let Some(answer) = page::answer(&cloud, peer, &parts) {
        return Ok(answer);
    }
    if metadata::is_asked(&parts) {
        return Ok(metadata::answer(&cloud, parts).await?);
    }
    let body = body::read(body, timeout).await?;
    Ok(cloud.handle(parts, body).await?)
}

//! The HTTP side: accepts connections, bounds them, stops in order.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::body;
use crate::cloud::Cloud;

/// Most connections at a time; more wait to be accepted.
const MAX_CONNECTIONS: usize = 256;

/// Most bytes of a request's head: room for a token of 4 KB and a query of 32 KB.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// How long a request's head may take, and how long a connection may idle before it.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);

/// How long a graceful stop waits for requests under way.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait after a connection could not be accepted: usually too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` is sent or dropped, then lets the requests under way end.
pub(crate) async fn serve(listener: TcpListener, cloud: Arc<Cloud>, mut stop: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    while let Some(accepted) = accept(&listener, &mut connections, &mut stop).await {
        match accepted {
            Ok(stream) => {
                connections.spawn(converse(stream, Arc::clone(&cloud), graceful.watcher()));
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
    connections: &mut JoinSet<()>,
    stop: &mut oneshot::Receiver<()>,
) -> Option<io::Result<TcpStream>> {
    poll_fn(|context| {
        if Pin::new(&mut *stop).poll(context).is_ready() {
            return Poll::Ready(None);
        }
        while let Poll::Ready(Some(_)) = connections.poll_join_next(context) {}
        if connections.len() >= MAX_CONNECTIONS {
            return Poll::Pending;
        }
        let accepted = listener.poll_accept(context);
        accepted.map(|accepted| Some(accepted.map(|(stream, _)| stream)))
    })
    .await
}

async fn converse(stream: TcpStream, cloud: Arc<Cloud>, watcher: Watcher) {
    // Without it a small answer may wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(Arc::clone(&cloud), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    // An error here is the client's: bad HTTP, a timeout, a reset. hyper has answered what can be answered.
    let _ = watcher.watch(connection).await;
}

async fn respond(
    cloud: Arc<Cloud>,
    request: Request<Incoming>,
) -> Result<Response<http_body_util::Full<bytes::Bytes>>, body::BrokenBody> {
    let (parts, body) = request.into_parts();
    let body = body::read(body).await?;
    Ok(cloud.handle(parts, body))
}

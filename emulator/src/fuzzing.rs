//! A connection without a socket, for the fuzzer in `fuzz/`.
//!
//! A TCP connection for every input would take ten times as long as what is tested, and its server would run in other
//! threads, where a panic ends a task and not the fuzzer.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::Emulator;
use crate::server::activity::Connections;
use crate::server::{self, Exchange};

/// The longest time for a head or a body: an input that needs longer hangs.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Serves a connection in the current task, until the peer closes it. Requests pass everything but TCP and TLS.
pub async fn serve(emulator: &Emulator, stream: impl AsyncRead + AsyncWrite + Unpin + 'static) {
    let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    let exchange = Arc::new(Exchange {
        pipeline: Arc::clone(&emulator.pipeline),
        peer,
        timeout: TIMEOUT,
        activity: Connections::new(1).activity(),
    });
    let service = service_fn(|request| Arc::clone(&exchange).respond(request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(TIMEOUT)
        .max_buf_size(server::MAX_HEAD_BYTES)
        .max_headers(server::MAX_HEADERS)
        // An input ends, and is still to be answered.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service);
    // An error is the client's, as in the server.
    let _ = connection.await;
}

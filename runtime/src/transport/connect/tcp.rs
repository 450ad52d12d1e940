//! TCP connections that notice that the server has closed them, before a request is written.
//!
//! A pool holds connections that the server has closed meanwhile. hyper reads before it writes and gives the request back
//! if the connection has ended, and hyper-util then takes another one (`retry_canceled_requests`). But hyper reads through
//! tokio, which knows only what its driver has seen, and on one thread that blocks between calls the driver does not run:
//! the request would be written to a closed connection, and a creation would come back as ambiguous. So a read asks the
//! socket itself when tokio has no news, with one more `recv` per request.
//!
//! hyper reads four times a call, three of them when the call is over, and four `recv`s were 1.7 of 22 µs of processor
//! time. So the client counts requests as they begin, and a connection asks only if one began since it asked last, as one
//! always did at the read before a request is written. What is left is a close that is still under way while the request
//! is written. What the server did with such a request is unknown, so it stays ambiguous and is retried only if it is
//! idempotent.
//!
//! The first bytes of a plain connection are looked at: hyper has one error for all that is not HTTP, and a TLS record there
//! means that the endpoint has the wrong scheme.

use std::io::{self, Read as _};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use http::Uri;
use http::uri::Scheme;
use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::net::TcpStream;
use tower_service::Service;

use super::Connecting;
use crate::error::BoxError;
use crate::transport::wrong_scheme::TlsRecord;

/// The most that is read past tokio. It gets to know the rest in its own time.
const CHUNK: usize = 1024;

/// Counts the requests that a client began, over all of its connections.
#[derive(Clone, Default)]
pub(in crate::transport) struct AttemptCounter(Arc<AtomicU64>);

impl AttemptCounter {
    /// Counts a request, before it is sent to a connection over a channel: the receiver of the request sees the count.
    pub(in crate::transport) fn increment(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

pub(super) struct Tcp {
    io: TokioIo<TcpStream>,
    counter: AttemptCounter,
    /// The count at which the socket was read last.
    checked_at: u64,
    /// Whether the first bytes are still to come, and have to be plain HTTP.
    expects_http: bool,
}

impl Tcp {
    /// Reads from the socket itself, past tokio, unless that was done since the last request began.
    fn read_now(&mut self, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let count = self.counter.count();
        if self.checked_at == count {
            return Poll::Pending;
        }
        self.checked_at = count;
        let mut chunk = [0; CHUNK];
        let length = CHUNK.min(buffer.remaining());
        let socket = SockRef::from(self.io.inner());
        match (&*socket).read(&mut chunk[..length]) {
            Ok(length) => Poll::Ready(self.received(&chunk[..length], buffer)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl Tcp {
    /// Reads the first bytes of a plain connection.
    fn read_first(&mut self, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let mut chunk = [0; CHUNK];
        let length = CHUNK.min(buffer.remaining());
        let mut first = ReadBuf::new(&mut chunk[..length]);
        ready!(Pin::new(&mut self.io).poll_read(cx, first.unfilled()))?;
        Poll::Ready(self.received(first.filled(), buffer))
    }

    /// # Errors
    /// If plain HTTP is expected, and the bytes are TLS.
    fn received(&mut self, bytes: &[u8], mut buffer: ReadBufCursor<'_>) -> io::Result<()> {
        if self.expects_http && TlsRecord::begins(bytes) {
            return Err(TlsRecord.into());
        }
        self.expects_http &= bytes.is_empty();
        buffer.put_slice(bytes);
        Ok(())
    }
}

impl Connection for Tcp {
    fn connected(&self) -> Connected {
        self.io.connected()
    }
}

impl Read for Tcp {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        match self.io.inner().poll_read_ready(cx) {
            // The task will be woken for what arrives from now on.
            Poll::Pending => self.read_now(buffer),
            Poll::Ready(_) if self.expects_http => self.read_first(cx, buffer),
            Poll::Ready(_) => Pin::new(&mut self.io).poll_read(cx, buffer),
        }
    }
}

impl Write for Tcp {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[derive(Clone)]
pub(super) struct TcpConnector {
    http: HttpConnector,
    counter: AttemptCounter,
    /// Set once a connection is established.
    is_connected: Arc<AtomicBool>,
}

impl TcpConnector {
    pub(super) fn new(counter: AttemptCounter) -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        Self {
            http,
            counter,
            is_connected: Arc::default(),
        }
    }

    /// A copy for one connection, and whether that is established.
    pub(super) fn observed(&self) -> (Self, Arc<AtomicBool>) {
        let observed = Self {
            is_connected: Arc::default(),
            ..self.clone()
        };
        let is_connected = Arc::clone(&observed.is_connected);
        (observed, is_connected)
    }
}

impl Service<Uri> for TcpConnector {
    type Response = Tcp;
    type Error = BoxError;
    type Future = Connecting<Tcp>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(ready!(self.http.poll_ready(cx))?))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let expects_http = uri.scheme() == Some(&Scheme::HTTP);
        let connecting = self.http.call(uri);
        let (counter, is_connected) = (self.counter.clone(), Arc::clone(&self.is_connected));
        Box::pin(async move {
            let io = connecting.await?;
            is_connected.store(true, Ordering::Relaxed);
            Ok(Tcp {
                io,
                checked_at: counter.count(),
                expects_http,
                counter,
            })
        })
    }
}

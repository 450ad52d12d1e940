//! TCP connections that notice that the server has closed them, before a request is written.
//!
//! A pool holds connections that the server has closed meanwhile. hyper reads before it writes and gives the request back
//! if the connection has ended, and the pool then takes another one. But hyper reads through
//! tokio, which knows only what its driver has seen, and on one thread that blocks between calls the driver does not run:
//! the request would be written to a closed connection, and a creation would come back as ambiguous. So a read asks the
//! socket itself when tokio has no news, with one more `recv` per request.
//!
//! hyper reads four times a call, three of them when the call is over, and four `recv`s were 1.7 of 22 µs of processor
//! time. So the pool gives a connection notice of each request before it hands it over, and the connection asks only if it
//! has notice, as it always has at the read before a request is written. What is left is a close that is still under way
//! while the request is written. What the server did with such a request is unknown, so it stays ambiguous and is retried
//! only if it is idempotent.
//!
//! The first bytes of a plain connection are looked at: hyper has one error for all that is not HTTP, and a TLS record there
//! means that the endpoint has the wrong scheme.

use std::io::{self, Read as _};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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

/// The notice to a connection that a request comes.
#[derive(Clone, Default)]
pub(in crate::transport) struct RequestNotice(Arc<AtomicBool>);

impl RequestNotice {
    /// Gives notice, before the request is sent to the connection over a channel: who receives the request sees it.
    pub(in crate::transport) fn give(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether there is a notice, which is then used up. No other comes before the connection is done with the request.
    fn take(&self) -> bool {
        let is_given = self.0.load(Ordering::Relaxed);
        if is_given {
            self.0.store(false, Ordering::Relaxed);
        }
        is_given
    }
}

pub(super) struct Tcp {
    io: TokioIo<TcpStream>,
    notice: RequestNotice,
    /// Whether the first bytes are still to come, and have to be plain HTTP.
    expects_http: bool,
}

impl Tcp {
    /// Reads from the socket itself, past tokio, if a request comes.
    fn read_now(&mut self, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        if !self.notice.take() {
            return Poll::Pending;
        }
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
    notice: RequestNotice,
    /// Set once a connection is established.
    is_connected: Arc<AtomicBool>,
}

impl TcpConnector {
    pub(super) fn new() -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        Self {
            http,
            notice: RequestNotice::default(),
            is_connected: Arc::default(),
        }
    }

    /// A copy for one connection.
    pub(super) fn for_one(&self) -> Self {
        Self {
            http: self.http.clone(),
            notice: RequestNotice::default(),
            is_connected: Arc::default(),
        }
    }

    /// What gives notice to the connection of this copy.
    pub(super) fn notice(&self) -> RequestNotice {
        self.notice.clone()
    }

    /// Set once the connection of this copy is established.
    pub(super) fn is_connected(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_connected)
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
        let (notice, is_connected) = (self.notice.clone(), Arc::clone(&self.is_connected));
        Box::pin(async move {
            let io = connecting.await?;
            is_connected.store(true, Ordering::Relaxed);
            Ok(Tcp {
                io,
                notice,
                expects_http,
            })
        })
    }
}

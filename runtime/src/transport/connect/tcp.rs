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

use std::io::{self, IoSlice, Read as _};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

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

pub(in crate::transport) struct Tcp {
    socket: TcpStream,
    notice: RequestNotice,
    /// Whether the first bytes are still to come, and have to be plain HTTP.
    expects_http: bool,
}

impl Tcp {
    pub(super) fn new(socket: TcpStream, notice: RequestNotice, expects_http: bool) -> Self {
        Self {
            socket,
            notice,
            expects_http,
        }
    }

    /// Reads from the socket itself, past tokio, if a request comes.
    fn read_now(&self, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.notice.take() {
            return Poll::Pending;
        }
        let chunk = buffer.initialize_unfilled_to(CHUNK.min(buffer.remaining()));
        match (&*SockRef::from(&self.socket)).read(chunk) {
            Ok(length) => {
                buffer.advance(length);
                Poll::Ready(Ok(()))
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    /// # Errors
    /// If these are the first bytes, plain HTTP is expected, and they are TLS.
    fn validate_first(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.expects_http && TlsRecord::begins(bytes) {
            return Err(TlsRecord.into());
        }
        self.expects_http &= bytes.is_empty();
        Ok(())
    }
}

impl AsyncRead for Tcp {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let begin = buffer.filled().len();
        ready!(match self.socket.poll_read_ready(cx) {
            // The task will be woken for what arrives from now on.
            Poll::Pending => self.read_now(buffer),
            Poll::Ready(_) => Pin::new(&mut self.socket).poll_read(cx, buffer),
        })?;
        Poll::Ready(self.validate_first(&buffer.filled()[begin..]))
    }
}

impl AsyncWrite for Tcp {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

//! The connection that requests are written to: TCP, or TLS over it, or TLS with the target in a tunnel over either.
//!
//! TLS is over a connection of any kind, so that it is compiled once: TLS in a tunnel through a proxy that speaks TLS is of
//! the same type as TLS with the target.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use super::tcp::{RequestNotice, Tcp};

/// A connection that requests are written to.
pub(in crate::transport) struct HttpConnection {
    pub(in crate::transport) io: TokioIo<Stream>,
    /// What tells the connection that a request comes.
    pub(in crate::transport) notice: RequestNotice,
    /// Whether a proxy reads the requests. It then needs the absolute URI.
    pub(in crate::transport) is_read_by_proxy: bool,
}

/// The bytes between this process and the target or a proxy.
pub(in crate::transport) enum Stream {
    Plain(Tcp),
    Tls(Box<TlsStream<Self>>),
}

/// Calls a method of the stream within.
macro_rules! delegate {
    ($stream:expr, $inner:ident => $call:expr) => {
        match $stream {
            Stream::Plain($inner) => $call,
            Stream::Tls($inner) => $call,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        delegate!(self.get_mut(), inner => Pin::new(inner).poll_read(cx, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        delegate!(self.get_mut(), inner => Pin::new(inner).poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        delegate!(self.get_mut(), inner => Pin::new(inner).poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        delegate!(self, inner => inner.is_write_vectored())
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self.get_mut(), inner => Pin::new(inner).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self.get_mut(), inner => Pin::new(inner).poll_shutdown(cx))
    }
}

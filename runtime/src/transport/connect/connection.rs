//! The connection that requests are written to: direct, to a proxy, or through its tunnel.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::tcp::Tcp;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::MaybeHttpsStream;

/// The connection to the first hop: the target or a proxy.
pub(super) type ProxyConn = MaybeHttpsStream<Tcp>;

/// A connection that requests are written to.
pub(in crate::transport) struct HttpConnection {
    /// The connection to the first hop, or TLS with the target through a tunnel over it.
    io: MaybeHttpsStream<ProxyConn>,
    /// Whether a proxy reads the requests. It then needs the absolute URI.
    is_read_by_proxy: bool,
}

impl HttpConnection {
    pub(super) fn to_target(connection: ProxyConn) -> Self {
        Self {
            io: MaybeHttpsStream::Http(connection),
            is_read_by_proxy: false,
        }
    }

    pub(super) fn to_proxy(connection: ProxyConn) -> Self {
        Self {
            is_read_by_proxy: true,
            ..Self::to_target(connection)
        }
    }

    pub(super) fn through_tunnel(io: MaybeHttpsStream<ProxyConn>) -> Self {
        Self {
            io,
            is_read_by_proxy: false,
        }
    }

    pub(in crate::transport) fn is_read_by_proxy(&self) -> bool {
        self.is_read_by_proxy
    }
}

impl Read for HttpConnection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl Write for HttpConnection {
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

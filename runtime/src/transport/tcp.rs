//! TCP connections that notice when they were closed.
//!
//! Between calls, nobody may look at the sockets: a runtime of one thread stands still then. What tokio knows of them
//! is old when the next call begins, and its request would be written to a connection that the server closed long
//! ago, with its outcome open. hyper reads before it writes a request, and gives the request back if the connection
//! has ended. So a read asks the socket itself before it says that there is nothing.

use std::io::{self, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::net::TcpStream;
use tower_service::Service;

use super::connector::Connecting;
use crate::error::BoxError;

/// How much is read that tokio does not know of. It learns of the rest in its own time.
const CHUNK: usize = 1024;

pub(super) struct Tcp(TokioIo<TcpStream>);

impl Tcp {
    /// What the socket has, whatever tokio knows of it.
    fn read_now(&self, mut buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let mut chunk = [0; CHUNK];
        let length = CHUNK.min(buffer.remaining());
        let socket = SockRef::from(self.0.inner());
        match (&*socket).read(&mut chunk[..length]) {
            Ok(length) => {
                buffer.put_slice(&chunk[..length]);
                Poll::Ready(Ok(()))
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl Connection for Tcp {
    fn connected(&self) -> Connected {
        self.0.connected()
    }
}

impl Read for Tcp {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        match self.0.inner().poll_read_ready(cx) {
            // The task is woken for what comes from now on.
            Poll::Pending => self.read_now(buffer),
            Poll::Ready(_) => Pin::new(&mut self.0).poll_read(cx, buffer),
        }
    }
}

impl Write for Tcp {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

#[derive(Clone)]
pub(super) struct TcpConnector(HttpConnector);

impl TcpConnector {
    pub(super) fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_nodelay(true);
        Self(connector)
    }
}

impl Service<Uri> for TcpConnector {
    type Response = Tcp;
    type Error = BoxError;
    type Future = Connecting<Tcp>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(ready!(self.0.poll_ready(cx))?))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = self.0.call(uri);
        Box::pin(async move { Ok(Tcp(connecting.await?)) })
    }
}

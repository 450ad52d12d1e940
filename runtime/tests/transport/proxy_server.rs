//! An HTTP proxy on the loopback interface that shows what it was asked for.

use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::OK;
use crate::support::{Head, http, read_head};

/// What the proxy does with a request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Opens a tunnel to this address, whatever the target is called.
    Tunnel(SocketAddr),
    /// Answers itself, as for a request that it would pass on.
    Answer(Vec<u8>),
    /// Reads and says nothing.
    Silence,
}

impl Act {
    pub(crate) fn ok() -> Self {
        Self::Answer(http("200 OK", "", OK))
    }

    pub(crate) fn status(status: &str) -> Self {
        Self::Answer(http(status, "Content-Type: text/html\r\n", "<html>"))
    }
}

pub(crate) struct ProxyServer {
    pub(crate) address: SocketAddr,
    heads: mpsc::UnboundedReceiver<Head>,
}

impl ProxyServer {
    pub(crate) async fn start(act: Act) -> Self {
        Self::start_with(act, None).await
    }

    pub(crate) async fn start_tls(act: Act, acceptor: TlsAcceptor) -> Self {
        Self::start_with(act, Some(acceptor)).await
    }

    async fn start_with(act: Act, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, heads) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (act, sender) = (act.clone(), sender.clone());
                match &acceptor {
                    None => drop(tokio::spawn(serve(stream, act, sender))),
                    // A client that does not trust the certificate hangs up.
                    Some(acceptor) => {
                        if let Ok(stream) = acceptor.accept(stream).await {
                            tokio::spawn(serve(stream, act, sender));
                        }
                    }
                }
            }
        });
        Self { address, heads }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next request that came.
    pub(crate) async fn next(&mut self) -> Head {
        self.heads.recv().await.unwrap()
    }

    /// Whether nothing has come that was not looked at.
    pub(crate) fn is_idle(&mut self) -> bool {
        self.heads.try_recv().is_err()
    }
}

async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, act: Act, sender: mpsc::UnboundedSender<Head>) {
    while let Some(head) = read_head(&mut stream).await {
        stream.read_exact(&mut vec![0; head.content_length()]).await.unwrap();
        // The test may be over and no longer listen.
        let _ = sender.send(head);
        match &act {
            Act::Answer(bytes) => stream.write_all(bytes).await.unwrap(),
            Act::Silence => {}
            Act::Tunnel(address) => {
                let mut target = TcpStream::connect(address).await.unwrap();
                stream
                    .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    .await
                    .unwrap();
                // It ends in whatever way either side likes.
                let _ = copy_bidirectional(&mut stream, &mut target).await;
                return;
            }
        }
    }
}

//! A server of which the test sends every byte.

use tc3_runtime::{Client, ClientBuilder, Endpoint};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::actions::{Part, open};
use crate::support::{Received, builder, read_request};
use tc3_runtime::stream::EventStream;

pub(crate) struct Server {
    listener: TcpListener,
    pub(crate) endpoint: Endpoint,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        Self {
            listener,
            endpoint: format!("http://{address}").parse().unwrap(),
        }
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        builder().endpoint(self.endpoint.clone())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) async fn accept(&self) -> Connection {
        let (stream, _) = self.listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        Connection { stream }
    }

    /// A new connection on which the stream of a call has begun.
    pub(crate) async fn open(&self, client: &Client) -> (EventStream<Part>, Connection) {
        tokio::join!(open(client), async {
            let mut connection = self.accept().await;
            connection.request().await;
            connection.begin("text/event-stream").await;
            connection
        })
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
}

impl Connection {
    pub(crate) async fn request(&mut self) -> Received {
        read_request(&mut self.stream, 0).await.unwrap()
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// The head of an answer in chunks.
    pub(crate) async fn begin(&mut self, content_type: &str) {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nX-TC-RequestId: r-1\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        self.send(head).await;
    }

    pub(crate) async fn chunk(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
        chunk.extend_from_slice(bytes);
        chunk.extend_from_slice(b"\r\n");
        self.send(chunk).await;
    }

    /// The end of an answer in chunks.
    pub(crate) async fn end(&mut self) {
        self.send("0\r\n\r\n").await;
    }

    pub(crate) async fn json(&mut self, body: &str) {
        let length = body.len();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");
        self.send(head + body).await;
    }

    /// Waits until the client closes.
    pub(crate) async fn closed(&mut self) {
        // A connection with something unread is reset instead, which is as good.
        let _ = self.stream.read_to_end(&mut Vec::new()).await;
    }
}

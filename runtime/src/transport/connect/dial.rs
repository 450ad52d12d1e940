//! Opens a TCP connection to a host: resolves its name and tries its addresses.
//!
//! A host may have addresses of both families, one of which does not work from here, and some systems take minutes to say
//! so. As RFC 8305 (Happy Eyeballs) says, the other family is tried as well if the first one takes long, and the
//! connection that is there first is taken. Within a family the addresses are tried in their order.
//!
//! hyper-util's connector does the same. It is part of a client that the pool here is in place of, with seven crates that
//! nothing else needs; see `docs/decisions/022-connect-tunnel.md`.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How much earlier the family of the first address is tried, as in hyper-util and curl (RFC 8305 recommends 250 ms).
const HEAD_START: Duration = Duration::from_millis(300);

/// Connects to the host and port of `uri`.
///
/// # Errors
/// If the name has no address, or none of them accepts a connection. The error is that of the last one.
pub(super) async fn dial(uri: &Uri) -> Result<TcpStream, DialError> {
    let host = host_of(uri);
    let port = uri.port_u16().unwrap_or_else(|| default_port(uri));
    let unknown = |cause| DialError::Name(host.to_owned(), cause);
    let addresses = tokio::net::lookup_host((host, port)).await.map_err(unknown)?;
    connect_to_any(addresses.collect())
        .await
        .unwrap_or_else(|| Err(unknown(io::Error::other("it has no address"))))
}

/// The host of a URI, an IPv6 address without its brackets.
pub(super) fn host_of(uri: &Uri) -> &str {
    let host = uri.host().unwrap_or_default();
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    address.unwrap_or(host)
}

fn default_port(uri: &Uri) -> u16 {
    if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 }
}

/// The first connection; `None` if there is no address.
async fn connect_to_any(addresses: Vec<SocketAddr>) -> Option<Result<TcpStream, DialError>> {
    let is_ipv4 = addresses.first()?.is_ipv4();
    let (first, second) = addresses.into_iter().partition(|address| address.is_ipv4() == is_ipv4);
    let mut first: Connecting = Box::pin(connect_in_order(first));
    let second: Connecting = Box::pin(connect_in_order(second));
    match timeout(HEAD_START, &mut first).await {
        Ok(Some(Ok(stream))) => Some(Ok(stream)),
        Ok(failed) => second.await.or(failed),
        Err(_) => earlier([first, second]).await,
    }
}

type Connecting = Pin<Box<dyn Future<Output = Option<Result<TcpStream, DialError>>> + Send>>;

/// The connection that is there first, or the last error.
async fn earlier(attempts: [Connecting; 2]) -> Option<Result<TcpStream, DialError>> {
    let mut attempts = attempts.map(Some);
    let mut last = None;
    poll_fn(|cx| {
        for attempt in &mut attempts {
            let Some(Poll::Ready(result)) = attempt.as_mut().map(|attempt| attempt.as_mut().poll(cx)) else {
                continue;
            };
            if let Some(Ok(stream)) = result {
                return Poll::Ready(Some(Ok(stream)));
            }
            last = result.or(last.take());
            *attempt = None;
        }
        if attempts.iter().any(Option::is_some) {
            return Poll::Pending;
        }
        Poll::Ready(last.take())
    })
    .await
}

/// The first connection, or the last error; `None` if there is no address.
async fn connect_in_order(addresses: Vec<SocketAddr>) -> Option<Result<TcpStream, DialError>> {
    let mut last = None;
    for address in addresses {
        let result = connect(address).await;
        let is_connected = result.is_ok();
        last = Some(result.map_err(|cause| DialError::Address(address, cause)));
        if is_connected {
            break;
        }
    }
    last
}

async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    // A request is written at once, so there is nothing to wait for.
    // A socket without it is slower and no reason to fail a call.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

/// There is no TCP connection.
#[derive(Debug)]
pub(super) enum DialError {
    /// The name of the host was not resolved.
    Name(String, io::Error),
    /// The address did not accept a connection.
    Address(SocketAddr, io::Error),
}

impl fmt::Display for DialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(host, _) => write!(f, "the name {host} was not resolved"),
            Self::Address(address, _) => write!(f, "no TCP connection to {address}"),
        }
    }
}

impl StdError for DialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Name(_, cause) | Self::Address(_, cause) => Some(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::net::TcpListener;

    use super::*;

    /// An address that accepts connections, and one that refuses them.
    async fn addresses() -> (TcpListener, SocketAddr, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let open = listener.local_addr().unwrap();
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        (listener, open, closed)
    }

    fn v6(port: u16) -> SocketAddr {
        SocketAddr::new("::1".parse().unwrap(), port)
    }

    #[tokio::test]
    async fn addresses_are_tried_until_one_accepts() {
        let (_listener, open, closed) = addresses().await;
        // The port is open for IPv4 only.
        for addresses in [
            vec![closed, open],
            vec![v6(open.port()), open],
            vec![closed, v6(closed.port()), open],
        ] {
            let stream = connect_to_any(addresses).await.unwrap().unwrap();
            assert_eq!(stream.peer_addr().unwrap(), open);
            assert!(stream.nodelay().unwrap());
        }
        assert!(connect_to_any(Vec::new()).await.is_none());
        let error = connect_to_any(vec![closed]).await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), format!("no TCP connection to {closed}"));
        assert_eq!(
            error.source().unwrap().downcast_ref::<io::Error>().unwrap().kind(),
            io::ErrorKind::ConnectionRefused
        );
    }

    #[tokio::test]
    async fn an_attempt_that_never_ends_holds_up_no_other() {
        let (_listener, open, closed) = addresses().await;
        let connecting = || -> Connecting { Box::pin(connect_in_order(vec![open])) };
        let never = || -> Connecting { Box::pin(pending()) };
        let failing = || -> Connecting { Box::pin(connect_in_order(vec![closed])) };
        let none = || -> Connecting { Box::pin(ready(None)) };
        for attempts in [
            [never(), connecting()],
            [connecting(), never()],
            [failing(), connecting()],
            [connecting(), none()],
        ] {
            assert!(earlier(attempts).await.unwrap().is_ok());
        }
        for attempts in [[failing(), failing()], [failing(), none()], [none(), failing()]] {
            assert!(earlier(attempts).await.unwrap().is_err());
        }
        let waiting = timeout(Duration::from_millis(20), earlier([never(), failing()]));
        assert!(waiting.await.is_err());
    }

    #[tokio::test]
    async fn hosts_are_names_or_addresses() {
        let (_listener, open, _) = addresses().await;
        let uri: Uri = format!("http://localhost:{}/", open.port()).parse().unwrap();
        assert!(dial(&uri).await.is_ok());
        let error = dial(&Uri::from_static("http://a.invalid/")).await.unwrap_err();
        assert_eq!(error.to_string(), "the name a.invalid was not resolved");
        assert_eq!(host_of(&Uri::from_static("http://[::1]:80/")), "::1");
        assert_eq!(default_port(&Uri::from_static("http://a/")), 80);
        assert_eq!(default_port(&Uri::from_static("https://a/")), 443);
    }
}

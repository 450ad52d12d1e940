//! Recognizes that one side speaks TLS and the other plain HTTP, which no library reports in these words.
//!
//! - TLS to a server of plain HTTP: it answers the first record with text, an invalid content type for rustls, or closes
//!   the connection. Or it waits for the end of a line until the time to connect is up, which the connector reports.
//! - Plain HTTP to a server of TLS: it answers with a TLS alert, which is no HTTP, or, as nginx, Go, Apache and Tomcat do,
//!   with a page in plain HTTP. Neither has carried out the request, so it is not ambiguous.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, ErrorKind};

use http::StatusCode;
use http::uri::Scheme;
use rustls::InvalidMessage;

use crate::Error;
use crate::error::BoxError;
use crate::http_response::HttpResponse;

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Server,
    Proxy,
}

/// The peer speaks TLS where plain HTTP is configured, or the other way round.
#[derive(Debug)]
pub(super) struct WrongScheme {
    peer: Peer,
    /// The scheme that is configured.
    configured: Scheme,
}

impl fmt::Display for WrongScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (peer, setting) = match self.peer {
            Peer::Server => ("server", "an endpoint"),
            Peer::Proxy => ("proxy", "a proxy"),
        };
        if self.configured == Scheme::HTTP {
            write!(f, "the {peer} expects TLS; {setting} with TLS is written with https://")
        } else {
            write!(
                f,
                "the {peer} answered in plain text and not in TLS; {setting} without TLS is written with http://"
            )
        }
    }
}

impl StdError for WrongScheme {}

/// The peer closed the connection before TLS was established.
#[derive(Debug)]
struct HandshakeEnded {
    peer: Peer,
    kind: ErrorKind,
}

impl fmt::Display for HandshakeEnded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let peer = match self.peer {
            Peer::Server => "server",
            Peer::Proxy => "proxy",
        };
        let how = if self.kind == ErrorKind::UnexpectedEof {
            "closed"
        } else {
            "reset"
        };
        write!(
            f,
            "the {peer} {how} the connection during the TLS handshake, perhaps because it does not speak TLS"
        )
    }
}

impl StdError for HandshakeEnded {}

/// The peer of a plain connection sent a TLS record.
#[derive(Debug)]
pub(super) struct TlsRecord;

impl TlsRecord {
    /// Whether bytes begin as a TLS alert or handshake does, and as no HTTP response does.
    pub(super) fn begins(bytes: &[u8]) -> bool {
        matches!(bytes.first(), Some(0x15 | 0x16))
    }
}

impl fmt::Display for TlsRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a TLS record in place of an HTTP response")
    }
}

impl StdError for TlsRecord {}

impl From<TlsRecord> for io::Error {
    fn from(record: TlsRecord) -> Self {
        Self::new(ErrorKind::InvalidData, record)
    }
}

/// Replaces the error of connecting to `peer` by one in the words of its configuration, where it is about the scheme.
pub(super) fn explain(error: BoxError, peer: Peer) -> BoxError {
    if is_about_plain_http(&*error) {
        return plain_to_tls(peer).into();
    }
    // Other errors than those of TLS have types of their own.
    let Some(handshake) = error.downcast_ref::<io::Error>() else {
        return error;
    };
    match tls_failure(handshake) {
        Some(TlsFailure::NotTls) => WrongScheme {
            peer,
            configured: Scheme::HTTPS,
        }
        .into(),
        Some(TlsFailure::Ended(kind)) => HandshakeEnded { peer, kind }.into(),
        None => error,
    }
}

/// The error of plain HTTP to a peer that speaks TLS.
pub(super) fn plain_to_tls(peer: Peer) -> WrongScheme {
    WrongScheme {
        peer,
        configured: Scheme::HTTP,
    }
}

/// Whether the cause is a [`TlsRecord`].
pub(super) fn is_about_plain_http(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        // The error that an I/O error wraps is not its source.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if wrapped.is_some_and(|wrapped| wrapped.is::<TlsRecord>()) {
            return true;
        }
        cause = error.source();
    }
    false
}

enum TlsFailure {
    NotTls,
    Ended(ErrorKind),
}

fn tls_failure(error: &io::Error) -> Option<TlsFailure> {
    if let Some(wrapped) = error.get_ref() {
        if let Some(nested) = wrapped.downcast_ref::<io::Error>() {
            return tls_failure(nested);
        }
        if let Some(rustls::Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        )) = wrapped.downcast_ref()
        {
            return Some(TlsFailure::NotTls);
        }
    }
    match error.kind() {
        kind @ (ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => Some(TlsFailure::Ended(kind)),
        _ => None,
    }
}

/// How servers say in plain HTTP that they expect TLS, in lower case: nginx and load balancers, Go, Apache, Tomcat.
const TLS_EXPECTED: [&str; 4] = [
    "http request was sent to https port",
    "sent an http request to an https server",
    "speaking plain http to an ssl-enabled server port",
    "combination of host and port requires tls",
];

/// The pages that say so are short.
const MAX_PAGE_BYTES: usize = 4096;

/// The response, unless it says that the server expects TLS.
///
/// # Errors
/// One that says what to write in place of `http://`, and keeps the response.
pub(super) fn validate(answer: HttpResponse, scheme: Option<&Scheme>) -> Result<HttpResponse, Error> {
    let is_suspect = answer.status == StatusCode::BAD_REQUEST
        && scheme == Some(&Scheme::HTTP)
        && answer.body.len() <= MAX_PAGE_BYTES;
    if is_suspect {
        let page = String::from_utf8_lossy(&answer.body).to_ascii_lowercase();
        if TLS_EXPECTED.iter().any(|words| page.contains(words)) {
            return Err(Error::unreadable(answer, plain_to_tls(Peer::Server)));
        }
    }
    Ok(answer)
}

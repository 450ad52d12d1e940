//! `--health`: asks a running emulator whether it answers, without a shell or curl, which an image has neither of.
//!
//! It asks [`HEALTH`] at the address that `--listen` gives, as a client on this machine would: an emulator that listens on
//! every address is asked on loopback. HTTPS is asked with the authority that clients trust, and never without one.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

use tc3_codegen::spec::JsonValue;

/// Where an emulator says that it answers calls.
const HEALTH: &str = "/_emulator/health";

/// How long the connection may take, and each read and write. An emulator answers within milliseconds.
const TIMEOUT: Duration = Duration::from_secs(3);

/// The most bytes that are read of an answer; a healthy one has less than 1,000.
const MAX_ANSWER_BYTES: u64 = 64 * 1024;

/// What the first byte of a TLS record is: an alert, or a part of a handshake.
const TLS_RECORDS: [u8; 2] = [21, 22];

/// The emulator to ask.
#[derive(Debug)]
pub(super) struct HealthCheck {
    addr: SocketAddr,
    /// The file with the authority of its certificates, if it serves HTTPS.
    authority: Option<PathBuf>,
}

impl HealthCheck {
    pub(super) fn new(listen: SocketAddr, authority: Option<PathBuf>) -> Self {
        let ip = match listen.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        Self {
            addr: SocketAddr::new(ip, listen.port()),
            authority,
        }
    }

    /// What a healthy emulator says of itself, in one line.
    pub(super) fn ask(&self) -> Result<String, String> {
        let unhealthy = |reason: &dyn fmt::Display| format!("no healthy emulator at {self}: {reason}");
        let answer = self.exchange().map_err(|error| unhealthy(&error))?;
        if self.authority.is_none() && answer.first().is_some_and(|first| TLS_RECORDS.contains(first)) {
            return Err(unhealthy(
                &"it serves HTTPS; add --tls-ca FILE, the authority that clients trust",
            ));
        }
        let answer = String::from_utf8_lossy(&answer);
        let Some((head, body)) = answer.split_once("\r\n\r\n") else {
            return Err(unhealthy(&"the answer is not HTTP"));
        };
        if !head.starts_with("HTTP/1.1 200 ") {
            let status = head.lines().next().unwrap_or_default();
            return Err(unhealthy(&format_args!("it answers `{}`", status.escape_debug())));
        }
        let body = body.trim();
        if !is_health(body) {
            return Err(unhealthy(&"what answers there is not tc3-emulator"));
        }
        Ok(format!("{body}\n"))
    }

    /// Sends the request and reads the answer until its end.
    fn exchange(&self) -> io::Result<Vec<u8>> {
        let stream = TcpStream::connect_timeout(&self.addr, TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        match &self.authority {
            None => self.talk(stream),
            #[cfg(feature = "tls")]
            Some(authority) => self.talk(tls::connect(stream, self.addr.ip(), authority)?),
            // The arguments were refused.
            #[cfg(not(feature = "tls"))]
            Some(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    fn talk(&self, mut stream: impl Read + Write) -> io::Result<Vec<u8>> {
        let request = format!(
            "GET {HEALTH} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.addr
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        match stream.take(MAX_ANSWER_BYTES).read_to_end(&mut answer) {
            // A server of TLS may reset the connection after its alert.
            Err(error) if answer.is_empty() => Err(said(error)),
            _ => Ok(answer),
        }
    }
}

impl fmt::Display for HealthCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.authority.is_some() { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.addr)
    }
}

/// A timeout in words: what the system says of it is "resource temporarily unavailable".
fn said(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            io::Error::other(format!("no answer within {} seconds", TIMEOUT.as_secs()))
        }
        _ => error,
    }
}

/// Whether a body is what an emulator answers: `{"status":"ok","version":"0.1.0","services":2}`.
fn is_health(body: &str) -> bool {
    let Ok(json) = tc3_codegen::spec::Json::parse(body) else {
        return false;
    };
    let JsonValue::Object(entries) = &json.value else {
        return false;
    };
    let has = |name: &str, is_right: &dyn Fn(&JsonValue) -> bool| {
        entries
            .iter()
            .any(|entry| entry.name == name && is_right(&entry.value.value))
    };
    has(
        "status",
        &|status| matches!(status, JsonValue::String(text) if text == "ok"),
    ) && has("services", &|services| matches!(services, JsonValue::Number(_)))
}

#[cfg(feature = "tls")]
mod tls {
    use std::io;
    use std::net::{IpAddr, TcpStream};
    use std::path::Path;
    use std::sync::Arc;

    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName};
    use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

    /// The stream within TLS. The handshake is that of the first write.
    pub(super) fn connect(
        stream: TcpStream,
        ip: IpAddr,
        authority: &Path,
    ) -> io::Result<StreamOwned<ClientConnection, TcpStream>> {
        let not_read = |error: &dyn std::fmt::Display| {
            io::Error::other(format!("--tls-ca {} cannot be read: {error}", authority.display()))
        };
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(authority).map_err(|error| not_read(&error))? {
            let certificate = certificate.map_err(|error| not_read(&error))?;
            roots.add(certificate).map_err(|error| not_read(&error))?;
        }
        if roots.is_empty() {
            return Err(not_read(&"it has no certificate"));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client =
            ClientConnection::new(Arc::new(config), ServerName::IpAddress(ip.into())).map_err(io::Error::other)?;
        Ok(StreamOwned::new(client, stream))
    }
}

//! TLS with the roots that a client trusts.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use http::Uri;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::Handle;
use tokio_rustls::TlsConnector;

use super::connection::Stream;
use super::dial::host_of;
use super::roots::TrustedRoots;
use crate::error::BoxError;
use crate::tasks::off_thread;

/// The configuration of all clients with default roots. Loaded by the first connection that needs it and cached for the
/// life of the process. An error is not cached, so that certificates installed later are found.
static DEFAULT: OnceLock<Arc<ClientConfig>> = OnceLock::new();

/// The TLS configuration of a client.
pub(super) struct Tls {
    roots: TrustedRoots,
    /// The configuration of this client, if its roots are not the default. Loaded by the first connection.
    own: OnceLock<Arc<ClientConfig>>,
}

impl Tls {
    pub(super) fn new(roots: TrustedRoots) -> Self {
        Self {
            roots,
            own: OnceLock::new(),
        }
    }

    pub(super) async fn client_config(&self) -> Result<Arc<ClientConfig>, BoxError> {
        let cell = if self.roots.is_default() { &DEFAULT } else { &self.own };
        if let Some(config) = cell.get() {
            return Ok(Arc::clone(config));
        }
        let trusted = self.roots.clone();
        let config = off_thread(Handle::current(), || load(trusted)).await??;
        Ok(Arc::clone(cell.get_or_init(|| config)))
    }
}

/// Begins TLS with the host of `target` over a connection to it.
///
/// # Errors
/// If the handshake fails, for example because the certificate is not one of this host.
pub(super) async fn begin(config: Arc<ClientConfig>, target: &Uri, stream: Stream) -> Result<Stream, BoxError> {
    let host = ServerName::try_from(host_of(target).to_owned())?;
    let stream = TlsConnector::from(config).connect(host, stream).await?;
    Ok(Stream::Tls(Box::new(stream)))
}

fn load(trusted: TrustedRoots) -> Result<Arc<ClientConfig>, BoxError> {
    let mut roots = trusted.added;
    if trusted.system {
        add_system_roots(&mut roots)?;
    }
    // Explicit, so that the process needs no default provider and may have another one.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// # Errors
/// If the system has none, and none were added.
fn add_system_roots(roots: &mut RootCertStore) -> Result<(), NoRoots> {
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    if !roots.is_empty() {
        return Ok(());
    }
    let causes = found.errors.iter().map(ToString::to_string).collect();
    Err(NoRoots { causes })
}

/// Whether the error is about trust, so that a retry would not help.
pub(in crate::transport) fn is_untrusted(error: &(dyn StdError + 'static)) -> bool {
    // The error that an I/O error wraps is not its source, so each layer is unwrapped here.
    if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        return is_untrusted(inner);
    }
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))) || error.is::<NoRoots>()
}

#[derive(Debug)]
struct NoRoots {
    causes: Vec<String>,
}

impl fmt::Display for NoRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "no trusted root certificate was found; install the package ca-certificates or point \
             SSL_CERT_FILE to a PEM file",
        )?;
        self.causes.iter().try_for_each(|cause| write!(f, " ({cause})"))
    }
}

impl StdError for NoRoots {}

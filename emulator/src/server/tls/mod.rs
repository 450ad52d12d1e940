//! HTTPS: with a certificate authority that is made for one run, with one that is kept in a file, or with a certificate
//! that was signed elsewhere.

mod authority;
mod host_certificates;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use self::authority::Authority;
use self::host_certificates::HostCertificates;
use crate::access::AllowedHosts;

/// Where the certificates come from.
#[derive(Clone, Debug)]
pub(crate) enum TlsIdentity {
    /// An authority that is made for this run.
    OfThisRun,
    /// The authority in this file, which is made if it does not exist.
    Authority(PathBuf),
    /// A certificate with its chain, and its key.
    Certificate { chain: PathBuf, key: PathBuf },
}

/// Why there is no certificate. It says what to do instead.
#[derive(Debug)]
struct TlsError(String);

type BoxError = Box<dyn Error + Send + Sync>;

/// The TLS acceptor, and the certificate authority that clients have to trust, in PEM; `None` if it was signed elsewhere.
pub(crate) fn set_up(
    identity: &TlsIdentity,
    hosts: Arc<AllowedHosts>,
) -> Result<(TlsAcceptor, Option<String>), BoxError> {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth();
    let authority = match identity {
        TlsIdentity::Certificate { chain, key } => {
            let chain_der = certificates(chain)?;
            let key_der = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable("the key", key, &error))?;
            let config = config.with_single_cert(chain_der, key_der).map_err(|error| {
                TlsError(format!(
                    "the key {} does not fit the first certificate of {}: {error}",
                    key.display(),
                    chain.display()
                ))
            })?;
            return Ok((TlsAcceptor::from(Arc::new(config)), None));
        }
        TlsIdentity::OfThisRun => Authority::generate()?,
        TlsIdentity::Authority(file) => Authority::load_or_create(file)?,
    };
    let pem = authority.pem().to_owned();
    let config = config.with_cert_resolver(Arc::new(HostCertificates::new(authority, hosts)?));
    Ok((TlsAcceptor::from(Arc::new(config)), Some(pem)))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let certificates = read.map_err(|error| unreadable("the certificate", path, &error))?;
    if certificates.is_empty() {
        let text = format!("{} has no certificate; write one in PEM", path.display());
        return Err(TlsError(text));
    }
    Ok(certificates)
}

fn unreadable(what: &str, path: &Path, error: &rustls::pki_types::pem::Error) -> TlsError {
    let path = path.display();
    TlsError(match error {
        rustls::pki_types::pem::Error::NoItemsFound => format!("{path} has none; write {what} in PEM"),
        error => format!("{what} {path} cannot be read: {error}"),
    })
}

impl std::fmt::Display for TlsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for TlsError {}

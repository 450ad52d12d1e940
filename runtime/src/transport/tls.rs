//! TLS with the certificates that the system trusts.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use rustls::{ClientConfig, RootCertStore};

use crate::error::BoxError;

/// Loaded by the first connection that needs it and kept for the life of the process. A failure is
/// not kept, so that certificates installed later are found.
static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();

pub(super) async fn client_config() -> Result<Arc<ClientConfig>, BoxError> {
    if let Some(config) = CONFIG.get() {
        return Ok(Arc::clone(config));
    }
    let config = tokio::task::spawn_blocking(load).await??;
    Ok(Arc::clone(CONFIG.get_or_init(|| config)))
}

fn load() -> Result<Arc<ClientConfig>, BoxError> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(found.certs);
    if added == 0 {
        let causes = found.errors.iter().map(ToString::to_string).collect();
        return Err(NoRoots { causes }.into());
    }
    // Named here, so that the process needs no default provider and may have another one.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Whether `error` is one of trust, which does not pass in a moment.
pub(super) fn is_distrust(error: &(dyn StdError + 'static)) -> bool {
    // What an I/O error wraps is not among its causes: it has to be looked into, layer by layer.
    if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        return is_distrust(inner);
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

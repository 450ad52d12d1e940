//! The root certificates that a client trusts.

use std::fmt;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::Error;

/// The roots of the system unless turned off, and those that were added.
#[derive(Clone)]
pub(crate) struct TrustedRoots {
    pub(crate) system: bool,
    pub(super) added: RootCertStore,
}

impl Default for TrustedRoots {
    fn default() -> Self {
        Self {
            system: true,
            added: RootCertStore::empty(),
        }
    }
}

impl TrustedRoots {
    /// Adds all certificates of a PEM file.
    ///
    /// # Errors
    /// If the file has no certificate, or one that cannot be a root.
    pub(crate) fn add_pem(&mut self, pem: &[u8]) -> Result<(), Error> {
        let mut count = 0;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            count += 1;
            // The parser's message may quote a line of the file, which may be one of a private key.
            let certificate = certificate.map_err(|_| unusable("it is not well-formed PEM"))?;
            self.added
                .add(certificate)
                .map_err(|error| unusable(&format!("certificate {count}: {error}")))?;
        }
        if count > 0 {
            return Ok(());
        }
        Err(unusable(if pem.starts_with(b"\x30") {
            "it is DER; PEM is text with a line -----BEGIN CERTIFICATE-----"
        } else {
            "it has no section -----BEGIN CERTIFICATE-----"
        }))
    }

    /// # Errors
    /// If nothing is trusted.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        if self.system || !self.added.is_empty() {
            return Ok(());
        }
        Err(Error::config(
            "the client trusts no root certificate: those of the system are turned off, and none is added",
        ))
    }

    /// Whether nothing was set, so that the configuration can be shared between clients.
    pub(super) fn is_default(&self) -> bool {
        self.system && self.added.is_empty()
    }
}

fn unusable(reason: &str) -> Error {
    Error::config(format!("the root certificates cannot be used: {reason}"))
}

impl fmt::Debug for TrustedRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrustedRoots")
            .field("system", &self.system)
            .field("added", &self.added.len())
            .finish()
    }
}

//! Signs a certificate for the host that a client asks for.
//!
//! A wildcard stands for one label only, and the hosts of a region have two below the domain. So the certificate is made
//! for the very name that the client sends in its handshake (SNI), if it is a host that the emulator answers for.

use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::KeyPair;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};

use super::BoxError;
use super::authority::Authority;
use crate::access::AllowedHosts;

/// The most certificates that are kept; all are dropped when there are more, and made again when they are asked for.
const MAX_KEPT: usize = 1_000;

pub(super) struct HostCertificates {
    authority: Authority,
    hosts: Arc<AllowedHosts>,
    /// The key of every certificate.
    key: KeyPair,
    signing_key: Arc<dyn SigningKey>,
    /// For clients that name no host, since they ask for an address, or a host that is not served.
    of_addresses: Arc<CertifiedKey>,
    by_host: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl HostCertificates {
    pub(super) fn new(authority: Authority, hosts: Arc<AllowedHosts>) -> Result<Self, BoxError> {
        let key = KeyPair::generate()?;
        let signing_key = any_supported_type(&PrivatePkcs8KeyDer::from(key.serialize_der()).into())?;
        let loopback = [
            "localhost".to_owned(),
            Ipv4Addr::LOCALHOST.to_string(),
            Ipv6Addr::LOCALHOST.to_string(),
        ];
        let mut names = Vec::from(loopback);
        names.extend(hosts.addresses().map(|address| address.to_string()));
        names.sort();
        names.dedup();
        let certificate = authority.sign(names, &key)?;
        let of_addresses = Arc::new(CertifiedKey::new(vec![certificate], Arc::clone(&signing_key)));
        Ok(Self {
            authority,
            hosts,
            key,
            signing_key,
            of_addresses,
            by_host: Mutex::default(),
        })
    }

    fn of_host(&self, name: &str) -> Option<Arc<CertifiedKey>> {
        if !self.hosts.contains(name) {
            return Some(Arc::clone(&self.of_addresses));
        }
        let name = name.to_ascii_lowercase();
        let mut by_host = self.by_host.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = by_host.get(&name) {
            return Some(Arc::clone(kept));
        }
        // A name that cannot be in a certificate ends the handshake.
        let certificate = self.authority.sign(vec![name.clone()], &self.key).ok()?;
        let made = Arc::new(CertifiedKey::new(vec![certificate], Arc::clone(&self.signing_key)));
        if by_host.len() >= MAX_KEPT {
            by_host.clear();
        }
        by_host.insert(name, Arc::clone(&made));
        Some(made)
    }
}

impl ResolvesServerCert for HostCertificates {
    fn resolve(&self, client: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        match client.server_name() {
            Some(name) => self.of_host(name),
            None => Some(Arc::clone(&self.of_addresses)),
        }
    }
}

impl std::fmt::Debug for HostCertificates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HostCertificates").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::authority::Authority;
    use super::{BoxError, HostCertificates, MAX_KEPT};
    use crate::access::AllowedHosts;

    #[test]
    fn certificates_are_kept_but_not_without_bound() -> Result<(), BoxError> {
        let hosts = Arc::new(AllowedHosts::default());
        let certificates = HostCertificates::new(Authority::generate()?, hosts)?;
        let of = |name: &str| certificates.of_host(name).expect("a certificate");
        let first = of("gaap.ap-guangzhou.tencentcloudapi.com");
        assert!(Arc::ptr_eq(&first, &of("GAAP.ap-guangzhou.tencentcloudapi.com")));
        assert!(Arc::ptr_eq(&of("evil.example"), &certificates.of_addresses));
        for number in 0..MAX_KEPT {
            of(&format!("s{number}.tencentcloudapi.com"));
        }
        assert!(certificates.by_host.lock().expect("a lock").len() <= MAX_KEPT);
        Ok(())
    }
}

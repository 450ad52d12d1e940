//! HTTPS, with a certificate authority and a certificate that are made for one run.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use tokio_rustls::TlsAcceptor;

/// The names that the certificate is for, in addition to addresses. Clients that use the service's own names get here
/// through a resolver or a hosts file.
const NAMES: [&str; 4] = [
    "localhost",
    "tencentcloudapi.com",
    "*.tencentcloudapi.com",
    "*.intl.tencentcloudapi.com",
];

/// The TLS acceptor, and the certificate authority that clients have to trust, in PEM.
///
/// The authority's key is dropped here, so that nobody can sign another certificate with it.
pub(crate) fn set_up(listening_on: IpAddr) -> Result<(TlsAcceptor, String), Box<dyn Error + Send + Sync>> {
    let authority = CertifiedIssuer::self_signed(authority(), KeyPair::generate()?)?;
    let addresses = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into(), listening_on];
    let addresses = addresses.map(|address: IpAddr| address.to_string());
    let names = NAMES.map(str::to_owned).into_iter().chain(addresses);
    let key = KeyPair::generate()?;
    let certificate = leaf(names.collect())?.signed_by(&key, &authority)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())?;
    Ok((TlsAcceptor::from(Arc::new(config)), authority.pem()))
}

/// The parameters of the server's certificate, with the extensions that strict clients require (RFC 5280), such as
/// Python from 3.13 on.
fn leaf(names: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn authority() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
        .distinguished_name
        .push(DnType::CommonName, "tc3-emulator, of one run");
    params
}

#[cfg(test)]
mod tests {
    use rcgen::{CertifiedIssuer, KeyPair};

    use super::{authority, leaf};

    /// Python 3.13 rejects a certificate that does not name its issuer's key.
    #[test]
    fn the_certificate_has_the_extensions_that_strict_clients_require() -> Result<(), rcgen::Error> {
        let authority = CertifiedIssuer::self_signed(authority(), KeyPair::generate()?)?;
        let certificate = leaf(vec!["localhost".to_owned()])?.signed_by(&KeyPair::generate()?, &authority)?;
        // The object identifiers 2.5.29.35, 2.5.29.15 and 2.5.29.37 in DER.
        for (extension, number) in [("authorityKeyIdentifier", 35), ("keyUsage", 15), ("extKeyUsage", 37)] {
            let identifier = [0x06, 3, 0x55, 0x1d, number];
            let mut places = certificate.der().windows(identifier.len());
            assert!(places.any(|place| place == identifier), "{extension}");
        }
        Ok(())
    }
}

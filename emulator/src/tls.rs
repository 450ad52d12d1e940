//! HTTPS with certificates that are made for one run.

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

/// The names that the certificate is for, beside addresses. Clients that keep the cloud's names find their way here
/// through a resolver or a hosts file.
const NAMES: [&str; 4] = [
    "localhost",
    "tencentcloudapi.com",
    "*.tencentcloudapi.com",
    "*.intl.tencentcloudapi.com",
];

/// The server's side of TLS, and in PEM the authority that a client has to trust. Its key goes with this call, so
/// nobody can sign a second certificate with it.
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

/// With the extensions that strict clients look for, Python from 3.13 on among them (RFC 5280).
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

    /// Python 3.13 refuses a certificate that does not name its issuer's key.
    #[test]
    fn the_certificate_says_what_strict_clients_ask_for() -> Result<(), rcgen::Error> {
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

//! The certificate authority that clients trust, and the two files that it is kept in.
//!
//! The file of the certificate is for clients; its key is next to it, with the extension `key`, readable only by its
//! owner. Only an expired authority is replaced: anything else that does not fit is an error, since clients may trust
//! what is there.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, RootCertStore};

use super::{BoxError, TlsError};
use crate::wire::time;

/// The days that an authority is valid for: ten years.
const AUTHORITY_DAYS: i64 = 3_650;

/// The days that a certificate is valid for. Some clients accept no more than 398.
const CERTIFICATE_DAYS: i64 = 397;

const SECONDS_PER_DAY: i64 = 86_400;

/// An authority, with its key.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// Whether a certificate is usable as the authority of a key.
enum Fit {
    Valid,
    Expired,
    Foreign(String),
}

impl Authority {
    /// An authority for one run. Its key is not stored.
    pub(super) fn generate() -> Result<Self, BoxError> {
        let key = KeyPair::generate()?;
        let params = authority_params(unix_now())?;
        let pem = params.self_signed(&key)?.pem();
        let issuer = Issuer::new(params, key);
        Ok(Self { issuer, pem })
    }

    /// The authority in `file`, which is made if it does not exist, and made anew if it has expired.
    pub(super) fn load_or_create(file: &Path) -> Result<Self, BoxError> {
        let key_file = file.with_extension("key");
        if key_file == file {
            let text = "the authority's file has the extension `key`, which its key needs; name it with `.pem`";
            return Err(TlsError(text.to_owned()).into());
        }
        let (shown, shown_key) = (file.display(), key_file.display());
        match (read(file)?, read(&key_file)?) {
            (None, None) => {
                let made = Self::generate()?;
                made.create_files(file, &key_file)?;
                Ok(made)
            }
            (Some(pem), Some(key)) => {
                check_mode(&key_file)?;
                Self::from_files(file, &key_file, pem, &key)
            }
            (Some(_), None) => Err(TlsError(format!(
                "{shown} is there without its key {shown_key}, so nothing can be signed for clients that trust it; \
                 name another file, or remove it"
            ))
            .into()),
            (None, Some(_)) => Err(TlsError(format!(
                "the key {shown_key} is there without its certificate {shown}; name another file, or remove the key"
            ))
            .into()),
        }
    }

    /// The authority in PEM.
    pub(super) fn pem(&self) -> &str {
        &self.pem
    }

    /// A certificate for these names and addresses.
    pub(super) fn sign(&self, names: Vec<String>, key: &KeyPair) -> Result<CertificateDer<'static>, rcgen::Error> {
        let certificate = leaf_params(names, unix_now())?.signed_by(key, &self.issuer)?;
        Ok(certificate.der().clone())
    }

    fn from_files(file: &Path, key_file: &Path, pem: String, key: &str) -> Result<Self, BoxError> {
        let (shown, shown_key) = (file.display(), key_file.display());
        let key = KeyPair::from_pem(key)
            .map_err(|error| TlsError(format!("{shown_key} is not a private key in PEM: {error}")))?;
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes())
            .map_err(|error| TlsError(format!("{shown} is not a certificate in PEM: {error}")))?;
        let issuer = Issuer::new(authority_params(unix_now())?, key);
        let kept = Self { issuer, pem };
        match kept.fit(&certificate)? {
            Fit::Valid => Ok(kept),
            Fit::Expired => {
                let made = Self::generate()?;
                made.replace_files(file, key_file)?;
                Ok(made)
            }
            Fit::Foreign(reason) => Err(TlsError(format!(
                "{shown} is not the authority of the key {shown_key}, or was not made by this emulator ({reason}); \
                 name another file, or remove both"
            ))
            .into()),
        }
    }

    /// Whether clients that trust `certificate` accept what this key signs.
    fn fit(&self, certificate: &CertificateDer<'static>) -> Result<Fit, BoxError> {
        let mut roots = RootCertStore::empty();
        if let Err(error) = roots.add(certificate.clone()) {
            return Ok(Fit::Foreign(error.to_string()));
        }
        let provider = Arc::new(ring::default_provider());
        let client = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
        let name = ServerName::try_from("localhost")?;
        let verify = |leaf: &CertificateDer<'_>| client.verify_server_cert(leaf, &[], &name, &[], UnixTime::now());
        // The dates of a root are not looked at, but those of a certificate are, before anything else of it.
        if let Err(rustls::Error::InvalidCertificate(error)) = verify(certificate) {
            use CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
            match error {
                Expired | ExpiredContext { .. } => return Ok(Fit::Expired),
                NotValidYet | NotValidYetContext { .. } => return Ok(Fit::Foreign(error.to_string())),
                _ => {}
            }
        }
        let leaf = self.sign(vec!["localhost".to_owned()], &KeyPair::generate()?)?;
        Ok(match verify(&leaf) {
            Ok(_) => Fit::Valid,
            Err(error) => Fit::Foreign(error.to_string()),
        })
    }

    fn create_files(&self, file: &Path, key_file: &Path) -> Result<(), TlsError> {
        create(key_file, &self.issuer.key().serialize_pem(), Access::OwnerOnly)?;
        create(file, &self.pem, Access::Everyone).inspect_err(|_| {
            // A key without its certificate would be in the way of the next start.
            let _ = fs::remove_file(key_file);
        })
    }

    fn replace_files(&self, file: &Path, key_file: &Path) -> Result<(), TlsError> {
        let [new_file, new_key_file] = [file, key_file].map(|path| {
            let mut name = path.as_os_str().to_owned();
            name.push(".new");
            PathBuf::from(name)
        });
        self.create_files(&new_file, &new_key_file)?;
        let renamed = fs::rename(&new_key_file, key_file).and_then(|()| fs::rename(&new_file, file));
        renamed.map_err(|error| TlsError(format!("{} cannot be replaced: {error}", file.display())))
    }
}

fn authority_params(now: i64) -> Result<CertificateParams, BoxError> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let name = &mut params.distinguished_name;
    *name = rcgen::DistinguishedName::new();
    name.push(DnType::CommonName, "tc3-emulator");
    set_dates(&mut params, now, AUTHORITY_DAYS);
    Ok(params)
}

/// The parameters of the server's certificate, with the extensions that strict clients require (RFC 5280), such as
/// Python from 3.13 on.
fn leaf_params(names: Vec<String>, now: i64) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names)?;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    set_dates(&mut params, now, CERTIFICATE_DAYS);
    Ok(params)
}

/// From yesterday, since clocks differ, for so many days.
fn set_dates(params: &mut CertificateParams, now: i64, days: i64) {
    let date = |seconds| {
        let date = time::date(seconds);
        let mut parts = date.split('-').map(|part| part.parse::<i32>().unwrap_or(1));
        let [year, month, day] = std::array::from_fn(|_| parts.next().unwrap_or(1));
        let [month, day] = [month, day].map(|part| u8::try_from(part).unwrap_or(1));
        rcgen::date_time_ymd(year, month, day)
    };
    params.not_before = date(now.saturating_sub(SECONDS_PER_DAY));
    params.not_after = date(now.saturating_add((days - 1) * SECONDS_PER_DAY));
}

/// The system's time. The emulator's clock does not matter here: clients use their own.
fn unix_now() -> i64 {
    time::unix_seconds(SystemTime::now())
}

/// The text of a file; `None` if it does not exist.
fn read(path: &Path) -> Result<Option<String>, TlsError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(TlsError(format!("{} cannot be read: {error}", path.display()))),
    }
}

/// Who may read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Everyone,
    OwnerOnly,
}

fn create(path: &Path, text: &str, access: Access) -> Result<(), TlsError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if access == Access::OwnerOnly {
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let file = options.open(path);
    let written = file.and_then(|mut file| {
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .inspect_err(|_| {
                let _ = fs::remove_file(path);
            })
    });
    written.map_err(|error| TlsError(format!("{} cannot be written: {error}", path.display())))
}

/// Refuses a key that other users can read: anyone who has it can impersonate any site to the clients that trust it.
#[cfg(unix)]
fn check_mode(key_file: &Path) -> Result<(), TlsError> {
    use std::os::unix::fs::PermissionsExt;

    let shown = key_file.display();
    let metadata = fs::metadata(key_file).map_err(|error| TlsError(format!("{shown} cannot be read: {error}")))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(TlsError(format!(
        "the key {shown} has the mode {mode:04o}, so that other users can use it; run `chmod 600 {shown}`, or remove it \
         and its certificate"
    )))
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<(), TlsError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use rcgen::{Issuer, KeyPair};
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;

    use super::{Authority, BoxError, Fit, SECONDS_PER_DAY, authority_params, unix_now};

    /// An authority that was made so many days ago, and its certificate.
    fn made_days_ago(days: i64) -> Result<(Authority, CertificateDer<'static>), BoxError> {
        let key = KeyPair::generate()?;
        let params = authority_params(unix_now() - days * SECONDS_PER_DAY)?;
        let pem = params.self_signed(&key)?.pem();
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes())?;
        let issuer = Issuer::new(params, key);
        Ok((Authority { issuer, pem }, certificate))
    }

    /// Python 3.13 rejects a certificate that does not name its issuer's key.
    #[test]
    fn the_certificate_has_the_extensions_that_strict_clients_require() -> Result<(), BoxError> {
        let authority = Authority::generate()?;
        let certificate = authority.sign(vec!["localhost".to_owned()], &KeyPair::generate()?)?;
        // The object identifiers 2.5.29.35, 2.5.29.15 and 2.5.29.37 in DER.
        for (extension, number) in [("authorityKeyIdentifier", 35), ("keyUsage", 15), ("extKeyUsage", 37)] {
            let identifier = [0x06, 3, 0x55, 0x1d, number];
            let mut places = certificate.windows(identifier.len());
            assert!(places.any(|place| place == identifier), "{extension}");
        }
        Ok(())
    }

    #[test]
    fn an_authority_is_valid_for_ten_years_and_only_with_its_key() -> Result<(), BoxError> {
        for (days, is_valid) in [(0, true), (3_640, true), (3_660, false)] {
            let (authority, certificate) = made_days_ago(days)?;
            match authority.fit(&certificate)? {
                Fit::Valid => assert!(is_valid, "{days}"),
                Fit::Expired => assert!(!is_valid, "{days}"),
                Fit::Foreign(reason) => panic!("{days}: {reason}"),
            }
        }
        let (_, of_tomorrow) = made_days_ago(-3)?;
        let (another, certificate) = made_days_ago(0)?;
        for foreign in [of_tomorrow, another.sign(vec!["x".to_owned()], &KeyPair::generate()?)?] {
            assert!(matches!(another.fit(&foreign)?, Fit::Foreign(_)));
        }
        assert!(matches!(Authority::generate()?.fit(&certificate)?, Fit::Foreign(_)));
        Ok(())
    }
}

//! HTTPS: the authority in a file, certificates for the hosts that clients ask for, and one of one's choice.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tc3_emulator::{Builder, StartError};
use tokio::runtime::Runtime;

use super::command::{Process, output};
use crate::support::http::{Running, reply};
use crate::support::signer::create_proxy_group;
use crate::support::spec::{SPEC, builder};

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("https").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Calls by HTTPS as a client that trusts the authority in `pem` and asks for `host`.
fn call(running: &Running, pem: &[u8], host: &str) -> Result<String, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem).expect("a certificate"))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).expect("a name");
    let client = ClientConnection::new(Arc::new(config), name)?;
    let mut stream = StreamOwned::new(
        client,
        TcpStream::connect(running.emulator.addr()).expect("a connection"),
    );
    let mut request = create_proxy_group("{}");
    request.set("Host", host);
    let mut answer = Vec::new();
    let exchanged = stream
        .write_all(&request.bytes())
        .and_then(|()| stream.read_to_end(&mut answer));
    match exchanged {
        Ok(_) => Ok(reply(&answer).code().to_owned()),
        Err(error) => Err(error.downcast::<rustls::Error>().expect("an error of TLS")),
    }
}

fn start_error(builder: Builder) -> String {
    let runtime = Runtime::new().expect("a runtime");
    let error = runtime.block_on(builder.start()).expect_err("no start");
    assert!(matches!(error, StartError::Certificate(_)), "{error:?}");
    error.to_string()
}

#[test]
fn a_client_gets_a_certificate_for_the_host_that_it_asks_for() {
    let running = Running::start(builder().tls().allow_host("*.cloud.example").allow_host("10.1.2.3"));
    let pem = running.emulator.ca_pem().expect("an authority").as_bytes();
    for host in [
        "localhost",
        "127.0.0.1",
        "10.1.2.3",
        "gaap.tencentcloudapi.com",
        "cvm.ap-singapore.tencentcloudapi.com",
        "cvm.ap-shanghai-fsi.tencentcloudapi.com",
        "gaap.intl.tencentcloudapi.com",
        "gaap.internal.tencentcloudapi.com",
        "es.ai.tencentcloudapi.com",
        "gaap.north.cloud.example",
    ] {
        // That of the pipeline: the signature is for another host.
        let code = call(&running, pem, host).unwrap_or_else(|error| panic!("{host}: {error}"));
        assert!(
            code.is_empty() || code.starts_with("AuthFailure") || code == "MissingParameter",
            "{host}: {code}"
        );
    }
    for host in ["evil.example", "tencentcloudapi.com.evil.example", "10.1.2.4"] {
        assert!(call(&running, pem, host).is_err(), "{host}");
    }
}

#[test]
fn the_authority_in_a_file_is_used_again() {
    let folder = folder("kept");
    let (file, key) = (folder.join("authority.pem"), folder.join("authority.key"));
    let first = Running::start(builder().tls_authority(&file));
    let pem = fs::read(&file).expect("the authority");
    assert_eq!(first.emulator.ca_pem().map(str::as_bytes), Some(&pem[..]));
    assert!(!String::from_utf8_lossy(&pem).contains("PRIVATE KEY"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&key).expect("the key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // At the same time, and after the first one.
    let second = Running::start(builder().tls_authority(&file));
    drop(first);
    let third = Running::start(builder().tls_authority(&file));
    for running in [second, third] {
        assert!(call(&running, &pem, "cvm.ap-singapore.tencentcloudapi.com").is_ok());
    }
    assert_eq!(fs::read(&file).expect("the authority"), pem);
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2);
}

#[test]
fn files_that_are_no_authority_are_named_and_left_alone() {
    let folder = folder("foreign");
    let (file, key) = (folder.join("authority.pem"), folder.join("authority.key"));
    drop(Running::start(builder().tls_authority(&file)));
    let (pem, key_pem) = (fs::read(&file).expect("a file"), fs::read(&key).expect("a file"));
    let another = folder.join("another.pem");
    drop(Running::start(builder().tls_authority(&another)));
    let other_pem = fs::read(&another).expect("a file");
    // Without one of the two, with text, and with the certificate of another key.
    /// The contents of the two files, if they exist, and a part of the error.
    type Case<'c> = (Option<&'c [u8]>, Option<&'c [u8]>, &'c str);

    let cases: [Case<'_>; 6] = [
        (Some(&pem), None, "without its key"),
        (None, Some(&key_pem), "without its certificate"),
        (Some(b"text"), Some(&key_pem), "authority.pem is not a certificate"),
        (Some(&pem), Some(b"text"), "authority.key is not a private key"),
        (Some(&other_pem), Some(&key_pem), "is not the authority of the key"),
        (
            Some(&pem[..pem.len() / 2]),
            Some(&key_pem),
            "authority.pem is not a certificate",
        ),
    ];
    for (certificate, private, said) in cases {
        for (path, bytes) in [(&file, certificate), (&key, private)] {
            match bytes {
                Some(bytes) => fs::write(path, bytes).expect("a file"),
                None => fs::remove_file(path).expect("no file"),
            }
        }
        let error = start_error(builder().tls_authority(&file));
        assert!(
            error.contains(said) && error.contains("authority."),
            "no `{said}` in {error}"
        );
        for (path, bytes) in [(&file, certificate), (&key, private)] {
            assert_eq!(fs::read(path).ok().as_deref(), bytes, "{said}");
        }
        fs::write(&file, &pem).expect("a file");
        fs::write(&key, &key_pem).expect("a file");
        restrict(&key, 0o600);
    }
    let error = start_error(builder().tls_authority(&key));
    assert!(error.contains(".pem"), "{error}");
    #[cfg(unix)]
    {
        restrict(&key, 0o640);
        let error = start_error(builder().tls_authority(&file));
        assert!(error.contains("0640") && error.contains("chmod 600"), "{error}");
    }
    let error = start_error(builder().tls_authority(folder.join("no/such/folder.pem")));
    assert!(error.contains("no/such/folder.key"), "{error}");
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) {}

#[test]
fn a_certificate_that_was_signed_elsewhere_is_served() {
    let folder = folder("own");
    let make = |name: &str| {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["gaap.tencentcloudapi.com".to_owned()]).expect("a certificate");
        let [file, key] = ["pem", "key"].map(|extension| folder.join(name).with_extension(extension));
        fs::write(&file, cert.pem()).expect("a file");
        fs::write(&key, signing_key.serialize_pem()).expect("a file");
        (file, key)
    };
    let ((file, key), (other, _)) = (make("one"), make("two"));
    let running = Running::start(builder().tls_certificate(&file, &key));
    assert_eq!(running.emulator.ca_pem(), None);
    let pem = fs::read(&file).expect("a file");
    assert!(call(&running, &pem, "gaap.tencentcloudapi.com").is_ok());
    assert!(call(&running, &pem, "cvm.tencentcloudapi.com").is_err());

    let text = folder.join("text.pem");
    fs::write(&text, "text").expect("a file");
    for (certificate, key, said) in [
        (&other, &key, "does not fit"),
        (&text, &key, "text.pem"),
        (&file, &text, "text.pem"),
        (&folder.join("none.pem"), &key, "none.pem"),
        (&file, &folder.join("none.key"), "none.key"),
        (&key, &key, "one.key"),
    ] {
        let error = start_error(builder().tls_certificate(certificate, key));
        assert!(error.contains(said), "no `{said}` in {error}");
    }
}

#[test]
fn the_command_prints_the_file_of_the_authority_and_starts_again_with_it() {
    let file = folder("command").join("ca.pem");
    let path = file.to_str().expect("a path");
    let arguments = ["--spec", SPEC, "--listen", "127.0.0.1:0", "--tls", "--tls-ca", path];
    let mut pems = Vec::new();
    for _ in 0..2 {
        let mut process = Process::start(&arguments);
        assert!(process.line().starts_with("listening on https://127.0.0.1:"));
        let page = process.line_after("serving ");
        assert!(page.starts_with("requests are shown at https://127.0.0.1:"), "{page}");
        assert_eq!(process.line(), format!("clients have to trust {path}"));
        pems.push(fs::read(&file).expect("the authority"));
    }
    assert_eq!(pems[0], pems[1]);

    let mut process = Process::start(&arguments[..5]);
    process.line();
    process.line_after("serving ");
    let temporary = process.line();
    let temporary = temporary.strip_prefix("clients have to trust ").expect("a path");
    fs::remove_file(temporary).expect("a temporary file");

    fs::remove_file(&file).expect("the authority");
    let refused = output(&arguments);
    let text = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{text}");
    assert!(text.contains("ca.key"), "{text}");
}

#[test]
fn options_that_do_not_fit_together_exit_with_2() {
    for (arguments, said) in [
        (&["--tls-ca", "a.pem"][..], "--tls-ca needs --tls"),
        (&["--tls-cert", "a.pem", "--tls-key", "a.key"], "--tls-cert needs --tls"),
        (&["--tls", "--tls-cert", "a.pem"], "--tls-key"),
        (&["--tls", "--tls-key", "a.key"], "--tls-cert"),
        (
            &["--tls", "--tls-ca", "a", "--tls-cert", "b", "--tls-key", "c"],
            "only one",
        ),
    ] {
        let refused = output(arguments);
        let text = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{text}");
        assert!(text.contains(said), "no `{said}` in {text}");
    }
}

/// The client that people try first, if it is installed.
#[test]
fn curl_trusts_the_authority() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped: curl is not installed");
        return;
    }
    let file = folder("curl").join("authority.pem");
    let running = Running::start(builder().tls_authority(&file));
    let port = running.emulator.addr().port();
    let host = "cvm.ap-singapore.tencentcloudapi.com";
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--noproxy", "*", "--connect-to"]);
    curl.arg(format!("{host}:443:127.0.0.1:{port}"))
        .arg("--cacert")
        .arg(&file);
    let got = curl.arg(format!("https://{host}/")).output().expect("an output");
    let text = String::from_utf8_lossy(&got.stdout);
    assert!(
        text.contains("MissingParameter"),
        "{text}{}",
        String::from_utf8_lossy(&got.stderr)
    );
}

//! Root certificates of the client's own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tc3_runtime::{Client, ClientBuilder};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::authority::{Authority, tls_server};
use crate::support::{builder, http, read_request};
use crate::{OK, create};

/// A client of a server whose certificate is from `authority`, with what `roots` makes of its settings.
async fn client(authority: &Authority, roots: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let (address, _) = tls_server(authority, "127.0.0.1").await;
    let endpoint = format!("https://{address}").parse().unwrap();
    roots(builder().endpoint(endpoint)).build().unwrap()
}

#[tokio::test]
async fn an_added_root_is_trusted_by_its_client_alone() {
    let (authority, other) = (Authority::new(), Authority::new());
    let both = format!("# both\n{}\n{}", other.pem(), authority.pem());
    for system in [true, false] {
        let trusting = client(&authority, |builder| {
            builder
                .trust_system_roots(system)
                .add_root_certificates_pem(&both)
                .unwrap()
        });
        create(&trusting.await).await.unwrap();
    }
    let with_other = client(&authority, |builder| {
        builder.add_root_certificates_pem(other.pem()).unwrap()
    });
    for client in [with_other.await, client(&authority, |builder| builder).await] {
        let error = create(&client).await.unwrap_err();
        assert!(error.is_connect() && !error.is_retryable(), "{error}");
    }
}

/// In a child process, since the system's roots come from its environment.
#[tokio::test]
async fn the_roots_of_the_system_can_be_turned_off() {
    const AUTHORITY: &str = "SSL_CERT_FILE";
    const CHILD: &str = "TC3_TEST_CHILD";
    if std::env::var_os(CHILD).is_none() {
        let name = format!("roots-{}.pem", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["roots::the_roots_of_the_system_can_be_turned_off", "--exact"])
            .envs([(CHILD, "1".as_ref()), (AUTHORITY, path.as_os_str())])
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap();
        let _ = fs::remove_file(path);
        let text = String::from_utf8_lossy(&output.stdout);
        return assert!(output.status.success() && text.contains("1 passed"), "{text}");
    }
    let (authority, other) = (Authority::new(), Authority::new());
    fs::write(std::env::var_os(AUTHORITY).unwrap(), authority.pem()).unwrap();
    let with_system = async |system| {
        let client = client(&authority, |builder| {
            builder
                .trust_system_roots(system)
                .add_root_certificates_pem(other.pem())
                .unwrap()
        });
        create(&client.await).await
    };
    with_system(true).await.unwrap();
    let error = with_system(false).await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[test]
fn what_is_no_root_certificate_is_named() {
    let authority = Authority::new();
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let lines: Vec<&str> = key.lines().collect();
    let unended = lines[..lines.len() - 1].join("\n");
    let no_section = "it has no section -----BEGIN CERTIFICATE-----";
    let cases: [(&[u8], &str); 6] = [
        (b"", no_section),
        (b"hush", no_section),
        (key.as_bytes(), no_section),
        (authority.der(), "it is DER"),
        (unended.as_bytes(), "not well-formed PEM"),
        (
            b"-----BEGIN CERTIFICATE-----\naHVzaA==\n-----END CERTIFICATE-----\n",
            "certificate 1: ",
        ),
    ];
    for (pem, reason) in cases {
        let error = Client::builder().add_root_certificates_pem(pem).unwrap_err();
        let shown = error.to_string();
        assert!(shown.starts_with("the root certificates cannot be used: "), "{shown}");
        assert!(shown.contains(reason) && !shown.contains(lines[1]), "{shown}");
        assert!(error.is_validation());
    }
}

#[test]
fn a_client_that_would_trust_nobody_is_not_built() {
    let error = builder().trust_system_roots(false).build().unwrap_err();
    assert!(error.to_string().contains("trusts no root certificate"), "{error}");
}

/// The certificate is for the address, which is written in brackets in the endpoint alone.
#[tokio::test]
async fn a_server_may_be_an_ipv6_address() {
    let authority = Authority::new();
    let acceptor = authority.acceptor("::1");
    let Ok(listener) = TcpListener::bind("[::1]:0").await else {
        // The machine has no IPv6.
        return;
    };
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        let mut stream = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
        let request = read_request(&mut stream, 0).await.unwrap();
        stream.write_all(&http("200 OK", "", OK)).await.unwrap();
        request.header("host").to_owned()
    });
    let client = builder()
        .endpoint(format!("https://{address}").parse().unwrap())
        .add_root_certificates_pem(authority.pem())
        .unwrap()
        .build()
        .unwrap();
    create(&client).await.unwrap();
    assert_eq!(serving.await.unwrap(), address.to_string());
}

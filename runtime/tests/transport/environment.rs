//! Proxies of the environment, without touching that of the process.

use std::collections::HashMap;
use std::ffi::OsString;

use tc3_runtime::credentials::{AssumeRole, CredentialsSource, CvmRole, ProvideCredentials, WebIdentity};
use tc3_runtime::{Credentials, Endpoint, Error, Proxy};

use crate::OK;
use crate::create;
use crate::proxy_server::{Act, ProxyServer};
use crate::support::{Reply, SECRET_ID, SECRET_KEY, Server, builder};

const HTTP: &str = "http://gaap.example";
const HTTPS: &str = "https://gaap.example";

fn env<'a>(variables: &[(&'static str, &'a str)]) -> impl Fn(&str) -> Option<OsString> + use<'a> {
    let variables: HashMap<_, _> = variables.iter().copied().collect();
    move |name| variables.get(name).map(OsString::from)
}

async fn call(lookup: impl Fn(&str) -> Option<OsString>, endpoint: &str) -> Result<(), Error> {
    let client = builder()
        .endpoint(endpoint.parse().unwrap())
        .proxy(Proxy::env_with(lookup));
    create(&client.build().unwrap()).await
}

/// Whether a call to `endpoint` goes to the proxy in `name`, and not to that in `other`.
async fn takes(name: &'static str, other: &'static str, endpoint: &str) -> bool {
    let mut wanted = ProxyServer::start(Act::status("502 Bad Gateway")).await;
    let mut unwanted = ProxyServer::start(Act::status("502 Bad Gateway")).await;
    let variables = [(name, &*wanted.url()), (other, &*unwanted.url())];
    call(env(&variables), endpoint).await.unwrap_err();
    !wanted.is_idle() && unwanted.is_idle()
}

#[tokio::test]
async fn each_scheme_has_its_variable_and_lower_case_comes_first() {
    for (name, other, endpoint) in [
        ("https_proxy", "HTTPS_PROXY", HTTPS),
        ("HTTPS_PROXY", "all_proxy", HTTPS),
        ("all_proxy", "ALL_PROXY", HTTPS),
        ("ALL_PROXY", "http_proxy", HTTPS),
        ("http_proxy", "HTTP_PROXY", HTTP),
        ("HTTP_PROXY", "all_proxy", HTTP),
        ("ALL_PROXY", "https_proxy", HTTP),
    ] {
        assert!(takes(name, other, endpoint).await, "{name} before {other}");
    }
}

#[tokio::test]
async fn an_empty_variable_is_not_set() {
    let mut proxy = ProxyServer::start(Act::status("502 Bad Gateway")).await;
    let url = proxy.url();
    let variables = env(&[("https_proxy", ""), ("HTTPS_PROXY", &url), ("no_proxy", "")]);
    call(variables, HTTPS).await.unwrap_err();
    assert!(!proxy.is_idle());
}

#[tokio::test]
async fn a_cgi_script_does_not_take_the_proxy_of_its_visitor() {
    let mut visitors = ProxyServer::start(Act::ok()).await;
    let mut own = ProxyServer::start(Act::ok()).await;
    let (theirs, ours) = (visitors.url(), own.url());
    let variables = [
        ("REQUEST_METHOD", "GET"),
        ("HTTP_PROXY", &*theirs),
        ("http_proxy", &*theirs),
        ("ALL_PROXY", &*ours),
    ];
    call(env(&variables), HTTP).await.unwrap();
    assert!(visitors.is_idle() && !own.is_idle());
}

#[tokio::test]
async fn exceptions_are_read_in_either_case_and_loopback_is_one() {
    let server = Server::start(Reply::json(OK)).await;
    let mut proxy = ProxyServer::start(Act::ok()).await;
    let url = proxy.url();
    let port = server.endpoint.uri().port_u16().unwrap();
    for host in ["127.0.0.1", "localhost"] {
        call(env(&[("http_proxy", &url)]), &format!("http://{host}:{port}"))
            .await
            .unwrap();
    }
    for name in ["no_proxy", "NO_PROXY"] {
        // The domain of the target does not exist, so that going direct fails.
        let variables = env(&[("http_proxy", &url), (name, "other.invalid, .gaap.invalid")]);
        let error = call(variables, "http://sub.gaap.invalid").await.unwrap_err();
        assert!(error.is_connect() && !error.to_string().contains("proxy"), "{error}");
    }
    assert!(proxy.is_idle());
    let variables = [
        ("http_proxy", &*url),
        ("no_proxy", "a.invalid"),
        ("NO_PROXY", "gaap.invalid"),
    ];
    call(env(&variables), "http://gaap.invalid").await.unwrap();
    assert!(!proxy.is_idle());
}

#[tokio::test]
async fn an_unusable_variable_fails_the_calls_it_is_for() {
    let server = Server::start(Reply::json(OK)).await;
    let socks = [("ALL_PROXY", "socks5://user:hush@127.0.0.1:1080")];
    for endpoint in [HTTP, HTTPS] {
        let error = call(env(&socks), endpoint).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "gaap CreateProxy: not sent: the proxy in ALL_PROXY cannot be used: the scheme socks5 is not \
             supported; http and https are"
        );
        assert!(error.is_validation() && !error.is_retryable());
    }
    call(env(&socks), &server.endpoint.to_string()).await.unwrap();

    let mut proxy = ProxyServer::start(Act::ok()).await;
    let url = proxy.url();
    call(env(&[socks[0], ("http_proxy", &url)]), HTTP).await.unwrap();
    assert!(!proxy.is_idle());
}

#[cfg(unix)]
#[tokio::test]
async fn a_variable_that_is_not_text_is_named() {
    use std::os::unix::ffi::OsStringExt;

    for broken in ["https_proxy", "NO_PROXY"] {
        let lookup = |name: &str| match name {
            _ if name == broken => Some(OsString::from_vec(vec![b'h', 0xff])),
            "HTTPS_PROXY" => Some("http://proxy.invalid".into()),
            _ => None,
        };
        let error = call(lookup, HTTPS).await.unwrap_err();
        assert!(error.is_validation(), "{error}");
        let shown = error.to_string();
        assert!(shown.contains(broken) && shown.ends_with("is not text"), "{shown}");
    }
}

#[tokio::test]
async fn sts_is_asked_through_the_proxy_of_the_environment() {
    let mut proxy = ProxyServer::start(Act::status("502 Bad Gateway")).await;
    let token_file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let url = proxy.url();
    let variables: HashMap<&str, String> = HashMap::from([
        ("TKE_REGION", "ap-guangzhou".to_owned()),
        ("TKE_PROVIDER_ID", "provider".to_owned()),
        ("TKE_ROLE_ARN", "role".to_owned()),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", token_file.to_owned()),
        ("HTTPS_PROXY", url),
    ]);
    let source = WebIdentity::new().lookup(move |name| variables.get(name).map(OsString::from));
    let error = source.find().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_eq!(proxy.next().await.line, "CONNECT sts.tencentcloudapi.com:443 HTTP/1.1");
}

#[tokio::test]
async fn a_role_is_assumed_through_the_proxy_that_is_set() {
    let mut proxy = ProxyServer::start(Act::status("502 Bad Gateway")).await;
    let role = AssumeRole::builder(Credentials::new(SECRET_ID, SECRET_KEY), "role")
        .proxy(proxy.url().parse().unwrap())
        .build()
        .unwrap();
    assert!(role.provide().await.unwrap_err().is_connect());
    assert_eq!(proxy.next().await.line, "CONNECT sts.tencentcloudapi.com:443 HTTP/1.1");
}

/// In a child process, since the role of the machine reads no variable that a test could put in place.
#[tokio::test]
async fn the_metadata_service_is_never_asked_through_a_proxy() {
    const CHILD: &str = "TC3_TEST_CHILD";
    if std::env::var_os(CHILD).is_some() {
        let endpoint: Endpoint = "http://metadata.invalid".parse().unwrap();
        // A proxy would have answered with a role.
        let found = CvmRole::new().endpoint(endpoint).find().await.unwrap();
        assert!(!format!("{found:?}").contains("Key"), "{found:?}");
        return;
    }
    let mut proxy = ProxyServer::start(Act::ok()).await;
    let child = tokio::task::spawn_blocking({
        let url = proxy.url();
        move || {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args([
                    "environment::the_metadata_service_is_never_asked_through_a_proxy",
                    "--exact",
                ])
                .env(CHILD, "1")
                .envs([("http_proxy", &url), ("all_proxy", &url)])
                .env_remove("no_proxy")
                .env_remove("NO_PROXY")
                .output()
                .unwrap()
        }
    });
    let output = child.await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert!(proxy.is_idle());
}

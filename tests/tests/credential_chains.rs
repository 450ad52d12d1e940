//! The providers of credentials against the emulator's STS and metadata service: the credentials that they find
//! are then used for a call.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tc3::credentials::{
    AssumeRole, CachedCredentials, Chain, CredentialsSource, CvmRole, DefaultChain, ProvideCredentials, WebIdentity,
};
use tc3::gaap::{self, CreateProxyGroupRequest};
use tc3::{Client, Clock, Credentials, Endpoint};
use tc3_emulator::{Builder, Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

const ROLE: &str = "qcs::cam::uin/100000000002:roleName/deploy";

/// What the metadata service of a machine is asked for.
const NAME_OF_ROLE: &str = "cam/security-credentials/";
const KEY_OF_ROLE: &str = "cam/security-credentials/deploy";

fn emulator() -> Builder {
    Emulator::builder().spec_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))
}

fn endpoint(emulator: &Emulator) -> Endpoint {
    emulator.url().parse().unwrap()
}

/// Calls an action with what `credentials` provides.
async fn call(emulator: &Emulator, credentials: impl ProvideCredentials + 'static) {
    let client = Client::builder()
        .credentials_from(credentials)
        .endpoint(endpoint(emulator))
        .build()
        .unwrap();
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina");
    gaap::create_proxy_group(&client, &request).await.unwrap();
}

fn actions(emulator: &Emulator) -> Vec<String> {
    let requests = emulator.requests().into_iter();
    requests.map(|request| request.action.unwrap()).collect()
}

/// The token file of a pod, which goes with the test.
struct TokenFile(PathBuf);

impl TokenFile {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tc3-{name}-{}.token", std::process::id()));
        std::fs::write(&path, "head.body.signature\n").unwrap();
        Self(path)
    }

    /// The variables that the cluster sets.
    fn variables(&self) -> HashMap<&'static str, OsString> {
        HashMap::from([
            ("TKE_REGION", "ap-guangzhou".into()),
            ("TKE_PROVIDER_ID", "cls-1".into()),
            ("TKE_ROLE_ARN", ROLE.into()),
            ("TKE_WEB_IDENTITY_TOKEN_FILE", self.0.clone().into()),
        ])
    }
}

impl Drop for TokenFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn a_role_is_taken_on_and_used() {
    let emulator = emulator().start().await.unwrap();
    let source = Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY);
    let role = AssumeRole::builder(source, ROLE)
        .session_name("nightly")
        .endpoint(endpoint(&emulator))
        .build()
        .unwrap();
    call(&emulator, role).await;
    assert_eq!(actions(&emulator), ["AssumeRole", "CreateProxyGroup"]);
}

#[tokio::test]
async fn a_role_is_narrowed_and_marked() {
    let emulator = emulator().start().await.unwrap();
    let source = Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY);
    let role = AssumeRole::builder(source, ROLE)
        .external_id("customer-4711")
        .policy(r#"{"version": "2.0", "statement": [{"effect": "allow", "action": ["*"], "resource": ["*"]}]}"#)
        .tag("department", "engineering")
        .source_identity("100000000001")
        .endpoint(endpoint(&emulator))
        .build()
        .unwrap();
    call(&emulator, role).await;
    assert_eq!(actions(&emulator), ["AssumeRole", "CreateProxyGroup"]);
}

#[tokio::test]
async fn a_role_of_the_environment_is_taken_on_where_tccli_is_configured_to() {
    let emulator = emulator().start().await.unwrap();
    let home = std::env::temp_dir().join(format!("tc3-home-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".tccli")).unwrap();
    let settings = format!(r#"{{"sts": {{"endpoint": "{}"}}}}"#, emulator.url());
    std::fs::write(home.join(".tccli/default.configure"), settings).unwrap();
    let variables: HashMap<&str, OsString> = HashMap::from([
        ("HOME", home.clone().into()),
        ("TENCENTCLOUD_SECRET_ID", SAMPLE_SECRET_ID.into()),
        ("TENCENTCLOUD_SECRET_KEY", SAMPLE_SECRET_KEY.into()),
        ("TENCENTCLOUD_ROLE_ARN", ROLE.into()),
        ("TENCENTCLOUD_ROLE_SESSION_NAME", "nightly".into()),
    ]);
    let client = Client::builder().env_with(|name| variables.get(name).cloned()).unwrap();
    let client = client.endpoint(endpoint(&emulator)).build().unwrap();
    let request = CreateProxyGroupRequest::new(0, "test", "EastChina");
    gaap::create_proxy_group(&client, &request).await.unwrap();
    assert_eq!(actions(&emulator), ["AssumeRole", "CreateProxyGroup"]);
    let _ = std::fs::remove_dir_all(&home);
}

#[tokio::test]
async fn a_role_is_assumed_again_once_its_credentials_have_expired() {
    let ahead = Arc::new(AtomicU64::new(0));
    let clock = |ahead: &Arc<AtomicU64>| {
        let ahead = Arc::clone(ahead);
        move || SystemTime::now() + Duration::from_secs(ahead.load(Ordering::SeqCst))
    };
    let emulator = emulator().clock(clock(&ahead)).start().await.unwrap();
    let role = AssumeRole::builder(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY), ROLE)
        .duration(Duration::from_secs(3600))
        .endpoint(endpoint(&emulator))
        .clock(Clock::new(clock(&ahead)))
        .build()
        .unwrap();
    let keys = CachedCredentials::builder(role)
        .clock(Clock::new(clock(&ahead)))
        .build();
    for seconds in [0, 60, 4000] {
        ahead.store(seconds, Ordering::SeqCst);
        let client = Client::builder()
            .credentials(keys.provide().await.unwrap())
            .clock(Clock::new(clock(&ahead)))
            .endpoint(endpoint(&emulator))
            .build()
            .unwrap();
        let request = CreateProxyGroupRequest::new(0, "test", "EastChina");
        gaap::create_proxy_group(&client, &request).await.unwrap();
    }
    let expected = [
        "AssumeRole",
        "CreateProxyGroup",
        "CreateProxyGroup",
        "AssumeRole",
        "CreateProxyGroup",
    ];
    assert_eq!(actions(&emulator), expected);
}

#[tokio::test]
async fn a_role_leads_to_another() {
    let emulator = emulator().start().await.unwrap();
    let role = |source: Arc<dyn ProvideCredentials>| {
        let role = AssumeRole::builder(source, ROLE).endpoint(endpoint(&emulator));
        Arc::new(role.build().unwrap())
    };
    let first = role(Arc::new(Credentials::new(SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY)));
    call(&emulator, role(first)).await;
    assert_eq!(actions(&emulator), ["AssumeRole", "AssumeRole", "CreateProxyGroup"]);
}

#[tokio::test]
async fn the_identity_of_a_pod_is_exchanged_and_used() {
    let emulator = emulator().start().await.unwrap();
    let token = TokenFile::new("pod");
    let variables = token.variables();
    let identity = WebIdentity::new()
        .lookup(move |name| variables.get(name).cloned())
        .endpoint(endpoint(&emulator));
    call(&emulator, Chain::new().then(identity)).await;
    assert_eq!(actions(&emulator), ["AssumeRoleWithWebIdentity", "CreateProxyGroup"]);
}

#[tokio::test]
async fn the_role_of_a_machine_is_asked_for_and_used() {
    let emulator = emulator().machine_role("deploy").start().await.unwrap();
    let role = CvmRole::new().endpoint(endpoint(&emulator));
    call(&emulator, Chain::new().then(role)).await;
    assert_eq!(actions(&emulator), [NAME_OF_ROLE, KEY_OF_ROLE, "CreateProxyGroup"]);

    let other = CvmRole::new().endpoint(endpoint(&emulator)).role("other");
    assert!(other.find().await.is_err());
}

#[tokio::test]
async fn the_default_chain_finds_the_pod_before_the_machine() {
    let emulator = emulator().machine_role("deploy").start().await.unwrap();
    let token = TokenFile::new("chain");
    let chain = |variables: HashMap<&'static str, OsString>| {
        DefaultChain::builder()
            .lookup(move |name| variables.get(name).cloned())
            .system_file("no/such/file")
            .metadata_endpoint(endpoint(&emulator))
            .sts_endpoint(endpoint(&emulator))
            .build()
    };
    call(&emulator, chain(token.variables())).await;
    call(&emulator, chain(HashMap::new())).await;
    let expected = [
        "AssumeRoleWithWebIdentity",
        "CreateProxyGroup",
        NAME_OF_ROLE,
        KEY_OF_ROLE,
        "CreateProxyGroup",
    ];
    assert_eq!(actions(&emulator), expected);
}

#[tokio::test]
async fn a_machine_without_a_role_is_no_source() {
    let emulator = emulator().start().await.unwrap();
    let chain = Chain::new().then(CvmRole::new().endpoint(endpoint(&emulator)));
    let error = chain.provide().await.unwrap_err();
    assert!(error.to_string().contains("no role is bound"), "{error}");
}

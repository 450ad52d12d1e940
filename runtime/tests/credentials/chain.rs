//! The default chain: its order, and where it stops.

use std::collections::HashMap;

use tc3_runtime::credentials::{Chain, DefaultChain, DefaultChainBuilder, ProvideCredentials};
use tc3_runtime::{Endpoint, Error};

use crate::replies::{http, sts_credentials, sts_error};
use crate::sandbox::{Folder, now, variables};
use crate::support::{Server, nowhere};

/// A machine on which any of the sources can be set up.
struct Machine {
    folder: Folder,
    variables: HashMap<&'static str, String>,
    metadata: Endpoint,
    sts: Server,
}

impl Machine {
    async fn new() -> Self {
        let folder = Folder::new();
        let home = folder.path("home");
        Self {
            variables: HashMap::from([("HOME", home)]),
            folder,
            metadata: nowhere().await,
            sts: Server::answering(|_| sts_credentials("POD")).await,
        }
    }

    async fn with_role() -> (Self, Server) {
        let key = r#"{"Code":"Success","TmpSecretId":"CVM","TmpSecretKey":"k","Token":"t","ExpiredTime":4102444800}"#;
        let metadata =
            Server::answering(move |request| http("200 OK", if request.path.ends_with('/') { "role" } else { key }))
                .await;
        let machine = Self {
            metadata: metadata.endpoint.clone(),
            ..Self::new().await
        };
        (machine, metadata)
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.variables.insert(name, value.to_owned());
    }

    fn set_pod(&mut self) {
        let token = self.folder.write("token", "the-jwt");
        self.set("TKE_REGION", "ap-guangzhou");
        self.set("TKE_PROVIDER_ID", "cls");
        self.set("TKE_ROLE_ARN", "arn");
        self.set("TKE_WEB_IDENTITY_TOKEN_FILE", &token);
    }

    fn builder(&self) -> DefaultChainBuilder {
        let pairs: Vec<(&str, &str)> = self.variables.iter().map(|(name, value)| (*name, &**value)).collect();
        DefaultChain::builder()
            .lookup(variables(&pairs))
            .system_file(self.folder.path("system"))
            .metadata_endpoint(self.metadata.clone())
            .sts_endpoint(self.sts.endpoint.clone())
    }

    fn chain(&self) -> DefaultChain {
        self.builder().build()
    }

    async fn id(&self) -> String {
        self.chain().provide().await.unwrap().secret_id().to_owned()
    }

    async fn error(&self) -> Error {
        self.chain().provide().await.unwrap_err()
    }
}

#[tokio::test]
async fn each_source_comes_before_those_that_were_set_up_earlier_here() {
    let (mut machine, metadata) = Machine::with_role().await;
    assert_eq!(machine.id().await, "CVM");
    let asked = metadata.received().len();

    machine.set_pod();
    assert_eq!(machine.id().await, "POD");
    machine.folder.write(
        "home/.tccli/default.credential",
        r#"{"secretId":"TCCLI","secretKey":"k"}"#,
    );
    assert_eq!(machine.id().await, "TCCLI");
    machine
        .folder
        .write("system", "[default]\nsecret_id=SYSTEM\nsecret_key=k\n");
    assert_eq!(machine.id().await, "SYSTEM");
    machine.folder.write(
        "home/.tencentcloud/credentials",
        "[default]\nsecret_id=PROFILE\nsecret_key=k\n",
    );
    assert_eq!(machine.id().await, "PROFILE");
    machine.set("TENCENTCLOUD_SECRET_ID", "ENVIRONMENT");
    machine.set("TENCENTCLOUD_SECRET_KEY", "k");
    assert_eq!(machine.id().await, "ENVIRONMENT");
    assert_eq!(metadata.received().len(), asked);
}

#[tokio::test]
async fn a_profile_of_tccli_that_is_named_is_used_or_an_error() {
    let (mut machine, metadata) = Machine::with_role().await;
    machine
        .folder
        .write("system", "[default]\nsecret_id=SYSTEM\nsecret_key=k\n");
    machine.folder.write(
        "home/.tencentcloud/credentials",
        "[default]\nsecret_id=PROFILE\nsecret_key=k\n",
    );
    machine.set("TCCLI_PROFILE", "ci");
    let message = machine.error().await.to_string();
    assert!(
        message.contains("tccli's file, which is configured: the profile ci is named, and there is no"),
        "{message}"
    );
    machine
        .folder
        .write("home/.tccli/ci.credential", r#"{"secretId":"TCCLI","secretKey":"k"}"#);
    assert_eq!(machine.id().await, "TCCLI");

    // What is as explicit, and comes first.
    let named = machine
        .folder
        .write("named", "[default]\nsecret_id=NAMED\nsecret_key=k\n");
    machine.set("TENCENTCLOUD_CREDENTIALS_FILE", &named);
    assert_eq!(machine.id().await, "NAMED");
    machine.set("TENCENTCLOUD_CREDENTIALS_FILE", "");
    assert_eq!(machine.id().await, "TCCLI");
    let chosen = machine.builder().profile("default").build().provide().await;
    assert_eq!(chosen.unwrap().secret_id(), "PROFILE");
    machine.set("TENCENTCLOUD_SECRET_ID", "ENVIRONMENT");
    machine.set("TENCENTCLOUD_SECRET_KEY", "k");
    assert_eq!(machine.id().await, "ENVIRONMENT");
    assert!(metadata.received().is_empty());
}

#[tokio::test]
async fn empty_variables_are_as_if_not_set() {
    let (mut machine, _metadata) = Machine::with_role().await;
    for name in [
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_TOKEN",
        "TENCENTCLOUD_SESSION_TOKEN",
        "TENCENTCLOUD_ROLE_ARN",
        "TENCENTCLOUD_ROLE_SESSION_NAME",
        "TENCENTCLOUD_CREDENTIALS_FILE",
        "TCCLI_PROFILE",
        "TKE_REGION",
        "TKE_PROVIDER_ID",
        "TKE_ROLE_ARN",
        "TKE_WEB_IDENTITY_TOKEN_FILE",
    ] {
        machine.set(name, "");
    }
    assert_eq!(machine.id().await, "CVM");
}

#[tokio::test]
async fn a_broken_source_stops_the_chain_and_is_named() {
    let (mut machine, metadata) = Machine::with_role().await;
    machine.set_pod();
    machine.sts = Server::answering(|_| sts_error("InternalError.DbError")).await;
    let message = machine.error().await.to_string();
    assert!(message.contains("the web identity of the pod"), "{message}");
    assert!(message.contains("InternalError.DbError"), "{message}");

    machine.folder.write("home/.tccli/default.credential", "{}");
    assert!(machine.error().await.to_string().contains("tccli's file"));
    machine.folder.write("home/.tencentcloud/credentials", "[default]\n");
    assert!(machine.error().await.to_string().contains("the profile file"));
    machine.set("TENCENTCLOUD_SECRET_KEY", "hush");
    assert_eq!(
        machine.error().await.to_string(),
        "no credentials from the environment, which is configured: TENCENTCLOUD_SECRET_ID is not set"
    );
    assert!(metadata.received().is_empty());
}

#[tokio::test]
async fn if_nothing_is_configured_the_error_lists_what_was_looked_for() {
    let machine = Machine::new().await;
    let message = machine.error().await.to_string();
    let expected = [
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_CREDENTIALS_FILE",
        ".tencentcloud/credentials",
        "system",
        "default.credential",
        "TKE_PROVIDER_ID",
        "metadata service",
    ];
    for part in expected {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[test]
fn a_chain_without_sources_reports_it() {
    let message = now(Chain::new().provide()).unwrap_err().to_string();
    assert_eq!(message, "no credentials: the chain has no sources");
}

#[tokio::test]
async fn debug_shows_no_variable() {
    let mut machine = Machine::new().await;
    machine.set("TENCENTCLOUD_SECRET_KEY", "hush");
    let shown = format!("{:?}", machine.chain());
    assert!(shown.contains("WebIdentity") && !shown.contains("hush"), "{shown}");
}

//! Roles that variables or tccli's file name next to a key: the identity is that of the role, never that of the key.

use serde_json::json;
use tc3_runtime::credentials::{
    Chain, CredentialsSource, DefaultChain, DefaultChainBuilder, Environment, Found, ProfileFile, ProvideCredentials,
    TccliFile,
};
use tc3_runtime::{Client, Clock, Credentials, Error};

use crate::replies::{NOW, authorization, http, sts_credentials, sts_error, time};
use crate::sandbox::{Folder, variables};
use crate::support::{Received, Server, nowhere};

const KEY: [(&str, &str); 3] = [
    ("TENCENTCLOUD_SECRET_ID", "AKIDKEY"),
    ("TENCENTCLOUD_SECRET_KEY", "key"),
    ("TENCENTCLOUD_TOKEN", "token-of-the-key"),
];
const ROLE: [(&str, &str); 2] = [
    ("TENCENTCLOUD_ROLE_ARN", "arn-of-variables"),
    ("TENCENTCLOUD_ROLE_SESSION_NAME", "session-of-variables"),
];
const FILE: &str =
    r#"{"secretId":"AKIDFILE","secretKey":"key","role-arn":"arn-of-file","role-session-name":"session-of-file"}"#;

async fn sts() -> Server {
    Server::answering(|_| sts_credentials("AKIDROLE")).await
}

/// The folder of tccli with a profile whose STS is `sts`.
fn configured(profile: &str, sts: &Server) -> Folder {
    let folder = Folder::new();
    let settings = json!({"_sys_param": {"region": "ap-shanghai"}, "sts": {"endpoint": sts.endpoint.to_string()}});
    folder.write(&format!("home/.tccli/{profile}.configure"), &settings.to_string());
    folder
}

/// What was asked for, and with which key.
fn asked(sts: &Server) -> Vec<(String, String, String)> {
    let facts = |request: &Received| {
        let body = request.json();
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        let id = request.header("authorization").split_once("Credential=").unwrap().1;
        let id = id.split_once('/').unwrap().0.to_owned();
        (text("RoleArn"), text("RoleSessionName"), id)
    };
    sts.received().iter().map(facts).collect()
}

fn expected(arn: &str, session: &str, id: &str) -> Vec<(String, String, String)> {
    vec![(arn.into(), session.into(), id.into())]
}

async fn id(provider: impl ProvideCredentials) -> String {
    provider.provide().await.unwrap().secret_id().to_owned()
}

async fn message(provider: impl ProvideCredentials) -> String {
    provider.provide().await.unwrap_err().to_string()
}

#[tokio::test]
async fn the_role_of_variables_is_assumed_with_their_key_where_tccli_asks() {
    let sts = sts().await;
    let folder = configured("default", &sts);
    let home = folder.path("home");
    let set = [&KEY[..], &ROLE[..], &[("HOME", &*home)]].concat();
    assert_eq!(id(Environment::lookup(variables(&set))).await, "AKIDROLE");
    assert_eq!(
        asked(&sts),
        expected("arn-of-variables", "session-of-variables", "AKIDKEY")
    );
    let [request] = &sts.received()[..] else { panic!() };
    let key = Credentials::new("AKIDKEY", "key");
    assert_eq!(request.header("authorization"), authorization(request, &key));
    assert_eq!(request.header("x-tc-token"), "token-of-the-key");
    assert_eq!(request.header("x-tc-region"), "ap-guangzhou");
}

#[tokio::test]
async fn sts_is_that_of_the_profile_unless_it_is_set() {
    let [default, ci, set] = [sts().await, sts().await, sts().await];
    let folder = configured("default", &default);
    folder.write(
        "home/.tccli/ci.configure",
        &json!({"sts": {"endpoint": ci.endpoint.to_string()}}).to_string(),
    );
    let home = folder.path("home");
    let profile = [&KEY[..], &ROLE[..], &[("HOME", &*home), ("TCCLI_PROFILE", "ci")]].concat();
    id(Environment::lookup(variables(&profile))).await;
    assert_eq!((default.received().len(), ci.received().len()), (0, 1));
    id(Environment::lookup(variables(&profile)).sts_endpoint(set.endpoint.clone())).await;
    assert_eq!((ci.received().len(), set.received().len()), (1, 1));

    for (text, why) in [
        ("{", "it is not JSON"),
        (r#"{"sts":{"endpoint":"a b"}}"#, "a b"),
        (r#"{"sts":{"endpoint":1}}"#, "/sts/endpoint"),
    ] {
        let path = folder.write("home/.tccli/ci.configure", text);
        let message = message(Environment::lookup(variables(&profile))).await;
        assert!(message.contains(&path) && message.contains(why), "{message}");
    }
}

#[tokio::test]
async fn tcclis_file_is_the_role_that_it_names() {
    let sts = sts().await;
    let folder = configured("ci", &sts);
    folder.write("home/.tccli/ci.credential", FILE);
    let home = folder.path("home");
    let file = |extra: &[(&str, &str)]| TccliFile::new().lookup(variables(&[&[("HOME", &*home)], extra].concat()));
    assert_eq!(id(file(&[("TCCLI_PROFILE", "ci")])).await, "AKIDROLE");
    assert_eq!(asked(&sts), expected("arn-of-file", "session-of-file", "AKIDFILE"));

    // As with tccli, the variables have precedence over the file, but not over an option.
    let with_role = [&ROLE[..], &[("TCCLI_PROFILE", "ci")]].concat();
    assert_eq!(id(file(&with_role)).await, "AKIDROLE");
    assert_eq!(asked(&sts)[1].0, "arn-of-variables");
    assert_eq!(id(file(&ROLE).profile("ci")).await, "AKIDROLE");
    assert_eq!(asked(&sts)[2].0, "arn-of-file");
}

#[tokio::test]
async fn a_role_that_is_refused_is_never_replaced_by_the_key() {
    let sts = Server::answering(|_| sts_error("AuthFailure.UnauthorizedOperation")).await;
    let folder = configured("default", &sts);
    folder.write("home/.tccli/default.credential", FILE);
    let home = folder.path("home");
    let file = TccliFile::new().lookup(variables(&[("HOME", &home)]));
    let set = [&KEY[..], &ROLE[..], &[("HOME", &*home)]].concat();
    let environment = Environment::lookup(variables(&set));
    for (source, arn) in [
        (Chain::new().then(file), "the role arn-of-file: sts AssumeRole: "),
        (
            Chain::new().then(environment),
            "the role arn-of-variables: sts AssumeRole: ",
        ),
    ] {
        let error = source.provide().await.unwrap_err();
        assert_eq!(error.code(), Some("AuthFailure.UnauthorizedOperation"));
        assert!(error.to_string().contains(arn), "{error}");
    }
}

#[tokio::test]
async fn half_of_a_pair_is_an_error() {
    let folder = Folder::new();
    let home = folder.path("home");
    for half in ROLE {
        for key in [&KEY[..2], &KEY[..]] {
            let set = [key, &[half, ("HOME", &*home)]].concat();
            let message = message(Environment::lookup(variables(&set))).await;
            assert!(message.contains("set both to assume a role, or neither"), "{message}");
        }
    }
    let bad = [&KEY[..], &[ROLE[0], ("TENCENTCLOUD_ROLE_SESSION_NAME", "x")]].concat();
    let message = message(Environment::lookup(variables(&bad))).await;
    assert!(
        message.contains("the role arn-of-variables: the name of a session"),
        "{message}"
    );
}

#[tokio::test]
async fn a_role_without_a_key_is_no_source_of_its_own() {
    assert!(matches!(
        Environment::lookup(variables(&ROLE)).find().await,
        Ok(Found::Nothing { .. })
    ));
}

/// A default chain over these variables, on a machine with the role `machine`.
fn chain(folder: &Folder, sts: &Server, metadata: &Server, set: &[(&str, &str)]) -> DefaultChainBuilder {
    let home = folder.path("home");
    let set = [set, &[("HOME", &*home)]].concat();
    DefaultChain::builder()
        .lookup(variables(&set))
        .system_file(folder.path("system"))
        .sts_endpoint(sts.endpoint.clone())
        .metadata_endpoint(metadata.endpoint.clone())
}

async fn metadata() -> Server {
    let key =
        r#"{"Code":"Success","TmpSecretId":"AKIDMACHINE","TmpSecretKey":"k","Token":"t","ExpiredTime":4102444800}"#;
    Server::answering(move |request| http("200 OK", if request.path.ends_with('/') { "machine" } else { key })).await
}

#[tokio::test]
async fn whichever_source_has_the_key_the_role_of_variables_is_assumed() {
    let folder = Folder::new();
    let token = folder.write("token", "the-jwt");
    let pod = [
        ("TKE_REGION", "ap-guangzhou"),
        ("TKE_PROVIDER_ID", "cls"),
        ("TKE_ROLE_ARN", "arn-of-pod"),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", &*token),
    ];
    let metadata = metadata().await;
    let sts = Server::answering(|request| {
        let is_pod = request.header("x-tc-action") == "AssumeRoleWithWebIdentity";
        sts_credentials(if is_pod { "AKIDPOD" } else { "AKIDROLE" })
    })
    .await;
    let last = || asked_last(&sts);
    let provide = async |set: &[(&str, &str)]| {
        let set = [set, &ROLE[..]].concat();
        assert_eq!(id(chain(&folder, &sts, &metadata, &set).build()).await, "AKIDROLE");
        last()
    };
    assert_eq!(provide(&[]).await, "AKIDMACHINE");
    assert_eq!(provide(&pod).await, "AKIDPOD");
    folder.write("home/.tccli/default.credential", FILE);
    assert_eq!(provide(&pod).await, "AKIDFILE");
    folder.write("system", "[default]\nsecret_id = AKIDPROFILE\nsecret_key = k\n");
    assert_eq!(provide(&pod).await, "AKIDPROFILE");
    assert_eq!(provide(&KEY).await, "AKIDKEY");
}

/// The key that the last role was assumed with.
fn asked_last(sts: &Server) -> String {
    let requests = sts.received();
    let last = requests.last().unwrap();
    assert_eq!(last.header("x-tc-action"), "AssumeRole");
    assert_eq!(last.json()["RoleArn"], "arn-of-variables");
    let id = last
        .header("authorization")
        .split_once("Credential=")
        .unwrap()
        .1
        .to_owned();
    id.split_once('/').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_profile_that_the_program_names_is_that_identity() {
    let folder = Folder::new();
    let path = folder.write(
        "keys",
        "[ci]\nsecret_id = AKIDCI\nsecret_key = k\n[default]\nsecret_id = AKIDX\nsecret_key = k\n",
    );
    let sts = sts().await;
    let file = || {
        let set = [&ROLE[..], &[("TENCENTCLOUD_CREDENTIALS_FILE", &*path)]].concat();
        ProfileFile::new()
            .lookup(variables(&set))
            .sts_endpoint(sts.endpoint.clone())
    };
    assert_eq!(id(file().profile("ci")).await, "AKIDCI");
    assert_eq!(id(file()).await, "AKIDROLE");
    assert_eq!(sts.received().len(), 1);
}

#[tokio::test]
async fn a_machines_role_is_used_in_place_of_the_keys_that_are_still_in_the_file() {
    let folder = Folder::new();
    let path = folder.write(
        "home/.tccli/default.credential",
        r#"{"secretId":"AKIDOLD","secretKey":"old","type":"cvm-role","role-arn":"arn","role-session-name":"s"}"#,
    );
    let (sts, metadata) = (sts().await, metadata().await);
    let home = folder.path("home");
    let file = || TccliFile::new().lookup(variables(&[("HOME", &home)]));
    assert_eq!(
        id(file().metadata_endpoint(metadata.endpoint.clone())).await,
        "AKIDMACHINE"
    );
    assert_eq!(id(chain(&folder, &sts, &metadata, &[]).build()).await, "AKIDMACHINE");
    assert!(sts.received().is_empty());

    // A machine without a role, and a service that may come back.
    let without = Server::answering(|_| http("404 Not Found", "")).await;
    for (endpoint, is_retryable) in [(without.endpoint.clone(), false), (nowhere().await, true)] {
        let error = file().metadata_endpoint(endpoint).provide().await.unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains(&path) && message.contains("its type is cvm-role") && !message.contains("AKIDOLD"),
            "{message}"
        );
        assert_eq!(error.is_retryable(), is_retryable, "{message}");
    }
}

#[tokio::test]
async fn a_client_of_the_environment_acts_as_the_role() {
    let sts = sts().await;
    let api = Server::answering(|_| http("200 OK", r#"{"Response":{"RequestId":"r"}}"#)).await;
    let folder = configured("default", &sts);
    let home = folder.path("home");
    let client = |set: &[(&str, &str)]| -> Result<Client, Error> {
        let lookup = variables(&[set, &[("HOME", &*home)]].concat());
        let builder = Client::builder().env_with(&lookup)?;
        let builder = builder.endpoint(api.endpoint.clone());
        builder.clock(Clock::new(|| time(NOW))).build()
    };
    let acting = client(&[&KEY[..], &ROLE[..]].concat()).unwrap();
    for _ in 0..2 {
        acting
            .call_raw("gaap", "2018-05-29", "DescribeProxies", "{}")
            .await
            .unwrap();
    }
    assert_eq!(sts.received().len(), 1);
    for request in api.received() {
        assert!(request.header("authorization").contains("AKIDROLE"));
    }
    assert!(client(&[&KEY[..], &ROLE[..1]].concat()).is_err());
}

//! The identity of a pod, against an STS of the tests.

use serde_json::json;
use tc3_runtime::Clock;
use tc3_runtime::credentials::{CredentialsSource, Found, ProvideCredentials, WebIdentity};

use crate::replies::{END, NOW, sts_credentials, sts_error, time};
use crate::sandbox::{Folder, now, variables};
use crate::support::Server;

const ARN: &str = "qcs::cam::uin/100000000001:roleName/pod";

fn pod(token_file: &str) -> Vec<(&str, &str)> {
    vec![
        ("TKE_REGION", "ap-singapore"),
        ("TKE_PROVIDER_ID", "cls-12345678"),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", token_file),
        ("TKE_ROLE_ARN", ARN),
    ]
}

fn identity(server: &Server, pairs: &[(&str, &str)]) -> WebIdentity {
    let identity = WebIdentity::new()
        .lookup(variables(pairs))
        .clock(Clock::new(|| time(NOW)));
    identity.endpoint(server.endpoint.clone())
}

#[tokio::test]
async fn the_call_is_not_signed_and_names_the_region_of_the_pod() {
    let server = Server::answering(|_| sts_credentials("AKIDPOD")).await;
    let folder = Folder::new();
    let token_file = folder.write("token", "the-jwt\n");
    let credentials = identity(&server, &pod(&token_file)).provide().await.unwrap();
    assert_eq!(credentials.secret_id(), "AKIDPOD");
    assert_eq!(credentials.expires_at(), Some(time(END)));

    let [request] = &server.received()[..] else {
        panic!("not one request");
    };
    assert_eq!(request.header("authorization"), "SKIP");
    assert_eq!(request.header("x-tc-token"), "");
    assert_eq!(request.header("x-tc-action"), "AssumeRoleWithWebIdentity");
    assert_eq!(request.header("x-tc-version"), "2018-08-13");
    assert_eq!(request.header("x-tc-region"), "ap-singapore");
    assert_eq!(
        request.json(),
        json!({
            "ProviderId": "cls-12345678", "WebIdentityToken": "the-jwt", "RoleArn": ARN,
            "RoleSessionName": format!("tc3-rust-{NOW}"), "DurationSeconds": 7200,
        })
    );
}

#[tokio::test]
async fn the_token_is_read_anew_each_time() {
    let server = Server::answering(|_| sts_credentials("AKIDPOD")).await;
    let folder = Folder::new();
    let token_file = folder.write("token", "first");
    let identity = identity(&server, &pod(&token_file));
    identity.provide().await.unwrap();
    folder.write("token", "second");
    identity.provide().await.unwrap();
    let tokens: Vec<_> = server
        .received()
        .iter()
        .map(|request| request.json()["WebIdentityToken"].clone())
        .collect();
    assert_eq!(tokens, ["first", "second"]);
}

#[test]
fn outside_a_pod_it_is_not_configured() {
    for pairs in [&[][..], &[("TKE_REGION", "ap-guangzhou")]] {
        let identity = WebIdentity::new().lookup(variables(pairs));
        assert!(matches!(now(identity.find()), Ok(Found::Nothing { .. })));
    }
}

#[tokio::test]
async fn a_part_of_an_identity_is_an_error_that_names_what_is_missing() {
    let server = Server::answering(|_| sts_credentials("AKIDPOD")).await;
    let folder = Folder::new();
    let token_file = folder.write("token", "the-jwt");
    for missing in 0..4 {
        let mut pairs = pod(&token_file);
        let (name, _) = pairs.remove(missing);
        let message = identity(&server, &pairs).find().await.unwrap_err().to_string();
        assert_eq!(message, format!("{name} is not set"));
    }
    for (path, why) in [
        (folder.path("absent"), "does not exist"),
        (folder.write("empty", "\n"), "is empty"),
    ] {
        let message = identity(&server, &pod(&path)).find().await.unwrap_err().to_string();
        assert!(message.contains(&path) && message.contains(why), "{message}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_rejected_token_is_not_shown() {
    let server = Server::answering(|_| sts_error("InvalidParameter.WebIdentityTokenError")).await;
    let folder = Folder::new();
    let token_file = folder.write("token", "the-jwt");
    let error = identity(&server, &pod(&token_file)).find().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameter.WebIdentityTokenError"));
    let shown = format!("{error:#?} {:?}", identity(&server, &pod(&token_file)));
    assert!(!shown.contains("the-jwt"), "{shown}");
}

//! The cause of a provider's failure is kept through every layer.

use std::error::Error as _;

use tc3_runtime::credentials::{
    AssumeRole, CachedCredentials, Chain, CredentialsSource, CvmRole, ProvideCredentials, SourceFuture, WebIdentity,
};
use tc3_runtime::{Credentials, Error};

use crate::replies::{http, sts_credentials, sts_error};
use crate::sandbox::{Folder, variables};
use crate::support::Server;

const ARN: &str = "qcs::cam::uin/100000000001:roleName/deploy";

fn pod(folder: &Folder, sts: &Server) -> WebIdentity {
    let token = folder.write("token", "the-jwt");
    let set = variables(&[
        ("TKE_REGION", "ap-guangzhou"),
        ("TKE_PROVIDER_ID", "cls"),
        ("TKE_ROLE_ARN", ARN),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", &token),
    ]);
    WebIdentity::new().lookup(set).endpoint(sts.endpoint.clone())
}

async fn failure(provider: impl ProvideCredentials + 'static) -> Error {
    CachedCredentials::new(provider).provide().await.unwrap_err()
}

#[tokio::test]
async fn the_error_of_sts_comes_through_a_chain_a_role_and_a_refresh() {
    let folder = Folder::new();
    let sts = Server::answering(|_| sts_error("RequestLimitExceeded")).await;
    let chain = CachedCredentials::new(Chain::new().then(pod(&folder, &sts)));
    let role = AssumeRole::builder(chain, ARN).endpoint(sts.endpoint.clone());
    let error = failure(role.build().unwrap()).await;

    assert_eq!(error.code(), Some("RequestLimitExceeded"));
    assert_eq!(error.message(), Some("no"));
    assert_eq!(error.request_id(), Some("request-2"));
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.is_credentials() && error.is_throttled() && error.is_service() && error.is_retryable());
    assert_eq!(
        (error.service(), error.action()),
        (Some("sts"), Some("AssumeRoleWithWebIdentity"))
    );
    assert_eq!(
        error.to_string(),
        "no credentials from the web identity of the pod, which is configured: sts AssumeRoleWithWebIdentity: \
         RequestLimitExceeded: no (request id request-2)"
    );
    let cause = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(
        (cause.code(), cause.is_credentials()),
        (Some("RequestLimitExceeded"), true)
    );
}

#[tokio::test]
async fn a_metadata_service_that_is_down_may_come_back() {
    for (status, passes) in [("503 Busy", true), ("429 Slow Down", true), ("403 Forbidden", false)] {
        let metadata = Server::answering(move |_| http(status, "hush")).await;
        let asking = CvmRole::new().endpoint(metadata.endpoint.clone());
        for role in [asking.clone(), asking.role("web")] {
            let error = failure(Chain::new().then(role)).await;
            assert_eq!(error.is_retryable(), passes, "{error}");
            assert!(error.is_credentials() && !error.is_ambiguous() && !error.is_validation());
            assert_eq!(error.status().unwrap().as_str(), &status[..3]);
            let shown = format!("{error} {error:#?}");
            assert!(!shown.contains("hush") && error.raw_body().is_none(), "{shown}");
        }
    }
}

/// A source of the user's own, which fails with a transient error or another one.
#[derive(Debug)]
struct Vault {
    is_transient: bool,
}

impl CredentialsSource for Vault {
    fn name(&self) -> &str {
        "the vault"
    }

    fn find(&self) -> SourceFuture<'_> {
        let error = if self.is_transient {
            Error::credentials_unavailable("it is sealed")
        } else {
            Error::no_credentials("it denies access")
        };
        Box::pin(async { Err(error) })
    }
}

#[tokio::test]
async fn what_a_source_says_of_its_failure_comes_through_a_chain_a_role_and_a_refresh() {
    for (is_transient, message) in [(true, "it is sealed"), (false, "it denies access")] {
        let chain = CachedCredentials::new(Chain::new().then(Vault { is_transient }));
        let error = failure(AssumeRole::builder(chain, ARN).build().unwrap()).await;
        assert_eq!(
            (error.is_retryable(), error.is_validation()),
            (is_transient, !is_transient)
        );
        assert!(error.is_credentials() && !error.is_ambiguous());
        assert_eq!(
            error.to_string(),
            format!("no credentials from the vault, which is configured: {message}")
        );
    }
}

#[tokio::test]
async fn what_is_set_up_wrong_does_not_pass() {
    let error = failure(Chain::new().then(WebIdentity::new().lookup(variables(&[("TKE_PROVIDER_ID", "cls")])))).await;
    assert!(error.is_credentials() && error.is_validation() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "no credentials from the web identity of the pod, which is configured: TKE_ROLE_ARN is not set"
    );
}

#[tokio::test]
async fn sts_cannot_redirect_credentials_or_a_token_to_another_host() {
    let other = Server::answering(|_| sts_credentials("AKIDEVIL")).await;
    let location = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        other.endpoint
    );
    let sts = Server::answering(move |_| location.clone()).await;
    let source = Credentials::new("AKIDSOURCE", "source-key").with_token("source-token");
    let role = AssumeRole::builder(source, ARN).endpoint(sts.endpoint.clone());
    let folder = Folder::new();
    for error in [failure(role.build().unwrap()).await, failure(pod(&folder, &sts)).await] {
        let shown = error.to_string();
        assert!(shown.contains("HTTP 307 (redirects are not followed)"), "{shown}");
    }
    assert_eq!(sts.received().len(), 2);
    assert!(other.received().is_empty());
}

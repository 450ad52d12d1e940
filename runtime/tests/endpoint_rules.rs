//! Endpoint rules: the hosts of services. That calls go there is tested over the mock, in `tc3-tests`.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/mod.rs"]
mod support;

use tc3_runtime::record::{Action, ActionInfo, ServiceInfo};
use tc3_runtime::{CallOptions, Client, Credentials, Endpoints, Error, RetryPolicy};

const GUANGZHOU: Option<&str> = Some("ap-guangzhou");

fn private() -> Endpoints {
    Endpoints::root_domain("Cloud.Example").unwrap()
}

#[test]
fn each_rule_has_its_hosts() {
    for (rule, service, region, host) in [
        (Endpoints::standard(), "gaap", GUANGZHOU, "gaap.tencentcloudapi.com"),
        (Endpoints::default(), "gaap", None, "gaap.tencentcloudapi.com"),
        (
            Endpoints::regional(),
            "cvm",
            GUANGZHOU,
            "cvm.ap-guangzhou.tencentcloudapi.com",
        ),
        (
            Endpoints::regional(),
            "as",
            Some("ap-shanghai-fsi"),
            "as.ap-shanghai-fsi.tencentcloudapi.com",
        ),
        (
            Endpoints::internal(),
            "cvm",
            GUANGZHOU,
            "cvm.internal.tencentcloudapi.com",
        ),
        (
            Endpoints::international(),
            "gaap",
            None,
            "gaap.intl.tencentcloudapi.com",
        ),
        (private(), "gaap", GUANGZHOU, "gaap.cloud.example"),
        (
            Endpoints::regional_below("cloud.example").unwrap(),
            "gaap",
            GUANGZHOU,
            "gaap.ap-guangzhou.cloud.example",
        ),
    ] {
        let endpoint = rule.endpoint_of(service, region).unwrap();
        assert_eq!(endpoint.to_string(), format!("https://{host}/"), "{rule:?}");
        assert_eq!(endpoint.host(), host);
    }
}

#[test]
fn a_regional_rule_needs_a_region() {
    for rule in [
        Endpoints::regional(),
        Endpoints::regional_below("cloud.example").unwrap(),
    ] {
        let error = rule.endpoint_of("gaap", None).unwrap_err();
        assert!(error.is_validation());
        assert_eq!(
            error.to_string(),
            "regional endpoints need a region; set one with `.region(\"ap-guangzhou\")` \
             on the client's builder, or on the `CallOptions` of the call"
        );
    }
}

#[test]
fn no_service_and_no_region_leads_to_another_host() {
    let smuggled = [
        "",
        ".",
        "evil.example/x",
        "evil.example",
        "evil.example#",
        "evil.example?",
        "evil@x",
        "evil:443",
        "evil\r\nx",
        "evil\\x",
        "evil%2fx",
        "ev il",
        "é",
    ];
    for text in smuggled {
        for rule in [
            Endpoints::regional(),
            Endpoints::internal(),
            Endpoints::international(),
            private(),
        ] {
            let result = rule.endpoint_of(text, GUANGZHOU);
            assert!(result.as_ref().is_err_and(Error::is_validation), "{text:?}: {result:?}");
        }
        let result = Endpoints::regional().endpoint_of("gaap", Some(text));
        assert!(result.as_ref().is_err_and(Error::is_validation), "{text:?}: {result:?}");
        if let Ok(endpoint) = Endpoints::standard().endpoint_of(text, None) {
            assert!(endpoint.host().ends_with(".tencentcloudapi.com"), "{text:?}");
        }
    }
}

#[test]
fn a_root_is_a_host_name_and_nothing_more() {
    for root in [
        "",
        "https://cloud.example",
        "cloud.example:8443",
        "cloud.example/api",
        "a..b",
        "a b",
    ] {
        for result in [Endpoints::root_domain(root), Endpoints::regional_below(root)] {
            assert!(result.as_ref().is_err_and(Error::is_validation), "{root:?}: {result:?}");
        }
    }
}

/// An action that does not lie where its service does.
struct ChatCompletions {}

support::record!(ChatCompletions {});

impl Action for ChatCompletions {
    type Output = ChatCompletions;
    const INFO: &'static ActionInfo =
        &ServiceInfo::new("es", "2018-04-16", "es.ai.tencentcloudapi.com").action("ChatCompletions");
}

#[tokio::test]
async fn an_action_with_a_host_of_its_own_is_not_sent_to_a_guessed_one() {
    let client = Client::builder()
        .credentials(Credentials::new("id", "key"))
        .region("ap-guangzhou")
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    for rule in [
        Endpoints::regional(),
        Endpoints::internal(),
        Endpoints::international(),
        private(),
    ] {
        let client = client.with(CallOptions::new().endpoints(rule));
        let error = client.send(&ChatCompletions {}).await.unwrap_err();
        assert!(error.is_validation());
        assert_eq!(
            error.to_string(),
            "es ChatCompletions: not sent: the action's host \"es.ai.tencentcloudapi.com\" is not one of \
             <service>.tencentcloudapi.com, so the client's endpoint rule does not apply; set an \
             endpoint or Endpoints::standard() for the call"
        );
    }
}

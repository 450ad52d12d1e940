//! No secret is recorded, by this library or by one below it.

use tc3_runtime::record::{Action, ActionInfo, Field, ServiceInfo};
use tc3_runtime::{CallOptions, Credentials};

use crate::capture::Capture;
use crate::support::actions::Output;
use crate::support::record;
use crate::support::scripted_server::{Act, Server};
use crate::support::{SECRET_ID, SECRET_KEY, TOKEN};

const PASSWORD: &str = "password-of-the-test";
const EXTRA: &str = "extra-value-of-the-test";
const ANSWER: &str = "answer-value-of-the-test";

struct SetPassword {
    password: Option<String>,
}

record!(SetPassword {
    0: password = Field::optional("Password").secret(),
});

impl Action for SetPassword {
    type Output = Output;
    const INFO: &'static ActionInfo = &ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com")
        .action("SetPassword")
        .read_only();
}

/// The service quotes in its error what it was sent.
fn quoting(code: &str) -> Act {
    Act::json(&format!(
        r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"{PASSWORD} {EXTRA} {TOKEN}"}},"RequestId":"r"}}}}"#
    ))
}

#[tokio::test]
async fn neither_credentials_nor_signatures_nor_values_are_recorded() {
    let acts = [
        quoting("InternalError"),
        Act::Reset,
        Act::Answer(format!("HTTP/1.1 502 Bad\r\nX-A: {ANSWER}\r\nContent-Length: 24\r\n\r\n{ANSWER}").into_bytes()),
        Act::json(&format!(
            r#"{{"Response":{{"RequestId":"r","Undeclared":"{ANSWER}"}}}}"#
        )),
        quoting("InvalidParameterValue"),
    ];
    let mut server = Server::playing(acts).await;
    let (capture, _guard) = Capture::start();
    let client = server
        .builder()
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN))
        .retry(crate::support::scripted_server::quick().max_attempts(4))
        .build()
        .unwrap()
        .with(CallOptions::new().extra_parameter("Extra", EXTRA));
    let request = SetPassword {
        password: Some(PASSWORD.to_owned()),
    };
    client.send(&request).await.unwrap();
    client.send(&request).await.unwrap_err();

    let recorded = capture.everything();
    assert!(
        recorded.contains("attempts=4") && recorded.contains("InvalidParameterValue"),
        "{recorded}"
    );
    let sent = server.rest();
    assert_eq!(sent.len(), 5);
    let authorizations = sent.iter().map(|request| {
        let (_, signature) = request.headers["authorization"].split_once("Signature=").unwrap();
        signature.to_owned()
    });
    let secrets = [SECRET_ID, SECRET_KEY, TOKEN, PASSWORD, EXTRA, ANSWER, "TC3-HMAC-SHA256"];
    for secret in secrets.map(str::to_owned).into_iter().chain(authorizations) {
        assert!(!recorded.contains(&secret), "{secret}: {recorded}");
    }
}

/// The query of a GET has the parameters, and in version 1 the signature and the credentials' ID too.
#[cfg(all(feature = "encodings", feature = "sign-v1"))]
#[tokio::test]
async fn no_query_is_recorded() {
    use tc3_runtime::{HttpMethod, SignatureMethod};

    let server = Server::playing([quoting("InternalError"), Act::ok(), Act::Reset, Act::ok()]).await;
    let (capture, _guard) = Capture::start();
    for signature in [SignatureMethod::Tc3, SignatureMethod::HmacSha256] {
        let client = server
            .builder()
            .credentials(Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN))
            .http_method(HttpMethod::Get)
            .signature(signature)
            .build()
            .unwrap();
        let request = SetPassword {
            password: Some(PASSWORD.to_owned()),
        };
        client.send(&request).await.unwrap();
    }
    let recorded = capture.tree().join("\n");
    let url = format!("url.full=http://{}/ ", server.endpoint.host());
    assert_eq!(recorded.matches(&url).count(), 4, "{recorded}");
    assert_eq!(recorded.matches("http.request.method=GET").count(), 4, "{recorded}");
    for secret in [SECRET_ID, SECRET_KEY, TOKEN, PASSWORD, "Signature", "?"] {
        assert!(!recorded.contains(secret), "{secret}: {recorded}");
    }
}

/// What an error of the service quotes is in no line of a retry, of an end or of a failed refresh.
#[cfg(feature = "mock")]
#[tokio::test]
async fn the_usual_subscriber_prints_no_secret() {
    use tc3_runtime::credentials::AssumeRole;

    let sts = Server::playing([quoting("InternalError"), quoting("AuthFailure")]).await;
    let role = AssumeRole::builder(
        Credentials::new(SECRET_ID, SECRET_KEY).with_token(TOKEN),
        "qcs::cam::uin/1:roleName/r",
    );
    let role = role.endpoint(sts.endpoint.clone()).build().unwrap();
    let server = Server::playing([Act::ok()]).await;
    let client = server.builder().credentials_from(role).build().unwrap();
    let request = SetPassword {
        password: Some(PASSWORD.to_owned()),
    };
    let printed = crate::lines::Printed::default();
    let lines = tracing_subscriber::fmt().with_writer(printed.clone());
    let guard = tracing::subscriber::set_default(lines.with_max_level(tracing::Level::TRACE).finish());
    client.send(&request).await.map(drop).unwrap_err();
    drop(guard);
    let printed = printed.text();
    assert!(
        printed.contains("retrying") && printed.contains("call ended"),
        "{printed}"
    );
    assert!(printed.contains("there are no credentials"), "{printed}");
    for secret in [SECRET_ID, SECRET_KEY, TOKEN, PASSWORD, EXTRA, "TC3-HMAC-SHA256"] {
        assert!(!printed.contains(secret), "{secret}: {printed}");
    }
}

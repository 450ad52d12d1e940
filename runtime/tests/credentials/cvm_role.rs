//! The role of the machine, against a metadata service of the tests.

use serde_json::json;
use tc3_runtime::credentials::{CredentialsSource, CvmRole, Found, ProvideCredentials};

use crate::replies::{END, http, time};
use crate::support::{Server, nowhere};

const PATH: &str = "/latest/meta-data/cam/security-credentials/";

fn key() -> String {
    let body = json!({"TmpSecretId": "AKIDTMP", "TmpSecretKey": "tmp-secret-key", "Token": "tmp-token",
        "ExpiredTime": END, "Expiration": "2019-02-25T18:44:25Z", "Code": "Success"});
    http("200 OK", &body.to_string())
}

/// A metadata service with this response for the role and that one for its credentials.
async fn service(role: String, key: String) -> Server {
    Server::answering(move |request| {
        if request.path.ends_with('/') {
            role.clone()
        } else {
            key.clone()
        }
    })
    .await
}

async fn message(role: String, key: String) -> String {
    let server = service(role, key).await;
    let result = CvmRole::new().endpoint(server.endpoint.clone()).find().await;
    result.unwrap_err().to_string()
}

#[tokio::test]
async fn the_role_is_requested_and_then_its_credentials() {
    let server = service(http("200 OK", "web-server\n"), key()).await;
    let credentials = CvmRole::new()
        .endpoint(server.endpoint.clone())
        .provide()
        .await
        .unwrap();
    assert_eq!(credentials.secret_id(), "AKIDTMP");
    assert!(credentials.is_temporary());
    assert_eq!(credentials.expires_at(), Some(time(END)));
    assert_eq!(server.paths(), [PATH.to_owned(), format!("{PATH}web-server")]);
    for request in server.received() {
        assert_eq!(request.method, "GET");
        assert_eq!(request.header("host"), server.endpoint.host());
    }
}

#[tokio::test]
async fn a_role_that_is_named_is_not_asked_for() {
    let server = service(http("500 Oops", ""), key()).await;
    let role = CvmRole::new().endpoint(server.endpoint.clone()).role("backup");
    role.provide().await.unwrap();
    assert_eq!(server.paths(), [format!("{PATH}backup")]);
}

#[tokio::test]
async fn no_role_and_no_service_are_not_configured() {
    let server = service(http("404 Not Found", "<html>"), key()).await;
    for endpoint in [server.endpoint.clone(), nowhere().await] {
        let found = CvmRole::new().endpoint(endpoint).find().await;
        assert!(matches!(found, Ok(Found::Nothing { .. })), "{found:?}");
    }
    assert!(
        CvmRole::new()
            .endpoint(nowhere().await)
            .role("named")
            .find()
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = service(http("200 OK", "evil"), key()).await;
    let location = format!(
        "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        other.endpoint
    );
    let message = message(location, key()).await;
    assert!(message.contains("HTTP 302"), "{message}");
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn a_name_that_is_none_is_not_sent() {
    for name in ["", "one\ntwo", "../../user-data", "a?b", "<html>"] {
        let server = service(http("200 OK", name), key()).await;
        let result = CvmRole::new().endpoint(server.endpoint.clone()).find().await;
        assert!(result.is_err(), "{name}");
        assert_eq!(server.received().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn unreadable_credentials_are_an_error_without_secrets() {
    let without = |name: &str| {
        let mut body = json!({"TmpSecretId": "AKIDTMP", "TmpSecretKey": "hush-hush", "Token": "hush-token",
            "ExpiredTime": END, "Code": "Success"});
        body.as_object_mut().unwrap().remove(name);
        http("200 OK", &body.to_string())
    };
    let mut wrong = vec![
        (http("200 OK", r#"{"Code": "Failed"}"#), "Failed".to_owned()),
        (http("200 OK", "hush-hush"), "it is not JSON".to_owned()),
        (http("503 Busy", ""), "HTTP 503".to_owned()),
        (http("404 Not Found", ""), "HTTP 404".to_owned()),
    ];
    wrong.extend(
        ["TmpSecretId", "TmpSecretKey", "Token", "ExpiredTime", "Code"].map(|name| (without(name), name.into())),
    );
    for (answer, expected) in wrong {
        let message = message(http("200 OK", "role"), answer).await;
        assert!(message.contains(&expected), "{message}");
        assert!(!message.contains("hush"), "{message}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let message = message(http("200 OK", &"x".repeat(1024 * 1024)), key()).await;
    assert!(message.contains("exceeds the limit of 262144 bytes"), "{message}");
}

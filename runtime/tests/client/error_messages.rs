//! The error messages: one line each, as they are logged.

use std::net::SocketAddr;
use std::time::Duration;

use tc3_runtime::credentials::AssumeRole;
use tc3_runtime::record::{Action, ActionInfo, Field, Record, ServiceInfo};
use tc3_runtime::{Client, ClientBuilder, Credentials, Endpoint, Endpoints, Error, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::record;
use crate::support::{Reply, Server, builder, http, listen};
use crate::tls::{Authority, runs_in_child, tls_server};

const TABLE: &str = "\
an error of the cloud
  gaap DescribeGroups: ResourceNotFound: what the cloud says (request id r-1)
an error of the cloud's own fault
  gaap DescribeGroups: InternalError: what the cloud says; the request may have been carried out (request id r-1)
a throttle, three times
  gaap DescribeGroups: RequestLimitExceeded: what the cloud says (after 3 attempts, request id r-1)
a proxy's page
  gaap DescribeGroups: HTTP 502 with text/html; charset=utf-8 (20 bytes) is not an API response: expected value at line 1 column 1; the request may have been carried out
a proxy's page for success
  gaap DescribeGroups: HTTP 200 with text/html; charset=utf-8 (20 bytes) is not an API response: expected value at line 1 column 1; the request may have been carried out
a proxy's refusal
  gaap DescribeGroups: HTTP 403 without a content type (20 bytes) is not an API response: expected value at line 1 column 1
a redirect
  gaap DescribeGroups: HTTP 302 (redirects are not followed) without a content type (20 bytes) is not an API response: expected value at line 1 column 1; the request may have been carried out
nothing
  gaap DescribeGroups: HTTP 200 without a content type (0 bytes) is not an API response: the body is empty; the request may have been carried out
JSON that breaks off
  gaap DescribeGroups: HTTP 200 with application/json (52 bytes) is not an API response: at `Groups[1].Bandwidth`: EOF while parsing a value at line 1 column 52; the request may have been carried out
JSON of another kind
  gaap DescribeGroups: HTTP 200 with application/json (15 bytes) is not an API response: a JSON object without a member `Response`; the request may have been carried out
a list
  gaap DescribeGroups: HTTP 200 with application/json (11 bytes) is not an API response: not a JSON object; the request may have been carried out
success with a status of failure
  gaap DescribeGroups: HTTP 500 with application/json (26 bytes) is not an API response: the body reports success, but the status does not; the request may have been carried out
an error without a code
  gaap DescribeGroups: HTTP 200 with application/json (44 bytes) is not an API response: at `Error`: an `Error` without a code; the request may have been carried out
a member of another type, strictly
  gaap DescribeGroups: the response does not match the spec: Groups[1].Bandwidth: expected an integer, found an object; the request may have been carried out (request id r-1)
an answer that is too large
  gaap DescribeGroups: HTTP 200 with application/json exceeds the limit of 40 bytes; the request may have been carried out
a closed port
  gaap DescribeGroups: cannot connect to 127.0.0.1:PORT: Connection refused (os error N)
no greeting
  gaap DescribeGroups: cannot connect to 127.0.0.1:PORT: no TLS handshake within 300ms, perhaps because the server does not speak TLS
an unknown authority
  gaap DescribeGroups: cannot connect to 127.0.0.1:PORT: invalid peer certificate: UnknownIssuer
plain text in place of TLS
  gaap DescribeGroups: cannot connect to 127.0.0.1:PORT: the server answered in plain text and not in TLS; an endpoint without TLS is written with http://
a server that hangs up on TLS
  gaap DescribeGroups: cannot connect to 127.0.0.1:PORT: the server closed the connection during the TLS handshake, perhaps because it does not speak TLS
TLS in place of plain HTTP
  gaap DescribeGroups: the connection failed: the server expects TLS; an endpoint with TLS is written with https://
a page that asks for TLS
  gaap DescribeGroups: HTTP 400 without a content type (45 bytes) is not an API response: the server expects TLS; an endpoint with TLS is written with https://
an endpoint without a scheme
  gaap DescribeGroups: cannot connect to localhost:1 (by https, as the endpoint has no scheme; for plain HTTP it is http://localhost:1): Connection refused (os error N)
a connection that breaks
  gaap DescribeGroups: the connection failed: connection closed before message completed; the request may have been carried out
silence
  gaap DescribeGroups: no response within 300ms; the request may have been carried out
a member that is missing
  gaap DescribeGroups: not sent: required parameter `Name` is not set
a region that is missing
  gaap DescribeGroups: not sent: regional endpoints need a region; set one with `.region(\"ap-guangzhou\")` on the client's builder, or on the `CallOptions` of the call
a key that cannot be had
  gaap DescribeGroups: not signed: sts AssumeRole: AuthFailure.SecretIdNotFound: what the cloud says (request id r-1)
";

struct DescribeGroups {
    name: Option<String>,
}
struct Groups {
    groups: Vec<Group>,
}
struct Group {
    bandwidth: i64,
}

record!(DescribeGroups {
    0: name = Field::required("Name"),
});
record!(Groups {
    0: groups = Field::always("Groups"),
});
record!(Group {
    0: bandwidth = Field::always("Bandwidth"),
});

impl Action for DescribeGroups {
    type Output = Groups;
    const INFO: &'static ActionInfo =
        &ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com").action("DescribeGroups");
}

fn cloud_error(code: &str) -> Reply {
    Reply::json(&format!(
        r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"what the cloud says"}},"RequestId":"r-1"}}}}"#
    ))
}

fn page(status: &str, headers: &str) -> Reply {
    Reply::Bytes(http(status, headers, "<html>private</html>"))
}

fn request() -> DescribeGroups {
    DescribeGroups {
        name: Some("test".into()),
    }
}

async fn send(client: &Client) -> Error {
    client.send(&request()).await.map(drop).unwrap_err()
}

async fn with(endpoint: Endpoint, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Error {
    send(&change(builder().endpoint(endpoint)).build().unwrap()).await
}

async fn after(reply: Reply) -> Error {
    after_with(reply, |builder| builder).await
}

async fn after_with(reply: Reply, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Error {
    let server = Server::start(reply).await;
    with(server.endpoint, change).await
}

/// What is answered, and is not what was asked for.
async fn answers() -> Vec<(&'static str, Error)> {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let broken = r#"{"Response":{"Groups":[{"Bandwidth":1},{"Bandwidth":"#;
    let mistyped = r#"{"Response":{"Groups":[{"Bandwidth":1},{"Bandwidth":{}}],"RequestId":"r-1"}}"#;
    let again = RetryPolicy::new().base_delay(Duration::ZERO);
    vec![
        ("an error of the cloud", after(cloud_error("ResourceNotFound")).await),
        (
            "an error of the cloud's own fault",
            after(cloud_error("InternalError")).await,
        ),
        (
            "a throttle, three times",
            after_with(cloud_error("RequestLimitExceeded"), |builder| builder.retry(again)).await,
        ),
        ("a proxy's page", after(page("502 Bad Gateway", html)).await),
        ("a proxy's page for success", after(page("200 OK", html)).await),
        ("a proxy's refusal", after(page("403 Forbidden", "")).await),
        (
            "a redirect",
            after(page("302 Found", "Location: https://login.example\r\n")).await,
        ),
        ("nothing", after(Reply::Bytes(http("200 OK", "", ""))).await),
        ("JSON that breaks off", after(Reply::json(broken)).await),
        ("JSON of another kind", after(Reply::json(r#"{"response":{}}"#)).await),
        ("a list", after(Reply::json(r#"["private"]"#)).await),
        (
            "success with a status of failure",
            after(Reply::http(
                "500 Oops",
                "application/json",
                r#"{"Response":{"Groups":[]}}"#,
            ))
            .await,
        ),
        (
            "an error without a code",
            after(Reply::json(r#"{"Response":{"Error":{"Message":"private"}}}"#)).await,
        ),
        (
            "a member of another type, strictly",
            after_with(Reply::json(mistyped), |builder| builder.strict(true)).await,
        ),
        (
            "an answer that is too large",
            after_with(Reply::json(mistyped), |builder| builder.max_response_bytes(40)).await,
        ),
    ]
}

/// A server that reads once, answers with these bytes, and closes.
async fn answering(bytes: &'static [u8]) -> SocketAddr {
    listen(move |mut stream, _| async move {
        // All of it, since unread bytes would reset the connection.
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(bytes).await;
    })
    .await
}

/// What keeps an answer from coming.
async fn connections() -> Vec<(&'static str, Error)> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = listener.local_addr().unwrap();
    let (distrusted, _received) = tls_server(&Authority::named("nobody")).await;
    let plain = answering(b"SSH-2.0-OpenSSH_9.6\r\n").await;
    let closing = answering(b"").await;
    let at = |address: String| address.parse::<Endpoint>().unwrap();
    let short = Duration::from_millis(300);
    vec![
        (
            "a closed port",
            with(at(format!("http://{closed}")), |builder| builder).await,
        ),
        (
            "no greeting",
            with(at(format!("https://{silent}")), |builder| {
                builder.connect_timeout(short)
            })
            .await,
        ),
        (
            "an unknown authority",
            with(at(format!("https://127.0.0.1:{distrusted}")), |builder| builder).await,
        ),
        (
            "plain text in place of TLS",
            with(at(format!("https://{plain}")), |builder| builder).await,
        ),
        (
            "a server that hangs up on TLS",
            with(at(format!("https://{closing}")), |builder| builder).await,
        ),
        (
            "TLS in place of plain HTTP",
            with(at(format!("http://127.0.0.1:{distrusted}")), |builder| builder).await,
        ),
        (
            "a page that asks for TLS",
            after(Reply::Bytes(http(
                "400 Bad Request",
                "",
                "The plain HTTP request was sent to HTTPS port",
            )))
            .await,
        ),
        (
            "an endpoint without a scheme",
            with(at("localhost:1".into()), |builder| builder).await,
        ),
        (
            "a connection that breaks",
            after(Reply::BytesThenClose(Vec::new())).await,
        ),
        (
            "silence",
            after_with(Reply::Silence, |builder| builder.timeout(short)).await,
        ),
    ]
}

/// What is not sent.
async fn refusals() -> Vec<(&'static str, Error)> {
    let blank = builder().build().unwrap().send(&DescribeGroups::empty()).await;
    let regional = builder().endpoints(Endpoints::regional()).build().unwrap();
    let sts = Server::start(cloud_error("AuthFailure.SecretIdNotFound")).await;
    let role = AssumeRole::builder(Credentials::new("id", "key"), "qcs::cam::uin/1:roleName/r")
        .endpoint(sts.endpoint.clone())
        .build()
        .unwrap();
    let without_key = builder().credentials_from(role).build().unwrap();
    vec![
        ("a member that is missing", blank.map(drop).unwrap_err()),
        ("a region that is missing", send(&regional).await),
        ("a key that cannot be had", send(&without_key).await),
    ]
}

/// Ports and the numbers of systems' errors differ from run to run, and from system to system.
fn steady(line: &str) -> String {
    let mut steady = String::new();
    let mut rest = line;
    for (mark, shown) in [("127.0.0.1:", "PORT"), ("os error ", "N")] {
        if let Some((before, after)) = rest.split_once(mark) {
            steady.extend([before, mark, shown]);
            rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    steady + rest
}

#[tokio::test]
async fn each_failure_has_its_line() {
    if !runs_in_child("error_messages", "each_failure_has_its_line") {
        return;
    }
    let _trusted = Authority::new().trusted();
    let mut failures = answers().await;
    failures.extend(connections().await);
    failures.extend(refusals().await);
    let table: String = failures
        .iter()
        .map(|(what, error)| format!("{what}\n  {}\n", steady(&error.to_string())))
        .collect();
    for (_, error) in &failures {
        let json = serde_json::to_value(error).unwrap();
        assert_eq!(json["description"], error.to_string());
        assert!(!json.to_string().contains("private"), "{json}");
    }
    assert!(!table.contains("private"), "{table}");
    assert!(table == TABLE, "{table}");
}

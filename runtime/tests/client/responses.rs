//! How a client reads responses, and what it reports without one.

use std::error::Error as _;
use std::time::Duration;

use crate::support::{Reply, SECRET_KEY, Server, builder, http};
use serde_json::Value;
use tc3_runtime::{Client, CommonErrorCode, Error, Response};
use tokio::net::TcpListener;

pub(crate) async fn call(client: &Client) -> Result<Response<Value>, Error> {
    client
        .call_raw("gaap", "2018-05-29", "CreateProxyGroup", r#"{"Secret":"private"}"#)
        .await
}

pub(crate) async fn fail(reply: Reply) -> Error {
    let server = Server::start(reply).await;
    call(&server.client()).await.unwrap_err()
}

#[tokio::test]
async fn a_good_answer_keeps_what_came_with_it() {
    let body = r#"{"Response":{"TotalCount":2,"RequestId":"r-1"}}"#;
    let server = Server::start(Reply::Bytes(http(
        "200 OK",
        "Content-Type: application/json\r\nX-Trace: t\r\n",
        body,
    )))
    .await;
    let response = call(&server.client()).await.unwrap();
    assert_eq!(response["TotalCount"], 2);
    assert_eq!(response.request_id(), "r-1");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-trace"], "t");
    assert_eq!(response.raw_body(), body);
    assert!(!format!("{response:?}").contains(r#"{"Response""#));
    assert_eq!(response.into_inner()["RequestId"], "r-1");
}

#[tokio::test]
async fn a_service_error_is_one_line_with_its_parts() {
    let error = fail(Reply::json(
        r#"{"Response":{"Error":{"Code":"LimitExceeded.TagQuota","Message":"Too many\ntags."},"RequestId":"r-2"}}"#,
    ))
    .await;
    assert_eq!(
        error.to_string(),
        "gaap CreateProxyGroup: LimitExceeded.TagQuota: Too many tags. (request id r-2)"
    );
    assert_eq!(error.code(), Some("LimitExceeded.TagQuota"));
    assert_eq!(error.message(), Some("Too many\ntags."));
    assert_eq!(error.request_id(), Some("r-2"));
    assert_eq!(
        (error.service(), error.action()),
        (Some("gaap"), Some("CreateProxyGroup"))
    );
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.is("LimitExceeded.TagQuota"));
    assert!(error.is_service());
    assert!(!error.is_throttled() && !error.is_auth() && !error.is_ambiguous() && !error.is_timeout());
    assert_eq!(error.code_as::<CommonErrorCode>(), None);
}

#[tokio::test]
async fn kinds_of_codes_are_distinguished() {
    for (code, throttled, auth) in [
        ("RequestLimitExceeded", true, false),
        ("RequestLimitExceeded.IPLimitExceeded", true, false),
        ("RequestLimitExceeded.UinLimitExceeded", true, false),
        ("RequestLimitExceeded.GlobalRegionUinLimitExceeded", true, false),
        ("RequestLimitExceeded.JobNumExceed", false, false),
        ("LimitExceeded", false, false),
        ("LimitExceeded.RateLimitExceeded", false, false),
        ("AuthFailure", false, true),
        ("AuthFailure.SignatureExpire", false, true),
        ("AuthFailureOfAnotherKind", false, false),
        ("UnauthorizedOperation", false, true),
        ("UnauthorizedOperation.CamNoAuth", false, true),
        ("UnauthorizedOperations", false, false),
    ] {
        let error = fail(Reply::json(&format!(
            r#"{{"Response":{{"Error":{{"Code":"{code}","Message":""}}}}}}"#
        )))
        .await;
        assert!(error.is(code));
        assert_eq!((error.is_throttled(), error.is_auth()), (throttled, auth), "{code}");
    }
    let error = fail(Reply::json(
        r#"{"Response":{"Error":{"Code":"InternalError","Message":"x"}}}"#,
    ))
    .await;
    assert!(error.is(CommonErrorCode::InternalError));
    assert_eq!(error.code_as(), Some(CommonErrorCode::InternalError));
}

#[tokio::test]
async fn a_service_error_counts_whatever_the_status() {
    let body = r#"{"Response":{"Error":{"Code":"InternalError","Message":"x"},"RequestId":"r"}}"#;
    let error = fail(Reply::http("500 Internal Server Error", "application/json", body)).await;
    assert!(error.is_service() && error.is_ambiguous());
    assert_eq!(error.status().unwrap(), 500);
}

#[tokio::test]
async fn an_error_without_a_code_is_no_success() {
    for error in [r#"{"Code":"","Message":""}"#, r#"{"Code":null}"#, "{}"] {
        let body = format!(r#"{{"Response":{{"Error":{error},"RequestId":"r"}}}}"#);
        let error = fail(Reply::json(&body)).await;
        assert!(error.is_ambiguous() && !error.is_service(), "{error}");
        assert!(
            error.to_string().contains("at `Error`: an `Error` without a code"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_page_of_a_proxy_is_described_and_not_quoted() {
    let error = fail(Reply::http("502 Bad Gateway", "text/html", "<html>private</html>")).await;
    let shown = error.to_string();
    assert!(
        shown.starts_with(
            "gaap CreateProxyGroup: HTTP 502 with text/html (20 bytes) is not an API response: expected value at line 1"
        ),
        "{shown}"
    );
    assert!(shown.ends_with("; the request may have been carried out"), "{shown}");
    assert!(error.is_ambiguous() && !error.is_service());
    assert_eq!(error.raw_body().unwrap(), "<html>private</html>");
    assert!(error.source().is_some());
    assert!(!format!("{shown}{error:?}").contains("private"));
}

#[tokio::test]
async fn an_invalid_response_gives_the_reason() {
    for (status, body, reason, ambiguous) in [
        (
            "200 OK",
            r#"{"Response":{"RequestId":"r"#,
            "at `RequestId`: EOF while parsing a string at line 1 column 27",
            true,
        ),
        ("200 OK", r#"["Response"]"#, "not a JSON object", true),
        (
            "200 OK",
            r#"{"Response":"private"}"#,
            "at `Response`: a value of the wrong type",
            true,
        ),
        (
            "200 OK",
            r#"{"response":{}}"#,
            "a JSON object without a member `Response`",
            true,
        ),
        ("200 OK", "", "the body is empty", true),
        ("200 OK", "\u{feff} \n", "the body is empty", true),
        (
            "404 Not Found",
            "{}",
            "a JSON object without a member `Response`",
            false,
        ),
        (
            "500 X",
            r#"{"Response":{}}"#,
            "the body reports success, but the status does not",
            true,
        ),
    ] {
        let error = fail(Reply::http(status, "application/json", body)).await;
        let code = &status[..3];
        let length = body.len();
        let expected = format!(
            "gaap CreateProxyGroup: HTTP {code} with application/json ({length} bytes) is not an API response: {reason}"
        );
        assert!(error.to_string().starts_with(&expected), "{error}\n{expected}");
        assert_eq!(error.is_ambiguous(), ambiguous, "{error}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Server::start(Reply::json("{}")).await;
    let location = format!("Location: {}\r\n", target.endpoint);
    let error = fail(Reply::Bytes(http("307 Temporary Redirect", &location, ""))).await;
    assert!(
        error
            .to_string()
            .contains("HTTP 307 (redirects are not followed) without a content type"),
        "{error}"
    );
    assert!(error.is_ambiguous());
    let mut target = target;
    assert!(target.is_idle());
}

#[tokio::test]
async fn an_answer_over_the_limit_is_not_read() {
    let body = r#"{"Response":{"RequestId":"0123456789"}}"#;
    let server = Server::start(Reply::json(body)).await;
    let limited = |bytes| {
        builder()
            .endpoint(server.endpoint.clone())
            .max_response_bytes(bytes)
            .build()
            .unwrap()
    };
    assert!(call(&limited(body.len())).await.is_ok());
    let error = call(&limited(body.len() - 1)).await.unwrap_err();
    assert!(error.to_string().contains("exceeds the limit of 38 bytes"), "{error}");
    assert!(error.is_ambiguous());
    assert_eq!(error.raw_body(), None);
}

#[tokio::test]
async fn silence_is_a_timeout_after_which_the_outcome_is_open() {
    let server = Server::start(Reply::Silence).await;
    let client = builder()
        .endpoint(server.endpoint.clone())
        .timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let error = call(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous() && !error.is_connect());
    assert_eq!(
        error.to_string(),
        "gaap CreateProxyGroup: no response within 1s; the request may have been carried out"
    );
}

#[tokio::test]
async fn a_connection_that_breaks_leaves_the_outcome_open() {
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Respo"] {
        let error = fail(Reply::BytesThenClose(bytes.to_vec())).await;
        assert!(error.to_string().contains("the connection failed: "), "{error}");
        assert!(error.is_ambiguous() && !error.is_connect() && !error.is_timeout());
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn a_refused_connection_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = builder()
        .endpoint(format!("http://{address}").parse().unwrap())
        .build()
        .unwrap();
    let error = call(&client).await.unwrap_err();
    assert!(error.is_connect() && !error.is_ambiguous() && !error.is_timeout());
    assert!(
        error
            .to_string()
            .starts_with(&format!("gaap CreateProxyGroup: cannot connect to {address}: ")),
        "{error}"
    );
}

#[tokio::test]
async fn no_error_shows_a_secret() {
    let answer = r#"{"Response":{"Secret":"private"}}"#;
    for reply in [
        Reply::http("404 Not Found", "application/json", answer),
        Reply::json("private"),
        Reply::BytesThenClose(Vec::new()),
    ] {
        let error = fail(reply).await;
        let json = serde_json::to_string(&error).unwrap();
        let shown = format!("{error} {error:?} {error:#?} {json}");
        assert!(!shown.contains("private") && !shown.contains(SECRET_KEY), "{shown}");
    }
}

#[test]
fn an_error_is_one_pointer_wide_and_moves_between_threads() {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Error>();
    is_shared::<Response<Value>>();
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[tokio::test]
async fn a_stream_of_events_where_json_was_due_is_named_with_the_way_to_read_it() {
    let reply = || Reply::http("200 OK", "text/event-stream; charset=utf-8", "data: {}\n\n");
    let error = fail(reply()).await;
    assert_eq!(
        error.to_string(),
        "gaap CreateProxyGroup: HTTP 200 with text/event-stream; charset=utf-8 (10 bytes) is not an API response: \
         it is an event stream, which `client.stream` (feature `stream`) reads; the request may have been carried out"
    );
    assert_eq!(error.raw_body().unwrap(), "data: {}\n\n");
    let server = Server::start(reply()).await;
    let limited = builder()
        .endpoint(server.endpoint.clone())
        .max_response_bytes(5)
        .build();
    let error = call(&limited.unwrap()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("exceeds the limit of 5 bytes: it is an event stream, which `client.stream`"),
        "{error}"
    );
}

#[tokio::test]
async fn an_answer_in_json_is_read_whatever_its_media_type() {
    let server = Server::start(Reply::http("200 OK", "text/event-stream", r#"{"Response":{}}"#)).await;
    assert!(call(&server.client()).await.is_ok());
}

#[tokio::test]
async fn the_request_id_may_be_in_the_header() {
    let error = fail(Reply::Bytes(http("200 OK", "X-TC-RequestId: r-9\r\n", "private"))).await;
    assert_eq!(error.request_id(), Some("r-9"));
    assert!(error.to_string().ends_with("(request id r-9)"), "{error}");
    let json = r#"{"Response":{"Error":{"Code":"A","Message":""},"RequestId":"r"}}"#;
    let error = fail(Reply::Bytes(http("200 OK", "X-TC-RequestId: r-9\r\n", json))).await;
    assert_eq!(error.request_id(), Some("r"));
}

//! A clock that is corrected.

use crate::capture::Capture;
use crate::support::actions::CREATE;
use crate::support::http;
use crate::support::scripted_server::{Act, Server};

#[tokio::test]
async fn the_learned_skew_is_recorded_within_the_call() {
    let body = r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureExpire","Message":"m"},"RequestId":"r"}}"#;
    let headers = "Connection: close\r\nDate: Mon, 25 Feb 2019 17:44:25 GMT\r\n";
    let server = Server::playing([Act::Answer(http("200 OK", headers, body)), Act::ok()]).await;
    let (capture, _guard) = Capture::start();
    server.client().send(&CREATE).await.unwrap();
    let tree = capture.tree();
    assert!(
        tree[0].ends_with(" attempts=2 request_id=r outcome=ok http.response.status_code=200"),
        "{tree:?}"
    );
    assert!(tree[2].contains("error.type=AuthFailure.SignatureExpire"), "{tree:?}");
    assert!(
        tree[3].starts_with("  WARN * ") && tree[3].ends_with(" skew_s=3600"),
        "{tree:?}"
    );
    assert!(
        tree[4].starts_with("    WARN * message=retrying attempt=1 wait_ms=0"),
        "{tree:?}"
    );
}

//! What STS and the metadata service answer, for a server on the loopback interface to play.

use std::time::{Duration, SystemTime};

use serde_json::json;
use tc3_runtime::sign::{Payload, SigningInput, sign};

use crate::support;
use crate::support::Received;

pub(crate) use crate::support::NOW;

pub(crate) const END: u64 = 1_551_120_265;

pub(crate) fn time(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// The `Authorization` header that `request` must have if it is signed with `credentials`.
pub(crate) fn authorization(request: &Received, credentials: &tc3_runtime::Credentials) -> String {
    let input = SigningInput::new(
        "sts",
        request.header("host"),
        request.header("x-tc-timestamp").parse().unwrap(),
        Payload::Bytes(&request.body),
    )
    .method(&request.method)
    .content_type(request.header("content-type"));
    sign(&input, credentials).authorization
}

pub(crate) fn http(status: &str, body: &str) -> String {
    String::from_utf8(support::http(status, "", body)).unwrap()
}

/// A successful answer of STS.
pub(crate) fn sts_credentials(id: &str) -> String {
    let body = json!({"Response": {
        "Credentials": {"TmpSecretId": id, "TmpSecretKey": "tmp-secret-key", "Token": "tmp-token"},
        "ExpiredTime": END, "Expiration": "2019-02-25T18:44:25Z", "RequestId": "request-1",
    }});
    http("200 OK", &body.to_string())
}

pub(crate) fn sts_error(code: &str) -> String {
    let body = json!({"Response": {"Error": {"Code": code, "Message": "no"}, "RequestId": "request-2"}});
    http("200 OK", &body.to_string())
}

//! The service's envelope: `{"Response": {.., "RequestId": ".."}}`, always with HTTP status 200.

use std::fmt::Write;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use http_body_util::Full;
use tc3_codegen::spec::Json;

use crate::wire::error::ApiError;
use crate::wire::json::{object, string};

/// What most answers take, at least.
const USUAL_BYTES: usize = 256;

/// The answer to a request that succeeded.
pub(crate) fn success(output: Vec<(String, Json)>, request_id: &str) -> Response<Full<Bytes>> {
    respond(output, request_id)
}

/// The answer to a request that failed.
pub(crate) fn error(error: &ApiError, request_id: &str) -> Response<Full<Bytes>> {
    respond(error_members(error), request_id)
}

fn error_members(error: &ApiError) -> Vec<(String, Json)> {
    let error = object([
        ("Code".to_owned(), string(&*error.code)),
        ("Message".to_owned(), string(&error.message)),
    ]);
    vec![("Error".to_owned(), error)]
}

fn respond(members: Vec<(String, Json)>, request_id: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(envelope(members, request_id))));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn envelope(mut members: Vec<(String, Json)>, request_id: &str) -> String {
    members.push(("RequestId".to_owned(), string(request_id)));
    let mut text = String::with_capacity(USUAL_BYTES);
    // Writing to a string cannot fail.
    let _ = write!(text, "{}", object([("Response".to_owned(), object(members))]));
    text
}

#[cfg(test)]
mod tests {
    use super::{envelope, error_members};
    use crate::wire::error::ApiError;
    use crate::wire::json::string;

    #[test]
    fn the_request_id_comes_last() {
        let members = vec![("GroupId".to_owned(), string("lg-12345678"))];
        assert_eq!(
            envelope(members, "id"),
            r#"{"Response":{"GroupId":"lg-12345678","RequestId":"id"}}"#
        );
    }

    #[test]
    fn an_error_is_a_member_of_the_response() {
        let error = ApiError::new("InternalError", "out of \"luck\"");
        assert_eq!(
            envelope(error_members(&error), "id"),
            r#"{"Response":{"Error":{"Code":"InternalError","Message":"out of \"luck\""},"RequestId":"id"}}"#
        );
    }
}

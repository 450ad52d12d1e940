//! The service's envelope: `{"Response": {.., "RequestId": ".."}}`, always with HTTP status 200.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use http_body_util::Full;
use tc3_codegen::spec::Json;

use crate::json::{object, string};
use crate::refusal::Refusal;

pub(crate) fn answer(output: Vec<(String, Json)>, request_id: &str) -> Response<Full<Bytes>> {
    respond(output, request_id)
}

pub(crate) fn refusal(refusal: &Refusal, request_id: &str) -> Response<Full<Bytes>> {
    let error = object([
        ("Code".to_owned(), string(&*refusal.code)),
        ("Message".to_owned(), string(&refusal.message)),
    ]);
    respond(vec![("Error".to_owned(), error)], request_id)
}

fn respond(mut members: Vec<(String, Json)>, request_id: &str) -> Response<Full<Bytes>> {
    members.push(("RequestId".to_owned(), string(request_id)));
    let body = object([("Response".to_owned(), object(members))]).to_string();
    let mut response = Response::new(Full::new(Bytes::from(body)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

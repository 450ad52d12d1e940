//! The page at `/_emulator/`: what is served, and what became of the last requests.

mod host;
mod html;

use std::net::SocketAddr;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;
use tc3_codegen::spec::JsonValue;

use crate::cloud::Cloud;
use crate::json::{json, object};
use crate::recorder::RecordedRequest;
use crate::summary::Summary;

const PAGE: &str = "/_emulator/";
/// What a person types.
const UNFINISHED: &str = "/_emulator";
const REQUESTS: &str = "/_emulator/requests.json";

/// Most requests that the page shows.
const MAX_SHOWN: usize = 100;

/// Most requests of [`REQUESTS`].
const MAX_LISTED: usize = 1_000;

/// The answer to a request for the page; `None` for a request that is none.
pub(crate) fn answer(cloud: &Cloud, peer: SocketAddr, parts: &Parts) -> Option<Response<Full<Bytes>>> {
    let path = parts.uri.path();
    if !path.starts_with(UNFINISHED) {
        return None;
    }
    // A site whose name leads to this machine must not read what its visitor's emulator received.
    if !(peer.ip().to_canonical().is_loopback() && host::is_loopback(parts)) {
        let text = "this page is for the machine itself: ask for localhost, 127.0.0.1 or [::1]\n";
        return Some(respond(StatusCode::FORBIDDEN, "text/plain", text.to_owned()));
    }
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let text = "this page is read by GET\n".to_owned();
        let mut response = respond(StatusCode::METHOD_NOT_ALLOWED, "text/plain", text);
        let methods = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(ALLOW, methods);
        return Some(response);
    }
    Some(match path {
        PAGE | UNFINISHED => {
            let page = html::page(&cloud.spec, &cloud.recorder.latest(MAX_SHOWN));
            respond(StatusCode::OK, "text/html; charset=utf-8", page)
        }
        REQUESTS => {
            let list = listed(&cloud.recorder.latest(MAX_LISTED));
            respond(StatusCode::OK, "application/json", list)
        }
        _ => {
            let text = format!("there are {PAGE} and {REQUESTS}\n");
            respond(StatusCode::NOT_FOUND, "text/plain", text)
        }
    })
}

/// `{"requests": [..]}`
fn listed(requests: &[RecordedRequest]) -> String {
    let list = requests.iter().map(|request| Summary::of(request).json()).collect();
    object([("requests".to_owned(), json(JsonValue::Array(list)))]).to_string()
}

fn respond(status: StatusCode, content_type: &'static str, body: String) -> Response<Full<Bytes>> {
    /// What was received is text of a stranger: no browser may run or load anything that stands in it, show it in
    /// a frame, guess at its type, keep it, or let another site read it.
    const HEADERS: [(&str, &str); 5] = [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
    ];

    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

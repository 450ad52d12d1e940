//! The page at `/_emulator/`: what is served, and the outcomes of the last requests.
//!
//! It checks both the `Host` and the peer: the first against DNS rebinding, the second against a peer in the network
//! that sends `Host: localhost` where the emulator listens on 0.0.0.0. It is answered before a body is read, is not
//! recorded, and is not hit by injected faults.

mod html;
mod loopback;

use std::net::SocketAddr;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;
use tc3_codegen::spec::JsonValue;

use crate::pipeline::RequestPipeline;
use crate::recorder::RecordedRequest;
use crate::recorder::Summary;
use crate::wire::json::{json, object};

const PAGE: &str = "/_emulator/";
/// What people type.
const PAGE_WITHOUT_SLASH: &str = "/_emulator";
const REQUESTS: &str = "/_emulator/requests.json";

/// The most requests on the page.
const MAX_ROWS: usize = 100;

/// The most requests in [`REQUESTS`].
const MAX_JSON_REQUESTS: usize = 1_000;

/// The answer to a request for the page; `None` for any other request.
pub(crate) fn answer(pipeline: &RequestPipeline, peer: SocketAddr, parts: &Parts) -> Option<Response<Full<Bytes>>> {
    let path = parts.uri.path();
    if !path.starts_with(PAGE_WITHOUT_SLASH) {
        return None;
    }
    // A site whose name resolves to this machine must not read what its visitor's emulator received.
    if !(peer.ip().to_canonical().is_loopback() && loopback::names_loopback_host(parts)) {
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
        PAGE | PAGE_WITHOUT_SLASH => {
            let page = html::page(
                &pipeline.spec,
                &summaries(pipeline, &pipeline.recorder.latest(MAX_ROWS)),
                &pipeline.faults.reports(),
            );
            respond(StatusCode::OK, "text/html; charset=utf-8", page)
        }
        REQUESTS => {
            let list = requests_json(&summaries(pipeline, &pipeline.recorder.latest(MAX_JSON_REQUESTS)));
            respond(StatusCode::OK, "application/json", list)
        }
        _ => {
            let text = format!("there are {PAGE} and {REQUESTS}\n");
            respond(StatusCode::NOT_FOUND, "text/plain", text)
        }
    })
}

/// The requests with their parameters.
fn summaries<'r>(pipeline: &RequestPipeline, requests: &'r [RecordedRequest]) -> Vec<Summary<'r>> {
    let requests = requests.iter();
    requests
        .map(|request| Summary::of(request).with_parameters(pipeline.redacted_parameters(request)))
        .collect()
}

/// `{"requests": [..]}`
fn requests_json(requests: &[Summary<'_>]) -> String {
    let list = requests.iter().map(Summary::json).collect();
    object([("requests".to_owned(), json(JsonValue::Array(list)))]).to_string()
}

fn respond(status: StatusCode, content_type: &'static str, body: String) -> Response<Full<Bytes>> {
    /// What was received is untrusted: no browser may run or load anything in it, show it in a frame, guess its type,
    /// cache it, or let another site read it.
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

//! What is below `/_emulator/`: the page with the outcomes of the last requests, and the resources by which a test in any
//! language resets the emulator, injects faults and reads what was received.
//!
//! [`access`](crate::access) checks the `Host`, the page that a browser sends the request for, and the peer. The last is
//! against a peer in the network that sends `Host: localhost` where the emulator listens on 0.0.0.0. These requests are
//! not recorded, and are not hit by injected faults.

mod control;
mod html;

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;
use tc3_codegen::spec::{Json, JsonValue};

use crate::pipeline::RequestPipeline;
use crate::recorder::RecordedRequest;
use crate::recorder::Summary;
use crate::wire::RequestBody;
use crate::wire::json::{json, object, string};

const PAGE: &str = "/_emulator/";
/// What people type.
const PAGE_WITHOUT_SLASH: &str = "/_emulator";
const REQUESTS: &str = "/_emulator/requests.json";
const HEALTH: &str = "/_emulator/health";
const FAULTS: &str = "/_emulator/faults";
const RESET: &str = "/_emulator/reset";

/// The most requests on the page.
const MAX_ROWS: usize = 100;

/// The most requests in [`REQUESTS`].
const MAX_JSON_REQUESTS: usize = 1_000;

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

/// What a path below `/_emulator/` leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Resource {
    Page,
    Requests,
    Health,
    Faults,
    Reset,
}

impl Resource {
    fn at(path: &str) -> Option<Self> {
        Some(match path {
            PAGE | PAGE_WITHOUT_SLASH => Self::Page,
            REQUESTS => Self::Requests,
            HEALTH => Self::Health,
            FAULTS => Self::Faults,
            RESET => Self::Reset,
            _ => return None,
        })
    }

    /// The methods that it answers, as in the header `Allow`.
    fn methods(self) -> &'static str {
        match self {
            Self::Page | Self::Requests | Self::Health => "GET, HEAD",
            Self::Faults => "GET, HEAD, POST, DELETE",
            Self::Reset => "POST",
        }
    }
}

/// An error of a resource, which says what to do instead.
struct ResourceError {
    status: StatusCode,
    message: String,
}

/// Whether a request is for the page or for its data.
pub(crate) fn is_page_request(parts: &Parts) -> bool {
    let below = parts.uri.path().strip_prefix(PAGE_WITHOUT_SLASH);
    below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// The answer to a request for the page or for its data.
pub(crate) async fn answer(
    pipeline: &Arc<RequestPipeline>,
    peer: SocketAddr,
    parts: &Parts,
    body: RequestBody,
) -> Response<Full<Bytes>> {
    let resource = Resource::at(parts.uri.path());
    let error = |error: ResourceError| match resource {
        // What a person sees in a browser.
        Some(Resource::Page) => respond(error.status, TEXT, error.message + "\n"),
        _ => {
            let message = object([("message".to_owned(), string(error.message))]);
            respond_json(error.status, &object([("error".to_owned(), message)]))
        }
    };
    if let Err(refused) = pipeline.allowed_hosts.check_page(peer, &parts.uri, &parts.headers) {
        return error(ResourceError {
            status: StatusCode::FORBIDDEN,
            message: refused.to_string(),
        });
    }
    let Some(resource) = resource else {
        return error(ResourceError {
            status: StatusCode::NOT_FOUND,
            message: format!("there are {PAGE}, {REQUESTS}, {HEALTH}, {FAULTS} and {RESET}"),
        });
    };
    let answered = match (resource, &parts.method) {
        (Resource::Page, &Method::GET | &Method::HEAD) => {
            let requests = pipeline.recorder.latest(MAX_ROWS);
            let page = html::page(
                &pipeline.spec,
                &summaries(pipeline, &requests),
                &pipeline.faults.reports(),
            );
            Ok(respond(StatusCode::OK, HTML, page))
        }
        (Resource::Requests, &Method::GET | &Method::HEAD) => Ok(respond_json(
            StatusCode::OK,
            &requests_json(&summaries(pipeline, &pipeline.recorder.latest(MAX_JSON_REQUESTS))),
        )),
        (Resource::Health, &Method::GET | &Method::HEAD) => Ok(control::health(pipeline)),
        (Resource::Faults, &Method::GET | &Method::HEAD) => Ok(control::faults(pipeline)),
        (Resource::Faults, &Method::POST) => control::add_faults(pipeline, body),
        (Resource::Faults, &Method::DELETE) => Ok(control::clear_faults(pipeline)),
        (Resource::Reset, &Method::POST) => control::reset(pipeline, body).await,
        (_, method) => {
            let methods = resource.methods();
            let mut refused = error(ResourceError {
                status: StatusCode::METHOD_NOT_ALLOWED,
                message: format!("{} does not answer {method}; send one of {methods}", parts.uri.path()),
            });
            refused.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
            Ok(refused)
        }
    };
    answered.unwrap_or_else(error)
}

/// The requests with their parameters.
fn summaries<'r>(pipeline: &RequestPipeline, requests: &'r [RecordedRequest]) -> Vec<Summary<'r>> {
    let requests = requests.iter();
    requests
        .map(|request| Summary::of(request).with_parameters(pipeline.redacted_parameters(request)))
        .collect()
}

/// `{"requests": [..]}`
fn requests_json(requests: &[Summary<'_>]) -> Json {
    let list = requests.iter().map(Summary::json).collect();
    object([("requests".to_owned(), json(JsonValue::Array(list)))])
}

fn respond_json(status: StatusCode, body: &Json) -> Response<Full<Bytes>> {
    respond(status, JSON, format!("{body}\n"))
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

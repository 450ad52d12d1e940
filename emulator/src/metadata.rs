//! The metadata service of a virtual machine: the role that is bound to it, and a temporary credential for that role.
//!
//! It has its own fault plan and record, so that a fault for "any action" means the API.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;
use tc3_codegen::spec::JsonValue;

use crate::auth::caller::{ACCOUNT, Caller, Role};
use crate::auth::credentials::IssuedCredential;
use crate::faults::{ConnectionDropped, ShortCircuit};
use crate::pipeline::RequestPipeline;
use crate::recorder::{Outcome, RecordedRequest};
use crate::redact::mark_sensitive;
use crate::responses::ids;
use crate::wire::error::ApiError;
use crate::wire::json::{json, object, string};
use crate::wire::sanitize::excerpt;
use crate::wire::time::unix_seconds;

/// The service of these requests in the record.
const SERVICE: &str = "metadata";

/// The path of the metadata.
const ROOT: &str = "/latest/meta-data/";

/// The path of the role's name; followed by that name, of a credential.
const ROLE_PATH: &str = "cam/security-credentials/";

const TEXT: &str = "text/plain";
const JSON: &str = "application/json";

/// The lifetime of a credential.
const CREDENTIAL_SECONDS: i64 = 7_200;

/// The session name of the role.
const SESSION_NAME: &str = "ins-emulator";

/// Whether a request is addressed to the metadata service.
pub(crate) fn is_metadata_request(parts: &Parts) -> bool {
    parts.uri.path().starts_with(ROOT)
}

/// Answers a request to the metadata service, unless an injected fault drops the connection.
pub(crate) async fn answer(
    pipeline: &RequestPipeline,
    parts: Parts,
) -> Result<Response<Full<Bytes>>, ConnectionDropped> {
    let below = parts.uri.path().strip_prefix(ROOT).unwrap_or_default();
    let plan = pipeline.faults.plan_of_metadata();
    let received_at = plan.arrival(&pipeline.clock).await;
    let (answer, outcome) = match plan.short_circuit() {
        Some(ShortCircuit::Skip) => (Response::default(), Outcome::Unserved),
        Some(ShortCircuit::Error(error)) => (injected_error(&error, below), refused(error)),
        None => match lookup(pipeline, &parts.method, below, unix_seconds(received_at)) {
            Ok(answer) => (answer, Outcome::Answered),
            Err(HttpError { status, text, reason }) => (
                respond(status, TEXT, text),
                refused(ApiError::new(status.as_str().to_owned(), reason)),
            ),
        },
    };
    pipeline.record(RecordedRequest {
        request_id: ids::request_id(),
        received_at,
        service: Some(SERVICE.to_owned()),
        action: Some(below.to_owned()),
        version: None,
        region: None,
        call: None,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: parts.method,
        headers: mark_sensitive(parts.headers),
        body: Bytes::new(),
        outcome,
        fault: plan.name(),
        notes: Vec::new(),
        redacted_parameters: None,
    });
    plan.send(answer, received_at).await
}

/// An error of the metadata service: what it answers, and the reason for the record.
struct HttpError {
    status: StatusCode,
    text: &'static str,
    reason: String,
}

fn lookup(
    pipeline: &RequestPipeline,
    method: &Method,
    below: &str,
    now: i64,
) -> Result<Response<Full<Bytes>>, HttpError> {
    if method != Method::GET {
        return Err(HttpError {
            status: StatusCode::METHOD_NOT_ALLOWED,
            text: "the metadata service answers GET\n",
            reason: "the metadata service answers GET".to_owned(),
        });
    }
    let not_found = |reason| HttpError {
        status: StatusCode::NOT_FOUND,
        text: "404 - Not Found\n",
        reason,
    };
    let Some(role_name) = below.strip_prefix(ROLE_PATH) else {
        return Err(not_found(format!(
            "the emulator serves only {ROLE_PATH} of the metadata"
        )));
    };
    match (role_name, pipeline.machine_role.as_deref()) {
        (_, None) => Err(not_found(
            "no role is bound to this machine; give the emulator one by `machine_role` or --machine-role".to_owned(),
        )),
        ("", Some(role)) => Ok(respond(StatusCode::OK, TEXT, role.to_owned())),
        (named, Some(role)) if named == role => Ok(issue_credential(pipeline, role, now)),
        (named, Some(role)) => Err(not_found(format!(
            "the role of this machine is `{role}`, not `{}`",
            excerpt(named)
        ))),
    }
}

/// An injected error, where a client looks for one: the document of a credential has a code.
fn injected_error(error: &ApiError, below: &str) -> Response<Full<Bytes>> {
    let is_credential = below.strip_prefix(ROLE_PATH).is_some_and(|role| !role.is_empty());
    if !is_credential {
        let text = format!("{}: {}\n", error.code, error.message);
        return respond(StatusCode::INTERNAL_SERVER_ERROR, TEXT, text);
    }
    let document = object([
        ("Code".to_owned(), string(&*error.code)),
        ("Message".to_owned(), string(&error.message)),
    ]);
    respond(StatusCode::OK, JSON, document.to_string())
}

fn refused(error: ApiError) -> Outcome {
    Outcome::Refused {
        code: error.code.into_owned(),
        message: error.message,
    }
}

fn issue_credential(pipeline: &RequestPipeline, role: &str, now: i64) -> Response<Full<Bytes>> {
    let issued = IssuedCredential::new(now.saturating_add(CREDENTIAL_SECONDS));
    let role = Role {
        account: ACCOUNT.to_owned(),
        name: role.to_owned(),
    };
    pipeline.credentials.issue(&issued, Caller::of_role(role, SESSION_NAME));
    let expiration = issued.expiration();
    let document = object([
        ("TmpSecretId".to_owned(), string(issued.secret_id)),
        ("TmpSecretKey".to_owned(), string(issued.secret_key)),
        (
            "ExpiredTime".to_owned(),
            json(JsonValue::Number(issued.expires_at.to_string())),
        ),
        ("Expiration".to_owned(), string(expiration)),
        ("Token".to_owned(), string(issued.token)),
        ("Code".to_owned(), string("Success")),
    ]);
    respond(StatusCode::OK, JSON, document.to_string())
}

fn respond(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

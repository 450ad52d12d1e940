//! The metadata service of a virtual machine: the role that is bound to it, and a key for the role.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;
use tc3_codegen::spec::JsonValue;

use crate::clock::unix_seconds;
use crate::cloud::{Cloud, to_keep};
use crate::excerpt::excerpt;
use crate::faults::{Instead, Unanswered};
use crate::id;
use crate::json::{json, object, string};
use crate::recorder::{Outcome, RecordedRequest};
use crate::refusal::Refusal;
use crate::sts::{ACCOUNT, Caller, Role, TemporaryKey};

/// The service of these requests in the record.
const SERVICE: &str = "metadata";

/// Below it stand the machine's metadata.
const ROOT: &str = "/latest/meta-data/";

/// The name of the role; with the name behind it, a key.
const ROLE: &str = "cam/security-credentials/";

const TEXT: &str = "text/plain";
const JSON: &str = "application/json";

/// How much of a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// How long a key is good.
const KEY_SECONDS: i64 = 7_200;

/// What a log of the cloud would show for what is done with the key.
const SESSION: &str = "ins-emulator";

/// Whether a request asks for the machine's metadata.
pub(crate) fn is_asked(parts: &Parts) -> bool {
    parts.uri.path().starts_with(ROOT)
}

/// Answers such a request, or lets a scripted fault have its way with it.
pub(crate) async fn answer(cloud: &Cloud, parts: Parts) -> Result<Response<Full<Bytes>>, Unanswered> {
    let below = parts.uri.path().strip_prefix(ROOT).unwrap_or_default();
    let plan = cloud.faults.plan_of_metadata();
    let received_at = plan.arrival(&cloud.clock).await;
    let (answer, outcome) = match plan.instead_of_work() {
        Some(Instead::Nothing) => (Response::default(), Outcome::Unserved),
        Some(Instead::Refuse(refusal)) => (scripted(&refusal, below), refused(refusal)),
        None => match find(cloud, &parts.method, below, unix_seconds(received_at)) {
            Ok(answer) => (answer, Outcome::Answered),
            Err(Absent { status, text, why }) => (
                respond(status, TEXT, text),
                refused(Refusal::new(status.as_str().to_owned(), why)),
            ),
        },
    };
    cloud.record(RecordedRequest {
        request_id: id::request_id(),
        received_at,
        service: Some(SERVICE.to_owned()),
        action: Some(below.to_owned()),
        version: None,
        region: None,
        call: None,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: parts.method,
        headers: to_keep(parts.headers),
        body: Bytes::new(),
        outcome,
        fault: plan.name(),
    });
    plan.send(answer, received_at).await
}

/// What is not there: what the service answers, and why, for whoever looks at the record.
struct Absent {
    status: StatusCode,
    text: &'static str,
    why: String,
}

fn find(cloud: &Cloud, method: &Method, below: &str, now: i64) -> Result<Response<Full<Bytes>>, Absent> {
    if method != Method::GET {
        return Err(Absent {
            status: StatusCode::METHOD_NOT_ALLOWED,
            text: "the metadata service answers GET\n",
            why: "the metadata service answers GET".to_owned(),
        });
    }
    let not_found = |why| Absent {
        status: StatusCode::NOT_FOUND,
        text: "404 - Not Found\n",
        why,
    };
    let Some(asked) = below.strip_prefix(ROLE) else {
        return Err(not_found(format!("of the metadata only {ROLE} is played")));
    };
    match (asked, cloud.machine_role.as_deref()) {
        (_, None) => Err(not_found(
            "no role is bound to this machine; give the emulator one by `machine_role` or --machine-role".to_owned(),
        )),
        ("", Some(role)) => Ok(respond(StatusCode::OK, TEXT, role.to_owned())),
        (named, Some(role)) if named == role => Ok(key(cloud, role, now)),
        (named, Some(role)) => Err(not_found(format!(
            "the role of this machine is `{role}`, not `{}`",
            excerpt(named, MAX_SHOWN)
        ))),
    }
}

/// An error that was asked for, where a client looks for one: the document of a key says how it went.
fn scripted(refusal: &Refusal, below: &str) -> Response<Full<Bytes>> {
    let of_key = below.strip_prefix(ROLE).is_some_and(|role| !role.is_empty());
    if !of_key {
        let text = format!("{}: {}\n", refusal.code, refusal.message);
        return respond(StatusCode::INTERNAL_SERVER_ERROR, TEXT, text);
    }
    let document = object([
        ("Code".to_owned(), string(&*refusal.code)),
        ("Message".to_owned(), string(&refusal.message)),
    ]);
    respond(StatusCode::OK, JSON, document.to_string())
}

fn refused(refusal: Refusal) -> Outcome {
    Outcome::Refused {
        code: refusal.code.into_owned(),
        message: refusal.message,
    }
}

fn key(cloud: &Cloud, role: &str, now: i64) -> Response<Full<Bytes>> {
    let key = TemporaryKey::new(now.saturating_add(KEY_SECONDS));
    let role = Role {
        account: ACCOUNT.to_owned(),
        name: role.to_owned(),
    };
    cloud.credentials.hand_out(&key, Caller::of_role(role, SESSION));
    let expiration = key.expiration();
    let document = object([
        ("TmpSecretId".to_owned(), string(key.secret_id)),
        ("TmpSecretKey".to_owned(), string(key.secret_key)),
        (
            "ExpiredTime".to_owned(),
            json(JsonValue::Number(key.expires.to_string())),
        ),
        ("Expiration".to_owned(), string(expiration)),
        ("Token".to_owned(), string(key.token)),
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

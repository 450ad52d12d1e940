//! The metadata service of a virtual machine: the role that is bound to it, and a key for the role.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;
use tc3_codegen::spec::JsonValue;

use crate::clock::unix_seconds;
use crate::cloud::Cloud;
use crate::json::{json, object, string};
use crate::sts::{ACCOUNT, Caller, Role, TemporaryKey};

/// Below it stand the machine's metadata.
const ROOT: &str = "/latest/meta-data/";

/// The name of the role; with the name behind it, a key.
const ROLE: &str = "cam/security-credentials/";

/// How long a key is good.
const KEY_SECONDS: i64 = 7_200;

/// What a log of the cloud would show for what is done with the key.
const SESSION: &str = "ins-emulator";

/// The answer to a request for the machine's metadata; `None` for a request that is none.
pub(crate) fn answer(cloud: &Cloud, method: &Method, path: &str) -> Option<Response<Full<Bytes>>> {
    let below = path.strip_prefix(ROOT)?;
    if method != Method::GET {
        return Some(text(
            StatusCode::METHOD_NOT_ALLOWED,
            "the metadata service answers GET\n",
        ));
    }
    let asked = below.strip_prefix(ROLE).zip(cloud.machine_role.as_deref());
    Some(match asked {
        Some(("", role)) => text(StatusCode::OK, role),
        Some((named, role)) if named == role => key(cloud, role),
        _ => text(StatusCode::NOT_FOUND, "404 - Not Found\n"),
    })
}

fn key(cloud: &Cloud, role: &str) -> Response<Full<Bytes>> {
    let now = unix_seconds(cloud.clock.now());
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
    respond(StatusCode::OK, "application/json", document.to_string())
}

fn text(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    respond(status, "text/plain", text.to_owned())
}

fn respond(status: StatusCode, content_type: &'static str, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

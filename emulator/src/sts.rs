//! The actions of STS whose answers have effects: the credentials that they issue are accepted afterwards.

use std::ops::RangeInclusive;

use tc3_codegen::spec::{Json, JsonValue};

use crate::auth::caller::{Caller, Role};
use crate::auth::credentials::{Credential, Credentials, IssuedCredential};
use crate::routing::Route;
use crate::store::Store;
use crate::wire::error::ApiError;
use crate::wire::json::{json, object, string};
use crate::wire::sanitize::excerpt;

const SERVICE: &str = "sts";

const DEFAULT_SECONDS: i64 = 7_200;
const SECONDS: RangeInclusive<i64> = 1..=43_200;
const SESSION_NAME_LENGTH: RangeInclusive<usize> = 2..=128;

const OVER_TIME: &str = "InvalidParameter.OverTimeError";
const PARAM_ERROR: &str = "InvalidParameter.ParamError";

/// The output of an action of STS; `None` for any other action.
///
/// `body` is valid for the action's parameters, `signer` is the credential that signed, and `now` is the server's time
/// in Unix seconds.
pub(crate) fn output(
    route: Route<'_>,
    body: &Json,
    signer: Option<&Credential>,
    issuer: Issuer<'_>,
    now: i64,
) -> Option<Result<Vec<(String, Json)>, ApiError>> {
    if route.service.file.name.value != SERVICE {
        return None;
    }
    match (route.action.name.as_str(), signer) {
        ("AssumeRole" | "AssumeRoleWithWebIdentity", _) => Some(assume_role(body, issuer, now)),
        ("GetCallerIdentity", Some(signer)) => Some(Ok(signer.caller().identity())),
        _ => None,
    }
}

/// Issues credentials, which are accepted from then on until they expire, also by a later run with the same data file.
#[derive(Clone, Copy)]
pub(crate) struct Issuer<'p> {
    pub(crate) credentials: &'p Credentials,
    pub(crate) store: &'p Store,
}

impl Issuer<'_> {
    /// Issues a credential that expires `seconds` after `now`.
    pub(crate) fn issue(self, caller: Caller, now: i64, seconds: i64) -> Result<IssuedCredential, ApiError> {
        let issued = IssuedCredential::new(now.saturating_add(seconds));
        self.store.keep_credential(&issued, &caller, now)?;
        self.credentials.issue(&issued, caller);
        Ok(issued)
    }
}

fn assume_role(body: &Json, issuer: Issuer<'_>, now: i64) -> Result<Vec<(String, Json)>, ApiError> {
    let seconds = duration_seconds(body)?;
    let session_name = session_name(body)?;
    let caller = Caller::of_role(role(body)?, session_name);
    let issued = issuer.issue(caller, now, seconds)?;
    let expiration = string(issued.expiration());
    let secrets = object([
        ("Token".to_owned(), string(issued.token)),
        ("TmpSecretId".to_owned(), string(issued.secret_id)),
        ("TmpSecretKey".to_owned(), string(issued.secret_key)),
    ]);
    Ok(vec![
        ("Credentials".to_owned(), secrets),
        (
            "ExpiredTime".to_owned(),
            json(JsonValue::Number(issued.expires_at.to_string())),
        ),
        ("Expiration".to_owned(), expiration),
    ])
}

fn duration_seconds(body: &Json) -> Result<i64, ApiError> {
    // Numbers may be in quotes.
    let seconds = match body.get("DurationSeconds").map(|value| &value.value) {
        Some(JsonValue::Number(text) | JsonValue::String(text)) => text.parse().unwrap_or(i64::MAX),
        _ => DEFAULT_SECONDS,
    };
    if SECONDS.contains(&seconds) {
        return Ok(seconds);
    }
    let (least, most) = (SECONDS.start(), SECONDS.end());
    Err(ApiError::new(
        OVER_TIME,
        format!("DurationSeconds is {seconds}; expected {least} to {most}"),
    ))
}

fn session_name(body: &Json) -> Result<&str, ApiError> {
    let name = text(body, "RoleSessionName");
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    if SESSION_NAME_LENGTH.contains(&name.len()) && name.chars().all(is_allowed) {
        return Ok(name);
    }
    Err(ApiError::new(
        PARAM_ERROR,
        format!(
            "RoleSessionName is `{}`; expected 2 to 128 letters, digits and _+=,.@-",
            excerpt(name)
        ),
    ))
}

/// The role that `RoleArn` names, by its name or by its ID.
fn role(body: &Json) -> Result<Role, ApiError> {
    let arn = text(body, "RoleArn");
    read_role(arn).ok_or_else(|| {
        let form = "qcs::cam::uin/<account>:roleName/<name> or qcs::cam::uin/<account>:role/<id>";
        ApiError::new(PARAM_ERROR, format!("RoleArn is `{}`; expected {form}", excerpt(arn)))
    })
}

fn read_role(arn: &str) -> Option<Role> {
    let (account, resource) = arn.strip_prefix("qcs::cam::uin/")?.split_once(':')?;
    let (kind, path) = resource.split_once('/')?;
    let name = path.rsplit('/').next()?;
    let is_account = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
    (is_account && ["role", "roleName"].contains(&kind) && !name.is_empty()).then(|| Role {
        account: account.to_owned(),
        name: name.to_owned(),
    })
}

fn text<'j>(body: &'j Json, name: &str) -> &'j str {
    body.get(name).and_then(Json::as_str).unwrap_or_default()
}

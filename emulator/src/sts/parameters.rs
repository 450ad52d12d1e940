//! The parameters of AssumeRole and AssumeRoleWithWebIdentity, past what the spec says of them.

use std::ops::RangeInclusive;

use tc3_codegen::spec::{Json, JsonValue};

use super::caller::Role;
use crate::excerpt::excerpt;
use crate::refusal::Refusal;

const DEFAULT_SECONDS: i64 = 7_200;
const SECONDS: RangeInclusive<i64> = 1..=43_200;
const SESSION_NAME_LENGTH: RangeInclusive<usize> = 2..=128;

/// How much of a value a message shows, in characters.
const MAX_SHOWN: usize = 80;

const OVER_TIME: &str = "InvalidParameter.OverTimeError";
const PARAM_ERROR: &str = "InvalidParameter.ParamError";

pub(super) fn duration_seconds(body: &Json) -> Result<i64, Refusal> {
    // Numbers may stand in quotes.
    let seconds = match body.get("DurationSeconds").map(|value| &value.value) {
        Some(JsonValue::Number(text) | JsonValue::String(text)) => text.parse().unwrap_or(i64::MAX),
        _ => DEFAULT_SECONDS,
    };
    if SECONDS.contains(&seconds) {
        return Ok(seconds);
    }
    let (least, most) = (SECONDS.start(), SECONDS.end());
    Err(Refusal::new(
        OVER_TIME,
        format!("DurationSeconds is {seconds}; expected {least} to {most}"),
    ))
}

pub(super) fn session_name(body: &Json) -> Result<&str, Refusal> {
    let name = text(body, "RoleSessionName");
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    if SESSION_NAME_LENGTH.contains(&name.len()) && name.chars().all(is_allowed) {
        return Ok(name);
    }
    Err(Refusal::new(
        PARAM_ERROR,
        format!(
            "RoleSessionName is `{}`; expected 2 to 128 letters, digits and _+=,.@-",
            excerpt(name, MAX_SHOWN)
        ),
    ))
}

/// The role that `RoleArn` describes, by its name or by its id.
pub(super) fn role(body: &Json) -> Result<Role, Refusal> {
    let arn = text(body, "RoleArn");
    read_role(arn).ok_or_else(|| {
        let form = "qcs::cam::uin/<account>:roleName/<name> or qcs::cam::uin/<account>:role/<id>";
        Refusal::new(
            PARAM_ERROR,
            format!("RoleArn is `{}`; expected {form}", excerpt(arn, MAX_SHOWN)),
        )
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

//! The actions of STS whose answers have to hold: the keys that they hand out are accepted afterwards.

mod caller;
mod key;
mod parameters;

use tc3_codegen::spec::{Json, JsonValue};

use crate::credential::{Credential, Credentials};
use crate::json::{json, object, string};
use crate::refusal::Refusal;
use crate::routing::Route;

pub(crate) use caller::{ACCOUNT, Caller, Role};
pub(crate) use key::TemporaryKey;

const SERVICE: &str = "sts";

/// The output of an action of STS; `None` for any other action. `body` fits the action's parameters, `signer` is
/// who signed, and `now` the server's time in Unix seconds.
pub(crate) fn output(
    route: Route<'_>,
    body: &Json,
    signer: Option<&Credential>,
    credentials: &Credentials,
    now: i64,
) -> Option<Result<Vec<(String, Json)>, Refusal>> {
    if route.service.file.name.value != SERVICE {
        return None;
    }
    match (route.action.name.as_str(), signer) {
        ("AssumeRole" | "AssumeRoleWithWebIdentity", _) => Some(assume_role(body, credentials, now)),
        ("GetCallerIdentity", Some(signer)) => Some(Ok(signer.caller().identity())),
        _ => None,
    }
}

fn assume_role(body: &Json, credentials: &Credentials, now: i64) -> Result<Vec<(String, Json)>, Refusal> {
    let seconds = parameters::duration_seconds(body)?;
    let session = parameters::session_name(body)?;
    let caller = Caller::of_role(parameters::role(body)?, session);
    let key = TemporaryKey::new(now.saturating_add(seconds));
    credentials.hand_out(&key, caller);
    let expiration = string(key.expiration());
    let secrets = object([
        ("Token".to_owned(), string(key.token)),
        ("TmpSecretId".to_owned(), string(key.secret_id)),
        ("TmpSecretKey".to_owned(), string(key.secret_key)),
    ]);
    Ok(vec![
        ("Credentials".to_owned(), secrets),
        (
            "ExpiredTime".to_owned(),
            json(JsonValue::Number(key.expires.to_string())),
        ),
        ("Expiration".to_owned(), expiration),
    ])
}

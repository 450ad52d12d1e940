//! Every intermediate value of the signature of a prepared request, with fingerprints in place of derived keys.

use tc3_runtime::{Credentials, Prepared};
use tc3_signature::{ExplainOptions, Key, explain};

use crate::explorer::reply::converted;
use crate::json::Value;
use crate::sign::request_of;

/// `{algorithm, timestamp, date, steps: [{name, title, text, shown}], signature, authorization}`, or null for a request
/// that is not signed, or that another key signed than `credentials`: one that was renewed meanwhile.
pub(super) fn explanation(prepared: &Prepared, credentials: Option<&Credentials>, service: &str) -> Value {
    let (Some(signed), Some(credentials)) = (prepared.signed(), credentials) else {
        return Value::Null;
    };
    let key = Key::new(credentials.secret_id(), credentials.expose_secret_key()).with_token(credentials.expose_token());
    let options = ExplainOptions {
        service: Some(service),
        ..ExplainOptions::default()
    };
    // The crate signs on its own: that both agree says that these are the values of what is sent.
    let explained = explain(&request_of(prepared), &key, &options).ok();
    let explained = explained.filter(|explained| explained.signature == signed.signature);
    explained.map_or(Value::Null, |explained| converted(&explained.to_json()))
}

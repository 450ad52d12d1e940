//! The steps of the signature of a prepared request, with the fingerprints of its keys.

use tc3_runtime::{Credentials, Prepared};
use tc3_signature::{Algorithm, ExplainOptions, Key, explain};

use crate::error::CliError;
use crate::explorer::web::reply::from_serde;
use crate::json::Value;
use crate::sign::request_of;

/// `{algorithm, timestamp, date, steps: [{name, title, text, shown}], signature, authorization}`, or null for a request
/// that is not signed.
///
/// The steps are computed anew from the bytes that will be sent, apart from the client's signer.
///
/// # Errors
/// If they do not lead to the signature that the client made: one of the two is wrong.
pub(super) fn explanation(prepared: &Prepared, credentials: &Credentials) -> Result<Value, CliError> {
    let Some(signed) = prepared.signed() else {
        return Ok(Value::Null);
    };
    let options = ExplainOptions {
        service: prepared.credential_scope().and_then(|scope| scope.split('/').nth(1)),
        algorithm: Some(Algorithm::Tc3),
        ..ExplainOptions::default()
    };
    let key = Key::new(credentials.secret_id(), credentials.expose_secret_key());
    let explained = explain(&request_of(prepared), &key, &options);
    let explained = explained.map_err(|error| CliError::configuration(error.to_string()))?;
    if explained.signature != signed.signature {
        return Err(CliError::configuration(
            "the signature of the client is not the one of its explanation: this is an error of tc3",
        ));
    }
    from_serde(&explained.to_json())
}

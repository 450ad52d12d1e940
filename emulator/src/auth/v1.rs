//! Verifies signature version 1, methods `HmacSHA1` and `HmacSHA256`.

use super::refusal::{Redacted, Refusal};
use super::{AuthContext, Signer};
use crate::redact::{RedactionPolicy, redact_query};
use crate::wire::HttpRequest;
use crate::wire::common_params::{NONCE, SECRET_ID, SIGNATURE, SIGNATURE_METHOD};
use crate::wire::error::{ApiError, INVALID_PARAMETER, INVALID_PARAMETER_VALUE, MISSING_PARAMETER};
use crate::wire::form_urlencoded::Form;
use crate::wire::sanitize::excerpt;

/// Verifies a request's signature.
pub(super) fn authenticate<'r>(context: &AuthContext<'_, 'r>, form: &'r Form) -> Result<Signer<'r>, ApiError> {
    let secret_id = required(form, SECRET_ID, "the id of the key that signed")?;
    check_nonce(required(form, NONCE, "a positive number, another each time")?)?;
    let signature = required(form, SIGNATURE, "the signature in base64")?;
    check_method(form)?;
    let credential = context.credential(secret_id)?;
    context.check_clock()?;
    let refusal = Refusal {
        context,
        algorithm: None,
        service: None,
        secret_id,
        credential: &credential,
        signature,
        payload_hash: None,
    };
    refusal.verify(|policy| redacted(context.request, policy))?;
    Ok(Signer {
        secret_id,
        credential,
        service: None,
    })
}

fn required<'r>(form: &'r Form, name: &str, meaning: &str) -> Result<&'r str, ApiError> {
    form.get(name).ok_or_else(|| {
        ApiError::new(
            MISSING_PARAMETER,
            format!("the parameter {name} is missing; it carries {meaning}"),
        )
    })
}

fn check_nonce(nonce: &str) -> Result<(), ApiError> {
    let is_positive = nonce.parse::<u64>().is_ok_and(|nonce| nonce > 0);
    if is_positive && !nonce.starts_with('+') {
        return Ok(());
    }
    let nonce = excerpt(nonce);
    Err(ApiError::new(
        INVALID_PARAMETER,
        format!("Nonce is `{nonce}`; expected a positive whole number"),
    ))
}

fn check_method(form: &Form) -> Result<(), ApiError> {
    match form.get(SIGNATURE_METHOD) {
        None | Some("HmacSHA1" | "HmacSHA256") => Ok(()),
        Some(name) => {
            let name = excerpt(name);
            Err(ApiError::new(
                INVALID_PARAMETER_VALUE,
                format!("SignatureMethod is `{name}`; expected HmacSHA1 or HmacSHA256"),
            ))
        }
    }
}

/// The request with `<hidden>` for the values of parameters that may be secret.
fn redacted(request: &HttpRequest, policy: RedactionPolicy<'_>) -> Redacted {
    let mut redacted = request.for_signature();
    let is_public = |name: &str| policy.is_public_parameter(name);
    if request.method == http::Method::GET {
        let query = redact_query(request.query(), is_public);
        redacted.target = format!("{}?{query}", request.uri.path());
    } else {
        // Forms are text: they were parsed before.
        let form = String::from_utf8_lossy(&request.body);
        redacted.body = Some(redact_query(&form, is_public).into());
    }
    Redacted {
        request: redacted,
        texts: [
            "",
            "this string to sign (with an underscore in a name as it was sent it takes it as well)",
        ],
    }
}

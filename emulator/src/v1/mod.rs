//! Signature methods `HmacSHA1` and `HmacSHA256` of version 1, from the server's side.
//!
//! Written from the published steps alone: the client has its own, and each checks the other.

mod method;
mod string_to_sign;

use subtle::{Choice, ConstantTimeEq};

use self::method::Method;
use crate::authentication::{Question, Signer, signature_failure};
use crate::code::{INVALID_PARAMETER, INVALID_PARAMETER_VALUE, MISSING_PARAMETER};
use crate::credential::Credential;
use crate::discretion::{Discretion, HIDDEN};
use crate::excerpt::excerpt;
use crate::form::Form;
use crate::refusal::Refusal;

pub(crate) const SECRET_ID: &str = "SecretId";
const SIGNATURE: &str = "Signature";
const SIGNATURE_METHOD: &str = "SignatureMethod";
const NONCE: &str = "Nonce";

/// The parameters that are not the action's own.
const COMMON_PARAMETERS: [&str; 11] = [
    "Action",
    "Language",
    NONCE,
    "Region",
    "RequestClient",
    SECRET_ID,
    SIGNATURE,
    SIGNATURE_METHOD,
    "Timestamp",
    "Token",
    "Version",
];

/// How much of a value a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// The action's own parameters among those of a request.
pub(crate) fn own_parameters(form: &Form) -> impl Iterator<Item = (&str, &str)> {
    form.iter().filter(|(name, _)| !COMMON_PARAMETERS.contains(name))
}

/// Checks a request's signature.
pub(crate) fn authenticate<'r>(question: &Question<'_, 'r>, form: &'r Form) -> Result<Signer<'r>, Refusal> {
    let secret_id = required(form, SECRET_ID, "the id of the key that signed")?;
    check_nonce(required(form, NONCE, "a positive number, another each time")?)?;
    let signature = required(form, SIGNATURE, "the signature in base64")?;
    let method = read_method(form)?;
    let credential = question.credential(secret_id)?;
    question.check_clock()?;
    check_signature(question, form, method, &credential, signature)?;
    Ok(Signer {
        secret_id,
        credential,
        service: None,
    })
}

fn required<'r>(form: &'r Form, name: &str, meaning: &str) -> Result<&'r str, Refusal> {
    form.get(name).ok_or_else(|| {
        Refusal::new(
            MISSING_PARAMETER,
            format!("the parameter {name} is missing; it carries {meaning}"),
        )
    })
}

fn check_nonce(nonce: &str) -> Result<(), Refusal> {
    let is_positive = nonce.parse::<u64>().is_ok_and(|nonce| nonce > 0);
    if is_positive && !nonce.starts_with('+') {
        return Ok(());
    }
    let nonce = excerpt(nonce, MAX_SHOWN);
    Err(Refusal::new(
        INVALID_PARAMETER,
        format!("Nonce is `{nonce}`; expected a positive whole number"),
    ))
}

fn read_method(form: &Form) -> Result<Method, Refusal> {
    let Some(name) = form.get(SIGNATURE_METHOD) else {
        return Ok(Method::HmacSha1);
    };
    Method::named(name).ok_or_else(|| {
        let name = excerpt(name, MAX_SHOWN);
        Refusal::new(
            INVALID_PARAMETER_VALUE,
            format!("SignatureMethod is `{name}`; expected HmacSHA1 or HmacSHA256"),
        )
    })
}

fn check_signature(
    question: &Question<'_, '_>,
    form: &Form,
    method: Method,
    credential: &Credential,
    signature: &str,
) -> Result<(), Refusal> {
    let mut matches = Choice::from(0);
    for text in string_to_sign::readings(question.request, form) {
        let expected = method.sign(credential.key(), &text);
        matches |= expected.as_bytes().ct_eq(signature.as_bytes());
    }
    if bool::from(matches) {
        return Ok(());
    }
    let discretion = Discretion::of(question);
    let shown = string_to_sign::text(question.request, form, |name, value| {
        match discretion.shows_parameter(name) {
            true => (name.to_owned(), value.to_owned()),
            false => (name.to_owned(), HIDDEN.to_owned()),
        }
    });
    let what = "this string to sign (with an underscore in a name it takes a full stop as well)";
    Err(signature_failure(&[(what, &shown)]))
}

//! Verifies signature version 1, methods `HmacSHA1` and `HmacSHA256`.
//!
//! Written from the published steps alone: the client has its own implementation, and each tests the other.

mod v1_mistakes;

use base64ct::{Base64, Encoding};
use subtle::{Choice, ConstantTimeEq};

use self::v1_mistakes::known_mistake;
use super::credentials::Credential;
use super::hmac::{hmac_sha1, hmac_sha256};
use super::{AuthContext, Signer, signature_mismatch};
use crate::redact::HIDDEN;
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
    let method = read_method(form)?;
    let credential = context.credential(secret_id)?;
    context.check_clock()?;
    check_signature(context, form, method, &credential, signature)?;
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

fn read_method(form: &Form) -> Result<Method, ApiError> {
    let Some(name) = form.get(SIGNATURE_METHOD) else {
        return Ok(Method::HmacSha1);
    };
    Method::named(name).ok_or_else(|| {
        let name = excerpt(name);
        ApiError::new(
            INVALID_PARAMETER_VALUE,
            format!("SignatureMethod is `{name}`; expected HmacSHA1 or HmacSHA256"),
        )
    })
}

fn check_signature(
    context: &AuthContext<'_, '_>,
    form: &Form,
    method: Method,
    credential: &Credential,
    signature: &str,
) -> Result<(), ApiError> {
    let request = context.request;
    let signed = SignedRequest {
        method: request.method.as_str(),
        host: request.header("host").unwrap_or_default(),
        path: request.uri.path(),
        form,
    };
    let mut matches = Choice::from(0);
    for text in signed.accepted_strings_to_sign() {
        let expected = method.sign(credential.key(), &text);
        matches |= expected.as_bytes().ct_eq(signature.as_bytes());
    }
    if bool::from(matches) {
        return Ok(());
    }
    let candidate = Candidate {
        signed,
        raw: form_text(request),
        signature_method: method,
        credential,
        signature,
    };
    let mistake = known_mistake(&candidate);
    let policy = context.redaction_policy();
    let redacted = signed.string_to_sign(|name, value| {
        let value = if policy.is_public_parameter(name) {
            value
        } else {
            HIDDEN
        };
        (name.to_owned(), value.to_owned())
    });
    let what = "this string to sign (with an underscore in a name it takes a full stop as well)";
    Err(signature_mismatch(mistake.as_deref(), &[(what, &redacted)]))
}

/// The form as it came, still escaped.
fn form_text(request: &HttpRequest) -> &[u8] {
    if request.method == http::Method::GET {
        request.query().as_bytes()
    } else {
        &request.body
    }
}

/// A signature that does not match, and what it was verified with.
pub(super) struct Candidate<'c> {
    pub(super) signed: SignedRequest<'c>,
    /// The form as it came, still escaped.
    pub(super) raw: &'c [u8],
    pub(super) signature_method: Method,
    pub(super) credential: &'c Credential,
    pub(super) signature: &'c str,
}

impl Candidate<'_> {
    /// Whether the signature is that of `text`.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.signature_method.sign(self.credential.key(), text) == self.signature
    }

    /// Something if the signature is that of another request.
    pub(super) fn explained_by(&self, signed: SignedRequest<'_>) -> Option<()> {
        self.matches(&signed.as_sent()).then_some(())
    }
}

/// What a string to sign is made of.
#[derive(Clone, Copy)]
pub(super) struct SignedRequest<'r> {
    pub(super) method: &'r str,
    pub(super) host: &'r str,
    path: &'r str,
    form: &'r Form,
}

impl SignedRequest<'_> {
    /// The string to sign in each way that official clients make it: one of them signs a full stop for each underscore
    /// in a name.
    fn accepted_strings_to_sign(&self) -> Vec<String> {
        let mut accepted = vec![self.as_sent()];
        if self.form.iter().any(|(name, _)| name.contains('_')) {
            accepted.push(self.string_to_sign(|name, value| (name.replace('_', "."), value.to_owned())));
        }
        accepted
    }

    /// The string to sign with the parameters as they were sent.
    pub(super) fn as_sent(&self) -> String {
        self.string_to_sign(|name, value| (name.to_owned(), value.to_owned()))
    }

    /// Method, host, path and every parameter but the signature, unescaped and in the order of their names, each as
    /// `write` writes it.
    pub(super) fn string_to_sign(&self, write: impl Fn(&str, &str) -> (String, String)) -> String {
        let parameters: Vec<String> = self
            .form
            .iter()
            .filter(|(name, _)| *name != SIGNATURE)
            .map(|(name, value)| {
                let (name, value) = write(name, value);
                format!("{name}={value}")
            })
            .collect();
        self.with_parameters(&parameters.join("&"))
    }

    /// The string to sign with these parameters.
    pub(super) fn with_parameters(&self, parameters: &str) -> String {
        format!("{}{}{}?{parameters}", self.method, self.host, self.path)
    }
}

/// The signature method, by the hash below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    HmacSha1,
    HmacSha256,
}

impl Method {
    const ALL: [Self; 2] = [Self::HmacSha1, Self::HmacSha256];

    /// The method that the parameter `SignatureMethod` names.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }

    /// The signature of `text`, in base64.
    pub(super) fn sign(self, key: &str, text: &str) -> String {
        match self {
            Self::HmacSha1 => Base64::encode_string(&hmac_sha1(key.as_bytes(), text)),
            Self::HmacSha256 => Base64::encode_string(&hmac_sha256(key.as_bytes(), text)),
        }
    }
}

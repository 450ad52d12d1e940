//! Verifies a signature, and explains why one is refused.
//!
//! The canonical request of a mismatch shows what the server signs, and not what the client did. Most mismatches are one
//! mistake or two of the many that `tc3-signature` knows, so the message names them and what to change.

use subtle::ConstantTimeEq;
use tc3_signature::{
    Algorithm, DiagnoseOptions, Diagnosis, Effort, ExplainOptions, Key, Mistake, Outcome, Request, Signed, diagnose,
    sign,
};

use super::AuthContext;
use super::credentials::Credential;
use crate::redact::RedactionPolicy;
use crate::wire::error::{ApiError, SIGNATURE_FAILURE};

/// The longest signed text in a message, in bytes.
const MAX_TEXT_BYTES: usize = 32 * 1024;

/// Mistakes that a lenient emulator lets pass: services cannot be called in a way that shows them.
const FORGIVABLE: [&str; 1] = ["host-without-port"];

/// A signature to verify.
pub(super) struct Refusal<'a, 'c, 'r> {
    pub(super) context: &'a AuthContext<'c, 'r>,
    /// As the request says it, unless it is TC3.
    pub(super) algorithm: Option<Algorithm>,
    /// The service of the credential scope, which only TC3 has.
    pub(super) service: Option<&'a str>,
    pub(super) secret_id: &'a str,
    pub(super) credential: &'a Credential,
    pub(super) signature: &'a str,
    /// Of the body, which may be large: it is hashed once.
    pub(super) payload_hash: Option<&'a str>,
}

/// A request without its secrets, and what the texts are called that are signed for it.
pub(super) struct Redacted {
    pub(super) request: Request,
    /// The canonical request and the string to sign. The first is `""` if there is none.
    pub(super) texts: [&'static str; 2],
}

impl Refusal<'_, '_, '_> {
    /// Verifies the signature. What the message of an error quotes is what `redact` makes of the request.
    pub(super) fn verify(&self, redact: impl FnOnce(RedactionPolicy<'_>) -> Redacted) -> Result<(), ApiError> {
        let request = self.context.request.for_signature();
        let signed = self.sign(&request)?;
        let mut is_right = signed.signature.as_bytes().ct_eq(self.signature.as_bytes());
        if let Some(other) = &signed.other {
            is_right |= other.as_bytes().ct_eq(self.signature.as_bytes());
        }
        if bool::from(is_right) {
            return Ok(());
        }
        let diagnosis = self.diagnose(&request);
        let mistakes: Vec<&Mistake> = diagnosis.mistakes.iter().filter(|mistake| mistake.is_proven).collect();
        let is_forgivable = !mistakes.is_empty() && mistakes.iter().all(|mistake| FORGIVABLE.contains(&mistake.id));
        let redacted = redact(self.context.redaction_policy());
        let shown = self.sign(&redacted.request)?;
        // The hash in the string to sign is the one of what was received.
        let to_sign = match &*shown.canonical_request {
            "" => &shown.string_to_sign,
            _ => &signed.string_to_sign,
        };
        let [of_canonical, of_to_sign] = redacted.texts;
        let texts = [(of_canonical, &*shown.canonical_request), (of_to_sign, to_sign)];
        let sentence = in_words(&diagnosis, &mistakes, is_forgivable);
        let error = signature_mismatch(sentence.as_deref(), &texts);
        if is_forgivable {
            return self.context.tolerance.forgive(error);
        }
        Err(error)
    }

    fn sign(&self, request: &Request) -> Result<Signed, ApiError> {
        let options = ExplainOptions {
            timestamp: None,
            service: self.service,
            algorithm: self.algorithm,
            nonce: None,
            payload_hash: self.payload_hash,
        };
        let key = Key::new(self.secret_id, self.credential.key());
        sign(request, &key, &options).map_err(|error| ApiError::new(SIGNATURE_FAILURE, error.to_string()))
    }

    /// Searches for the mistake, with the keys that the emulator was given too. The effort is small: anybody can send
    /// requests that are refused.
    fn diagnose(&self, request: &Request) -> Diagnosis {
        let credentials = self.context.credentials.configured();
        let others = credentials.filter(|(secret_id, _)| *secret_id != self.secret_id);
        let mut keys = vec![Key::new(self.secret_id, self.credential.key())];
        keys.extend(others.map(|(secret_id, credential)| Key::new(secret_id, credential.key())));
        let options = DiagnoseOptions {
            effort: Effort::BOUNDED,
            ..DiagnoseOptions::default()
        };
        diagnose(request, &keys, &options)
    }
}

/// The mistakes and what to do about each, on one line: that is what a log shows.
fn in_words(diagnosis: &Diagnosis, mistakes: &[&Mistake], is_forgivable: bool) -> Option<String> {
    if diagnosis.outcome != Outcome::Mistaken || mistakes.is_empty() {
        return None;
    }
    let sentences: Vec<String> = mistakes
        .iter()
        .map(|mistake| format!("{}: {}", mistake.explanation, mistake.fix))
        .collect();
    let note = if is_forgivable {
        ". A lenient emulator lets it pass"
    } else {
        ""
    };
    Some(format!("{}{note}", sentences.join("; and ")))
}

/// The error for a signature mismatch: the client's mistake if it is known, and the texts that the server made, such as
/// `this string to sign`, for a person to compare with the client's.
fn signature_mismatch(mistake: Option<&str>, texts: &[(&str, &str)]) -> ApiError {
    let quoted: Vec<String> = texts
        .iter()
        .filter(|(what, _)| !what.is_empty())
        .map(|(what, text)| format!("{what}:\n{}", shortened(text)))
        .collect();
    let (mistake, advice) = match mistake {
        Some(mistake) => (format!("{mistake}\n"), ""),
        None => (
            "the signature is not the one made with this SecretId's key. ".to_owned(),
            "\nCompare them with the client's, line by line; if they are the same, the key differs",
        ),
    };
    ApiError::new(
        SIGNATURE_FAILURE,
        format!(
            "{mistake}From the bytes it received the server made {}{advice}",
            quoted.join("\nand ")
        ),
    )
}

fn shortened(text: &str) -> String {
    if text.len() <= MAX_TEXT_BYTES {
        return text.to_owned();
    }
    let mut end = MAX_TEXT_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}… ({} bytes in all)", &text[..end], text.len())
}

//! The intermediate values of the signature of a prepared request: those that the client signed with, not computed anew.

use tc3_runtime::Prepared;

use crate::explorer::reply::{number, object, text};
use crate::json::Value;

const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// `{algorithm, timestamp, date, steps: [{name, title, text, shown}], signature, authorization}`, or null for a request
/// that is not signed.
pub(super) fn explanation(prepared: &Prepared) -> Value {
    let Some(signed) = prepared.signed() else {
        return Value::Null;
    };
    let scope = prepared.credential_scope().unwrap_or_default();
    let date = scope.split('/').next().unwrap_or_default();
    let timestamp = signed.string_to_sign.lines().nth(1).unwrap_or("0");
    let steps = [
        ("hashedPayload", "SHA-256 of the body", &*signed.hashed_payload),
        ("canonicalRequest", "Canonical request", &*signed.canonical_request),
        (
            "hashedCanonicalRequest",
            "SHA-256 of the canonical request",
            &*signed.hashed_canonical_request,
        ),
        ("credentialScope", "Credential scope", scope),
        ("stringToSign", "String to sign", &*signed.string_to_sign),
        (
            "signature",
            "Signature: HMAC of the string to sign, by kSigning",
            &*signed.signature,
        ),
        ("authorization", "Header Authorization", &*signed.authorization),
    ];
    let steps = steps.map(|(name, title, value)| {
        object([
            ("name", text(name)),
            ("title", text(title)),
            ("text", text(value)),
            // Nothing else in them is invisible: they are headers and hashes.
            ("shown", text(value.replace('\n', "↵\n"))),
        ])
    });
    object([
        ("algorithm", text(ALGORITHM)),
        ("timestamp", number(timestamp)),
        ("date", text(date)),
        ("steps", Value::Array(steps.into())),
        ("signature", text(signed.signature.as_str())),
        ("authorization", text(signed.authorization.as_str())),
    ])
}

//! The vectors of version 1.
//!
//! The Python SDK sends the parameters in the order in which they were set, and this signer in that of their names;
//! what is signed is the same.

use serde_json::Value;
use tc3_runtime::sign::v1::{Algorithm, Input, Signed, sign};

use super::{credentials, text};

pub(super) fn check(vector: &Value) {
    let id = text(&vector["id"]);
    let wire = &vector["wire"];
    let recorded = match text(&wire["method"]) {
        "GET" => text(&wire["url"]).split_once('?').unwrap().1,
        _ => text(&wire["body"]),
    };
    let sent = decoded(recorded);
    let signed = sign_again(vector, &sent);
    assert_eq!(signed.string_to_sign, vector["string_to_sign"], "{id}");
    assert_eq!(signed.signature, vector["signature"], "{id}");

    // Escaped as the SDK does, in the order of the names.
    let mut parts: Vec<&str> = recorded.split('&').collect();
    parts.sort_by_key(|part| part.split_once('=').unwrap().0);
    assert_eq!(signed.form, parts.join("&"), "{id}");
}

/// Signs what was sent, except for what signing adds.
fn sign_again(vector: &Value, sent: &[(String, String)]) -> Signed {
    const ADDED: [&str; 4] = ["SecretId", "Signature", "SignatureMethod", "Token"];
    let parameters: Vec<(&str, &str)> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !ADDED.contains(name))
        .collect();
    let input = Input::new(
        text(&vector["wire"]["method"]),
        text(&vector["wire"]["headers"]["Host"]),
        match text(&vector["scheme"]) {
            "HmacSHA1" => Algorithm::HmacSha1,
            _ => Algorithm::HmacSha256,
        },
        &parameters,
    );
    let credentials = match vector["inputs"]["token"].as_str() {
        Some(token) => credentials(vector).with_token(token),
        None => credentials(vector),
    };
    let signed = sign(&input, &credentials);
    let shown = format!("{signed:?} {input:?}");
    assert!(
        !shown.contains(&signed.signature) && !shown.contains("2018-05-29"),
        "{shown}"
    );
    signed
}

fn decoded(form: &str) -> Vec<(String, String)> {
    let pairs = form.split('&').map(|part| part.split_once('=').unwrap());
    pairs.map(|(name, value)| (unescaped(name), unescaped(value))).collect()
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes().iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

//! A request as JSON, for programs.

use tc3_runtime::Prepared;

use super::headers;
use crate::error::CliError;
use crate::json::{self, Value, write_pretty};

/// The members are `method`, `url`, `headers`, `body` (the value, if the body is JSON), `bodyText` or `bodyBase64` (exactly
/// what is sent), and, if the request is signed, `canonicalRequest`, `stringToSign`, `credentialScope` and `signature`.
pub(super) fn of(prepared: &Prepared) -> Result<Vec<u8>, CliError> {
    let text = |text: &str| Value::String(text.to_owned());
    let mut members = vec![
        ("method".to_owned(), text(prepared.method().as_str())),
        ("url".to_owned(), text(&prepared.url())),
    ];
    let headers = headers(prepared).map(|(name, value)| (name.to_owned(), text(&value)));
    members.push(("headers".to_owned(), Value::Object(headers.collect())));
    match std::str::from_utf8(prepared.body()) {
        Ok(body) => {
            members.push(("body".to_owned(), json::parse(body).unwrap_or(Value::Null)));
            members.push(("bodyText".to_owned(), text(body)));
        }
        Err(_) => {
            members.push(("body".to_owned(), Value::Null));
            members.push(("bodyBase64".to_owned(), text(&base64(prepared.body()))));
        }
    }
    if let Some(signed) = prepared.signed() {
        members.push(("canonicalRequest".to_owned(), text(&signed.canonical_request)));
        members.push(("stringToSign".to_owned(), text(&signed.string_to_sign)));
        let scope = prepared.credential_scope().unwrap_or_default();
        members.push(("credentialScope".to_owned(), text(scope)));
        members.push(("signature".to_owned(), text(&signed.signature)));
    }
    let mut out = Vec::new();
    write_pretty(&Value::Object(members), &mut out).map_err(|error| CliError::input(error.to_string()))?;
    out.push(b'\n');
    Ok(out)
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::Encoding;
    base64ct::Base64::encode_string(bytes)
}

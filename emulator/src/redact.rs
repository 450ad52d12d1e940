//! Keeps secrets out of records, logs and the page.

use std::collections::BTreeSet;

use tc3_codegen::spec::Spec;

use crate::credential::Credentials;
use crate::received::Received;

/// What stands in place of a secret.
const HIDDEN: &str = "<hidden>";

/// A shorter key or token is no secret, and may be a part of any word.
const MIN_SECRET_BYTES: usize = 8;

/// The parameters whose values must not be shown where a message quotes a query or a form.
pub(crate) struct SecretNames(BTreeSet<String>);

impl SecretNames {
    /// Every member that the spec marks `secret`, and the token of a signature of version 1.
    pub(crate) fn of(spec: &Spec) -> Self {
        let services = spec.services.iter();
        let members = services.flat_map(|service| {
            let parameters = service.actions.iter().flat_map(|action| &action.parameters);
            let types = service.types.iter();
            parameters.chain(types.flat_map(|declared| declared.members.iter().flatten()))
        });
        let secret = members.filter(|member| member.secret);
        let names = secret.map(|member| member.name.value.clone());
        Self(names.chain(["Token".to_owned()]).collect())
    }
}

/// `message` without the values of secret parameters, the keys and tokens that the emulator knows and the token that
/// `request` came with.
pub(crate) fn redact(
    mut message: String,
    request: &Received,
    names: &SecretNames,
    credentials: &Credentials,
) -> String {
    for name in &names.0 {
        if message.contains(name) {
            message = without_parameter(&message, name);
        }
    }
    if let Some(token) = request.header(crate::call::TOKEN.header) {
        hide(&mut message, token);
    }
    credentials.each_secret(|secret| hide(&mut message, secret));
    message
}

fn hide(message: &mut String, secret: &str) {
    if secret.len() < MIN_SECRET_BYTES {
        return;
    }
    // A canonical request shows headers in lower case.
    for secret in [secret, &secret.to_lowercase()] {
        if message.contains(secret) {
            *message = message.replace(secret, HIDDEN);
        }
    }
}

/// Hides the value of a parameter of a query, a form or a text to be signed: `Password=..`, `User.0.Password=..`,
/// `Passwords.0=..`.
fn without_parameter(message: &str, name: &str) -> String {
    let mut parts = message.split(name);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += name;
        let value = part.trim_start_matches(|letter: char| letter == '.' || letter.is_ascii_digit());
        match value.strip_prefix('=') {
            Some(value) => {
                kept += &part[..part.len() - value.len()];
                kept += HIDDEN;
                kept += &value[value.find(['&', '\n']).unwrap_or(value.len())..];
            }
            None => kept += part,
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{hide, without_parameter};

    #[test]
    fn the_value_of_a_parameter_is_hidden() {
        let hidden = [
            ("/?Nonce=1&Token=abc+/=&Version=1", "/?Nonce=1&Token=<hidden>&Version=1"),
            ("Token=x y", "Token=<hidden>"),
            ("Token.0=x\n&Token.11=y", "Token.0=<hidden>\n&Token.11=<hidden>"),
            ("A.0.Token=x&B=y", "A.0.Token=<hidden>&B=y"),
        ];
        for (text, expected) in hidden {
            assert_eq!(without_parameter(text, "Token"), expected);
        }
        for kept in ["none", "Token", "TokenCode=1", "the Token is missing"] {
            assert_eq!(without_parameter(kept, "Token"), kept);
        }
    }

    #[test]
    fn a_secret_is_hidden_in_lower_case_too() {
        let mut text = "x-tc-token:abcdefghij\nABCDEFGHIJ".to_owned();
        hide(&mut text, "ABCDEFGHIJ");
        assert_eq!(text, "x-tc-token:<hidden>\n<hidden>");
    }

    #[test]
    fn a_short_text_is_left_as_it_is() {
        let mut text = "determined".to_owned();
        hide(&mut text, "mine");
        assert_eq!(text, "determined");
    }
}

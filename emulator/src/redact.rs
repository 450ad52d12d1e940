//! Keeps secrets out of messages, records, logs and the page.
//!
//! There are two steps. A [`RedactionPolicy`] decides what the explanation of a rejected signature may quote, before
//! the answer goes to the client: values that the spec marks `secret` or does not declare, tokens and parameter headers
//! become `<hidden>`. [`redact`] then runs once, where an error is recorded, so that the log, the page, `Debug` and
//! tests all see the same text.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use http::HeaderMap;
use http::header::AUTHORIZATION;
use tc3_codegen::spec::{ItemType, Member, Service, Spec};

use crate::routing::Route;
use crate::wire::HttpRequest;
use crate::wire::common_params::{self, SIGNATURE, TOKEN};
use crate::wire::form_urlencoded;

/// Replaces a secret.
pub(crate) const HIDDEN: &str = "<hidden>";

/// A shorter key or token is no secret, and may be a part of any word.
const MIN_SECRET_BYTES: usize = 8;

/// Signed headers whose values are no secret, in addition to those that begin with `x-tc-`.
const PUBLIC_HEADERS: [&str; 2] = ["content-type", "host"];

/// Decides which values of a request a message may quote: the common parameters but token and signature, and what the
/// spec declares and does not mark `secret`.
#[derive(Clone, Copy)]
pub(crate) struct RedactionPolicy<'s> {
    declared: Option<(&'s Service, &'s [Member])>,
}

impl<'s> RedactionPolicy<'s> {
    /// The policy for a request to `route`, if its action is known.
    pub(crate) fn new(route: Option<Route<'s>>) -> Self {
        Self {
            declared: route.map(|route| (route.service, &route.action.parameters[..])),
        }
    }

    /// Whether the value of a header may be quoted; `name` is in lower case.
    pub(crate) fn is_public_header(name: &str) -> bool {
        PUBLIC_HEADERS.contains(&name) || (name.starts_with("x-tc-") && name != "x-tc-token")
    }

    /// Whether a parameter of a query or a form may be quoted, such as `AccessRegionSet.0.Bandwidth`.
    pub(crate) fn is_public_parameter(self, name: &str) -> bool {
        (common_params::is_common(name) && ![TOKEN.parameter, SIGNATURE].contains(&name))
            || self
                .declared
                .is_some_and(|(service, members)| is_declared_and_public(service, members, name))
    }
}

/// A loop rather than recursion: the sender decides how long the path is, and a type may contain itself.
fn is_declared_and_public<'s>(service: &'s Service, mut members: &'s [Member], mut path: &str) -> bool {
    loop {
        let (name, below) = match path.split_once('.') {
            Some((name, below)) => (name, Some(below)),
            None => (path, None),
        };
        let Some(member) = members.iter().find(|member| member.name.value == name) else {
            return false;
        };
        if member.is_secret() {
            return false;
        }
        let type_ref = service.type_of(member);
        let below = match below.filter(|_| type_ref.list) {
            Some(indexed) => indexed.split_once('.').map(|(_, below)| below),
            None => below,
        };
        match (type_ref.item, below) {
            (_, None) | (ItemType::Object, Some(_)) => return true,
            (ItemType::Named(type_name), Some(below)) => {
                let declared = service.type_named(type_name);
                let Some(inside) = declared.and_then(|declared| declared.members.as_deref()) else {
                    return false;
                };
                (members, path) = (inside, below);
            }
            _ => return false,
        }
    }
}

/// The query with `<hidden>` for the value of every parameter that `is_public` rejects by its unescaped name.
pub(crate) fn redact_query(query: &str, is_public: impl Fn(&str) -> bool) -> String {
    let pairs = query.split('&').map(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let is_hidden = match form_urlencoded::unescape(name.as_bytes()) {
            Ok(unescaped) => !is_public(&unescaped),
            Err(_) => true,
        };
        if is_hidden && pair.contains('=') {
            Cow::Owned(format!("{name}={HIDDEN}"))
        } else {
            Cow::Borrowed(pair)
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The parameters whose values must be hidden where a message quotes a query or a form.
pub(crate) struct SecretParams(RwLock<BTreeSet<String>>);

impl SecretParams {
    /// Every member that the spec marks `secret`, and the token of signature version 1.
    pub(crate) fn of(spec: &Spec) -> Self {
        let params = Self(RwLock::new(BTreeSet::from([TOKEN.parameter.to_owned()])));
        spec.services.iter().for_each(|service| params.add(service));
        params
    }

    /// Adds every member that a service marks `secret`.
    pub(crate) fn add(&self, service: &Service) {
        let parameters = service.actions.iter().flat_map(|action| &action.parameters);
        let types = service.types.iter();
        let members = parameters.chain(types.flat_map(|declared| declared.members.iter().flatten()));
        let secret = members.filter(|member| member.is_secret());
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        names.extend(secret.map(|member| member.name.value.clone()));
    }

    /// Whether any member with this name is secret.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(name)
    }
}

/// The message of an error without the values of secret parameters, the token that came with `request`, and the keys
/// and tokens that `for_each_secret` passes to its argument.
pub(crate) fn redact(
    mut message: String,
    request: &HttpRequest,
    params: &SecretParams,
    for_each_secret: impl FnOnce(&mut dyn FnMut(&str)),
) -> String {
    for name in params.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
        if message.contains(name) {
            message = without_parameter(&message, name);
        }
    }
    if let Some(token) = request.header(&TOKEN.header_name) {
        hide(&mut message, token);
    }
    for_each_secret(&mut |secret| hide(&mut message, secret));
    message
}

/// `text` without the keys and tokens that `for_each_secret` passes to its argument.
pub(crate) fn redact_known(mut text: String, for_each_secret: impl FnOnce(&mut dyn FnMut(&str))) -> String {
    for_each_secret(&mut |secret| hide(&mut text, secret));
    text
}

/// Marks the signature, tokens and parameters among the headers of a record as sensitive, so that `Debug` hides them.
///
/// Parameters are in headers that begin with the service's name.
pub(crate) fn mark_sensitive(mut headers: HeaderMap) -> HeaderMap {
    for (name, value) in &mut headers {
        let is_parameter = name.as_str().starts_with("x-") && !name.as_str().starts_with("x-tc-");
        if *name == AUTHORIZATION || *name == TOKEN.header_name || is_parameter {
            value.set_sensitive(true);
        }
    }
    headers
}

fn hide(message: &mut String, secret: &str) {
    if secret.len() < MIN_SECRET_BYTES {
        return;
    }
    // A canonical request has its headers in lower case.
    for secret in [secret, &secret.to_lowercase()] {
        if message.contains(secret) {
            *message = message.replace(secret, HIDDEN);
        }
    }
}

/// Hides the value of a parameter in a query, a form or a string to sign: `Password=..`, `User.0.Password=..`,
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
    use super::{hide, redact_query, without_parameter};

    #[test]
    fn values_of_secret_parameters_are_hidden() {
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
    fn secrets_are_hidden_in_lower_case_too() {
        let mut text = "x-tc-token:abcdefghij\nABCDEFGHIJ".to_owned();
        hide(&mut text, "ABCDEFGHIJ");
        assert_eq!(text, "x-tc-token:<hidden>\n<hidden>");
    }

    #[test]
    fn short_text_is_not_treated_as_a_secret() {
        let mut text = "determined".to_owned();
        hide(&mut text, "mine");
        assert_eq!(text, "determined");
    }

    #[test]
    fn values_are_redacted_under_every_spelling_of_their_name() {
        let query = "Word=1&W%6frd=2&Name=a+b&W=&Word&%=3";
        let redacted = redact_query(query, |name| name != "Word");
        assert_eq!(redacted, "Word=<hidden>&W%6frd=<hidden>&Name=a+b&W=&Word&%=<hidden>");
    }
}

//! What an export leaves out: keys, and values that are secret by their declaration or by their name.

use tc3_codegen::spec::{Member, Service};

use crate::call::compact;
use crate::call::named_call::Target;
use crate::help::structure;
use crate::json::{Value, parse};
use crate::secret_names::looks_secret;

/// What takes the place of a secret value.
const HIDDEN: &str = "<hidden>";
/// What takes the place of a key or signature.
const NOT_EXPORTED: &str = "(not exported)";

/// A text without what is secret.
pub(super) struct Hidden {
    pub(super) text: String,
    /// The places of what was left out, as the service names parameters.
    pub(super) places: Vec<String>,
}

/// The parameters of a call, as they were written.
pub(super) fn parameters(target: &Target<'_>, body: &str) -> Hidden {
    let body = if body.trim().is_empty() { "{}" } else { body };
    match parse(body) {
        Ok(value) => hide(value, &target.found.service, &target.action.parameters),
        // A text that is no JSON is never sent.
        Err(_) => Hidden {
            text: "{}".to_owned(),
            places: Vec::new(),
        },
    }
}

/// The parameters as they were sent, by what is exported of those that were written.
pub(super) fn body(is_json: bool, exported: &Hidden) -> String {
    if is_json {
        exported.text.clone()
    } else {
        NOT_EXPORTED.to_owned()
    }
}

/// An answer.
pub(super) fn answer(service: &Service, json: &str) -> String {
    let output = service.actions.first().map(|action| action.output.as_slice());
    match parse(json) {
        Ok(value) => hide(value, service, output.unwrap_or_default()).text,
        Err(_) => NOT_EXPORTED.to_owned(),
    }
}

/// Headers of requests and answers that hold what identifies somebody, besides those whose names look secret.
const IDENTIFYING: [&str; 5] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "www-authenticate",
];

/// A header: what signs, is a part of a key or identifies a session is left out.
pub(super) fn header((name, value): &(String, String)) -> (String, String) {
    let value = if is_secret_name(name) || is_secret_text(value) {
        NOT_EXPORTED
    } else {
        value
    };
    (name.clone(), value.to_owned())
}

fn is_secret_name(name: &str) -> bool {
    IDENTIFYING.iter().any(|known| name.eq_ignore_ascii_case(known)) || looks_secret(name)
}

/// Whether a text is secret whatever its name: a signature, or a private key.
fn is_secret_text(text: &str) -> bool {
    text.contains("TC3-HMAC-SHA256 Credential=") || text.contains("PRIVATE KEY-----")
}

/// The object or list that a text is, as some services give JSON in a string.
fn nested(text: &str) -> Option<Value> {
    let looks_like_it = text.trim_start().starts_with(['{', '[']);
    let parsed = looks_like_it.then(|| parse(text).ok()).flatten();
    parsed.filter(|value| matches!(value, Value::Object(_) | Value::Array(_)))
}

fn hide(mut value: Value, service: &Service, members: &[Member]) -> Hidden {
    let mut places = Vec::new();
    if let Value::Object(entries) = &mut value {
        hide_in(entries, service, members, "", &mut places);
    }
    Hidden {
        text: compact(&value),
        places,
    }
}

fn hide_in(
    entries: &mut [(String, Value)],
    service: &Service,
    members: &[Member],
    path: &str,
    places: &mut Vec<String>,
) {
    for (name, value) in entries {
        let place = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        let member = members.iter().find(|member| member.name.value == *name);
        let is_secret = member.is_some_and(Member::is_secret) || is_secret_name(name);
        let members = member.and_then(|member| structure(service, member));
        let members = members.and_then(|shared| shared.members.as_deref()).unwrap_or_default();
        hide_value(value, is_secret, service, members, &place, places);
    }
}

fn hide_value(
    value: &mut Value,
    is_secret: bool,
    service: &Service,
    members: &[Member],
    place: &str,
    places: &mut Vec<String>,
) {
    match value {
        // A structure with a secret name has members that say more.
        Value::Object(entries) if !is_secret || !members.is_empty() => {
            hide_in(entries, service, members, place, places);
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                hide_value(item, is_secret, service, members, &format!("{place}.{index}"), places);
            }
        }
        Value::Null | Value::Bool(_) => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) if !is_secret && is_secret_text(text) => {
            HIDDEN.clone_into(text);
            places.push(place.to_owned());
        }
        Value::String(text) if !is_secret => {
            if let Some(mut inner) = nested(text) {
                let before = places.len();
                hide_value(&mut inner, false, service, &[], place, places);
                // A text in which nothing is secret stays as it was written.
                if places.len() > before {
                    *text = compact(&inner);
                }
            }
        }
        value => {
            if is_secret {
                *value = Value::String(HIDDEN.to_owned());
                places.push(place.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_secret_are_hidden_at_any_depth() {
        let value = parse(
            r#"{"LoginSettings": {"Password": "p", "KeyIds": ["k"]}, "Tokens": ["a", ""], "UserData": 5, "Name": "n", "Secret": null}"#,
        );
        let hidden = hide(value.unwrap(), &Service::default(), &[]);
        assert_eq!(
            hidden.text,
            r#"{"LoginSettings":{"Password":"<hidden>","KeyIds":["k"]},"Tokens":["<hidden>",""],"UserData":"<hidden>","Name":"n","Secret":null}"#
        );
        assert_eq!(hidden.places, ["LoginSettings.Password", "Tokens.0", "UserData"]);
    }

    #[test]
    fn what_is_secret_by_its_text_is_hidden_too() {
        let value = parse(
            r#"{"headers": {"Authorization": "Basic eA=="}, "Echo": "TC3-HMAC-SHA256 Credential=AKID/..", "Nested": "{\"Password\": \"p\", \"A\": 1}", "Data": "-----BEGIN RSA PRIVATE KEY-----\nx", "Plain": "{\"A\": 1}", "No": "{x"}"#,
        );
        let hidden = hide(value.unwrap(), &Service::default(), &[]);
        assert_eq!(
            hidden.text,
            r#"{"headers":{"Authorization":"<hidden>"},"Echo":"<hidden>","Nested":"{\"Password\":\"<hidden>\",\"A\":1}","Data":"<hidden>","Plain":"{\"A\": 1}","No":"{x"}"#
        );
    }

    #[test]
    fn what_signs_is_no_header_of_an_export() {
        let names = [
            ("authorization", false),
            ("Set-Cookie", false),
            ("cookie", false),
            ("x-tc-token", false),
            ("x-tc-action", true),
        ];
        for (name, is_kept) in names {
            let (_, value) = header(&(name.to_owned(), "value".to_owned()));
            assert_eq!(value == "value", is_kept, "{name}");
        }
    }
}

//! What narrows or marks the session of a role: external ID, policy, tags and source identity.
//!
//! The limits are those of STS 2018-08-13. They are checked when the provider is built, since a call that STS rejects for
//! them would be the first to show a mistake in the setup of a program.

use std::collections::HashSet;
use std::fmt;
use std::ops::RangeInclusive;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::Parameter;
use crate::Error;

const EXTERNAL_ID_LENGTH: RangeInclusive<usize> = 2..=128;
const MAX_TAGS: usize = 50;
const MAX_TAG_KEY_CHARS: usize = 128;
const MAX_TAG_VALUE_CHARS: usize = 256;

/// What is empty is not sent.
#[derive(Clone, Default)]
pub(super) struct RoleSession {
    pub(super) external_id: String,
    /// JSON, or URL-encoded JSON once it is [validated](Self::validated).
    pub(super) policy: String,
    pub(super) tags: Vec<SessionTag>,
    pub(super) source_identity: String,
}

#[derive(Clone, Debug)]
pub(super) struct SessionTag {
    pub(super) key: String,
    pub(super) value: String,
}

impl RoleSession {
    /// The session as it is sent.
    ///
    /// # Errors
    /// If a value is out of the limits of STS.
    pub(super) fn validated(mut self) -> Result<Self, Error> {
        if !self.external_id.is_empty() {
            validate_external_id(&self.external_id)?;
        }
        if !self.policy.is_empty() {
            validate_policy(&self.policy)?;
            // STS decodes it once more than it decodes other parameters.
            self.policy = url_encoded(&self.policy);
        }
        validate_tags(&self.tags)?;
        Ok(self)
    }

    pub(super) fn parameters(&self) -> impl Iterator<Item = (&'static str, Parameter<'_>)> {
        let texts = [
            ("ExternalId", &self.external_id),
            ("Policy", &self.policy),
            ("SourceIdentity", &self.source_identity),
        ];
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        let texts = texts.map(|(name, text)| (name, Parameter::Text(text)));
        let tags = (!self.tags.is_empty()).then_some(("Tags", Parameter::Tags(&self.tags)));
        texts.chain(tags)
    }
}

/// An external ID is agreed upon like a password, if it is not one.
impl fmt::Debug for RoleSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let external_id = if self.external_id.is_empty() { "" } else { "redacted" };
        f.debug_struct("RoleSession")
            .field("external_id", &external_id)
            .field("policy", &self.policy)
            .field("tags", &self.tags)
            .field("source_identity", &self.source_identity)
            .finish()
    }
}

impl Serialize for SessionTag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(Some(2))?;
        members.serialize_entry("Key", &self.key)?;
        members.serialize_entry("Value", &self.value)?;
        members.end()
    }
}

fn validate_external_id(id: &str) -> Result<(), Error> {
    let is_id_char = |c: char| c.is_ascii_alphanumeric() || "_+=,.@:/-".contains(c);
    if EXTERNAL_ID_LENGTH.contains(&id.len()) && id.chars().all(is_id_char) {
        return Ok(());
    }
    Err(Error::config(
        "an external ID has 2 to 128 letters, digits and _+=,.@:/-",
    ))
}

/// The policy is not quoted: it may be long, and has lines.
fn validate_policy(policy: &str) -> Result<(), Error> {
    let wrong = |why: &str| Err(Error::config(format!("the policy of a session {why}")));
    let members = match serde_json::from_str(policy) {
        Ok(Value::Object(members)) => members,
        Ok(_) => return wrong("is not a JSON object"),
        Err(_) if policy.starts_with('%') => return wrong("is URL-encoded already; pass the JSON itself"),
        Err(error) => return wrong(&format!("is not JSON: {error}")),
    };
    let statements = match members.get("statement") {
        Some(Value::Array(statements)) => statements.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(statement)) => vec![statement],
        _ => Vec::new(),
    };
    let names = statements
        .into_iter()
        .chain([&members])
        .flat_map(|members| members.keys());
    if names.into_iter().any(|name| name.eq_ignore_ascii_case("principal")) {
        return wrong("must not have a principal: it is the role's session");
    }
    Ok(())
}

fn validate_tags(tags: &[SessionTag]) -> Result<(), Error> {
    let wrong = |why: String| Err(Error::config(why));
    if tags.len() > MAX_TAGS {
        return wrong(format!("a session has at most {MAX_TAGS} tags, not {}", tags.len()));
    }
    let mut keys = HashSet::new();
    for SessionTag { key, value } in tags {
        let (key_chars, value_chars) = (key.chars().count(), value.chars().count());
        if !(1..=MAX_TAG_KEY_CHARS).contains(&key_chars) || value_chars > MAX_TAG_VALUE_CHARS {
            return wrong(format!(
                "the key of a session tag has 1 to {MAX_TAG_KEY_CHARS} characters and its value up to \
                 {MAX_TAG_VALUE_CHARS}, not {key_chars} and {value_chars}"
            ));
        }
        if !keys.insert(key) {
            return wrong(format!("the key {key:?} of a session tag is there twice"));
        }
    }
    Ok(())
}

/// All but letters, digits and `-_.~` escaped, a blank as `%20`, which every decoder reads.
fn url_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

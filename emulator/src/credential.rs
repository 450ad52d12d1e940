//! The credentials that the emulator knows.

use std::collections::HashMap;
use std::fmt;

use subtle::ConstantTimeEq;

use crate::call::{TOKEN, Words};
use crate::code::TOKEN_FAILURE;
use crate::refusal::Refusal;

/// SecretId that is known unless other credentials are given: a sample, printed in the public documentation.
pub const SAMPLE_SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

/// SecretKey of [`SAMPLE_SECRET_ID`].
pub const SAMPLE_SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// A secret key, and what goes with it if the credential is temporary.
pub(crate) struct Credential {
    key: String,
    session: Option<Session>,
}

struct Session {
    token: String,
    /// Unix seconds; `None` if it does not end.
    ends_at: Option<i64>,
}

impl Credential {
    pub(crate) fn lasting(key: String) -> Self {
        Self { key, session: None }
    }

    /// One that ends at `ends_at`, in Unix seconds, if ever.
    pub(crate) fn temporary(key: String, token: String, ends_at: Option<i64>) -> Self {
        Self {
            key,
            session: Some(Session { token, ends_at }),
        }
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Whether a request carried the token that goes with its SecretId and is still good, or none where there is none.
    pub(crate) fn check_token(&self, words: Words<'_>, now: i64) -> Result<(), Refusal> {
        let name = words.name(&TOKEN);
        let fault = match (&self.session, words.get(&TOKEN)) {
            (None, None) => return Ok(()),
            (None, Some(_)) => format!("{name} came with a SecretId that is not a temporary credential's"),
            (Some(_), None) => format!("{name} is missing; this SecretId is a temporary credential's"),
            (Some(session), Some(given)) => match session.fault(given, now) {
                None => return Ok(()),
                Some(fault) => format!("{name} is {fault}"),
            },
        };
        Err(Refusal::new(TOKEN_FAILURE, fault))
    }
}

impl Session {
    fn fault(&self, given: &str, now: i64) -> Option<String> {
        if !bool::from(self.token.as_bytes().ct_eq(given.as_bytes())) {
            return Some("not the token of this temporary credential".to_owned());
        }
        let ended = self.ends_at.filter(|ends_at| *ends_at <= now)?;
        let ago = now.abs_diff(ended);
        Some(format!(
            "that of a credential which expired {ago} s ago, at {ended} in Unix seconds"
        ))
    }
}

/// Credentials by SecretId.
#[derive(Default)]
pub(crate) struct Credentials(HashMap<String, Credential>);

impl Credentials {
    pub(crate) fn insert(&mut self, secret_id: String, credential: Credential) {
        self.0.insert(secret_id, credential);
    }

    pub(crate) fn get(&self, secret_id: &str) -> Option<&Credential> {
        self.0.get(secret_id)
    }

    pub(crate) fn or_sample(mut self) -> Self {
        if self.0.is_empty() {
            let sample = Credential::lasting(SAMPLE_SECRET_KEY.to_owned());
            self.insert(SAMPLE_SECRET_ID.to_owned(), sample);
        }
        self
    }
}

/// Shows the SecretIds only.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

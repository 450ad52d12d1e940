//! The credentials that the emulator knows.

use std::collections::HashMap;
use std::fmt;

use subtle::ConstantTimeEq;

use crate::code::TOKEN_FAILURE;
use crate::refusal::Refusal;

/// SecretId that is known unless other credentials are given: a sample, printed in the public documentation.
pub const SAMPLE_SECRET_ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

/// SecretKey of [`SAMPLE_SECRET_ID`].
pub const SAMPLE_SECRET_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

/// A secret key, and the token that goes with it if the credential is temporary.
pub(crate) struct Credential {
    key: String,
    token: Option<String>,
}

impl Credential {
    pub(crate) fn new(key: String, token: Option<String>) -> Self {
        Self { key, token }
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Whether a request carried the token that goes with its SecretId, or none where there is none.
    pub(crate) fn check_token(&self, given: Option<&str>) -> Result<(), Refusal> {
        let fault = match (&self.token, given) {
            (None, None) => return Ok(()),
            (Some(expected), Some(given)) if bool::from(expected.as_bytes().ct_eq(given.as_bytes())) => return Ok(()),
            (Some(_), Some(_)) => "X-TC-Token is not the token of this temporary credential",
            (Some(_), None) => "the header X-TC-Token is missing; this SecretId is a temporary credential's",
            (None, Some(_)) => "X-TC-Token came with a SecretId that is not a temporary credential's",
        };
        Err(Refusal::new(TOKEN_FAILURE, fault))
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
            let sample = Credential::new(SAMPLE_SECRET_KEY.to_owned(), None);
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

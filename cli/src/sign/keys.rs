//! The keys that a request may have been signed with: the one that calls take, and those of all profiles.

use tc3_runtime::Credentials;
use tc3_runtime::credentials::ProvideCredentials;
use tc3_signature::Key;

use crate::call;
use crate::config::{Settings, key_end, written_keys};
use crate::error::CliError;

/// Keys with what they are called. `Debug` of credentials shows no secret.
#[derive(Debug, Default)]
pub(crate) struct Keys(Vec<(String, Credentials)>);

impl Keys {
    /// The key that calls take. It may be asked for: of a program, of STS, of the machine.
    ///
    /// # Errors
    /// If there is none.
    pub(crate) fn own(settings: &Settings) -> Result<Self, CliError> {
        let identity = settings.identity()?;
        let credentials = match identity.known {
            Some(credentials) => credentials,
            None => call::runtime()?
                .block_on(identity.provider.provide())
                .map_err(|error| CliError::configuration(error.to_string()))?,
        };
        Ok(Self(vec![(identity.source, credentials)]))
    }

    /// The key that calls take, and those that are written down in all profiles. What is wrong with the first is a note.
    pub(crate) fn all(settings: &Settings) -> (Self, Option<String>) {
        let (mut keys, note) = match Self::own(settings) {
            Ok(keys) => (keys, None),
            Err(error) => (Self::default(), error.messages.into_iter().next()),
        };
        for (profile, credentials) in written_keys() {
            let is_known = |(_, known): &(String, Credentials)| {
                known.secret_id() == credentials.secret_id()
                    && known.expose_secret_key() == credentials.expose_secret_key()
            };
            if !keys.0.iter().any(is_known) {
                keys.0.push((format!("the profile `{profile}`"), credentials));
            }
        }
        (keys, note)
    }

    /// Adds a key to those that are tried.
    pub(crate) fn add(&mut self, name: &str, credentials: Credentials) {
        self.0.push((name.to_owned(), credentials));
    }

    pub(crate) fn borrowed(&self) -> Vec<Key<'_>> {
        let keys = self.0.iter().map(|(name, credentials)| {
            Key::new(credentials.secret_id(), credentials.expose_secret_key())
                .with_token(credentials.expose_token())
                .named(name)
        });
        keys.collect()
    }

    /// What each key is called, with the last characters of its SecretId.
    pub(crate) fn ends(&self) -> Vec<(String, String)> {
        let keys = self.0.iter();
        keys.map(|(name, credentials)| (name.clone(), key_end(credentials).unwrap_or_default()))
            .collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Credentials> for Keys {
    fn from(credentials: Credentials) -> Self {
        Self(vec![("the key of the call".to_owned(), credentials)])
    }
}

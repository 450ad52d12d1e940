//! A key that a request may have been signed with.

use std::fmt;

/// A secret ID with its secret key, the token of a temporary credential, and what to call it.
///
/// `Debug` shows neither the secret key nor the token.
///
/// ```
/// use tc3_signature::Key;
///
/// let key = Key::new("AKIDEXAMPLE", "key-1").named("profile ci");
/// assert!(!format!("{key:?}").contains("key-1"));
/// ```
#[derive(Clone, Copy)]
pub struct Key<'a> {
    pub(crate) secret_id: &'a str,
    pub(crate) secret_key: &'a str,
    pub(crate) token: Option<&'a str>,
    pub(crate) name: Option<&'a str>,
}

impl<'a> Key<'a> {
    /// Creates a key without a token.
    #[must_use]
    pub const fn new(secret_id: &'a str, secret_key: &'a str) -> Self {
        Self {
            secret_id,
            secret_key,
            token: None,
            name: None,
        }
    }

    /// Sets the token of a temporary credential.
    #[must_use]
    pub const fn with_token(mut self, token: Option<&'a str>) -> Self {
        self.token = token;
        self
    }

    /// Sets what a diagnosis calls the key, such as `profile ci`; otherwise it is called by its secret ID.
    #[must_use]
    pub const fn named(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// Returns the token of a temporary credential.
    #[must_use]
    pub const fn token(&self) -> Option<&'a str> {
        self.token
    }

    /// `profile ci`, or the secret ID.
    pub(crate) fn label(&self) -> String {
        match self.name {
            Some(name) => name.to_owned(),
            None => format!("SecretId {}", self.secret_id),
        }
    }
}

impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("secret_id", &self.secret_id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

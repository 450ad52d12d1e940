//! One API key.

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::checks::{check_header_text, check_value};
use super::environment;
use crate::Error;

/// An API key: secret id, secret key and, if it is temporary, its session token and its end.
///
/// Cheap to clone. The key and the token are wiped from memory when the last clone is dropped, and
/// `Debug` shows neither.
#[derive(Clone)]
pub struct Credentials(Arc<Secrets>);

#[derive(Clone)]
struct Secrets {
    id: String,
    key: Zeroizing<String>,
    token: Option<Zeroizing<String>>,
    expires_at: Option<SystemTime>,
}

impl Credentials {
    /// A permanent key. What cannot be a key (empty, padded with spaces) is refused by
    /// [`ClientBuilder::build`](crate::ClientBuilder::build).
    ///
    /// Pass an owned `String` if no other copy of the secret key is to stay in memory.
    #[must_use]
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self(Arc::new(Secrets {
            id: secret_id.into(),
            key: Zeroizing::new(secret_key.into()),
            token: None,
            expires_at: None,
        }))
    }

    /// The same key with the session token of a temporary one.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).token = Some(Zeroizing::new(token.into()));
        self
    }

    /// The same key with the time from which the cloud no longer accepts it.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        Arc::make_mut(&mut self.0).expires_at = Some(expires_at);
        self
    }

    /// Reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, if set, the session token in
    /// `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN`.
    ///
    /// # Errors
    /// Names the variable that is missing, empty, padded with spaces or not text. An empty token is
    /// refused as well: signing without it would only fail later. So are two different tokens.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_env_with(|name| std::env::var_os(name))
    }

    /// [`from_env`](Self::from_env) over any source of variables.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_env_with(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        environment::read(lookup)
    }

    /// The secret id; not a secret, it is sent in clear with every request.
    #[must_use]
    pub fn secret_id(&self) -> &str {
        &self.0.id
    }

    /// Whether this is a temporary key, one that has a session token.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.0.token.is_some()
    }

    /// When the cloud stops accepting the key; `None` if it is permanent or its source does not say.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.expires_at
    }

    pub(crate) fn secret_key(&self) -> &str {
        &self.0.key
    }

    #[cfg(any(feature = "client", feature = "sign-v1"))]
    pub(crate) fn token(&self) -> Option<&str> {
        self.0.token.as_ref().map(|token| token.as_str())
    }

    /// Refuses what cannot be a key, by the names that its source has for id, key and token.
    pub(crate) fn check(&self, [id, key, token]: [&str; 3]) -> Result<(), Error> {
        check_value(id, &self.0.id)?;
        check_value(key, &self.0.key)?;
        check_header_text(id, &self.0.id)?;
        if let Some(value) = &self.0.token {
            check_value(token, value)?;
            check_header_text(token, value)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("secret_id", &Shortened(&self.0.id))
            .field("secret_key", &"redacted")
            .field("token", &self.0.token.as_ref().map(|_| "redacted"))
            .field("expires_at", &self.0.expires_at)
            .finish()
    }
}

/// Enough of a secret id to tell two apart.
struct Shortened<'a>(&'a str);

impl fmt::Debug for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 8;
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "{}…", self.0[..end].escape_debug()),
            None => write!(f, "{}", self.0.escape_debug()),
        }
    }
}

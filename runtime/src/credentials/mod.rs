//! API keys: where they come from, how they are kept fresh and out of sight.
//!
//! [`Credentials`] is one key. Whatever can give one is a [`ProvideCredentials`]; a key itself is the
//! simplest. A [`CredentialsSource`] is a provider that may have nothing to give, which is what a chain
//! is made of. [`DefaultChain`] asks these, in this order:
//!
//! | source | variables | files and addresses |
//! |---|---|---|
//! | [`Environment`] | `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`; `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN` | |
//! | [`ProfileFile`] | `TENCENTCLOUD_CREDENTIALS_FILE`; `HOME` or `USERPROFILE` | `~/.tencentcloud/credentials`, `/etc/tencentcloud/credentials` |
//! | [`TccliFile`] | `TCCLI_PROFILE`; `HOME` or `USERPROFILE` | `~/.tccli/<profile>.credential` |
//! | [`WebIdentity`] | `TKE_PROVIDER_ID`, `TKE_ROLE_ARN`, `TKE_WEB_IDENTITY_TOKEN_FILE`, `TKE_REGION` | the token file; `sts.tencentcloudapi.com` |
//! | [`CvmRole`] | | `metadata.tencentyun.com` |
//!
//! A source that is not configured is passed over. One that is configured but broken ends the search
//! with an error that names it: to go on would be to act under another identity than the one that was
//! set up. The pod's identity comes before the machine's for the same reason.
//!
//! [`AssumeRole`] exchanges the key of any provider for one of a role, and [`CachedCredentials`] keeps the key
//! of any provider until it nears its end.
//!
//! Keys, tokens and the buffers they are read from are wiped when dropped. Not within reach are the
//! buffers of the HTTP connection and of the INI and JSON parsers while they work.
//!
//! Without the feature `client` there are [`Credentials`], [`ProvideCredentials`],
//! [`CredentialsSource`] and [`Environment`].

#[cfg(feature = "client")]
mod cache;
#[cfg(feature = "client")]
mod chain;
mod provider;
#[cfg(feature = "client")]
mod secret_file;
#[cfg(feature = "client")]
mod secret_http;
#[cfg(feature = "client")]
mod secret_json;
mod sources;
#[cfg(feature = "client")]
mod sts;
mod validate;
mod variables;

#[cfg(feature = "client")]
pub use cache::{CachedCredentials, CachedCredentialsBuilder};
#[cfg(feature = "client")]
pub use chain::{Chain, DefaultChain, DefaultChainBuilder};
pub use provider::{CredentialsFuture, CredentialsSource, Found, ProvideCredentials, SourceFuture};
pub use sources::Environment;
#[cfg(feature = "client")]
pub use sources::{CvmRole, ProfileFile, TccliFile};
#[cfg(feature = "client")]
pub use sts::{AssumeRole, AssumeRoleBuilder, WebIdentity};
#[cfg(feature = "client")]
pub(crate) use variables::variable;

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use self::validate::{validate_header_text, validate_value};
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
        sources::credentials_from(lookup)
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
    pub(crate) fn validate(&self, [id, key, token]: [&str; 3]) -> Result<(), Error> {
        validate_value(id, &self.0.id)?;
        validate_value(key, &self.0.key)?;
        validate_header_text(id, &self.0.id)?;
        if let Some(value) = &self.0.token {
            validate_value(token, value)?;
            validate_header_text(token, value)?;
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

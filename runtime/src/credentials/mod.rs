//! Credentials: where they come from, how they are cached, and how they are kept secret.
//!
//! [`Credentials`] are a secret id, a secret key and, if they are temporary, a session token and an expiry. A
//! [`ProvideCredentials`] returns them on demand; fixed credentials are the simplest provider. A [`CredentialsSource`] is
//! a provider that may not be configured, which is what a chain is made of. [`DefaultChain`] searches these, in this order:
//!
//! | source | variables | files and addresses |
//! |---|---|---|
//! | [`Environment`] | `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`; `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN` | |
//! | [`ProfileFile`], unless `TCCLI_PROFILE` is set and `TENCENTCLOUD_CREDENTIALS_FILE` is not | `TENCENTCLOUD_CREDENTIALS_FILE` | `~/.tencentcloud/credentials`, `/etc/tencentcloud/credentials` |
//! | [`TccliFile`] | `TCCLI_PROFILE` | `~/.tccli/<profile>.credential`; the metadata service for a profile of type `cvm-role` |
//! | [`WebIdentity`] | `TKE_PROVIDER_ID`, `TKE_ROLE_ARN`, `TKE_WEB_IDENTITY_TOKEN_FILE`, `TKE_REGION` | the token file; `sts.tencentcloudapi.com` |
//! | [`CvmRole`] | | `metadata.tencentyun.com` |
//!
//! If `TENCENTCLOUD_ROLE_ARN` and `TENCENTCLOUD_ROLE_SESSION_NAME` are set, whatever was found only serves to assume that
//! role. STS is then asked at `sts.endpoint` of `~/.tccli/<profile>.configure`, or else at `sts.tencentcloudapi.com`. A
//! variable that is empty counts as not set. The home folder is `HOME`, or else `USERPROFILE`, or else the one in the
//! user database. What tccli's file may hold is in [`TccliFile`], how profile files are read in [`ProfileFile`].
//!
//! A source that is not configured is skipped. One that is configured but broken ends the search with an error that names
//! it: to go on would be to act under another identity than the one that was set up. For the same reason, the identity of
//! the pod comes before that of the node it runs on, and these are errors:
//!
//! - half of a pair: an id without a key, a key without an id, a token alone, a role without a session name. No two halves
//!   from different places are ever joined;
//! - a secret id, key or token with white space, a quotation mark, a control character or a character that is not ASCII: a
//!   wrong key would show only as a rejected signature;
//! - in a profile file, what the official SDKs read differently: a note after a value, a member or the profile twice. The
//!   error names the line;
//! - a profile that is named and does not exist, in either kind of file;
//! - a login of tccli that has expired, and a profile of type `cvm-role` on a machine without a role;
//! - a file that is not a regular one, such as a pipe, or has more than 1 MiB.
//!
//! Files are read off the async thread, so that one which does not answer delays a call no longer than its timeout.
//!
//! [`AssumeRole`] exchanges the credentials of any provider for those of a role, and [`CachedCredentials`] caches the
//! credentials of any provider until shortly before they expire.
//!
#![cfg_attr(feature = "client", doc = "```")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! # use tc3_runtime as tc3;
//! use tc3::Client;
//! use tc3::credentials::{AssumeRole, CachedCredentials, DefaultChain};
//!
//! let source = CachedCredentials::new(DefaultChain::new());
//! let role = AssumeRole::builder(source, "qcs::cam::uin/100000000001:roleName/deploy").build()?;
//! let client = Client::builder().credentials_from(role).build()?;
//! # Ok::<(), tc3::Error>(())
//! ```
//!
//! Secret keys, tokens and the buffers they are read from, those of the parsers included, are wiped when dropped. Out of
//! reach are the variables of the process and the buffers of the HTTP connection.
//!
//! Without the feature `client` there are [`Credentials`], [`ProvideCredentials`], [`CredentialsSource`] and
//! [`Environment`].

#[cfg(feature = "client")]
mod cache;
#[cfg(feature = "client")]
mod chain;
mod named_role;
mod provider;
#[cfg(feature = "client")]
mod secret_file;
#[cfg(feature = "client")]
mod secret_http;
#[cfg(feature = "client")]
mod secret_ini;
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
pub(crate) use named_role::NamedRole;
pub use provider::{CredentialsFuture, CredentialsSource, Found, ProvideCredentials, SourceFuture};
pub use sources::Environment;
pub(crate) use sources::key_in;
#[cfg(feature = "client")]
pub use sources::{CvmRole, ProfileFile, TccliFile};
#[cfg(feature = "client")]
pub use sts::{AssumeRole, AssumeRoleBuilder, WebIdentity};
#[cfg(feature = "client")]
pub(crate) use sts::{RoleOfKey, StsSettings};
#[cfg(feature = "client")]
pub(crate) use variables::variable;

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

#[cfg(feature = "client")]
use self::validate::{validate_header_text, validate_key_text, validate_value};
use crate::Error;

/// A secret id, a secret key and, if they are temporary, a session token and an expiry.
///
/// Cheap to clone. The secret key and the token are wiped from memory when the last clone is dropped, and `Debug` redacts
/// both.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::Credentials;
///
/// let credentials = Credentials::new("AKID..", "the secret key");
/// assert!(!format!("{credentials:?}").contains("the secret key"));
/// ```
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
    /// Creates permanent credentials. Malformed ones (empty, padded with spaces) are an error of
    /// [`ClientBuilder::build`](crate::ClientBuilder::build).
    ///
    /// Pass an owned `String` if no other copy of the secret key is to remain in memory.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let credentials = tc3::Credentials::new("AKID..", "the secret key");
    /// assert_eq!(credentials.secret_id(), "AKID..");
    /// ```
    #[must_use]
    pub fn new(secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self(Arc::new(Secrets {
            id: secret_id.into(),
            key: Zeroizing::new(secret_key.into()),
            token: None,
            expires_at: None,
        }))
    }

    /// Adds the session token of temporary credentials.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let credentials = tc3::Credentials::new("AKID..", "the secret key").with_token("session-token");
    /// assert!(credentials.is_temporary());
    /// ```
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).token = Some(Zeroizing::new(token.into()));
        self
    }

    /// Adds the time at which the service stops accepting the credentials.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use std::time::{Duration, SystemTime};
    ///
    /// let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
    /// let credentials = tc3::Credentials::new("AKID..", "the secret key").with_expiry(in_an_hour);
    /// assert_eq!(credentials.expires_at(), Some(in_an_hour));
    /// ```
    #[must_use]
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        Arc::make_mut(&mut self.0).expires_at = Some(expires_at);
        self
    }

    /// Reads `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, if set, the session token in
    /// `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN`. A variable that is empty counts as not set.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// let credentials = tc3::Credentials::from_env()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a variable is missing, or holds what no credentials have: white space, quotation marks, control characters; the
    /// message names it. If the two tokens differ. If `TENCENTCLOUD_ROLE_ARN` names a role, because its credentials expire:
    /// [`Environment`] and `Client::from_env` assume it.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_env_with(|name| std::env::var_os(name))
    }

    /// Reads the credentials from any source of variables, as [`from_env`](Self::from_env) does from the environment.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let credentials = tc3::Credentials::from_env_with(|name| match name {
    ///     "TENCENTCLOUD_SECRET_ID" => Some("AKID..".into()),
    ///     "TENCENTCLOUD_SECRET_KEY" => Some("the-secret-key".into()),
    ///     _ => None,
    /// })?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_env_with(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let credentials = key_in(&lookup)?;
        match NamedRole::in_variables(&lookup)? {
            Some(_) => Err(NamedRole::not_fixed()),
            None => Ok(credentials),
        }
    }

    /// Returns the secret id. Despite its name it is not a secret: every request carries it in clear.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert_eq!(tc3::Credentials::new("AKID..", "the secret key").secret_id(), "AKID..");
    /// ```
    #[must_use]
    pub fn secret_id(&self) -> &str {
        &self.0.id
    }

    /// Returns whether the credentials are temporary, so that they have a session token.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert!(!tc3::Credentials::new("AKID..", "the secret key").is_temporary());
    /// ```
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.0.token.is_some()
    }

    /// Returns when the service stops accepting the credentials; `None` if they are permanent or their provider does not
    /// say.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert_eq!(tc3::Credentials::new("AKID..", "the secret key").expires_at(), None);
    /// ```
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.expires_at
    }

    /// Returns the secret key, for code that signs by itself or explains a signature. Nothing else shows it: neither `Debug`
    /// nor an error.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert_eq!(tc3::Credentials::new("AKID..", "the secret key").expose_secret_key(), "the secret key");
    /// ```
    #[must_use]
    pub fn expose_secret_key(&self) -> &str {
        self.secret_key()
    }

    /// Returns the session token of temporary credentials, for code that signs by itself.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert_eq!(tc3::Credentials::new("AKID..", "the secret key").expose_token(), None);
    /// ```
    #[must_use]
    pub fn expose_token(&self) -> Option<&str> {
        self.0.token.as_ref().map(|token| token.as_str())
    }

    pub(crate) fn secret_key(&self) -> &str {
        &self.0.key
    }

    #[cfg(any(feature = "client", feature = "sign-v1"))]
    pub(crate) fn token(&self) -> Option<&str> {
        self.0.token.as_ref().map(|token| token.as_str())
    }

    /// Validates the format. The arguments are what the source calls id, key and token.
    ///
    /// # Errors
    /// If one of them is empty, padded, or contains a character that no credentials have.
    #[cfg(feature = "client")]
    pub(crate) fn validate(&self, [id, key, token]: [&str; 3]) -> Result<(), Error> {
        validate_value(id, &self.0.id)?;
        validate_value(key, &self.0.key)?;
        validate_key_text(key, &self.0.key)?;
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

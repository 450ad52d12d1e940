//! API keys: where they come from and how they are kept out of sight.

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::Error;

const SECRET_ID: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY: &str = "TENCENTCLOUD_SECRET_KEY";
/// The official tools do not agree on the token's name: tccli reads the first, Node the second.
const TOKENS: [&str; 2] = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"];

/// An API key: secret id, secret key and, if it is temporary, its session token.
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
        }))
    }

    /// The same key with the session token of a temporary one.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).token = Some(Zeroizing::new(token.into()));
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
        let required = |name: &str| variable(&lookup, name)?.ok_or_else(|| Error::config(format!("{name} is not set")));
        let credentials = Self::new(required(SECRET_ID)?, required(SECRET_KEY)?);
        let token = match (variable(&lookup, TOKENS[0])?, variable(&lookup, TOKENS[1])?) {
            (Some(one), Some(other)) if one != other => {
                let message = format!("{} and {} are set to different tokens", TOKENS[0], TOKENS[1]);
                return Err(Error::config(message));
            }
            (one, other) => one.or(other),
        };
        let credentials = match token {
            Some(token) => credentials.with_token(token),
            None => credentials,
        };
        credentials.check([SECRET_ID, SECRET_KEY, "the session token"])?;
        Ok(credentials)
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

    pub(crate) fn secret_key(&self) -> &str {
        &self.0.key
    }

    #[cfg(feature = "client")]
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

/// Reads one variable; `None` if it is not set.
pub(crate) fn variable(lookup: &impl Fn(&str) -> Option<OsString>, name: &str) -> Result<Option<String>, Error> {
    let Some(value) = lookup(name) else {
        return Ok(None);
    };
    let Ok(value) = value.into_string() else {
        return Err(Error::config(format!("{name} is not valid Unicode")));
    };
    check_value(name, &value)?;
    Ok(Some(value))
}

fn check_value(name: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() {
        return Err(Error::config(format!("{name} is empty")));
    }
    if value.trim() != value {
        return Err(Error::config(format!("{name} begins or ends with white space")));
    }
    Ok(())
}

/// The id and the token are sent in headers, where a line break would be an injection.
fn check_header_text(name: &str, value: &str) -> Result<(), Error> {
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Error::config(format!("{name} holds characters that no key has")))
}

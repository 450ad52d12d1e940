//! Credentials in environment variables.

use std::ffi::OsString;

use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
use crate::credentials::variables::Variables;
use crate::credentials::variables::variable;
use crate::{Credentials, Error};

const SECRET_ID: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY: &str = "TENCENTCLOUD_SECRET_KEY";
/// The official tools do not agree on the token's name: tccli reads the first, Node the second.
const TOKENS: [&str; 2] = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"];

/// Credentials in the variables of [`Credentials::from_env`], read anew each time.
///
/// Configured if any of the four variables is set, so that a lone token or half of a pair is an error.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::credentials::{CredentialsSource, Environment};
///
/// assert_eq!(Environment::new().name(), "the environment");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Environment {
    variables: Variables,
}

impl Environment {
    /// Reads the variables of the process.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the variables from elsewhere than the process.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::Environment::lookup(|name| std::env::var_os(format!("STAGING_{name}")));
    /// ```
    pub fn lookup(lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self::over(Variables::new(lookup))
    }

    pub(in crate::credentials) fn over(variables: Variables) -> Self {
        Self { variables }
    }
}

impl CredentialsSource for Environment {
    fn name(&self) -> &str {
        "the environment"
    }

    fn find(&self) -> SourceFuture<'_> {
        let names = [SECRET_ID, SECRET_KEY, TOKENS[0], TOKENS[1]];
        let result = if names.iter().any(|name| self.variables.has(name)) {
            credentials_from(|name| self.variables.get(name)).map(Found::Credentials)
        } else {
            Ok(Found::nothing(format!("{SECRET_ID} is not set")))
        };
        Box::pin(std::future::ready(result))
    }
}

pub(in crate::credentials) fn credentials_from(
    lookup: impl Fn(&str) -> Option<OsString>,
) -> Result<Credentials, Error> {
    let required = |name: &str| variable(&lookup, name)?.ok_or_else(|| Error::config(format!("{name} is not set")));
    let credentials = Credentials::new(required(SECRET_ID)?, required(SECRET_KEY)?);
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
    credentials.validate([SECRET_ID, SECRET_KEY, "the session token"])?;
    Ok(credentials)
}

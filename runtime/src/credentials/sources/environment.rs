//! Credentials in environment variables.

use std::ffi::OsString;

use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
#[cfg(feature = "client")]
use crate::credentials::sts::StsSettings;
use crate::credentials::validate::validate_typed;
use crate::credentials::variables::Variables;
use crate::credentials::variables::variable;
use crate::{Credentials, Error};

const SECRET_ID: &str = "TENCENTCLOUD_SECRET_ID";
const SECRET_KEY: &str = "TENCENTCLOUD_SECRET_KEY";
/// The official tools do not agree on the token's name: tccli reads the first, Node the second.
const TOKENS: [&str; 2] = ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"];

/// Credentials in the variables of [`Credentials::from_env`], read anew each time.
///
/// Configured if any of the four variables is set, so that a lone token or half of a pair is an error. One that is empty
/// counts as not set.
///
/// If `TENCENTCLOUD_ROLE_ARN` and `TENCENTCLOUD_ROLE_SESSION_NAME` are set too, the key only serves to assume that role at
/// STS, and the credentials are those of the role; one of the two alone is an error. STS is asked at the endpoint that
/// tccli is configured to use (`sts.endpoint` in `~/.tccli/<profile>.configure`), or else at `sts.tencentcloudapi.com`.
/// Without the feature `client` nothing can be asked, so that a role is an error.
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
    #[cfg(feature = "client")]
    sts: StsSettings,
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
        let variables = Variables::new(lookup);
        Self {
            #[cfg(feature = "client")]
            sts: StsSettings::over(variables.clone()),
            variables,
        }
    }

    #[cfg(feature = "client")]
    pub(in crate::credentials) fn with_settings(sts: StsSettings) -> Self {
        Self {
            variables: sts.variables.clone(),
            sts,
        }
    }

    /// Sets the endpoint of STS for the role that the variables name, in place of the one that tccli is configured to use.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let sts = tc3::Endpoints::internal().endpoint_of("sts", None)?;
    /// let source = tc3::credentials::Environment::new().sts_endpoint(sts);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[cfg(feature = "client")]
    pub fn sts_endpoint(mut self, endpoint: crate::Endpoint) -> Self {
        self.sts.endpoint = Some(endpoint);
        self
    }

    fn find_key(&self) -> Result<Found, Error> {
        let names = [SECRET_ID, SECRET_KEY, TOKENS[0], TOKENS[1]];
        if !names.iter().any(|name| self.variables.has(name)) {
            return Ok(Found::nothing(format!("{SECRET_ID} is not set")));
        }
        key_in(&|name: &str| self.variables.get(name)).map(Found::Credentials)
    }
}

impl CredentialsSource for Environment {
    fn name(&self) -> &str {
        "the environment"
    }

    #[cfg(feature = "client")]
    fn find(&self) -> SourceFuture<'_> {
        Box::pin(async { self.sts.assume_role_of_variables(self.find_key()?).await })
    }

    #[cfg(not(feature = "client"))]
    fn find(&self) -> SourceFuture<'_> {
        use crate::credentials::named_role::NamedRole;

        let role = NamedRole::in_variables(&|name: &str| self.variables.get(name));
        let found = self.find_key().and_then(|found| match (role?, &found) {
            (Some(_), Found::Credentials(_)) => Err(NamedRole::not_fixed()),
            _ => Ok(found),
        });
        Box::pin(std::future::ready(found))
    }
}

/// The key in the variables, whatever role they name.
///
/// # Errors
/// If a variable is missing or malformed.
pub(crate) fn key_in(lookup: &impl Fn(&str) -> Option<OsString>) -> Result<Credentials, Error> {
    let typed = |name: &str| match variable(lookup, name)? {
        Some(value) => validate_typed(name, &value).map(|()| Some(value)),
        None => Ok(None),
    };
    let required = |name: &str| {
        let why = if lookup(name).is_some() { "empty" } else { "not set" };
        typed(name)?.ok_or_else(|| Error::config(format!("{name} is {why}")))
    };
    let credentials = Credentials::new(required(SECRET_ID)?, required(SECRET_KEY)?);
    let token = match (typed(TOKENS[0])?, typed(TOKENS[1])?) {
        (Some(one), Some(other)) if one != other => {
            let message = format!("{} and {} are set to different tokens", TOKENS[0], TOKENS[1]);
            return Err(Error::config(message));
        }
        (one, other) => one.or(other),
    };
    Ok(match token {
        Some(token) => credentials.with_token(token),
        None => credentials,
    })
}

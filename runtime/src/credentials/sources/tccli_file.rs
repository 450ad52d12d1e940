//! The credentials file of the command-line tool tccli.

use std::ffi::OsString;

use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
use crate::credentials::secret_file;
use crate::credentials::secret_json::SecretJson;
use crate::credentials::variables::Variables;
use crate::{Credentials, Error};

const PROFILE: &str = "TCCLI_PROFILE";
const DEFAULT_PROFILE: &str = "default";
const MEMBERS: [&str; 3] = ["secretId", "secretKey", "token"];

/// The credentials of the command-line tool tccli: `~/.tccli/<profile>.credential`, JSON with `secretId`, `secretKey` and,
/// for temporary credentials, `token`.
///
/// The profile is the one that is set here, or else `$TCCLI_PROFILE`, or else `default`. The file is read anew each time,
/// so that credentials which tccli has renewed after a login are picked up; renewing them is left to tccli. Other members,
/// such as the expiry of temporary credentials, have no documented format and are not read. A file without credentials,
/// which tccli writes for a machine's role among others, is an error.
///
/// Configured if the file exists or a profile is named, here or in the variable.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct TccliFile {
    variables: Variables,
    profile: Option<String>,
}

impl TccliFile {
    /// Reads the profile that the variables name.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::credentials::{Chain, Environment, TccliFile};
    ///
    /// let chain = Chain::new().then(Environment::new()).then(TccliFile::new());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    pub(in crate::credentials) fn over(variables: Variables) -> Self {
        Self {
            variables,
            profile: None,
        }
    }

    /// Sets the profile.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::TccliFile::new().profile("production");
    /// ```
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Reads the variables from elsewhere than the process.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::TccliFile::new().lookup(|name| (name == "HOME").then(|| "/home/deploy".into()));
    /// ```
    pub fn lookup(mut self, lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        self.variables = Variables::new(lookup);
        self
    }

    fn read(&self) -> Result<Found, Error> {
        let named = match &self.profile {
            Some(profile) => Some(profile.clone()),
            None => self.variables.text(PROFILE)?,
        };
        let profile = named.as_deref().unwrap_or(DEFAULT_PROFILE);
        if profile.is_empty() || profile.contains(['/', '\\', '\0']) {
            return Err(Error::config(format!(
                "the profile {profile:?} is not the name of a file"
            )));
        }
        let Some(home) = self.variables.home() else {
            return match named {
                Some(_) => Err(Error::config(format!(
                    "the profile {profile} is named, but there is no home folder"
                ))),
                None => Ok(Found::nothing("there is no home folder")),
            };
        };
        let path = home.join(".tccli").join(format!("{profile}.credential"));
        match (secret_file::read(&path)?, named) {
            (Some(json), _) => credentials(json.as_bytes())
                .map(Found::Credentials)
                .map_err(|why| secret_file::unusable(&path, why)),
            (None, Some(_)) => Err(secret_file::unusable(
                &path,
                "its profile is named and it does not exist",
            )),
            (None, None) => Ok(Found::nothing(format!("there is no {}", path.display()))),
        }
    }
}

fn credentials(json: &[u8]) -> Result<Credentials, Error> {
    let document = SecretJson::parse(json)?;
    let [id, key, token] = MEMBERS.map(|name| format!("/{name}"));
    let (id, mut key) = (document.secret(&id)?, document.secret(&key)?);
    let mut credentials = Credentials::new(id.as_str(), std::mem::take(&mut *key));
    // An empty token counts as none: credentials that need one do not work without it.
    if document.has(&token) && document.text(&token) != Some("") {
        credentials = credentials.with_token(std::mem::take(&mut *document.secret(&token)?));
    }
    credentials.validate(MEMBERS)?;
    Ok(credentials)
}

impl CredentialsSource for TccliFile {
    fn name(&self) -> &str {
        "tccli's file"
    }

    fn find(&self) -> SourceFuture<'_> {
        Box::pin(std::future::ready(self.read()))
    }
}

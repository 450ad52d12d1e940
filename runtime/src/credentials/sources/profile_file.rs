//! The credentials file with named profiles that the official SDKs read.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
use crate::credentials::secret_file;
use crate::credentials::secret_ini::Section;
use crate::credentials::sts::StsSettings;
use crate::credentials::variables::Variables;
use crate::{Credentials, Endpoint, Error};

pub(in crate::credentials) const CREDENTIALS_FILE: &str = "TENCENTCLOUD_CREDENTIALS_FILE";
const HOME_FILE: &str = ".tencentcloud/credentials";
const SYSTEM_FILE: &str = "/etc/tencentcloud/credentials";
const DEFAULT_PROFILE: &str = "default";

/// A profile of the credentials file that the official SDKs read: an INI section with `secret_id`, `secret_key` and, for
/// temporary credentials, `token`:
///
/// ```ini
/// [default]
/// secret_id = AKID..
/// secret_key = ..
/// ```
///
/// The file is `$TENCENTCLOUD_CREDENTIALS_FILE`, or else the first that exists of `~/.tencentcloud/credentials` and
/// `/etc/tencentcloud/credentials`. It is read anew each time, and may have 1 MiB. Configured if the variable is set or one
/// of the files exists; the profile must then be in it. The official SDKs know the profile `default` only.
///
/// A profile is found by its exact name, or else by the only one that differs in nothing but case. Names of members have no
/// case. An empty `token` is none, and a matching pair of quotes around a value is left out: Node's SDK does that, and no
/// credentials have quotes. What the official SDKs read differently is an error that names the line and says what to write:
/// a note after a value, a member or the profile twice, a line in the profile that is not `name = value`.
///
/// If `TENCENTCLOUD_ROLE_ARN` and `TENCENTCLOUD_ROLE_SESSION_NAME` are set and no profile is set here, the key only serves
/// to assume that role, as with [`Environment`](super::Environment).
#[derive(Clone, Debug)]
#[must_use]
pub struct ProfileFile {
    sts: StsSettings,
    system_file: PathBuf,
    /// The default if `None`.
    profile: Option<String>,
}

impl Default for ProfileFile {
    fn default() -> Self {
        Self::with_settings(StsSettings::default())
    }
}

impl ProfileFile {
    /// Reads the profile `default`.
    pub fn new() -> Self {
        Self::default()
    }

    pub(in crate::credentials) fn with_settings(sts: StsSettings) -> Self {
        Self {
            sts,
            system_file: SYSTEM_FILE.into(),
            profile: None,
        }
    }

    /// Sets the profile.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::ProfileFile::new().profile("production");
    /// ```
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Reads the variables from elsewhere than the process.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::ProfileFile::new()
    ///     .lookup(|name| (name == "TENCENTCLOUD_CREDENTIALS_FILE").then(|| "/run/secrets/credentials".into()));
    /// ```
    pub fn lookup(mut self, lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        self.sts.variables = Variables::new(lookup);
        self
    }

    /// Sets the file to read in place of `/etc/tencentcloud/credentials`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::ProfileFile::new().system_file("/run/secrets/tencentcloud");
    /// ```
    pub fn system_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.system_file = path.into();
        self
    }

    /// Sets the endpoint of STS for the role that the variables name, in place of the one that tccli is configured to use.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let sts = tc3::Endpoints::internal().endpoint_of("sts", None)?;
    /// let source = tc3::credentials::ProfileFile::new().sts_endpoint(sts);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn sts_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.sts.endpoint = Some(endpoint);
        self
    }

    async fn find_credentials(&self) -> Result<Found, Error> {
        let file = self.clone();
        let found = secret_file::off_thread(move || file.read()).await?;
        match self.profile {
            Some(_) => Ok(found),
            None => self.sts.assume_role_of_variables(found).await,
        }
    }

    fn read(&self) -> Result<Found, Error> {
        if let Some(path) = self.sts.variables.path(CREDENTIALS_FILE) {
            return match secret_file::read(&path)? {
                Some(text) => self.profile_in(&text, &path),
                None => Err(secret_file::missing(&path, CREDENTIALS_FILE)),
            };
        }
        let home_file = self.sts.variables.home().map(|home| home.join(HOME_FILE));
        let paths: Vec<&Path> = home_file
            .iter()
            .chain([&self.system_file])
            .map(PathBuf::as_path)
            .collect();
        for path in &paths {
            if let Some(text) = secret_file::read(path)? {
                return self.profile_in(&text, path);
            }
        }
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        Ok(Found::nothing(format!(
            "{CREDENTIALS_FILE} is not set, and there is no {}",
            paths.join(" or ")
        )))
    }

    fn profile_in(&self, text: &[u8], path: &Path) -> Result<Found, Error> {
        let credentials = self.credentials_in(text);
        let credentials = credentials.map_err(|why| secret_file::unusable(path, why))?;
        Ok(Found::Credentials(credentials))
    }

    fn credentials_in(&self, text: &[u8]) -> Result<Credentials, String> {
        let profile = self.profile.as_deref().unwrap_or(DEFAULT_PROFILE);
        let section = Section::find(text, profile)?;
        let mut credentials = Credentials::new(
            required(&section, "secret_id", profile)?,
            required(&section, "secret_key", profile)?,
        );
        // An empty token counts as none, as in every official tool.
        if let Some(token) = section.secret("token")?.filter(|token| !token.text.is_empty()) {
            credentials = credentials.with_token(token.text);
        }
        match section.value("role_arn")?.filter(|role| !role.text.is_empty()) {
            Some(role) => Err(format!(
                "line {}: role_arn has no meaning in this file, and without it the key's own identity would be used; \
                 remove it, and name the role in TENCENTCLOUD_ROLE_ARN or with credentials::AssumeRole",
                role.line
            )),
            None => Ok(credentials),
        }
    }
}

/// # Errors
/// If the member is absent, empty or malformed.
fn required<'a>(section: &Section<'a>, name: &str, profile: &str) -> Result<&'a str, String> {
    match section.secret(name)? {
        Some(value) if value.text.is_empty() => Err(format!("line {}: {name} is empty", value.line)),
        Some(value) => Ok(value.text),
        None => Err(match section.similar(name) {
            Some((line, similar)) => format!("[{profile}] has no {name}; line {line} has {similar}: write {name}"),
            None => format!("[{profile}] has no {name}"),
        }),
    }
}

impl CredentialsSource for ProfileFile {
    fn name(&self) -> &str {
        "the profile file"
    }

    fn find(&self) -> SourceFuture<'_> {
        Box::pin(self.find_credentials())
    }
}

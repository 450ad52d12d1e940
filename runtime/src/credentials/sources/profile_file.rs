//! The credentials file with named profiles that the official SDKs read.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use configparser::ini::{Ini, IniDefault};
use zeroize::{Zeroize, Zeroizing};

use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
use crate::credentials::secret_file;
use crate::credentials::variables::Variables;
use crate::{Credentials, Error};

const CREDENTIALS_FILE: &str = "TENCENTCLOUD_CREDENTIALS_FILE";
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
/// of the files exists; the profile must then be in it. Names of profiles and members are case-insensitive. The official
/// SDKs know the profile `default` only.
#[derive(Clone, Debug)]
#[must_use]
pub struct ProfileFile {
    variables: Variables,
    system_file: PathBuf,
    profile: String,
}

impl Default for ProfileFile {
    fn default() -> Self {
        Self::over(Variables::default())
    }
}

impl ProfileFile {
    /// Reads the profile `default`.
    pub fn new() -> Self {
        Self::default()
    }

    pub(in crate::credentials) fn over(variables: Variables) -> Self {
        Self {
            variables,
            system_file: SYSTEM_FILE.into(),
            profile: DEFAULT_PROFILE.into(),
        }
    }

    /// Sets the profile.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::ProfileFile::new().profile("production");
    /// ```
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = name.into();
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
        self.variables = Variables::new(lookup);
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

    fn read(&self) -> Result<Found, Error> {
        if let Some(path) = self.variables.path(CREDENTIALS_FILE)? {
            return match secret_file::read(&path)? {
                Some(text) => self.profile_in(text, &path),
                None => Err(secret_file::unusable(
                    &path,
                    format!("{CREDENTIALS_FILE} names it and it does not exist"),
                )),
            };
        }
        let home_file = self.variables.home().map(|home| home.join(HOME_FILE));
        let paths: Vec<&Path> = home_file
            .iter()
            .chain([&self.system_file])
            .map(PathBuf::as_path)
            .collect();
        for path in &paths {
            if let Some(text) = secret_file::read(path)? {
                return self.profile_in(text, path);
            }
        }
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        Ok(Found::nothing(format!(
            "{CREDENTIALS_FILE} is not set, and there is no {}",
            paths.join(" or ")
        )))
    }

    fn profile_in(&self, text: Zeroizing<String>, path: &Path) -> Result<Found, Error> {
        let sections = Sections::parse(&text).map_err(|why| secret_file::unusable(path, why))?;
        let profile = self.profile.to_lowercase();
        let member = |name: &str| sections.member(&profile, name);
        if !sections.has(&profile) {
            return Err(secret_file::unusable(
                path,
                format!("it has no profile [{}]", self.profile),
            ));
        }
        let required = |name: &str| {
            member(name).ok_or_else(|| secret_file::unusable(path, format!("[{}] has no {name}", self.profile)))
        };
        let mut credentials = Credentials::new(required("secret_id")?, required("secret_key")?);
        if let Some(token) = member("token") {
            credentials = credentials.with_token(token);
        }
        let checked = credentials.validate(["secret_id", "secret_key", "token"]);
        checked.map_err(|why| secret_file::unusable(path, format!("[{}]: {why}", self.profile)))?;
        Ok(Found::Credentials(credentials))
    }
}

impl CredentialsSource for ProfileFile {
    fn name(&self) -> &str {
        "the profile file"
    }

    fn find(&self) -> SourceFuture<'_> {
        Box::pin(std::future::ready(self.read()))
    }
}

/// The parsed file, wiped when dropped.
struct Sections(Ini);

impl Sections {
    fn parse(text: &str) -> Result<Self, String> {
        let mut defaults = IniDefault::default();
        // Members above the first section belong to no profile.
        defaults.default_section = String::new();
        defaults.enable_inline_comments = false;
        let mut sections = Self(Ini::new_from_defaults(defaults));
        sections.0.read(text.trim_start_matches('\u{feff}').to_owned())?;
        Ok(sections)
    }

    fn has(&self, section: &str) -> bool {
        self.0.get_map_ref().contains_key(section)
    }

    fn member(&self, section: &str, name: &str) -> Option<String> {
        self.0.get_map_ref().get(section)?.get(name)?.clone()
    }
}

impl Drop for Sections {
    fn drop(&mut self) {
        let members = self
            .0
            .get_mut_map()
            .values_mut()
            .flat_map(|members| members.values_mut());
        members.for_each(Zeroize::zeroize);
    }
}

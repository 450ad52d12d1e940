//! The credentials file of the command-line tool tccli, and the identity that tccli makes of it.
//!
//! The file says whose credentials its keys are: those of a role to assume, of a login, or none at all for a machine's
//! role, in which case keys from earlier may still be in it. tc3 acts as the same identity as tccli or not at all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::cvm_role::CvmRole;
use super::tccli_folder;
use crate::credentials::named_role::NamedRole;
use crate::credentials::provider::{CredentialsSource, Found, SourceFuture};
use crate::credentials::secret_file::{self, off_thread};
use crate::credentials::secret_json::SecretJson;
use crate::credentials::sts::StsSettings;
use crate::credentials::validate::validate_typed;
use crate::credentials::variables::Variables;
use crate::{Clock, Credentials, Endpoint, Error};

const ROLE: [&str; 2] = ["role-arn", "role-session-name"];

/// The credentials of the command-line tool tccli: `~/.tccli/<profile>.credential`, JSON with `secretId`, `secretKey` and,
/// for temporary credentials, `token`.
///
/// The profile is the one that is set here, or else `$TCCLI_PROFILE`, or else `default`. The file is read anew each time.
/// As in tccli 3.1.189:
///
/// - With `role-arn` and `role-session-name`, the credentials are those of that role, which is assumed with the key at the
///   endpoint `sts.endpoint` of `<profile>.configure`. Unless the profile is set here, the role that
///   `TENCENTCLOUD_ROLE_ARN` and `TENCENTCLOUD_ROLE_SESSION_NAME` name has precedence. One of a pair alone is an error.
/// - With `"type": "cvm-role"`, the credentials are those of the machine's role ([`CvmRole`]); keys that are still in the
///   file are not used, and it is an error if the machine has no role.
/// - With `"type": "oauth"` or `"sso"`, the credentials expire at `expiresAt`, in seconds since 1970. tccli renews them
///   whenever it is used, and the new ones are picked up. After that time it is an error that names the command with which
///   to log in; tccli tries the old ones all the same.
///
/// Configured if the file exists or a profile is named, here or in the variable.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct TccliFile {
    sts: StsSettings,
    metadata: CvmRole,
}

/// Whose credentials to use.
enum Identity {
    Unnamed { why: String },
    Machine,
    Key { key: Credentials, role: Option<NamedRole> },
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

    pub(in crate::credentials) fn with_settings(sts: StsSettings, metadata: CvmRole) -> Self {
        Self { sts, metadata }
    }

    /// Sets the profile. The roles that variables name are then left out of account, as with tccli's option `--profile`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::TccliFile::new().profile("production");
    /// ```
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.sts.profile = Some(name.into());
        self
    }

    /// Reads the variables from elsewhere than the process.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::TccliFile::new().lookup(|name| (name == "HOME").then(|| "/home/deploy".into()));
    /// ```
    pub fn lookup(mut self, lookup: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        self.sts.variables = Variables::new(lookup);
        self
    }

    /// Sets the endpoint of STS for roles, in place of the one that tccli is configured to use.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let sts = tc3::Endpoints::internal().endpoint_of("sts", None)?;
    /// let source = tc3::credentials::TccliFile::new().sts_endpoint(sts);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn sts_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.sts.endpoint = Some(endpoint);
        self
    }

    /// Sets the endpoint of the metadata service for the machine's role, in place of `http://metadata.tencentyun.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let source = tc3::credentials::TccliFile::new().metadata_endpoint("http://localhost:8080".parse()?);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn metadata_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.metadata = self.metadata.endpoint(endpoint);
        self
    }

    /// Sets the clock by which a login has expired, and that gives calls of STS their timestamp.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.sts.clock = clock;
        self
    }

    async fn find_credentials(&self) -> Result<Found, Error> {
        let file = self.clone();
        let (path, identity) = off_thread(move || file.read()).await?;
        if let Identity::Unnamed { why } = identity {
            return Ok(Found::Nothing { why });
        }
        match self.credentials_of(identity).await {
            Ok(credentials) => Ok(Found::Credentials(credentials)),
            Err(why) => Err(Error::credentials_at(path.display().to_string(), why)),
        }
    }

    async fn credentials_of(&self, identity: Identity) -> Result<Credentials, Error> {
        let by_variables = match self.sts.profile {
            Some(_) => None,
            None => self.sts.role_of_variables()?,
        };
        let (key, role) = match identity {
            Identity::Key { key, role } => (key, by_variables.or(role)),
            Identity::Machine => (self.role_of_machine().await?, by_variables),
            Identity::Unnamed { why } => return Err(Error::config(why)),
        };
        match role {
            Some(role) => self.sts.assume(role, key).await,
            None => Ok(key),
        }
    }

    async fn role_of_machine(&self) -> Result<Credentials, Error> {
        let place =
            "its type is cvm-role, the role of the machine (`tccli configure set use-cvm-role false` changes it)";
        self.metadata
            .required()
            .await
            .map_err(|why| Error::credentials_at(place, why))
    }

    /// The path of the file, and what it says.
    fn read(&self) -> Result<(PathBuf, Identity), Error> {
        let variables = &self.sts.variables;
        let named = match &self.sts.profile {
            Some(profile) => Some(profile.clone()),
            None => variables.text(tccli_folder::PROFILE)?,
        };
        let profile = named.as_deref().unwrap_or(tccli_folder::DEFAULT_PROFILE);
        let home = variables.home();
        // Even without a home folder, a name that no file can have is an error.
        let path = tccli_folder::credential_file(home.as_deref().unwrap_or(Path::new("~")), profile)?;
        let json = match home {
            Some(_) => secret_file::read(&path)?,
            None => None,
        };
        let identity = match (json, &named) {
            (Some(json), _) => match identity_in(&json, profile, self.sts.clock.now()) {
                Ok(identity) => identity,
                Err(why) => return Err(secret_file::unusable(&path, why)),
            },
            (None, Some(name)) => {
                let message = format!("the profile {name} is named, and there is no {}", path.display());
                return Err(Error::config(message));
            }
            (None, None) => Identity::Unnamed {
                why: format!("there is no {}", path.display()),
            },
        };
        Ok((path, identity))
    }
}

fn identity_in(json: &[u8], profile: &str, now: SystemTime) -> Result<Identity, Error> {
    let document = SecretJson::parse(json)?;
    if !document.is_object() {
        return Err(Error::config("it is not a JSON object"));
    }
    reject_misspelled(&document)?;
    let login = match document.text("/type") {
        Some("cvm-role") => return Ok(Identity::Machine),
        Some("oauth") => Some("tccli auth login"),
        Some("sso") => Some("tccli sso login"),
        // Like tccli, which writes "default" for keys.
        _ => None,
    };
    let mut key = key_in(&document)?;
    if let Some(command) = login
        && let Some(end) = document.optional_time("/expiresAt")?
    {
        validate_expiry(end, now, command, profile)?;
        key = key.with_expiry(end);
    }
    let [arn, session_name] = ROLE.map(|name| document.optional_text(&format!("/{name}")));
    let role = NamedRole::of_pair(arn?.map(Into::into), session_name?.map(Into::into), ROLE)?;
    Ok(Identity::Key { key, role })
}

/// Names that tccli does not write and would ignore: the key would be used without its token, or in place of the role.
const MISSPELLED: [(&str, &str); 10] = [
    ("secret_id", "secretId"),
    ("secret-id", "secretId"),
    ("secret_key", "secretKey"),
    ("secret-key", "secretKey"),
    ("Token", "token"),
    ("role_arn", "role-arn"),
    ("roleArn", "role-arn"),
    ("role_session_name", "role-session-name"),
    ("roleSessionName", "role-session-name"),
    ("expires_at", "expiresAt"),
];

/// # Errors
/// If a member, or the type, has another spelling than tccli's.
fn reject_misspelled(document: &SecretJson) -> Result<(), Error> {
    for (wrong, right) in MISSPELLED {
        if document.has(&format!("/{wrong}")) {
            let message = format!("its member `{wrong}` is none of tccli's; write `{right}`");
            return Err(Error::config(message));
        }
    }
    for right in ["cvm-role", "oauth", "sso"] {
        if let Some(written) = document.text("/type")
            && written != right
            && written.replace('_', "-").eq_ignore_ascii_case(right)
        {
            return Err(Error::config(format!("its type is none of tccli's; write `{right}`")));
        }
    }
    for name in ["secretId", "secretKey"] {
        let needs_key = document.text("/type") != Some("cvm-role");
        if needs_key && document.text(&format!("/{name}")).is_none() {
            return Err(Error::config(format!(
                "it has no text `{name}`; `tccli configure` asks for it"
            )));
        }
    }
    Ok(())
}

fn key_in(document: &SecretJson) -> Result<Credentials, Error> {
    let typed = |name: &str| {
        let secret = document.secret(&format!("/{name}"))?;
        validate_typed(name, &secret).map(|()| secret)
    };
    let (id, mut key) = (typed("secretId")?, typed("secretKey")?);
    let credentials = Credentials::new(id.as_str(), std::mem::take(&mut *key));
    // An empty token counts as none: credentials that need one do not work without it.
    Ok(match document.optional_text("/token")? {
        Some(_) => credentials.with_token(std::mem::take(&mut *typed("token")?)),
        None => credentials,
    })
}

/// # Errors
/// If the credentials of a login have expired.
fn validate_expiry(end: SystemTime, now: SystemTime, command: &str, profile: &str) -> Result<(), Error> {
    let Ok(age) = now.duration_since(end) else {
        return Ok(());
    };
    let option = match profile {
        tccli_folder::DEFAULT_PROFILE => String::new(),
        _ => format!(" --profile {profile}"),
    };
    Err(Error::config(format!(
        "the credentials of the login expired {} s ago; log in again with `{command}{option}`",
        age.as_secs()
    )))
}

impl CredentialsSource for TccliFile {
    fn name(&self) -> &str {
        "tccli's file"
    }

    fn find(&self) -> SourceFuture<'_> {
        Box::pin(self.find_credentials())
    }
}

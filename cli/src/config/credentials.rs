//! Whose key calls are signed with.

use tc3_runtime::credentials::{
    AssumeRole, CachedCredentials, CredentialsFuture, CvmRole, DefaultChain, Environment, ProfileFile,
    ProvideCredentials, TccliFile,
};
use tc3_runtime::{Credentials, Endpoint};

use super::file::{ConfigFile, Profile, masked};
use super::process::CredentialProcess;
use super::tccli;
use crate::arguments::GlobalOptions;
use crate::error::CliError;

/// The emulator's sample credential, which its guide prints.
const SAMPLE: (&str, &str) = (
    "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
);

/// The credential that emulators accept unless they are given others.
pub(crate) fn sample_credentials() -> Credentials {
    Credentials::new(SAMPLE.0, SAMPLE.1)
}

/// The characters of a SecretId that tell two keys apart.
const SHOWN: usize = 4;

/// Any source of credentials.
#[derive(Debug)]
pub(crate) struct CredentialsProvider(Box<dyn ProvideCredentials>);

impl ProvideCredentials for CredentialsProvider {
    fn provide(&self) -> CredentialsFuture<'_> {
        self.0.provide()
    }
}

/// Where the key of calls comes from.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) provider: CredentialsProvider,
    /// The source, for a person: `the option --secretId`.
    pub(crate) source: String,
    /// The key, if it is known without asking a service or another program.
    pub(crate) known: Option<Credentials>,
    /// Whether it is the key of the profile of `config.toml`, to which that profile's role belongs.
    is_of_profile: bool,
}

/// What decides whose key calls are signed with.
pub(super) struct Lookup<'a> {
    pub(super) options: &'a GlobalOptions,
    pub(super) file: &'a ConfigFile,
    pub(super) profile: &'a str,
    /// Whether the command line named the profile.
    pub(super) named: bool,
    pub(super) emulator: bool,
    pub(super) sts: Option<&'a Endpoint>,
}

impl Identity {
    fn new(provider: impl ProvideCredentials + 'static, source: impl Into<String>) -> Self {
        Self {
            provider: CredentialsProvider(Box::new(provider)),
            source: source.into(),
            known: None,
            is_of_profile: false,
        }
    }

    /// A key that is written down.
    fn known(credentials: Credentials, source: impl Into<String>) -> Self {
        Self {
            known: Some(credentials.clone()),
            ..Self::new(credentials, source)
        }
    }

    /// Finds out whose key calls are signed with.
    pub(super) fn resolve(lookup: &Lookup<'_>) -> Result<Self, CliError> {
        let base = Self::base(lookup)?;
        let Lookup { options, sts, .. } = *lookup;
        let own = lookup.file.profile_named(lookup.profile);
        // A role belongs to the key that it is configured with, not to one from elsewhere.
        let of_profile = own.filter(|_| base.is_of_profile);
        let configured = |option: &Option<String>, key: &str| {
            let of_profile = of_profile.and_then(|own| own.text(key));
            option.clone().or_else(|| of_profile.map(str::to_owned))
        };
        let Some(role) = configured(&options.role_arn, "role_arn") else {
            return match options.role_session_name {
                None => Ok(base),
                Some(_) => {
                    Err(CliError::input("--role-session-name names a session of no role").hint("add --role-arn ARN"))
                }
            };
        };
        let mut builder = AssumeRole::builder(base.provider, role.clone());
        if let Some(name) = configured(&options.role_session_name, "role_session_name") {
            builder = builder.session_name(name);
        }
        if let Some(endpoint) = sts {
            builder = builder.endpoint(endpoint.clone());
        }
        let role_of = format!("the role {role}, assumed with {}", base.source);
        let assumed = builder
            .build()
            .map_err(|error| CliError::configuration(error.to_string()))?;
        Ok(Self::new(CachedCredentials::new(assumed), role_of))
    }

    /// The key itself, before any role.
    fn base(lookup: &Lookup<'_>) -> Result<Self, CliError> {
        let Lookup {
            options,
            file,
            profile,
            named,
            emulator,
            sts,
        } = *lookup;
        match (&options.secret_id, &options.secret_key) {
            (Some(id), Some(key)) => {
                let mut credentials = Credentials::new(id.clone(), key.clone());
                if let Some(token) = &options.token {
                    credentials = credentials.with_token(token.clone());
                }
                return Ok(Self::known(credentials, "the options --secretId and --secretKey"));
            }
            (None, None) if options.token.is_none() => {}
            (id, key) => {
                let missing = match (id, key) {
                    (None, None) => "--secretId and --secretKey",
                    (None, _) => "--secretId",
                    _ => "--secretKey",
                };
                return Err(
                    CliError::input(format!("{missing} is missing: only half of the key is there"))
                        .hint("a key is never joined from two places: name both halves, or neither"),
                );
            }
        }
        if options.use_cvm_role {
            return Ok(Self::new(CvmRole::new(), "the role of this machine (--use-cvm-role)"));
        }
        let sample = || {
            let sample = sample_credentials();
            Ok(Self::known(sample, "the emulator's sample credential"))
        };
        // `--emulator` is for a try: keys for the cloud that happen to be set up are unknown there and stay at home.
        if options.emulator.is_some() && !named {
            return sample();
        }
        // A profile that only a variable or a file names does not beat the key of the environment.
        if !named
            && !emulator
            && let Some(source) = from_environment()
        {
            let mut environment = Environment::new();
            if let Some(endpoint) = sts {
                environment = environment.sts_endpoint(endpoint.clone());
            }
            return Ok(Self {
                known: of_environment(),
                ..Self::new(CachedCredentials::new(environment), source)
            });
        }
        if let Some(own) = file.profile_named(profile)
            && let Some(found) = Self::of_profile(file, own, &mut Vec::new())?
        {
            return Ok(Self {
                is_of_profile: true,
                ..found
            });
        }
        if emulator {
            return sample();
        }
        if named || profile != "default" {
            return Self::of_other_tools(file, profile);
        }
        let mut chain = DefaultChain::builder();
        if let Some(endpoint) = sts {
            chain = chain.sts_endpoint(endpoint.clone());
        }
        // In the order in which the chain asks them.
        let source = if sdk_file_exists() {
            "the profile `default` of the SDKs' file ~/.tencentcloud/credentials"
        } else if tccli::has_credential(profile) {
            "the profile `default` of tccli, ~/.tccli/default.credential"
        } else {
            "the role of the pod or of this machine"
        };
        Ok(Self::new(CachedCredentials::new(chain.build()), source))
    }

    /// The key of a profile of `config.toml`; none if it has no key.
    fn of_profile(file: &ConfigFile, own: &Profile, seen: &mut Vec<String>) -> Result<Option<Self>, CliError> {
        let name = &own.name;
        let wrong =
            |what: String| CliError::configuration(format!("{}: profile `{name}`: {what}", file.path.display()));
        if seen.contains(name) {
            return Err(wrong("its source_profile leads back to itself".to_owned()));
        }
        seen.push(name.clone());
        let source = |what: &str| format!("the profile `{name}` of {}: {what}", file.path.display());
        match (own.text("secret_id"), own.text("secret_key")) {
            (Some(id), Some(key)) => {
                let mut credentials = Credentials::new(id, key);
                if let Some(token) = own.text("token") {
                    credentials = credentials.with_token(token);
                }
                return Ok(Some(Self::known(
                    credentials,
                    source(&format!("SecretId {}", masked(id))),
                )));
            }
            (None, None) => {}
            (Some(_), None) => return Err(wrong("it has secret_id and no secret_key".to_owned())),
            (None, Some(_)) => return Err(wrong("it has secret_key and no secret_id".to_owned())),
        }
        if let Some(words) = own.command("credential_process") {
            let timeout = own.text("credential_process_timeout").map(|text| {
                crate::arguments::parse_duration(text)
                    .map_err(|error| wrong(format!("`credential_process_timeout` {error}")))
            });
            let process = CredentialProcess::new(words, timeout.transpose()?);
            // Run once, until the key expires: it may ask for a touch of a security key.
            return Ok(Some(Self::new(
                CachedCredentials::new(process),
                source("credential_process"),
            )));
        }
        if own.flag("use_cvm_role") {
            return Ok(Some(Self::new(CvmRole::new(), source("the role of this machine"))));
        }
        if let Some(other) = own.text("tccli_profile") {
            let what = source(&format!("the profile `{other}` of tccli"));
            return Ok(Some(Self::new(TccliFile::new().profile(other), what)));
        }
        match own.text("source_profile") {
            None if own.text("role_arn").is_some() => {
                let what = "it has role_arn and no key that assumes the role";
                Err(wrong(what.to_owned()).hint("name another profile that has a key: source_profile = \"NAME\""))
            }
            None => Ok(None),
            Some(other) => {
                let known = file.profile_named(other);
                let known = known.ok_or_else(|| wrong(format!("its source_profile `{other}` is not there")))?;
                if known.text("role_arn").is_some() && !seen.contains(&known.name) {
                    let what = format!("its source_profile `{other}` names a role itself, and roles are not chained");
                    return Err(wrong(what));
                }
                let found = Self::of_profile(file, known, seen)?;
                found
                    .map(Some)
                    .ok_or_else(|| wrong(format!("its source_profile `{other}` has no key")))
            }
        }
    }

    /// The key of a profile that `config.toml` has no key of: tccli's, or that of the SDKs' file.
    fn of_other_tools(file: &ConfigFile, profile: &str) -> Result<Self, CliError> {
        let tccli = tccli::has_credential(profile);
        let (provider, source): (Box<dyn ProvideCredentials>, String) = if tccli {
            (
                Box::new(TccliFile::new().profile(profile)),
                format!("the profile `{profile}` of tccli"),
            )
        } else if sdk_file_has(profile) {
            (
                Box::new(ProfileFile::new().profile(profile)),
                format!("the profile `{profile}` of the SDKs' file"),
            )
        } else {
            let names = super::profile_names().join(", ");
            let error = match file.profile_named(profile) {
                Some(_) => CliError::configuration(format!("the profile `{profile}` has no key")).hint(format!(
                    "tc3 configure set secret_id --profile {profile}, or credential_process"
                )),
                None => CliError::configuration(format!("there is no profile `{profile}`")),
            };
            return Err(if names.is_empty() {
                error
            } else {
                error.hint(format!("profiles: {names}"))
            });
        };
        Ok(Self {
            provider: CredentialsProvider(provider),
            source,
            known: None,
            is_of_profile: false,
        })
    }
}

/// Whether the SDKs have a file of credentials in the home folder.
fn sdk_file_exists() -> bool {
    super::paths::home().is_some_and(|home| home.join(".tencentcloud/credentials").exists())
}

/// Whether the file of the SDKs names the profile.
fn sdk_file_has(profile: &str) -> bool {
    let named = std::env::var_os("TENCENTCLOUD_CREDENTIALS_FILE").filter(|path| !path.is_empty());
    let path = named
        .map(Into::into)
        .or_else(|| Some(super::paths::home()?.join(".tencentcloud/credentials")));
    let text = path.and_then(|path: std::path::PathBuf| super::file::read_text(&path).ok().flatten());
    let header = format!("[{profile}]");
    text.is_some_and(|text| text.lines().any(|line| line.trim().eq_ignore_ascii_case(&header)))
}

/// The key of the environment, unless it is there to assume a role with.
fn of_environment() -> Option<Credentials> {
    let has_role = std::env::var_os("TENCENTCLOUD_ROLE_ARN").is_some_and(|role| !role.is_empty());
    Credentials::from_env().ok().filter(|_| !has_role)
}

/// What of the environment names a key.
fn from_environment() -> Option<String> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let names = [
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_TOKEN",
        "TENCENTCLOUD_SESSION_TOKEN",
    ];
    let set: Vec<&str> = names.into_iter().filter(|name| is_set(name)).collect();
    if set.is_empty() {
        return None;
    }
    Some(format!("the environment: {}", set.join(", ")))
}

/// The end of a SecretId that is long enough not to be given away by it.
pub(crate) fn key_end(credentials: &Credentials) -> Option<String> {
    let id: Vec<char> = credentials.secret_id().chars().collect();
    let end = id.len().checked_sub(SHOWN).filter(|_| id.len() >= 2 * SHOWN)?;
    Some(id.get(end..)?.iter().collect())
}

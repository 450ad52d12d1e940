//! The options that several of the commands with a name of their own take, as groups for `#[command(flatten)]`.

use std::path::PathBuf;
use std::time::Duration;

use crate::arguments::{GlobalOptions, Language, OutputFormat, SECRET_KEY_NOTE, Site, parse_duration};
use crate::console::print_note;

/// The options of a command that shows what is known.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct LookupArgs {
    /// Folder of a spec that wins over the catalog
    #[arg(long, value_name = "DIR")]
    pub(super) spec: Option<PathBuf>,
    /// Which site: cn or intl
    #[arg(long)]
    pub(super) site: Option<Site>,
    /// Version of the service, a date
    #[arg(long, value_name = "DATE")]
    pub(super) version: Option<String>,
    /// Language of texts: en-US or zh-CN
    #[arg(long)]
    pub(super) language: Option<Language>,
    /// Format of the result: json, json-lines, table, text, yaml or csv
    #[arg(long, value_name = "FORMAT")]
    pub(super) output: Option<OutputFormat>,
    /// Profile of the configuration
    #[arg(long)]
    pub(super) profile: Option<String>,
}

/// The options that say whose key is taken.
#[derive(Clone, Default, clap::Args)]
struct IdentityArgs {
    /// Profile of the configuration
    #[arg(long)]
    profile: Option<String>,
    /// SecretId of the key
    #[arg(long = "secretId", alias = "secret-id", value_name = "ID")]
    secret_id: Option<String>,
    /// SecretKey; other users of the machine see it, so prefer a profile or the environment
    #[arg(long = "secretKey", alias = "secret-key", value_name = "KEY")]
    secret_key: Option<String>,
    /// Token of a temporary key
    #[arg(long)]
    token: Option<String>,
    /// Act as the role of this machine
    #[arg(long)]
    use_cvm_role: bool,
    /// Act as this role
    #[arg(long, value_name = "ARN")]
    role_arn: Option<String>,
    /// Name of the session of the role
    #[arg(long, value_name = "NAME")]
    role_session_name: Option<String>,
    /// Print no notes
    #[arg(long)]
    quiet: bool,
}

/// The options of a command that makes a call.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct CallArgs {
    #[command(flatten)]
    identity: IdentityArgs,
    /// Region, such as ap-guangzhou
    #[arg(long)]
    region: Option<String>,
    /// Address of the service: [http(s)://]host[:port]
    #[arg(long)]
    endpoint: Option<String>,
    /// Which site: cn or intl
    #[arg(long)]
    site: Option<Site>,
    /// Language of messages: en-US or zh-CN
    #[arg(long)]
    language: Option<Language>,
    /// Format of the result: json, json-lines, table, text, yaml or csv
    #[arg(long, value_name = "FORMAT")]
    output: Option<OutputFormat>,
    /// How long a call may take: 5s, 10m, 500ms; a bare number is seconds
    #[arg(long, value_parser = parse_duration)]
    timeout: Option<Duration>,
    /// How often a failed call is repeated
    #[arg(long, value_name = "N")]
    retries: Option<u32>,
    /// Proxy of calls
    #[arg(long, visible_alias = "https_proxy", value_name = "URL")]
    https_proxy: Option<String>,
    /// Certificates that are trusted in addition to the system's, in PEM
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Print what is sent and received, without keys
    #[arg(long)]
    debug: bool,
    /// Call a local emulator
    #[arg(long, value_name = "URL", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    emulator: Option<String>,
}

/// The options of a command that takes a key and makes no call with it.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct KeyArgs {
    #[command(flatten)]
    identity: IdentityArgs,
    /// Format of the result: json, or text if it is not given
    #[arg(long, value_name = "FORMAT")]
    output: Option<OutputFormat>,
}

impl LookupArgs {
    /// These options as an action's.
    pub(super) fn into_options(self) -> GlobalOptions {
        GlobalOptions {
            spec: self.spec,
            site: self.site,
            version: self.version,
            language: self.language,
            output: self.output,
            profile: self.profile,
            ..GlobalOptions::default()
        }
    }
}

impl IdentityArgs {
    /// These options as an action's. A key among them gets its warning on standard error.
    fn into_options(self) -> GlobalOptions {
        if self.secret_key.is_some() && !self.quiet {
            print_note(SECRET_KEY_NOTE);
        }
        GlobalOptions {
            profile: self.profile,
            secret_id: self.secret_id,
            secret_key: self.secret_key,
            token: self.token,
            use_cvm_role: self.use_cvm_role,
            role_arn: self.role_arn,
            role_session_name: self.role_session_name,
            quiet: self.quiet,
            ..GlobalOptions::default()
        }
    }
}

impl CallArgs {
    /// These options as an action's. A key among them gets its warning on standard error.
    pub(super) fn into_options(self) -> GlobalOptions {
        GlobalOptions {
            region: self.region,
            endpoint: self.endpoint,
            site: self.site,
            language: self.language,
            output: self.output,
            timeout: self.timeout,
            retries: self.retries,
            https_proxy: self.https_proxy,
            ca_file: self.ca_file,
            debug: self.debug,
            emulator: self.emulator,
            ..self.identity.into_options()
        }
    }
}

impl KeyArgs {
    /// These options as an action's. A key among them gets its warning on standard error.
    pub(super) fn into_options(self) -> GlobalOptions {
        GlobalOptions {
            output: self.output,
            ..self.identity.into_options()
        }
    }
}

/// Redacts the keys.
impl std::fmt::Debug for IdentityArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityArgs")
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

//! The options that every action takes.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The options of `tc3 SERVICE ACTION`. What is not given is decided by the configuration.
#[derive(Clone, Default)]
pub(crate) struct GlobalOptions {
    pub(crate) profile: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) site: Option<Site>,
    pub(crate) version: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) output: Option<OutputFormat>,
    pub(crate) filter: Option<String>,
    /// `--columns A,B.C`, for tables and CSV.
    pub(crate) columns: Vec<String>,
    pub(crate) all: bool,
    pub(crate) max_items: Option<u64>,
    pub(crate) until: Option<String>,
    pub(crate) fail_if: Option<String>,
    pub(crate) every: Option<Duration>,
    /// tccli's `--waiter`, as it was given.
    pub(crate) waiter: Option<String>,
    /// Of the wait if there is one, otherwise of the call.
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) https_proxy: Option<String>,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) dry_run: Option<DryRun>,
    pub(crate) no_check: bool,
    pub(crate) debug: bool,
    pub(crate) quiet: bool,
    pub(crate) yes: bool,
    pub(crate) pager: Option<String>,
    pub(crate) secret_id: Option<String>,
    pub(crate) secret_key: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) use_cvm_role: bool,
    pub(crate) role_arn: Option<String>,
    pub(crate) role_session_name: Option<String>,
    /// tccli's `--request-client`: a word for the header `X-TC-RequestClient`.
    pub(crate) request_client: Option<String>,
    /// `--emulator[=URL]`: calls go to a local emulator with its sample credential.
    pub(crate) emulator: Option<String>,
    pub(crate) spec: Option<PathBuf>,
    /// `TEXT`, `@file`, `file://file` or `-`.
    pub(crate) cli_input_json: Option<String>,
    pub(crate) generate_cli_skeleton: Option<Skeleton>,
    /// tccli's `help --detail`.
    pub(crate) detail: bool,
}

/// A site of Tencent Cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    Cn,
    Intl,
}

/// The language of descriptions and of the service's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

/// How the result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputFormat {
    Json,
    JsonLines,
    Table,
    Text,
    Yaml,
    Csv,
    /// The bytes as they came.
    Raw,
}

/// What `--dry-run` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DryRun {
    Text,
    Json,
    Curl,
    Http,
}

/// What `--generate-cli-skeleton` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skeleton {
    Input,
    Output,
    Required,
    Example,
}

/// Redacts the keys.
impl fmt::Debug for GlobalOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GlobalOptions")
            .field("profile", &self.profile)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

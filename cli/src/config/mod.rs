//! What is configured: profile, region, endpoint, credentials, from options, environment and files.

use tc3_runtime::Credentials;
use tc3_runtime::credentials::{CredentialsFuture, DefaultChain, ProvideCredentials};

use crate::arguments::{GlobalOptions, Language, OutputFormat, Site};
use crate::error::CliError;

/// What a call of one service is made with. Options win over the environment, which wins over files.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) region: Option<String>,
    /// `[http(s)://]host[:port]`
    pub(crate) endpoint: Option<String>,
    pub(crate) site: Site,
    pub(crate) version: Option<String>,
    pub(crate) language: Language,
    pub(crate) output: OutputFormat,
}

impl Settings {
    /// Resolves the settings of a service.
    pub(crate) fn resolve(options: &GlobalOptions, service: &str) -> Result<Self, CliError> {
        let _ = service;
        Ok(Self {
            region: options.region.clone(),
            endpoint: options.endpoint.clone(),
            site: options.site.unwrap_or(Site::Cn),
            version: options.version.clone(),
            language: options.language.unwrap_or(Language::English),
            output: options.output.unwrap_or(OutputFormat::Json),
        })
    }

    /// Whether an action that destroys something is asked about: `confirm = "destructive"`.
    pub(crate) fn confirms_destructive(&self) -> bool {
        false
    }

    /// Returns credentials that are known without asking a service for them, for a dry run.
    pub(crate) fn local_credentials(&self, options: &GlobalOptions) -> Option<Credentials> {
        match (&options.secret_id, &options.secret_key) {
            (Some(id), Some(key)) => {
                let credentials = Credentials::new(id, key);
                Some(match &options.token {
                    Some(token) => credentials.with_token(token),
                    None => credentials,
                })
            }
            _ => Credentials::from_env().ok(),
        }
    }

    /// Returns where the credentials come from.
    pub(crate) fn credentials(&self) -> Result<CredentialsProvider, CliError> {
        Ok(CredentialsProvider(Box::new(DefaultChain::new())))
    }
}

/// Any source of credentials.
#[derive(Debug)]
pub(crate) struct CredentialsProvider(Box<dyn ProvideCredentials>);

impl ProvideCredentials for CredentialsProvider {
    fn provide(&self) -> CredentialsFuture<'_> {
        self.0.provide()
    }
}

//! What a call of one service is made with.

use std::path::PathBuf;
use std::time::Duration;

use tc3_runtime::Endpoint;

use super::credentials::{CredentialsProvider, Identity, Lookup};
use super::file::{ConfigFile, Profile};
use super::tccli::TccliProfile;
use crate::arguments::{GlobalOptions, Language, OutputFormat, Site, parse_duration};
use crate::error::CliError;
use crate::program;

/// Where the emulator listens unless it is configured otherwise.
const EMULATOR: &str = "http://127.0.0.1:9443";
/// The emulator answers for every region.
const EMULATOR_REGION: &str = "ap-guangzhou";

/// What a call of one service is made with. Options win over the environment, which wins over files.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The profile, `default` if nothing names one.
    pub(crate) profile: String,
    /// None if none is configured, or if it was given empty.
    pub(crate) region: Option<String>,
    pub(crate) region_source: String,
    /// `[http(s)://]host[:port]`
    pub(crate) endpoint: Option<String>,
    pub(crate) site: Site,
    pub(crate) site_source: String,
    pub(crate) version: Option<String>,
    pub(crate) language: Language,
    pub(crate) output: OutputFormat,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) https_proxy: Option<String>,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) confirm: Confirm,
    /// What is odd in the configuration, for standard error.
    pub(crate) warnings: Vec<String>,
    options: GlobalOptions,
    file: ConfigFile,
    is_profile_named: bool,
    emulator: Option<String>,
    sts: Option<String>,
}

/// Whether a terminal is asked before something is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Confirm {
    #[default]
    Never,
    Destructive,
}

/// A value, and what it is from.
#[derive(Clone, Debug)]
pub(crate) struct Sourced {
    pub(crate) value: String,
    pub(crate) source: String,
}

impl Settings {
    /// Resolves the settings of a service.
    ///
    /// # Errors
    /// If a file of the configuration is wrong; the error names the place.
    pub(crate) fn resolve(options: &GlobalOptions, service: &str) -> Result<Self, CliError> {
        let file = ConfigFile::read()?;
        let is_profile_named = options.profile.is_some();
        let profile = options
            .profile
            .clone()
            .or_else(|| variable("TC3_PROFILE"))
            .or_else(|| variable("TCCLI_PROFILE"))
            .or_else(|| file.default_profile.clone())
            .unwrap_or_else(|| "default".to_owned());
        let tccli = TccliProfile::read(&profile)?;
        let sources = Sources {
            own: file.profile_named(&profile),
            tccli: tccli.as_ref(),
            is_profile_named,
            file: &file,
        };
        let emulator = options.emulator.clone().or_else(|| sources.own("emulator"));
        let emulator = emulator.map(|url| emulator_url(&url));
        let region = sources.region(options).or_else(|| {
            emulator.as_ref().map(|_| Sourced {
                value: EMULATOR_REGION.to_owned(),
                source: "the emulator".to_owned(),
            })
        });
        let region = region.or_else(|| {
            let value = program::default_region()?;
            let source = "the default of tccli".to_owned();
            Some(Sourced { value, source })
        });
        let (region, region_source) = match region {
            Some(region) => (Some(region.value).filter(|region| !region.is_empty()), region.source),
            None => (None, "not configured".to_owned()),
        };
        let endpoint_of = |service: &str| {
            let own = sources.own.and_then(|own| own.of_service(service, "endpoint"));
            let tccli = || tccli.as_ref().and_then(|tccli| tccli.of_service(service, "endpoint"));
            // tccli writes down the usual host of each service; the site decides that.
            let usual = format!("{service}.tencentcloudapi.com");
            let configured = own.or_else(|| tccli().filter(|host| *host != usual));
            configured.map(str::to_owned).or_else(|| sources.own("endpoint"))
        };
        let site = sources.own("site");
        let site_source = match (options.site, &site) {
            (Some(_), _) => "the option --site".to_owned(),
            (None, Some(_)) => sources.of_profile(),
            (None, None) => "the default".to_owned(),
        };
        let version_of_tccli = || tccli.as_ref().and_then(|tccli| tccli.of_service(service, "version"));
        let version = sources
            .own
            .and_then(|own| own.of_service(service, "version"))
            .or_else(version_of_tccli);
        let parsed = |key: &str| sources.own(key).and_then(|text| text.parse().ok());
        let timeout = sources.own("timeout").map(|text| {
            let wrong = |error| CliError::configuration(format!("{}: `timeout` {error}", file.path.display()));
            parse_duration(&text).map_err(wrong)
        });
        let settings = Self {
            region,
            region_source,
            endpoint: options
                .endpoint
                .clone()
                .or_else(|| emulator.clone())
                .or_else(|| endpoint_of(service)),
            site: options
                .site
                .or_else(|| site.and_then(|site| site.parse().ok()))
                .unwrap_or(Site::Cn),
            site_source,
            version: options.version.clone().or_else(|| version.map(str::to_owned)),
            language: sources.language(options),
            output: options
                .output
                .or_else(|| parsed("output"))
                .or_else(|| sources.tccli_output())
                .unwrap_or(OutputFormat::Json),
            timeout: options
                .timeout
                .map_or_else(|| timeout.transpose(), |timeout| Ok(Some(timeout)))?,
            retries: options
                .retries
                .or_else(|| sources.own.and_then(|own| own.number("retries"))),
            https_proxy: options.https_proxy.clone().or_else(|| sources.own("https_proxy")),
            ca_file: options
                .ca_file
                .clone()
                .or_else(|| sources.own("ca_file").map(PathBuf::from)),
            confirm: match sources.own("confirm").as_deref() {
                Some("destructive") => Confirm::Destructive,
                _ => Confirm::Never,
            },
            warnings: file.warnings.clone(),
            options: options.clone(),
            sts: emulator.clone().or_else(|| endpoint_of("sts")),
            emulator,
            is_profile_named,
            profile,
            file,
        };
        Ok(settings)
    }

    /// Returns where the credentials come from.
    ///
    /// # Errors
    /// If half of a key is configured, or a profile that is not there.
    pub(crate) fn credentials(&self) -> Result<CredentialsProvider, CliError> {
        Ok(self.identity()?.provider)
    }

    /// Returns whose key calls are signed with, and where it is from.
    ///
    /// # Errors
    /// As [`credentials`](Self::credentials).
    pub(crate) fn identity(&self) -> Result<Identity, CliError> {
        let sts = self.sts.as_deref().map(|endpoint| {
            let wrong = |error| CliError::configuration(format!("endpoint of sts: {error}"));
            endpoint.parse::<Endpoint>().map_err(wrong)
        });
        let sts = sts.transpose()?;
        Identity::resolve(&Lookup {
            options: &self.options,
            file: &self.file,
            profile: &self.profile,
            named: self.is_profile_named,
            emulator: self.emulator.is_some(),
            sts: sts.as_ref(),
        })
    }
}

/// The URL of an emulator that is named by nothing, a port, `host:port` or a URL.
fn emulator_url(named: &str) -> String {
    if named.is_empty() {
        EMULATOR.to_owned()
    } else if named.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("http://127.0.0.1:{named}")
    } else if named.contains("://") {
        named.to_owned()
    } else {
        format!("http://{named}")
    }
}

/// Where a value can be from.
struct Sources<'a> {
    own: Option<&'a Profile>,
    tccli: Option<&'a TccliProfile>,
    is_profile_named: bool,
    file: &'a ConfigFile,
}

impl Sources<'_> {
    fn own(&self, key: &str) -> Option<String> {
        self.own.and_then(|own| own.text(key)).map(str::to_owned)
    }

    fn of_profile(&self) -> String {
        let name = self.own.map(|own| own.name.as_str()).unwrap_or_default();
        format!("the profile `{name}` of {}", self.file.path.display())
    }

    fn region(&self, options: &GlobalOptions) -> Option<Sourced> {
        let sourced = |value: String, source: String| Sourced { value, source };
        if let Some(region) = &options.region {
            return Some(sourced(region.clone(), "the option --region".to_owned()));
        }
        if !self.is_profile_named
            && let Some(region) = variable("TENCENTCLOUD_REGION")
        {
            return Some(sourced(region, "TENCENTCLOUD_REGION".to_owned()));
        }
        if let Some(region) = self.own("region") {
            return Some(sourced(region, self.of_profile()));
        }
        let tccli = self.tccli?;
        let region = tccli.parameter("region")?;
        Some(sourced(region.to_owned(), tccli.path.display().to_string()))
    }

    fn language(&self, options: &GlobalOptions) -> Language {
        let configured = self.own("language");
        let configured = configured.or_else(|| {
            self.tccli
                .and_then(|tccli| tccli.parameter("language"))
                .map(str::to_owned)
        });
        let locale = || {
            if program::is_tccli() {
                return Some(Language::Chinese);
            }
            let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
            let locale = names.iter().find_map(|name| variable(name))?;
            locale.starts_with("zh").then_some(Language::Chinese)
        };
        let configured = || configured.and_then(|language| language.parse().ok());
        options
            .language
            .or_else(configured)
            .or_else(locale)
            .unwrap_or(Language::English)
    }

    /// What tccli prints; its default is ours.
    fn tccli_output(&self) -> Option<OutputFormat> {
        self.tccli?.parameter("output")?.parse().ok()
    }
}

/// A variable; an empty one counts as not set, as in the official tools.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

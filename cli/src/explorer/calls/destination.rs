//! Where a request goes, and with whose key: what the page chose over what the command line said.

use http::StatusCode;
use tc3_runtime::Endpoint;

use crate::arguments::{GlobalOptions, Site};
use crate::call::client::endpoint;
use crate::call::named_call::Target;
use crate::config::Settings;
use crate::error::CliError;
use crate::explorer::Explorer;
use crate::explorer::host_confirmation::{address, is_of_the_cloud};
use crate::explorer::web::input::Input;
use crate::explorer::web::refusal::Refusal;
use crate::json::Value;

/// Which endpoint the page chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::explorer) enum EndpointChoice {
    /// Where the command line would send it: `--endpoint`, the profile's endpoint, or the service's host.
    Service,
    /// The host of the international site.
    International,
    /// The emulator in this process.
    Emulator,
    /// An address that was typed into the page.
    Own(String),
}

/// What a request is made with.
pub(in crate::explorer) struct Destination {
    pub(in crate::explorer) options: GlobalOptions,
    pub(in crate::explorer) settings: Settings,
    pub(in crate::explorer) choice: EndpointChoice,
    /// The address to be confirmed in the terminal, if it has to be.
    pub(in crate::explorer) unconfirmed: Option<String>,
}

impl EndpointChoice {
    /// # Errors
    /// If there is no such kind, or an own endpoint lacks its URL.
    fn read(input: &Input) -> Result<Self, CliError> {
        let given = input.get("endpoint").filter(|given| **given != Value::Null);
        let Some(given) = given else {
            return Ok(Self::Service);
        };
        let text = |name: &str| match given.get(name) {
            Some(Value::String(text)) => text.trim(),
            _ => "",
        };
        match (text("kind"), text("url")) {
            ("service", _) => Ok(Self::Service),
            ("intl", _) => Ok(Self::International),
            ("emulator", _) => Ok(Self::Emulator),
            ("own", "") => Err(CliError::input("an own endpoint needs its address")
                .hint("write it as HOST, HOST:PORT, https://HOST[:PORT] or http://HOST[:PORT]")),
            ("own", url) => Ok(Self::Own(url.to_owned())),
            (kind, _) => Err(CliError::input(format!(
                "there is no endpoint `{kind}`: it is one of service, intl, emulator, own"
            ))),
        }
    }

    pub(in crate::explorer) fn kind(&self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::International => "intl",
            Self::Emulator => "emulator",
            Self::Own(_) => "own",
        }
    }
}

impl Destination {
    /// Reads what the page chose.
    ///
    /// # Errors
    /// If something of it or of the configuration is wrong, or the emulator is chosen and is off.
    pub(in crate::explorer) fn read(explorer: &Explorer, input: &Input, target: &Target<'_>) -> Result<Self, Refusal> {
        let service = target.found.service.file.name.value.as_str();
        let mut options = explorer.options.clone();
        choose_profile(&mut options, input, service)?;
        if let Some(region) = input.text("region") {
            options.region = Some(region.to_owned());
        }
        options.site = input.parsed("site")?.or(options.site);
        options.language = input.parsed("lang")?.or(options.language);
        let emulator = explorer.session.emulator.url();
        let mut choice = EndpointChoice::read(input)?;
        if let (EndpointChoice::Own(url), Some(emulator)) = (&choice, &emulator)
            && own_endpoint(url).is_ok_and(|own| address(&own) == *emulator)
        {
            choice = EndpointChoice::Emulator;
        }
        let mut unconfirmed = None;
        match &choice {
            EndpointChoice::Service => {}
            EndpointChoice::International => {
                options.site = Some(Site::Intl);
                options.endpoint = None;
            }
            EndpointChoice::Emulator => {
                let url = emulator.ok_or_else(|| Refusal::conflict("the emulator is off: switch it on first"))?;
                to_emulator(&mut options, url);
            }
            EndpointChoice::Own(url) => {
                let own = own_endpoint(url)?;
                let named = explorer.options.endpoint.as_deref();
                let is_named = named.and_then(|named| endpoint(named).ok());
                let is_named = is_named.is_some_and(|named| address(&named) == address(&own));
                if !is_named && !is_of_the_cloud(&own) && !is_declared(&own, target) {
                    unconfirmed = Some(address(&own));
                }
                options.endpoint = Some(url.clone());
            }
        }
        let mut settings = Settings::resolve(&options, service)?;
        match choice {
            // What is configured for other calls does not lead this one elsewhere.
            EndpointChoice::International => settings.endpoint = None,
            EndpointChoice::Emulator => settings.https_proxy = None,
            EndpointChoice::Service | EndpointChoice::Own(_) => {}
        }
        Ok(Self {
            options,
            settings,
            choice,
            unconfirmed,
        })
    }

    /// What has to be said of it, a line each.
    pub(in crate::explorer) fn notes(&self) -> Vec<String> {
        let mut notes = self.settings.warnings.clone();
        if self.choice == EndpointChoice::Service
            && let Some(configured) = &self.settings.endpoint
        {
            let from = if self.options.endpoint.is_some() {
                "--endpoint"
            } else {
                "the configuration"
            };
            notes.push(format!("it goes to {configured}, as {from} says"));
        }
        notes
    }
}

/// A profile that the page names is used like one that the command line names. The one that calls are made with anyway
/// stays what it is: a key of the environment wins over it.
fn choose_profile(options: &mut GlobalOptions, input: &Input, service: &str) -> Result<(), CliError> {
    let Some(chosen) = input.text("profile") else {
        return Ok(());
    };
    if Settings::resolve(options, service)?.profile == chosen {
        return Ok(());
    }
    *options = GlobalOptions {
        profile: Some(chosen.to_owned()),
        secret_id: None,
        secret_key: None,
        token: None,
        use_cvm_role: false,
        role_arn: None,
        role_session_name: None,
        ..options.clone()
    };
    Ok(())
}

/// Calls to the emulator are signed with its sample credential, whatever keys there are.
fn to_emulator(options: &mut GlobalOptions, url: String) {
    *options = GlobalOptions {
        emulator: Some(url),
        endpoint: None,
        profile: None,
        secret_id: None,
        secret_key: None,
        token: None,
        use_cvm_role: false,
        role_arn: None,
        role_session_name: None,
        https_proxy: None,
        ..options.clone()
    };
}

fn own_endpoint(url: &str) -> Result<Endpoint, Refusal> {
    endpoint(url).map_err(|why| {
        let error = CliError::input(format!("the own endpoint: {why}"))
            .hint("write it as HOST, HOST:PORT, https://HOST[:PORT] or, without encryption, http://HOST[:PORT]");
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, error)
    })
}

/// Whether it is the host that the spec has for the action, which was chosen with the command.
fn is_declared(own: &Endpoint, target: &Target<'_>) -> bool {
    let host = target.action.host.as_ref().unwrap_or(&target.found.service.file.host);
    !host.value.is_empty() && address(own) == format!("https://{}", host.value.to_ascii_lowercase())
}

//! Builds the client of a command from its settings.

use std::fs;

use tc3_runtime::{Client, ClientBuilder, Endpoint, Endpoints, ProvideCredentials, Proxy, RetryPolicy};

use crate::arguments::{GlobalOptions, Language, Site};
use crate::config::Settings;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Returns the client that calls are made with.
///
/// # Errors
/// If a setting cannot be used; nothing is sent.
pub(crate) fn client(settings: &Settings, options: &GlobalOptions) -> Result<Client, CliError> {
    client_with(settings, options, settings.credentials()?, |builder| builder)
}

/// Returns the client with other credentials than those that are configured, and what else `configure` sets: a log of its
/// attempts, a clock.
///
/// # Errors
/// As [`client`].
pub(crate) fn client_with(
    settings: &Settings,
    options: &GlobalOptions,
    credentials: impl ProvideCredentials + 'static,
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<Client, CliError> {
    let builder = Client::builder().credentials_from(credentials);
    let builder = addressed(builder, settings, options)?;
    let mut builder = connected(builder, settings, options)?;
    builder = builder.language(match settings.language {
        Language::Chinese => tc3_runtime::Language::Chinese,
        Language::English => tc3_runtime::Language::English,
    });
    // The time limit that is given with a wait is that of the wait.
    let is_wait = options.until.is_some() || options.waiter.is_some();
    if let Some(timeout) = settings.timeout.filter(|_| !(is_wait && options.timeout.is_some())) {
        builder = builder.timeout(timeout);
    }
    if let Some(retries) = settings.retries {
        builder = builder.retry(RetryPolicy::new().max_attempts(retries.saturating_add(1)));
    }
    if let Some(word) = &options.request_client {
        builder = builder.user_agent_tag(word.as_str());
    }
    configure(builder).build().map_err(|error| {
        let status = match &options.request_client {
            Some(_) if error.to_string().contains("tag") => ExitStatus::WrongInput,
            _ => ExitStatus::Configuration,
        };
        CliError::new(status, error.to_string())
    })
}

/// Sets where requests go.
fn addressed(builder: ClientBuilder, settings: &Settings, options: &GlobalOptions) -> Result<ClientBuilder, CliError> {
    let builder = match settings.region.as_deref() {
        Some(region) if !region.is_empty() => builder.region(region),
        _ => builder,
    };
    let builder = match settings.site {
        Site::Cn => builder,
        Site::Intl => builder.endpoints(Endpoints::international()),
    };
    let Some(text) = &settings.endpoint else {
        return Ok(builder);
    };
    endpoint(text)
        .map(|endpoint| builder.endpoint(endpoint))
        .map_err(|why| {
            let (status, from) = match &options.endpoint {
                Some(_) => (ExitStatus::WrongInput, "--endpoint"),
                None => (ExitStatus::Configuration, "the configured endpoint"),
            };
            CliError::new(status, format!("{from}: {why}"))
                .hint("write it as HOST, HOST:PORT, https://HOST[:PORT] or, without encryption, http://HOST[:PORT]")
        })
}

/// Reads `[http(s)://]host[:port]`.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn endpoint(text: &str) -> Result<Endpoint, String> {
    let endpoint: Endpoint = text.parse().map_err(|error: tc3_runtime::Error| error.to_string())?;
    if endpoint.uri().path() != "/" {
        return Err(format!(
            "{text:?} has a path, and requests of the API go to the path / of a host"
        ));
    }
    Ok(endpoint)
}

/// Sets how connections are made.
fn connected(
    mut builder: ClientBuilder,
    settings: &Settings,
    options: &GlobalOptions,
) -> Result<ClientBuilder, CliError> {
    if let Some(proxy) = &settings.https_proxy {
        let wrong =
            |error: tc3_runtime::Error| wrong("--https-proxy", options.https_proxy.is_some(), &error.to_string());
        builder = builder.proxy(proxy.parse::<Proxy>().map_err(wrong)?);
    }
    if let Some(file) = &settings.ca_file {
        let option = format!("--ca-file {}", file.display());
        let wrong = |why: String| wrong(&option, options.ca_file.is_some(), &why);
        let pem = fs::read(file).map_err(|error| wrong(error.to_string()))?;
        builder = builder
            .add_root_certificates_pem(pem)
            .map_err(|error| wrong(error.to_string()))?;
    }
    Ok(builder)
}

/// The error of the value of an option, which may come from the configuration.
fn wrong(option: &str, is_given: bool, why: &str) -> CliError {
    if is_given {
        return CliError::input(format!("{option}: {why}"));
    }
    CliError::configuration(format!("the configuration, as if by {option}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::endpoint;

    #[test]
    fn a_path_is_refused() {
        assert!(endpoint("127.0.0.1:80/a/b").unwrap_err().contains("has a path"));
        assert!(endpoint("").is_err() && endpoint("ftp://host").is_err() && endpoint("a b").is_err());
        assert_eq!(endpoint("http://127.0.0.1:18080/").unwrap().host(), "127.0.0.1:18080");
        assert_eq!(
            endpoint("gaap.tencentcloudapi.com").unwrap().uri().scheme_str(),
            Some("https")
        );
    }
}

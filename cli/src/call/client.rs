//! Builds the client of a command from its settings.

use tc3_runtime::Client;

use crate::arguments::GlobalOptions;
use crate::config::Settings;
use crate::error::CliError;

/// Returns the client that calls are made with.
pub(crate) fn client(settings: &Settings, options: &GlobalOptions) -> Result<Client, CliError> {
    let _ = options;
    let builder = Client::builder().credentials_from(settings.credentials()?);
    builder
        .build()
        .map_err(|error| CliError::configuration(error.to_string()))
}

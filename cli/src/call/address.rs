//! Where a call would go, found by the code that makes it.

use tc3_catalog::Found;
use tc3_runtime::Credentials;

use super::client::client_with;
use super::named_call::Target;
use super::{block_on, compact, require_region};
use crate::arguments::GlobalOptions;
use crate::config::Settings;
use crate::console::print_note;
use crate::error::CliError;
use crate::parameters::Request;

/// Where a call goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// With its port, if that is not the usual one.
    pub(crate) host: String,
    pub(crate) is_plain_http: bool,
}

/// Returns where a call of these parameters goes. No credentials are looked for, and nothing is sent.
///
/// # Errors
/// If a call would be refused before it is sent: a region is missing, a setting is wrong, or a parameter cannot be sent.
pub(crate) fn address(
    found: &Found,
    settings: &Settings,
    options: &GlobalOptions,
    request: &Request,
) -> Result<Address, CliError> {
    let target = Target::new(found)?;
    let note = require_region(&target, settings)?;
    if !options.quiet {
        note.iter().for_each(|note| print_note(note));
    }
    let anyone = Credentials::new("AKIDplaceholder", "placeholder");
    let client = client_with(settings, options, anyone, |builder| builder)?;
    let call = target.call(&request.binary);
    let json = compact(&request.body);
    let prepared = block_on(client.prepare_named(&call, json.as_str()))?;
    let url = prepared.map_err(|error| CliError::input(error.to_string()))?.url();
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", &url));
    Ok(Address {
        host: rest.split('/').next().unwrap_or_default().to_owned(),
        is_plain_http: scheme == "http",
    })
}

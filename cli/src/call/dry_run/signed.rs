//! The request of a call as it would be sent, with the key that signs it.

use tc3_catalog::Found;
use tc3_runtime::{Credentials, Prepared};

use super::clock::{self, clock};
use super::credentials::local;
use crate::arguments::GlobalOptions;
use crate::call::client::client_with;
use crate::call::named_call::Target;
use crate::call::{block_on, compact, require_region};
use crate::config::Settings;
use crate::console::print_note;
use crate::error::CliError;
use crate::parameters::Request;

/// Returns the request that a call would send, its key, and a note if the key is not the call's. Nothing is sent.
///
/// # Errors
/// If a call would be refused before it is sent.
pub(crate) fn signed(
    found: &Found,
    settings: &Settings,
    options: &GlobalOptions,
    request: &Request,
) -> Result<(Prepared, Credentials, Option<String>), CliError> {
    let target = Target::new(found)?;
    if let Some(note) = require_region(&target, settings)?.filter(|_| !options.quiet) {
        print_note(&note);
    }
    let (credentials, note) = local(settings)?;
    let clock = clock()?;
    let client = client_with(settings, options, credentials.clone(), |builder| match clock {
        Some(clock) => builder.clock(clock),
        None => builder,
    })?;
    let call = target.call(&request.binary);
    let json = compact(&request.body);
    let prepared = block_on(client.prepare_named(&call, json.as_str()))?;
    let prepared = prepared.map_err(|error| CliError::input(error.to_string()))?;
    Ok((prepared, credentials, note))
}

/// Returns the time to sign by and to compare with, in Unix seconds: that of dry runs if one is given.
///
/// # Errors
/// If the variable of the time holds none.
pub(crate) fn now() -> Result<i64, CliError> {
    let now = clock::time()?.unwrap_or_else(std::time::SystemTime::now);
    let since = now
        .duration_since(std::time::SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Ok(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

//! The help of services and actions, offline.

mod overview;
mod parameters;

pub(crate) use overview::{OVERVIEW, options};
pub(crate) use parameters::PARAMETERS;

use tc3_catalog::{Found, Library};

use crate::arguments::Invocation;
use crate::config::Settings;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Prints the help of a service: its versions and actions.
pub(crate) fn service(library: &Library, invocation: &Invocation, settings: &Settings) -> Result<ExitStatus, CliError> {
    let _ = (library, invocation, settings);
    Err(CliError::input("there is no help of services yet"))
}

/// Prints the help of an action: its parameters, output and errors.
pub(crate) fn action(found: &Found, invocation: &Invocation, settings: &Settings) -> Result<ExitStatus, CliError> {
    let _ = (found, invocation, settings);
    Err(CliError::input("there is no help of actions yet"))
}

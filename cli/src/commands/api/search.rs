//! `tc3 api search`: searches services and actions.

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 api search`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let Args {} = args;
    Err(CliError::input("tc3 api search is not there yet"))
}

//! `tc3 api update`: takes the descriptions out of the vendor's wheels.

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 api update`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let Args {} = args;
    Err(CliError::input("tc3 api update is not there yet"))
}

//! `tc3 configure`: sets up credentials, regions and profiles.

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 configure`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let Args {} = args;
    Err(CliError::input("tc3 configure is not there yet"))
}

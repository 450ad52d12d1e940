//! `tc3 api diff`: compares two catalogs.

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 api diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let Args {} = args;
    Err(CliError::input("tc3 api diff is not there yet"))
}

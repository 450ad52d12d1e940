//! `tc3 completion`: prints the completion script of a shell.

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 completion`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let Args {} = args;
    Err(CliError::input("tc3 completion is not there yet"))
}

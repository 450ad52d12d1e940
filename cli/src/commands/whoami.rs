//! `tc3 whoami`: which identity calls are made with.

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 whoami`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let Args {} = args;
    Err(CliError::input("tc3 whoami is not there yet"))
}

//! `tc3 api`: what is known of services and actions.

mod comparison;
mod diff;
mod download;
mod search;
mod sha256;
mod show;
mod update;

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 api`.
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Search services and actions in both languages
    Search(search::Args),
    /// Show a service, an action or a type
    Show(show::Args),
    /// Take the descriptions out of the vendor's wheels
    Update(update::Args),
    /// Compare two catalogs
    Diff(diff::Args),
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    match args.command {
        Command::Search(args) => search::run(args),
        Command::Show(args) => show::run(args),
        Command::Update(args) => update::run(args),
        Command::Diff(args) => diff::run(args),
    }
}

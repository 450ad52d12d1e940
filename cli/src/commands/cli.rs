//! The commands with a name of their own, as `clap` reads them. `tc3 SERVICE ACTION` never comes here: its parameters
//! are the catalog's, and it starts without building a parser of anything else.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use super::{api, completion, configure, explorer, man, sign, whoami};
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Any action of Tencent Cloud from the shell.
#[derive(Debug, Parser)]
#[command(name = "tc3", disable_help_subcommand = true, disable_version_flag = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Search, show and compare what is known of services and actions
    Api(api::Args),
    /// Print the completion script of a shell
    Completion(completion::Args),
    /// Set up credentials, regions and profiles
    Configure(configure::Args),
    /// Search, fill in, sign and send requests in the browser
    Explorer(explorer::Args),
    /// Write the man pages to a folder
    Man(man::Args),
    /// Sign a request, explain its signature, or find why it was refused
    Sign(Box<sign::Args>),
    /// Show which identity calls are made with, and where its key came from
    Whoami(whoami::Args),
}

/// The words that begin one of these commands.
pub(super) const NAMES: [&str; 7] = ["api", "completion", "configure", "explorer", "man", "sign", "whoami"];

/// What clap knows of the commands, for man pages and completion.
pub(super) fn parser() -> clap::Command {
    Cli::command()
}

/// Runs the command that `words` begin with, without the name of the program.
pub(super) fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    let program = OsString::from("tc3");
    let cli = match Cli::try_parse_from(std::iter::once(&program).chain(words)) {
        Ok(cli) => cli,
        Err(error) => return refused(&error),
    };
    match cli.command {
        Command::Api(args) => api::run(args),
        Command::Completion(args) => completion::run(args),
        Command::Configure(args) => configure::run(args),
        Command::Explorer(args) => explorer::run(args),
        Command::Man(args) => man::run(&args, parser()),
        Command::Sign(args) => sign::run(*args, words.get(1..).unwrap_or_default()),
        Command::Whoami(args) => whoami::run(args),
    }
}

/// Help was asked for, or the words are wrong.
fn refused(error: &clap::Error) -> Result<ExitStatus, CliError> {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A reader that went away has seen what it wanted.
        let _ = error.print();
        return Ok(ExitStatus::Done);
    }
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let error = CliError::input(lines.next().unwrap_or("wrong arguments"));
    Err(lines.fold(error, CliError::hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_is_well_formed_and_its_names_are_the_listed_ones() {
        let mut command = Cli::command();
        command.build();
        let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(names, NAMES);
    }
}

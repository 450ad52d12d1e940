//! `tc3 completion`: prints the completion script of a shell.

use crate::completion::{Shell, script};
use crate::console::print_text;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The arguments of `tc3 completion`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Load it where the shell starts:
  bash        eval \"$(tc3 completion bash)\"                                      in ~/.bashrc
  zsh         eval \"$(tc3 completion zsh)\"                                       in ~/.zshrc
  fish        tc3 completion fish | source                                       in ~/.config/fish/config.fish
  PowerShell  tc3 completion powershell | Out-String | Invoke-Expression         in $PROFILE")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    print_text(&script(args.shell, crate::program::name()))
}

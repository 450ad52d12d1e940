//! The scripts that shells load: a few lines each, which ask `tc3 __complete`.
//!
//! Bash gets no help from `compgen` and nothing newer than 3.2, the version of macOS. It breaks words at `=` and `:`, so
//! it passes the line as it was typed. PowerShell's script follows its documentation; the others are tested in the shells
//! themselves.

use clap::ValueEnum;

/// A shell that completion is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(alias = "pwsh")]
    Powershell,
}

/// The script of a shell, for a program of this name.
pub(crate) fn script(shell: Shell, program: &str) -> String {
    let text = match shell {
        Shell::Bash => include_str!("scripts/tc3.bash"),
        Shell::Zsh => include_str!("scripts/tc3.zsh"),
        Shell::Fish => include_str!("scripts/tc3.fish"),
        Shell::Powershell => include_str!("scripts/tc3.ps1"),
    };
    text.replace("PROGRAM", program)
}

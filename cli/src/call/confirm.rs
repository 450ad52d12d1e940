//! Asks before something is destroyed, if the configuration says so.

use std::io::{self, BufRead, IsTerminal, Write};

use super::named_call::{Target, begins_with};
use crate::arguments::GlobalOptions;
use crate::config::{Confirm, Settings};
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Names of actions that destroy something begin with one of these words.
const DESTRUCTIVE: [&str; 7] = [
    "Delete",
    "Terminate",
    "Destroy",
    "Isolate",
    "Release",
    "Reset",
    "Remove",
];

/// Asks whether to go on, on a terminal, if the action destroys something and `confirm = "destructive"` is configured.
///
/// # Errors
/// If the answer is not yes; nothing was sent.
pub(super) fn confirm(target: &Target<'_>, settings: &Settings, options: &GlobalOptions) -> Result<(), CliError> {
    let is_asked = settings.confirm == Confirm::Destructive
        && !options.yes
        && DESTRUCTIVE
            .iter()
            .any(|word| begins_with(&target.action.name.value, word))
        && io::stdin().is_terminal()
        && io::stderr().is_terminal();
    if !is_asked {
        return Ok(());
    }
    let region = settings.region.as_deref().unwrap_or("no region");
    let mut stderr = io::stderr().lock();
    let asked = write!(stderr, "{} ({region}): carry it out? [y/N] ", target.label()).and_then(|()| stderr.flush());
    let mut answer = String::new();
    let is_read = asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
    if is_read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    let refused = CliError::new(ExitStatus::Interrupted, "not carried out: nothing was sent");
    Err(refused.hint("--yes skips the question"))
}

//! `tc3 emulator`: starts the local emulator over the catalog.
//!
//! It is the command of the emulator itself, with its options. Without `--spec` it serves the library that calls are
//! looked up in ([`emulated_services`]).

use std::ffi::OsString;

use tc3_emulator::command::{self, CommandError, Program};
use tc3_emulator::{Builder, Emulator};

use crate::emulated_services;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::library;

/// The address that `tc3 --emulator` calls.
const DEFAULT_URL: &str = "http://127.0.0.1:9443";

const PROGRAM: Program = Program {
    name: "tc3 emulator",
    version: env!("CARGO_PKG_VERSION"),
    services: Some(add_services),
    next: Some(next_lines),
};

/// What `tc3 emulator --help` prints.
pub(super) fn help() -> String {
    command::help(&PROGRAM)
}

/// Runs the command with the words that follow its name.
pub(super) fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    match command::run(&PROGRAM, words.iter().cloned()) {
        Ok(()) => Ok(ExitStatus::Done),
        Err(CommandError::Usage(message)) => Err(CliError::input(message).hint("try `tc3 emulator --help`")),
        Err(CommandError::Failed(message)) => {
            let mut lines = message.lines();
            let error = CliError::input(lines.next().unwrap_or_default());
            Err(lines.fold(error, CliError::hint))
        }
    }
}

fn add_services(builder: Builder) -> Result<Builder, String> {
    let library = library::open(None).map_err(|error| error.messages.join("\n"))?;
    emulated_services::add(builder, library)
}

/// A call to paste into another terminal.
fn next_lines(emulator: &Emulator, accepts_sample: bool) -> String {
    let url = emulator.url();
    let option = if url == DEFAULT_URL {
        "--emulator".to_owned()
    } else {
        format!("--emulator={url}")
    };
    let credential = if accepts_sample {
        ""
    } else {
        " (with the credential in your environment or profile)"
    };
    format!(
        "in another terminal{credential}:\n  tc3 gaap CreateProxyGroup {option} --GroupName test --ProjectId 0 \
         --RealServerRegion EastChina\n"
    )
}

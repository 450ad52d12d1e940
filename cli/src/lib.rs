//! The command `tc3`: any action of Tencent Cloud from the shell.
//!
//! ```text
//! argv -> arguments (Invocation) -> library (Found) -> parameters (JSON body) -> check -> call -> filter -> output
//!                      \-> config (Settings) ------------------------------------/
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

mod arguments;
mod call;
mod commands;
mod completion;
mod config;
mod console;
#[cfg(feature = "emulator")]
mod emulated_services;
mod error;
mod exit_status;
mod explorer;
mod filter;
mod help;
mod json;
mod library;
mod near;
mod output;
mod parameters;
mod program;
mod samples;
mod secret_names;
mod shell_word;
mod sign;
mod tccli;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command with the arguments of a process, its name first, and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    commands::dispatch(arguments.into_iter().collect())
}

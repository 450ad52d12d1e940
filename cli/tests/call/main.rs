//! Calls: each test runs the command as a process, against an emulator in this one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod all;
mod dry_run;
mod endpoints;
mod failures;
#[cfg(unix)]
mod interrupts;
mod list_server;
mod results;
mod support;
#[cfg(target_os = "linux")]
mod terminals;
mod waits;

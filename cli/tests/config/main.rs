//! Configuration and identity: which of several sources wins, what is written, and what is never shown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod configure;
mod damaged;
mod documented;
mod precedence;
mod process;
mod secrets;
mod support;
mod terminal;
mod whoami;

//! The Explorer's server: each test runs the command as a process and speaks HTTP with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answers;
mod calls;
mod cloud;
mod code_and_signatures;
mod history;
mod lookups;
mod profiles;
mod security;
mod start;
mod support;
mod terminal;

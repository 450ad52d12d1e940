//! `tc3 sign`: each test runs the command as a process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod check;
mod explain;
mod support;

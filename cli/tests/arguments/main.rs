//! The grammar of the command line and what parameters become: each test runs the command as a process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod checks;
mod documented;
mod grammar;
mod input_json;
mod round_trip;
mod skeletons;
mod support;
mod values;

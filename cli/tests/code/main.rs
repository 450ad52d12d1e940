//! `tc3 code`: its command line, and that the programs which it prints have the values that were given.
//!
//! Programs are run here with what stands in for the network; `cli/tests/samples/run` runs them against an emulator.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod command_lines;
mod languages;
mod refusals;
mod scripts;
mod sdk_limits;
mod snapshots;
mod support;
mod typed;
mod values;

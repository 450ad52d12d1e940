//! The programs of the cookbook do what they say, and docs/cookbook.md says what they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod document;
mod programs;

// Their own tests, run from here: with `test = true` cargo would build them as tests alone, and not as the programs that
// `programs` runs.
#[allow(dead_code, reason = "a program's `main`")]
#[path = "../../emulator_in_tests.rs"]
mod emulator_in_tests;
#[allow(dead_code, reason = "a program's `main`")]
#[path = "../../unit_tests.rs"]
mod unit_tests;

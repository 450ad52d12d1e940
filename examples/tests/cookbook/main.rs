//! The programs of the cookbook do what they say, and docs/cookbook.md says what they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod document;
mod programs;

//! What holds for the repository as a whole: its words, its documents and the imports between its files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod documents;
mod files;
mod module_cycles;
mod words;

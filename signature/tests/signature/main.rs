//! Explains recorded signatures, and finds the mistakes of mutated ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod client;
mod clients;
mod coverage;
mod document;
mod facts;
mod forms;
mod recorded;
mod several;
mod tc3_mistakes;
mod v1_mistakes;

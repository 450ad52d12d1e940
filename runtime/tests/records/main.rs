//! Records: reading, writing, printing and comparing them, by types in the shape that is generated.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[allow(unused_imports, unused_macros, reason = "the tests of the client use the rest")]
#[macro_use]
#[path = "../support/record.rs"]
mod record;

mod types;

mod binary;
mod coercions;
mod copies;
mod debug;
mod documents;
mod duplicates;
mod enums;
mod envelope;
mod formats;
mod inputs;
mod mismatches;
mod numbers;
mod order;
mod plain_json;
mod repairs;
mod strictness;
mod validation;
mod wide;
mod writing;

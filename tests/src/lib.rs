//! What the tests of this package share.

pub mod cases;
pub mod cli;
pub mod markdown;
#[allow(unused_imports, unused_macros, reason = "the tests of the runtime use the rest")]
#[path = "../../runtime/tests/support/record.rs"]
mod record;
pub mod released;
pub mod repository;

/// The spec of one action, CreateProxyGroup, as it once was: for tests that need particular facts, since `spec/`
/// changes and grows.
pub const FROZEN_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/frozen-spec");

/// The programs of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

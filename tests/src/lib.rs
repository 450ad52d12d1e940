//! What the tests of this package share.

pub mod cases;

/// The spec of one action, CreateProxyGroup, as it once was: for tests that need particular facts, since `spec/`
/// changes and grows.
pub const FROZEN_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/frozen-spec");

//! What the fuzzer does with an input, for each surface that reads data from somebody else.
//!
//! A [`Surface`] runs an input and panics if the product breaks a promise: no panic, no hang, and the invariants in the
//! `//!` of its file. The coverage-guided fuzzer (`cargo +nightly fuzz run NAME`) and the test `mutated_seeds`, which is
//! deterministic and needs neither nightly nor cargo-fuzz, run the same function.

#![allow(clippy::panic, reason = "a panic is how a fuzzer learns of a broken promise")]

pub mod mutate;
pub mod sections;
pub mod seeds;
pub mod surfaces;

use std::path::PathBuf;

/// Something that reads data from somebody else.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    /// The name: of the fuzz target, of its folder of seeds and of the crashes that were found.
    pub name: &'static str,
    /// Runs an input, and panics if a promise is broken. Returns whether the product accepted it.
    pub run: fn(&[u8]) -> bool,
    /// Returns the inputs to start from, made from the specs, pages and metadata of the repository.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words of the format, which mutations insert.
    pub words: &'static [&'static str],
    /// How many mutated inputs the deterministic test runs.
    pub test_inputs: u32,
}

/// Every surface, by name.
pub const SURFACES: [Surface; 8] = [
    surfaces::answers::SURFACE,
    surfaces::emulator::SURFACE,
    surfaces::key_files::SURFACE,
    surfaces::metadata::SURFACE,
    surfaces::page::SURFACE,
    surfaces::spec::SURFACE,
    surfaces::sse::SURFACE,
    surfaces::wheel::SURFACE,
];

/// Returns the root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

//! The specs that the tests serve: the project's own, and those only for tests.

use std::path::Path;

use tc3_codegen::spec::{Source, SourceSet};
use tc3_emulator::{Builder, Emulator};

use crate::support::http::at;
use crate::support::signer::NOW;

pub(crate) const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
/// A separate service, such as a consumer has in addition to the project's spec.
pub(crate) const OTHER_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/other-spec");
/// The actions of the recorded requests, as those requests call them.
pub(crate) const VECTOR_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/vector-spec");
/// A spec with an action that may be called once a second.
pub(crate) const RATE_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rate-spec");
const TEST_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/spec");

/// An emulator of [`sources`], its clock at [`NOW`].
pub(crate) fn builder() -> Builder {
    Emulator::builder().sources(sources()).clock(at(NOW))
}

/// The project's spec and the one that is only for tests.
pub(crate) fn sources() -> SourceSet {
    SourceSet::new("spec", [read(SPEC), read(TEST_SPEC)].concat())
}

pub(crate) fn read(root: &str) -> Vec<Source> {
    let sources = SourceSet::read_dir(Path::new(root)).expect("a readable spec");
    sources.iter().map(|(_, source)| source.clone()).collect()
}

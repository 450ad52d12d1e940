//! Search over the actions of the spec folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answers;
mod damaged;
mod full;
mod library;

use std::path::Path;
use std::sync::LazyLock;

use tc3_catalog::search::SearchIndexBuilder;
use tc3_codegen::load;
use tc3_codegen::spec::{Service, SourceSet};

/// The services of the spec folder.
static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    load(&SourceSet::read_dir(&folder).unwrap()).unwrap().spec.services
});

/// An index over the spec folder.
static INDEX: LazyLock<Vec<u8>> = LazyLock::new(|| index_of(&SERVICES));

fn index_of(services: &[Service]) -> Vec<u8> {
    let mut builder = SearchIndexBuilder::new();
    services.iter().for_each(|service| builder.add(service, true, &[]));
    builder.finish().unwrap()
}

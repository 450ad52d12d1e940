//! The catalog in the crate: what it has, what it must not have, and what becomes of damaged ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod damaged;
mod sentences;
mod sites;

use std::path::{Path, PathBuf};

use tc3_catalog::{Catalog, Library};

/// The file that the crate embeds.
fn facts() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("facts.bin")).unwrap()
}

fn spec_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

fn embedded() -> Library {
    Library::new().with_catalog(Catalog::embedded().unwrap())
}

/// Every service version of a library.
fn versions(library: &Library) -> Vec<(String, String)> {
    let services = library.services().unwrap().into_iter();
    let versions = services.flat_map(|service| {
        let name = service.name;
        service
            .versions
            .into_iter()
            .map(move |version| (name.clone(), version.version))
    });
    versions.collect()
}

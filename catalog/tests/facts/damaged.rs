//! Files that were cut or changed are errors that say so; nothing panics, and nothing wrong is read.

use std::path::Path;

use tc3_catalog::search::LibrarySearch;
use tc3_catalog::{Catalog, CatalogError, Language, Library, LookupError};

use crate::facts;

/// A lookup of each kind.
fn look(library: &Library) -> Result<String, LookupError> {
    let services = library.services()?;
    let actions = library.actions("gaap", None)?;
    let found = library.find("gaap", "CreateProxyGroup", None)?;
    let whole = library.service("sts", None)?;
    let about: Result<Vec<String>, CatalogError> = library.catalogs().iter().map(Catalog::about).collect();
    let hits = LibrarySearch::new(library)?
        .search("proxy", 3, None, None)
        .map_err(|error| CatalogError {
            file: None,
            why: error.to_string(),
        })?;
    Ok(format!(
        "{services:?}{actions:?}{found:?}{whole:?}{:?}{:?}",
        about?, hits.hits
    ))
}

fn opened(bytes: Vec<u8>) -> Result<Library, LookupError> {
    let catalog = Catalog::from_bytes(bytes)?;
    Ok(Library::new().with_catalog(catalog).language(Language::English))
}

#[test]
fn a_file_that_was_cut_is_an_error_at_every_length() {
    let whole = facts();
    let head = 0..4096.min(whole.len());
    let rest = (4096..whole.len()).step_by(7919);
    for length in head.chain(rest).chain(whole.len() - 64..whole.len()) {
        assert!(Catalog::from_bytes(whole[..length].to_vec()).is_err(), "{length} bytes");
    }
    let mut longer = whole;
    longer.push(0);
    assert!(Catalog::from_bytes(longer).is_err());
}

/// A changed byte is found by a checksum where it is read; where it is not read, the answer is the right one.
#[test]
fn a_changed_byte_is_an_error_or_changes_nothing() {
    let whole = facts();
    let right = look(&opened(whole.clone()).unwrap()).unwrap();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut errors = 0;
    for round in 0..150 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // Half of them in the header and the index, which every lookup reads.
        let within = if round % 2 == 0 { 16_000 } else { whole.len() };
        let at = usize::try_from(random >> 33).unwrap() % within;
        let mut changed = whole.clone();
        changed[at] ^= 1 << (random % 8);
        match opened(changed).and_then(|library| look(&library)) {
            Ok(answer) => assert!(answer == right, "byte {at} changed an answer"),
            Err(LookupError::Catalog(_)) => errors += 1,
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    assert!(errors > 50, "{errors}");
}

#[test]
fn the_error_of_a_file_names_it() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("damaged-catalog");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("catalog");
    let mut bytes = facts();
    let middle = bytes.len() / 2;
    bytes.truncate(middle);
    std::fs::write(&path, &bytes).unwrap();
    let error = Catalog::open(&path).unwrap_err();
    assert_eq!(error.file.as_deref(), Some(path.as_path()));
    assert!(error.to_string().contains("damaged"), "{error}");

    // A file that becomes shorter while it is open.
    std::fs::write(&path, facts()).unwrap();
    let library = Library::new().with_catalog(Catalog::open(&path).unwrap());
    std::fs::write(&path, &bytes[..10_000]).unwrap();
    let error = library.find("vpc", "CreateVpc", None).unwrap_err();
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");

    assert!(Catalog::open(&folder).is_err(), "a folder is no catalog");
}

#[test]
fn another_format_is_told_from_another_file() {
    let mut bytes = facts();
    bytes[7] = 99;
    let error = Catalog::from_bytes(bytes).unwrap_err();
    assert!(error.to_string().contains("another release"), "{error}");
    let error = Catalog::from_bytes(b"PK\x03\x04 and more than the first sixteen".to_vec()).unwrap_err();
    assert!(error.to_string().contains("no catalog"), "{error}");
}

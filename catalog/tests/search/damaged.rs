//! Bytes that are no index.

use tc3_catalog::search::{SearchIndex, SearchIndexBuilder};

use crate::INDEX;

#[test]
fn an_index_that_was_cut_is_an_error() {
    for end in (0..INDEX.len()).step_by(97).chain(0..200) {
        assert!(SearchIndex::open(&INDEX[..end]).is_err(), "{end}");
    }
    assert!(SearchIndex::open(&INDEX).is_ok());
}

#[test]
fn a_changed_byte_is_an_error() {
    let mut bytes = INDEX.clone();
    for at in (0..bytes.len()).step_by(61).chain(0..64) {
        bytes[at] ^= 0x40;
        assert!(SearchIndex::open(&bytes).is_err(), "{at}");
        bytes[at] ^= 0x40;
    }
}

/// Sections that are damaged in spite of a right checksum do not panic, in whatever they are searched for.
#[test]
fn wrong_sections_with_a_right_checksum_do_not_panic() {
    let mut changed = 0_u32;
    // The terms are left alone: the crate that reads them relies on the checksum.
    let body = 12;
    let documents = body + 20;
    let length =
        |bytes: &[u8], at: usize| usize::try_from(u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())).unwrap();
    let terms = documents + length(&INDEX, body)..documents + length(&INDEX, body) + length(&INDEX, body + 4);
    for at in (documents..INDEX.len()).step_by(53).filter(|at| !terms.contains(at)) {
        let mut bytes = INDEX.clone();
        bytes[at] ^= 0xff;
        let checksum = crc32fast::hash(&bytes[body..]).to_le_bytes();
        bytes[8..12].copy_from_slice(&checksum);
        if let Ok(index) = SearchIndex::open(&bytes) {
            for query in ["create", "d", "bandwidth", "delayloop", "listener group"] {
                let _ = index.search(query, 10);
            }
            changed += 1;
        }
    }
    assert!(changed > 0);
}

#[test]
fn an_empty_index_finds_nothing() {
    let bytes = SearchIndexBuilder::new().finish().unwrap();
    let index = SearchIndex::open(&bytes).unwrap();
    assert_eq!(index.actions(), 0);
    assert!(index.search("create", 10).hits.is_empty());
    assert!(index.near_words("create").is_empty());
}

//! Checks the header of a redb file, which redb uses before it verifies anything.
//!
//! The layout is that of file format v3, which is documented and does not change. A header that was written by another
//! version of redb with other numbers is refused; the tests write one with the version that is built.

use super::DataFileErrorKind;

/// How a redb file begins.
const MAGIC: &[u8] = b"redb\x1a\x0a\xa9\x0d\x0a";

/// The bytes of a page, and the most pages of a region. redb's defaults are the same for every file, and in its header.
const PAGE_BYTES: u32 = 4096;
const PAGES_OF_REGION: u32 = 1024 * 1024;

/// Numbers of the header that are the same in every file, and where they are: the bytes of a page, and the pages that a
/// region has for its header and for data.
const LAYOUT: [(usize, u32); 3] = [(12, PAGE_BYTES), (16, 130), (20, PAGES_OF_REGION)];

/// Where the header has its flags, and two of them.
pub(super) const FLAGS: usize = 9;
const SECOND_IS_SELECTED: u8 = 1;
const WAS_NOT_CLOSED: u8 = 2;

/// Where the header has the last two transactions, and where each of them has its ID.
const TRANSACTIONS: [usize; 2] = [64, 192];
const ID_OF_TRANSACTION: usize = 104;

/// Where the header has the number of full regions, and that of the data pages of the last one.
const FULL_REGIONS: usize = 24;
const PAGES_OF_LAST_REGION: usize = 28;

/// Checks that a file is one of redb, and the numbers by which redb allocates memory before it has verified anything.
pub(super) fn check(bytes: &[u8]) -> Result<(), DataFileErrorKind> {
    if !bytes.starts_with(MAGIC) {
        return Err(DataFileErrorKind::Foreign("it is something else".to_owned()));
    }
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?));
    let words = LAYOUT.map(|(at, _)| word(at));
    let regions = word(FULL_REGIONS).zip(word(PAGES_OF_LAST_REGION));
    let expected = LAYOUT.map(|(_, value)| Some(value));
    let pages = regions.map(|(full, partial)| u64::from(full) * u64::from(PAGES_OF_REGION) + u64::from(partial));
    let file_pages = u64::try_from(bytes.len()).unwrap_or(u64::MAX) / u64::from(PAGE_BYTES);
    if words == expected && pages.is_some_and(|pages| pages <= file_pages) && is_latest_selected(bytes) {
        return Ok(());
    }
    Err(DataFileErrorKind::Damaged(
        "its header contradicts its length or itself".to_owned(),
    ))
}

/// Whether the header of a file that was closed selects the later of its two transactions. After a crash the other one may
/// be later, and was not acknowledged.
fn is_latest_selected(bytes: &[u8]) -> bool {
    let flags = bytes.get(FLAGS).copied().unwrap_or_default();
    let id = |slot: usize| {
        let bytes = bytes.get(slot + ID_OF_TRANSACTION..)?;
        Some(u64::from_le_bytes(bytes.first_chunk().copied()?))
    };
    let [first, second] = TRANSACTIONS.map(id);
    let (selected, other) = if flags & SECOND_IS_SELECTED == 0 {
        (first, second)
    } else {
        (second, first)
    };
    flags & WAS_NOT_CLOSED != 0 || selected >= other
}

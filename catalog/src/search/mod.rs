//! Search over actions: names, titles, descriptions and names of members, in English and Chinese, as one types.
//!
//! ```text
//! Service (both languages) -> SearchIndexBuilder -> bytes -> SearchIndex -> search -> SearchResult
//! ```
//!
//! [`SearchIndex`] reads the bytes in place. What is large is in blocks that are inflated only if a query needs them, so
//! that the first keystroke of a new process takes a few milliseconds over all 17,000 actions.
//!
//! What members mean is not in the index: it would take as much as all the rest.
//!
//! The terms are in one `fst`, in three kinds that its first byte tells apart: words of names, words of texts, and words
//! of the names of members. A term of the third kind leads to names of members, and these to actions: a name such as
//! `InternetMaxBandwidthOut` is written once, and a hit can say which member it was found by.

mod blocks;
mod builder;
mod common_services;
mod distance;
mod evidence;
mod in_library;
mod index;
mod ranking;
mod words;

pub use builder::SearchIndexBuilder;
pub use in_library::LibrarySearch;
pub use index::{SearchIndex, SearchIndexError};
pub use ranking::{Hit, Matched, SearchResult};

//! The index as bytes: its sections, and how lists and names are read from them.

use std::fmt;
use std::ops::Range;

use fst::Map;

use crate::summary::Sites;

use super::blocks::{BlockCache, Blocks, inflate, take_number, take_text};

/// Kinds of terms: their first byte.
pub(super) const MEMBER_WORD: u8 = b'm';
pub(super) const NAME_WORD: u8 = b'n';
pub(super) const TEXT_WORD: u8 = b't';

pub(super) const POSTINGS_PER_BLOCK: usize = 1 << 14;
pub(super) const MEMBERS_PER_BLOCK: usize = 512;
pub(super) const OFFSETS_PER_BLOCK: usize = 1 << 12;
pub(super) const TITLES_PER_BLOCK: u32 = 64;

/// Flags of an action.
pub(super) const IS_DEPRECATED: u8 = 1;
pub(super) const IS_CN: u8 = 2;
pub(super) const IS_INTL: u8 = 4;

/// The name and version of the format.
const MAGIC: &[u8; 8] = b"tc3find1";
const SECTIONS: usize = 6;

/// Where a term is in an action; two bits of a posting, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// The name of the action, or of a member.
    Name = 0,
    /// The name of the service, or the first sentence of what the action does.
    Service = 1,
    /// The rest of what the action does.
    Text = 2,
}

impl Weight {
    /// In the words of texts, what is the name of the service in those of names.
    #[expect(non_upper_case_globals, reason = "an alias of a variant")]
    pub(super) const Title: Self = Self::Service;

    fn of(posting: u64) -> Self {
        match posting & 3 {
            0 => Self::Name,
            1 => Self::Service,
            _ => Self::Text,
        }
    }
}

/// Why an index cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchIndexError {
    why: String,
}

impl SearchIndexError {
    pub(super) fn new(why: &str) -> Self {
        Self { why: why.to_owned() }
    }
}

impl fmt::Display for SearchIndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the search index cannot be used: {}", self.why)
    }
}

impl std::error::Error for SearchIndexError {}

/// The parts of an index.
pub(super) struct Sections<'a> {
    pub(super) documents: &'a [u8],
    pub(super) terms: &'a [u8],
    pub(super) postings: &'a [u8],
    /// Names of members.
    pub(super) members: &'a [u8],
    /// Where the lists of their actions begin.
    pub(super) member_offsets: &'a [u8],
    pub(super) titles: &'a [u8],
}

impl<'a> Sections<'a> {
    pub(super) fn write(&self) -> Result<Vec<u8>, SearchIndexError> {
        let sections = [
            self.documents,
            self.terms,
            self.postings,
            self.members,
            self.member_offsets,
            self.titles,
        ];
        let mut body = Vec::new();
        for section in sections {
            let length = u32::try_from(section.len()).map_err(|_| SearchIndexError::new("it is too large"))?;
            body.extend_from_slice(&length.to_le_bytes());
        }
        sections.iter().for_each(|section| body.extend_from_slice(section));
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }

    fn read(bytes: &'a [u8]) -> Result<Self, SearchIndexError> {
        let short = || SearchIndexError::new("it ends too early");
        let (magic, rest) = bytes.split_first_chunk::<8>().ok_or_else(short)?;
        if magic != MAGIC {
            return Err(SearchIndexError::new("it is of another version, or something else"));
        }
        let (checksum, body) = rest.split_first_chunk::<4>().ok_or_else(short)?;
        if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
            return Err(SearchIndexError::new("its checksum does not match"));
        }
        let (lengths, mut rest) = body.split_first_chunk::<{ 4 * SECTIONS }>().ok_or_else(short)?;
        let mut sections = [[].as_slice(); SECTIONS];
        for (section, length) in sections.iter_mut().zip(lengths.chunks_exact(4)) {
            let length = length.first_chunk::<4>().map(|length| u32::from_le_bytes(*length));
            let length = length.and_then(|length| usize::try_from(length).ok());
            (*section, rest) = length
                .and_then(|length| rest.split_at_checked(length))
                .ok_or_else(short)?;
        }
        let [documents, terms, postings, members, member_offsets, titles] = sections;
        Ok(Self {
            documents,
            terms,
            postings,
            members,
            member_offsets,
            titles,
        })
    }
}

/// An index over the actions of a catalog, read in place.
///
/// Damaged bytes are an error of [`open`](Self::open); searching cannot fail.
#[derive(Debug)]
pub struct SearchIndex<'a> {
    pub(super) terms: Map<&'a [u8]>,
    pub(super) postings: Blocks<'a>,
    pub(super) members: Blocks<'a>,
    pub(super) member_offsets: Blocks<'a>,
    pub(super) titles: Blocks<'a>,
    pub(super) services: Vec<ServiceVersion>,
    pub(super) documents: Vec<Document>,
    /// The names of services, versions and actions, with what is between them.
    names: Vec<u8>,
    /// The same in small letters.
    lower: Vec<u8>,
}

/// A version of a service in the index.
#[derive(Debug)]
pub(super) struct ServiceVersion {
    pub(super) name: Range<usize>,
    pub(super) version: Range<usize>,
    pub(super) is_default: bool,
}

/// An action in the index.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) service: usize,
    pub(super) name: Range<usize>,
    pub(super) is_deprecated: bool,
    pub(super) sites: Sites,
}

impl<'a> SearchIndex<'a> {
    /// Opens an index that [`SearchIndexBuilder::finish`](super::SearchIndexBuilder::finish) wrote.
    ///
    /// # Errors
    /// If the bytes are no index, of another version of the format, or damaged.
    pub fn open(bytes: &'a [u8]) -> Result<Self, SearchIndexError> {
        let damaged = || SearchIndexError::new("a section is damaged");
        let sections = Sections::read(bytes)?;
        let names = inflate(sections.documents).ok_or_else(damaged)?;
        let (services, documents) = read_documents(&names).ok_or_else(damaged)?;
        Ok(Self {
            terms: Map::new(sections.terms).map_err(|_| damaged())?,
            postings: Blocks::open(sections.postings).ok_or_else(damaged)?,
            members: Blocks::open(sections.members).ok_or_else(damaged)?,
            member_offsets: Blocks::open(sections.member_offsets).ok_or_else(damaged)?,
            titles: Blocks::open(sections.titles).ok_or_else(damaged)?,
            services,
            documents,
            lower: names.to_ascii_lowercase(),
            names,
        })
    }

    /// Returns how many actions it has, those of all versions counted.
    #[must_use]
    pub fn actions(&self) -> usize {
        self.documents.len()
    }

    pub(super) fn name(&self, range: &Range<usize>) -> &str {
        let name = self
            .names
            .get(range.clone())
            .and_then(|name| std::str::from_utf8(name).ok());
        name.unwrap_or_default()
    }

    /// Calls `each` with the actions that have `word`, in small letters, in their names.
    pub(super) fn documents_with(&self, word: &str, each: &mut dyn FnMut(usize)) {
        for start in memchr::memmem::find_iter(&self.lower, word.as_bytes()) {
            let number = self.documents.partition_point(|document| document.name.end <= start);
            let is_in_name =
                |document: &Document| document.name.start <= start && start + word.len() <= document.name.end;
            if self.documents.get(number).is_some_and(is_in_name) {
                each(number);
            }
        }
    }

    pub(super) fn lower_name(&self, document: &Document) -> &str {
        let name = self.lower.get(document.name.clone());
        name.and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }
}

fn read_documents(bytes: &[u8]) -> Option<(Vec<ServiceVersion>, Vec<Document>)> {
    let mut services = Vec::new();
    let mut documents = Vec::new();
    let mut rest = bytes;
    let take_range = |rest: &mut &[u8]| {
        let text = take_text(rest)?;
        let end = bytes.len() - rest.len();
        Some(end - text.len()..end)
    };
    let take_byte = |rest: &mut &[u8]| {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        Some(*byte)
    };
    while !rest.is_empty() {
        services.push(ServiceVersion {
            name: take_range(&mut rest)?,
            version: take_range(&mut rest)?,
            is_default: take_byte(&mut rest)? == 1,
        });
        for _ in 0..take_number(&mut rest)? {
            let name = take_range(&mut rest)?;
            let flags = take_byte(&mut rest)?;
            documents.push(Document {
                service: services.len() - 1,
                name,
                is_deprecated: flags & IS_DEPRECATED != 0,
                sites: Sites {
                    cn: flags & IS_CN != 0,
                    intl: flags & IS_INTL != 0,
                },
            });
        }
    }
    Some((services, documents))
}

/// What a search has read of an index.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    postings: BlockCache<'a>,
    members: BlockCache<'a>,
    member_offsets: BlockCache<'a>,
    titles: BlockCache<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(index: &SearchIndex<'a>) -> Self {
        Self {
            postings: BlockCache::new(index.postings),
            members: BlockCache::new(index.members),
            member_offsets: BlockCache::new(index.member_offsets),
            titles: BlockCache::new(index.titles),
        }
    }

    /// Calls `each` with the numbers of a list and their two bits of weight.
    pub(super) fn postings(&mut self, offset: u64, each: &mut dyn FnMut(usize, Weight)) {
        let Ok(offset) = usize::try_from(offset) else { return };
        let (mut block, mut start) = (offset / POSTINGS_PER_BLOCK, offset % POSTINGS_PER_BLOCK);
        let (mut number, mut shift): (u64, u32) = (0, 0);
        let mut left = None;
        let mut document: usize = 0;
        loop {
            let Some(bytes) = self.postings.get(block).get(start..).filter(|bytes| !bytes.is_empty()) else {
                return;
            };
            for byte in bytes {
                number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
                if byte & 0x80 != 0 {
                    shift += 7;
                    continue;
                }
                let complete = std::mem::take(&mut number);
                shift = 0;
                let Some(now_left) = left else {
                    left = Some(complete);
                    continue;
                };
                let Some(now_left) = u64::checked_sub(now_left, 1) else {
                    return;
                };
                left = Some(now_left);
                document = document.saturating_add(usize::try_from(complete >> 2).unwrap_or(usize::MAX));
                each(document, Weight::of(complete));
            }
            if left == Some(0) {
                return;
            }
            (block, start) = (block + 1, 0);
        }
    }

    /// Returns where the list of the actions of a member begins.
    pub(super) fn member_offset(&mut self, id: usize) -> Option<u64> {
        let block = self.member_offsets.get(id / OFFSETS_PER_BLOCK);
        let offset = block.get(id % OFFSETS_PER_BLOCK * 4..)?.first_chunk::<4>()?;
        Some(u64::from(u32::from_le_bytes(*offset)))
    }

    /// Returns the name of a member.
    pub(super) fn member_name(&mut self, id: usize) -> Option<&str> {
        let mut block = self.members.get(id / MEMBERS_PER_BLOCK);
        for _ in 0..id % MEMBERS_PER_BLOCK {
            take_text(&mut block)?;
        }
        take_text(&mut block)
    }

    /// Returns the numbers of the members that have `word`, in small letters, in their names.
    pub(super) fn members_with(&mut self, word: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for number in 0..self.members.count() {
            // In small letters all at once; the lengths between the names do not matter for this look.
            let block = self.members.get(number).to_ascii_lowercase();
            if memchr::memmem::find(&block, word.as_bytes()).is_none() {
                continue;
            }
            let mut block = self.members.get(number);
            let mut id = number * MEMBERS_PER_BLOCK;
            while let Some(name) = take_text(&mut block) {
                if name.to_ascii_lowercase().contains(word) {
                    found.push(id);
                }
                id += 1;
            }
        }
        found
    }

    /// Returns the titles of an action in English and Chinese; empty where there is none.
    pub(super) fn titles(&mut self, document: usize) -> (&str, &str) {
        let per_block = usize::try_from(TITLES_PER_BLOCK).unwrap_or(1);
        let mut block = self.titles.get(document / per_block);
        let mut read = || {
            for _ in 0..document % per_block {
                take_text(&mut block)?;
                take_text(&mut block)?;
            }
            Some((take_text(&mut block)?, take_text(&mut block)?))
        };
        read().unwrap_or_default()
    }
}

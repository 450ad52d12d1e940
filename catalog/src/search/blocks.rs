//! Numbers and blocks of the index: how they are written and read.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// The most bytes that a block may have when inflated: what a damaged length cannot exceed.
const LARGEST_BLOCK: u64 = 16 << 20;

/// Appends a number, seven bits a byte, the lowest first.
pub(super) fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Appends a text with its length.
pub(super) fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push_number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads a number off the front.
pub(super) fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Reads a text off the front.
pub(super) fn take_text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(take_number(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    std::str::from_utf8(text).ok()
}

pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

pub(super) fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut inflated = Vec::with_capacity(bytes.len() * 3);
    let mut decoder = DeflateDecoder::new(bytes).take(LARGEST_BLOCK);
    decoder.read_to_end(&mut inflated).ok()?;
    Some(inflated)
}

/// Writes blocks one after the other, each deflated, with the ends of all of them before.
pub(super) fn write_blocks<'a>(blocks: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut ends = Vec::new();
    let mut data = Vec::new();
    for block in blocks {
        data.extend_from_slice(&deflate(block));
        ends.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    }
    let mut bytes = u32::try_from(ends.len() / 4).unwrap_or(0).to_le_bytes().to_vec();
    bytes.extend_from_slice(&ends);
    bytes.extend_from_slice(&data);
    bytes
}

/// Blocks as [`write_blocks`] wrote them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blocks<'a> {
    ends: &'a [u8],
    data: &'a [u8],
}

impl<'a> Blocks<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let (ends, data) = rest.split_at_checked(count.checked_mul(4)?)?;
        Some(Self { ends, data })
    }

    fn end(&self, index: usize) -> Option<usize> {
        let end = self.ends.get(index * 4..)?.first_chunk::<4>()?;
        usize::try_from(u32::from_le_bytes(*end)).ok()
    }

    fn read(&self, index: usize) -> Option<Vec<u8>> {
        let start = match index {
            0 => 0,
            index => self.end(index - 1)?,
        };
        inflate(self.data.get(start..self.end(index)?)?)
    }
}

/// Blocks with those that were read, for the time of a search.
#[derive(Debug)]
pub(super) struct BlockCache<'a> {
    blocks: Blocks<'a>,
    read: Vec<Option<Vec<u8>>>,
}

impl<'a> BlockCache<'a> {
    pub(super) fn new(blocks: Blocks<'a>) -> Self {
        let read = vec![None; blocks.ends.len() / 4];
        Self { blocks, read }
    }

    pub(super) fn count(&self) -> usize {
        self.read.len()
    }

    /// Returns a block; empty if there is none or it cannot be inflated.
    pub(super) fn get(&mut self, index: usize) -> &[u8] {
        let Some(block) = self.read.get_mut(index) else {
            return &[];
        };
        block.get_or_insert_with(|| self.blocks.read(index).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockCache, Blocks, push_number, push_text, take_number, take_text, write_blocks};

    #[test]
    fn numbers_and_texts_come_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| push_number(&mut bytes, *number));
        push_text(&mut bytes, "通道组");
        let mut rest = bytes.as_slice();
        let read: Vec<u64> = numbers.iter().map(|_| take_number(&mut rest).unwrap()).collect();
        assert_eq!(read, numbers);
        assert_eq!(take_text(&mut rest), Some("通道组"));
        assert_eq!(take_number(&mut rest), None);
    }

    #[test]
    fn blocks_come_back_and_none_is_beyond_the_last() {
        let bytes = write_blocks([&b"one"[..], &b""[..], &b"three"[..]].into_iter());
        let mut cache = BlockCache::new(Blocks::open(&bytes).unwrap());
        assert_eq!(cache.get(2), b"three");
        assert_eq!(cache.get(0), b"one");
        assert!(cache.get(1).is_empty() && cache.get(3).is_empty());
    }
}

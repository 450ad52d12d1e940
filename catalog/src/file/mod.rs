//! The file of a catalog: a header that names sections, each with a checksum, and the bytes of a section.
//!
//! ```text
//! magic, with the version of the format | length and checksum of the header | header | section | section | ..
//! header: how many sections, then of each its name, length and checksum
//! ```
//!
//! A lookup reads the header, the index, and the few blocks of one service. Nothing is mapped into memory, since that
//! needs `unsafe`; a file is read by position, and the catalog in the binary is a static slice.

mod source;
mod wire;

pub(crate) use source::Source;
pub(crate) use wire::Reader;
#[cfg(feature = "write")]
pub(crate) use wire::Writer;

use std::borrow::Cow;
use std::io::Read;

use crate::error::CatalogError;

/// The beginning of every catalog; the last byte is the version of the format.
const MAGIC: [u8; 8] = *b"tc3cat\0\x01";

/// The magic, and the length and the checksum of the header.
const PREFIX: usize = MAGIC.len() + 8;

/// No header is nearly as long.
const MAX_HEADER: u64 = 1 << 20;

/// Where bytes are in a source, and what their checksum is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extent {
    pub(crate) offset: u64,
    pub(crate) length: u64,
    pub(crate) checksum: u32,
}

/// The sections of a catalog.
#[derive(Debug)]
pub(crate) struct Sections(Vec<(String, Extent)>);

impl Sections {
    /// Reads the header.
    pub(crate) fn read(source: &Source) -> Result<Self, CatalogError> {
        let prefix = source.read(0, PREFIX as u64)?;
        let (magic, rest) = prefix.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(match magic.strip_prefix(b"tc3cat\0") {
                Some(_) => CatalogError::new("it has the format of another release of tc3"),
                None => CatalogError::new("it is no catalog of tc3"),
            });
        }
        let number = |at: usize| -> u32 {
            let bytes = rest.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            u32::from_le_bytes(bytes.unwrap_or_default())
        };
        let length = u64::from(number(0));
        if length > MAX_HEADER {
            return Err(CatalogError::damaged("the header"));
        }
        let header = Extent {
            offset: PREFIX as u64,
            length,
            checksum: number(4),
        };
        let bytes = source.checked(header, "the header")?;
        let mut reader = Reader::new(&bytes);
        let mut offset = header.offset + length;
        let mut sections = Vec::new();
        for _ in 0..reader.count()? {
            let name = reader.text()?.to_owned();
            let extent = Extent {
                offset,
                length: reader.number()?,
                checksum: reader.checksum()?,
            };
            offset = offset
                .checked_add(extent.length)
                .ok_or_else(|| CatalogError::damaged("the header"))?;
            sections.push((name, extent));
        }
        if offset != source.len() {
            return Err(CatalogError::damaged("it is not as long as it says"));
        }
        Ok(Self(sections))
    }

    pub(crate) fn get(&self, name: &str) -> Option<Extent> {
        self.0.iter().find(|section| section.0 == name).map(|section| section.1)
    }
}

/// Joins sections to a file.
#[cfg(feature = "write")]
pub(crate) fn join(sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut header = Writer::default();
    header.number(sections.len() as u64);
    for (name, bytes) in sections {
        header.text(name);
        header.number(bytes.len() as u64);
        header.checksum(crc32fast::hash(bytes));
    }
    let header = header.into_bytes();
    let mut file = MAGIC.to_vec();
    file.extend(u32::try_from(header.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(crc32fast::hash(&header).to_le_bytes());
    file.extend(header);
    for (_, bytes) in sections {
        file.extend(bytes);
    }
    file
}

/// Unpacks a block that is `length` bytes long when it is unpacked.
pub(crate) fn inflate(packed: &[u8], length: u64) -> Result<Vec<u8>, CatalogError> {
    /// The largest block of any service has a megabyte; damaged bytes must not claim gigabytes.
    const MAX_BLOCK: u64 = 64 << 20;
    let damaged = || CatalogError::damaged("a block cannot be unpacked");
    if length > MAX_BLOCK {
        return Err(damaged());
    }
    let mut block = Vec::with_capacity(usize::try_from(length).map_err(|_| damaged())?);
    let mut inflater = flate2::read::ZlibDecoder::new(packed).take(length + 1);
    inflater.read_to_end(&mut block).map_err(|_| damaged())?;
    if block.len() as u64 == length {
        Ok(block)
    } else {
        Err(damaged())
    }
}

/// Packs a block.
#[cfg(feature = "write")]
pub(crate) fn deflate(block: &[u8]) -> std::io::Result<Vec<u8>> {
    use std::io::Write;

    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(block)?;
    packer.finish()
}

impl Source {
    /// Reads bytes, and compares their checksum.
    pub(crate) fn checked(&self, extent: Extent, what: &str) -> Result<Cow<'_, [u8]>, CatalogError> {
        let bytes = self.read(extent.offset, extent.length)?;
        if crc32fast::hash(&bytes) == extent.checksum {
            Ok(bytes)
        } else {
            Err(CatalogError::damaged(what))
        }
    }
}

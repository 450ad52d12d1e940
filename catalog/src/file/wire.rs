//! Numbers and texts as bytes: LEB128 and length-prefixed UTF-8.

use crate::error::CatalogError;

/// Reads what [`Writer`] has written. Damaged bytes are an error, never a panic.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn number(&mut self) -> Result<u64, CatalogError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(CatalogError::damaged("a number is too long"))
    }

    /// A number of things of which each has at least a byte here, so that it can be trusted with an allocation.
    pub(crate) fn count(&mut self) -> Result<usize, CatalogError> {
        let count = self.number()?;
        usize::try_from(count)
            .ok()
            .filter(|count| *count <= self.0.len())
            .ok_or_else(|| CatalogError::damaged("a list is longer than its block"))
    }

    pub(crate) fn byte(&mut self) -> Result<u8, CatalogError> {
        let (first, rest) = self.0.split_first().ok_or_else(ended)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'a [u8], CatalogError> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or_else(ended)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, CatalogError> {
        let length = self.count()?;
        let bytes = self.bytes(length)?;
        std::str::from_utf8(bytes).map_err(|_| CatalogError::damaged("a text is not UTF-8"))
    }

    pub(crate) fn float(&mut self) -> Result<f64, CatalogError> {
        let bytes = self.bytes(8)?.try_into().map_err(|_| ended())?;
        Ok(f64::from_le_bytes(bytes))
    }

    pub(crate) fn checksum(&mut self) -> Result<u32, CatalogError> {
        let bytes = self.bytes(4)?.try_into().map_err(|_| ended())?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// A record with its length before it.
    pub(crate) fn record(&mut self) -> Result<Reader<'a>, CatalogError> {
        let length = self.count()?;
        self.bytes(length).map(Reader)
    }
}

fn ended() -> CatalogError {
    CatalogError::damaged("a block ends early")
}

/// Writes numbers and texts.
#[cfg(feature = "write")]
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

#[cfg(feature = "write")]
impl Writer {
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push((number & 0x7f) as u8);
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    pub(crate) fn float(&mut self, number: f64) {
        self.0.extend(number.to_le_bytes());
    }

    pub(crate) fn checksum(&mut self, checksum: u32) {
        self.0.extend(checksum.to_le_bytes());
    }

    pub(crate) fn record(&mut self, record: &Self) {
        self.number(record.0.len() as u64);
        self.0.extend(&record.0);
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(all(test, feature = "write"))]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut writer = Writer::default();
        numbers.iter().for_each(|number| writer.number(*number));
        writer.text("通道");
        writer.float(-0.5);
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        for number in numbers {
            assert_eq!(reader.number(), Ok(number));
        }
        assert_eq!(reader.text(), Ok("通道"));
        assert_eq!(reader.float(), Ok(-0.5));
        assert!(reader.byte().is_err());
    }

    #[test]
    fn a_length_beyond_the_block_is_an_error() {
        assert!(Reader::new(&[0xff, 0xff, 0xff, 0xff, 0x0f, b'a']).text().is_err());
        assert!(Reader::new(&[0xff; 20]).number().is_err());
    }
}

//! The texts of a block, each of them once.

use crate::error::CatalogError;
use crate::file::Reader;

/// The texts that a block refers to by number; 0 is the empty text.
#[derive(Clone, Debug)]
pub(crate) struct Pool<'a>(Vec<&'a str>);

impl<'a> Pool<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, CatalogError> {
        let count = reader.count()?;
        let mut texts = Vec::with_capacity(count + 1);
        texts.push("");
        for _ in 0..count {
            texts.push(reader.text()?);
        }
        Ok(Self(texts))
    }

    /// Reads the number of a text.
    pub(crate) fn text(&self, reader: &mut Reader<'_>) -> Result<&'a str, CatalogError> {
        let number = reader.number()?;
        let text = usize::try_from(number).ok().and_then(|index| self.0.get(index));
        text.copied().ok_or_else(|| CatalogError::damaged("a text is missing"))
    }

    /// Reads the number of a text that may be absent.
    pub(crate) fn optional(&self, reader: &mut Reader<'_>) -> Result<Option<&'a str>, CatalogError> {
        Ok(Some(self.text(reader)?).filter(|text| !text.is_empty()))
    }
}

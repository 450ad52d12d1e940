//! How much memory a decoded document may take.
//!
//! Three bytes of JSON, `{},`, can become a record of a thousand bytes and a dozen anomalies, so the limit on the size of a
//! body alone does not bound what reading it costs. Decoding counts what it allocates: the items of lists by the capacity
//! of their vectors, the old and the new one while a vector grows, and each text by what an allocator takes for it. That
//! is within a few percent of what a process grows by, and costs one addition for each text or item.
//!
//! Values that do not fit are an error, since half a list would be a lie. Anomalies and undeclared members that do not fit
//! are counted instead of kept, since the values are what the caller asked for.

use super::super::slot::List;

/// The memory that the values of a large document may take by default, for each byte of its JSON. With the document itself,
/// a copy of it and the notes, that is eight.
const BYTES_PER_BYTE: usize = 6;
/// What the values of any document may take, however small. Real documents are far from the figure above: of the 21,919
/// objects in lists that the vendor documents, the median takes 2 bytes for each of its own as a record, one in a hundred
/// 7, and the rules of `teo` 50, with a limit of 1,000 rules on a page, which is 21 MB. As a JSON value the median
/// response takes 15.
const MIN_BYTES: usize = 32 * 1024 * 1024;
/// What anomalies and undeclared members may take, for small documents; a quarter of the length of large ones.
const MIN_NOTE_BYTES: usize = 512 * 1024;

/// The limits for one document.
#[derive(Clone, Copy)]
pub(crate) struct MemoryLimits {
    pub(super) values: usize,
    pub(super) notes: usize,
}

impl MemoryLimits {
    /// The limits for a document of `length` bytes, of which `max` replaces the one for values.
    pub(crate) fn for_document(length: usize, max: Option<usize>) -> Self {
        Self {
            values: max.unwrap_or_else(|| length.saturating_mul(BYTES_PER_BYTE).max(MIN_BYTES)),
            notes: (length / 4).max(MIN_NOTE_BYTES),
        }
    }
}

/// Memory that was taken, under a limit.
pub(crate) struct Memory {
    used: usize,
    limit: usize,
}

/// The limit was reached.
#[derive(Debug)]
pub(crate) struct LimitReached;

impl Memory {
    pub(super) fn new(limit: usize) -> Self {
        Self { used: 0, limit }
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn used(&self) -> usize {
        self.used
    }

    /// Returns to an earlier state, after everything that was taken since was freed.
    pub(super) fn rewind(&mut self, used: usize) {
        self.used = used;
    }

    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), LimitReached> {
        let used = self.used.saturating_add(bytes);
        if used > self.limit {
            return Err(LimitReached);
        }
        self.used = used;
        Ok(())
    }

    /// Takes what an allocator takes for a text of `length` bytes.
    #[inline]
    pub(super) fn take_text(&mut self, length: usize) -> Result<(), LimitReached> {
        self.take(text_bytes(length))
    }

    /// Takes a larger capacity for a vector that is full, and returns by how many items it grows.
    ///
    /// It doubles, as vectors do, or takes what is left.
    #[cold]
    pub(super) fn grow(&mut self, capacity: usize, item_bytes: usize) -> Result<usize, LimitReached> {
        let item_bytes = item_bytes.max(1);
        // As the standard library: four small items, or a large one.
        let first = if item_bytes <= 1024 { 4 } else { 1 };
        let doubled = capacity.saturating_mul(2).max(first);
        // The old memory is freed only after the new one is filled.
        let grown = doubled.min((self.limit - self.used) / item_bytes);
        if grown < capacity + (capacity / 8).max(1) {
            return Err(LimitReached);
        }
        let additional = grown - capacity;
        self.used += additional * item_bytes;
        Ok(additional)
    }

    /// Makes room for another item.
    #[inline]
    pub(super) fn reserve_item(&mut self, list: &mut dyn List) -> Result<(), LimitReached> {
        let capacity = list.capacity();
        if list.len() < capacity {
            return Ok(());
        }
        let additional = self.grow(capacity, list.item_bytes())?;
        list.reserve_exact(additional);
        Ok(())
    }
}

/// What an allocator takes for `length` bytes: multiples of 16, at least 32, one word of its own included.
pub(super) fn text_bytes(length: usize) -> usize {
    if length == 0 {
        return 0;
    }
    (length.saturating_add(8 + 15) & !15).max(32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_doubles_until_the_limit_is_near() {
        let mut memory = Memory::new(100);
        assert_eq!(memory.grow(0, 10).unwrap(), 4);
        // 40 bytes are held, and the new memory must fit next to them.
        assert_eq!(memory.grow(4, 10).unwrap(), 2);
        assert!(memory.grow(6, 10).is_err());
        assert_eq!(memory.used(), 60);
    }

    #[test]
    fn a_large_item_is_allocated_alone() {
        assert_eq!(Memory::new(usize::MAX).grow(0, 2_000).unwrap(), 1);
    }

    #[test]
    fn a_text_takes_what_allocators_take() {
        assert_eq!([0, 1, 24, 25, 40, 41].map(text_bytes), [0, 32, 32, 48, 48, 64]);
    }
}

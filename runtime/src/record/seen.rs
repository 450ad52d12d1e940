//! Which members of a record a document had.

/// A set of member indices; no allocation for a record of up to 128 members.
#[derive(Default)]
pub(crate) struct Seen {
    first: [u64; 2],
    beyond: Vec<usize>,
    count: usize,
}

impl Seen {
    /// Adds `index`, and says whether it is new.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        let is_new = !self.contains(index);
        self.count += usize::from(is_new);
        match self.first.get_mut(index / 64) {
            Some(word) => *word |= bit(index),
            None => self.beyond.push(index),
        }
        is_new
    }

    /// How many members were added.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        match self.first.get(index / 64) {
            Some(word) => word & bit(index) != 0,
            None => self.beyond.contains(&index),
        }
    }
}

/// The bit of `index` in its word.
fn bit(index: usize) -> u64 {
    1 << (index % 64)
}

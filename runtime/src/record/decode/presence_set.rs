//! Which members of a record a document has.

/// The set of members that a document has, by index. It does not allocate for a record of up to 128 members.
#[derive(Default)]
pub(super) struct PresenceSet {
    words: [u64; 2],
    overflow: Vec<usize>,
    count: usize,
}

impl PresenceSet {
    /// Adds `index` and returns whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let is_new = !self.contains(index);
        self.count += usize::from(is_new);
        match self.words.get_mut(index / 64) {
            Some(word) => *word |= bit(index),
            None => self.overflow.push(index),
        }
        is_new
    }

    /// Removes `index`.
    #[cold]
    pub(super) fn remove(&mut self, index: usize) {
        self.count -= usize::from(self.contains(index));
        match self.words.get_mut(index / 64) {
            Some(word) => *word &= !bit(index),
            None => self.overflow.retain(|other| *other != index),
        }
    }

    /// Returns the number of members in the set.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    #[inline]
    pub(super) fn contains(&self, index: usize) -> bool {
        match self.words.get(index / 64) {
            Some(word) => word & bit(index) != 0,
            None => self.overflow.contains(&index),
        }
    }
}

/// Returns the bit of `index` in its word.
fn bit(index: usize) -> u64 {
    1 << (index % 64)
}

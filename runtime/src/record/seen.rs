//! Which members of a record a document had.

/// A set of member indices; no allocation for a record of up to 128 members.
#[derive(Default)]
pub(crate) struct Seen {
    first: u128,
    beyond: Vec<usize>,
}

impl Seen {
    /// Adds `index`, and says whether it is new.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        let is_new = !self.contains(index);
        match bit(index) {
            Some(bit) => self.first |= bit,
            None => self.beyond.push(index),
        }
        is_new
    }

    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        match bit(index) {
            Some(bit) => self.first & bit != 0,
            None => self.beyond.contains(&index),
        }
    }
}

fn bit(index: usize) -> Option<u128> {
    (index < 128).then(|| 1 << index)
}

//! Which members of a record a document had.

/// A set of member indices; no allocation for a record of up to 128 members.
#[derive(Default)]
pub(crate) struct Seen {
    first: u128,
    beyond: Vec<usize>,
}

impl Seen {
    pub(crate) fn insert(&mut self, index: usize) {
        match u32::try_from(index).ok().and_then(|index| 1u128.checked_shl(index)) {
            Some(bit) => self.first |= bit,
            None => self.beyond.push(index),
        }
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        match u32::try_from(index).ok().and_then(|index| 1u128.checked_shl(index)) {
            Some(bit) => self.first & bit != 0,
            None => self.beyond.contains(&index),
        }
    }
}

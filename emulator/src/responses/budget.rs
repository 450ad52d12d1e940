//! Bounds the synthesized values of a response.
//!
//! Structures of five structures each, nine deep, are two million values: a response that has a value for every member
//! of every type would grow without bound.

/// The most synthesized values of a response.
const MAX_VALUES: usize = 400;

/// The deepest nesting of structures. The service's own responses have up to 13 levels.
const MAX_LEVELS: usize = 16;

/// How far the synthesized values of a response go, in levels of structures.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    /// Down to this level every member has a value and every list has an item; below, lists are empty and nullable
    /// members are absent.
    pub(super) full: usize,
    /// Down to this level structures have members.
    pub(super) some: usize,
}

impl Extent {
    const FULL: Self = Self {
        full: MAX_LEVELS,
        some: MAX_LEVELS,
    };

    /// Every structure has members, and no list has an item.
    pub(super) const SPARSE: Self = Self {
        full: 0,
        some: MAX_LEVELS,
    };

    /// The extents from the smallest to the full one; each includes the one before it.
    fn ascending() -> Vec<Self> {
        let structures = (1..=MAX_LEVELS).map(|some| Self { full: 1, some });
        let lists = (2..=MAX_LEVELS).map(|full| Self { full, some: MAX_LEVELS });
        structures.chain(lists).collect()
    }
}

/// The number of values that may still be synthesized.
pub(super) struct Budget {
    left: Option<usize>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: Some(MAX_VALUES) }
    }

    pub(super) fn spend(&mut self) {
        self.left = self.left.and_then(|left| left.checked_sub(1));
    }

    /// Whether more values were spent than there were.
    pub(super) fn is_exhausted(&self) -> bool {
        self.left.is_none()
    }
}

/// The result of `write` for the largest extent that stays within the budget, or else for the smallest.
/// `write` also returns whether the budget sufficed.
pub(super) fn largest_within_budget<T>(write: impl Fn(Extent) -> (T, bool)) -> T {
    let (full, is_within) = write(Extent::FULL);
    if is_within {
        return full;
    }
    let extents = Extent::ascending();
    let count = extents.partition_point(|extent| write(*extent).1);
    let largest = extents.get(count.saturating_sub(1)).copied();
    write(largest.unwrap_or(Extent::FULL)).0
}

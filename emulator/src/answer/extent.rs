//! How far the made-up values of an answer go.
//!
//! Structures of five structures each, nine deep, are two million values: an answer that shows every type to its
//! end would grow without bound.

/// Most made-up values of an answer.
const MOST_VALUES: usize = 400;

/// Most levels of structures inside one another. The service's own answers have up to 13.
const MOST_LEVELS: usize = 16;

/// How far the made-up values of an answer go, in levels of structures.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    /// Down to here every member has a value and every list an item; below, lists are empty and nullable
    /// members absent.
    pub(super) full: usize,
    /// Down to here structures have members.
    pub(super) some: usize,
}

impl Extent {
    const WHOLE: Self = Self {
        full: MOST_LEVELS,
        some: MOST_LEVELS,
    };

    /// Every structure has members, and no list an item.
    pub(super) const SPARE: Self = Self {
        full: 0,
        some: MOST_LEVELS,
    };

    /// From the smallest to the whole; each takes in the one before it.
    fn growing() -> Vec<Self> {
        let structures = (1..=MOST_LEVELS).map(|some| Self { full: 1, some });
        let lists = (2..=MOST_LEVELS).map(|full| Self {
            full,
            some: MOST_LEVELS,
        });
        structures.chain(lists).collect()
    }
}

/// The values that an answer may still make up.
pub(super) struct Budget {
    left: Option<usize>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            left: Some(MOST_VALUES),
        }
    }

    pub(super) fn spend(&mut self) {
        self.left = self.left.and_then(|left| left.checked_sub(1));
    }

    /// Whether more was spent than there was.
    pub(super) fn is_overdrawn(&self) -> bool {
        self.left.is_none()
    }
}

/// What `write` makes of the largest extent that it has the budget for, or else of the smallest.
/// `write` says too whether the budget held.
pub(super) fn largest_within_budget<T>(write: impl Fn(Extent) -> (T, bool)) -> T {
    let (whole, held) = write(Extent::WHOLE);
    if held {
        return whole;
    }
    let extents = Extent::growing();
    let within = extents.partition_point(|extent| write(*extent).1);
    let largest = extents.get(within.saturating_sub(1)).copied();
    write(largest.unwrap_or(Extent::WHOLE)).0
}

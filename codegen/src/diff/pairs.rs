//! Two lists matched by name: the items in both, and those in one of them.

use std::collections::HashMap;

/// Two lists, matched by name.
pub(super) struct Pairs<'a, T> {
    pub(super) gone: Vec<&'a T>,
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) new: Vec<&'a T>,
}

impl<'a, T> Pairs<'a, T> {
    /// Pairs the items that have the same name.
    pub(super) fn by<'k>(
        before: impl IntoIterator<Item = &'a T>,
        after: impl IntoIterator<Item = &'a T>,
        name: impl Fn(&'a T) -> &'k str,
    ) -> Self {
        let unmatched = Self {
            gone: before.into_iter().collect(),
            both: Vec::new(),
            new: after.into_iter().collect(),
        };
        unmatched.and_by(name)
    }

    /// Pairs, by another `name`, the items that have no counterpart yet.
    pub(super) fn and_by<'k>(mut self, name: impl Fn(&'a T) -> &'k str) -> Self {
        // Where a name occurs twice, which is an error in a spec, the first is paired with the first.
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, item) in self.new.iter().enumerate().rev() {
            places.entry(name(item)).or_default().push(place);
        }
        let mut is_matched = vec![false; self.new.len()];
        let mut gone = Vec::new();
        for before in self.gone {
            match places.get_mut(name(before)).and_then(Vec::pop) {
                Some(place) => {
                    self.both.push((before, self.new[place]));
                    is_matched[place] = true;
                }
                None => gone.push(before),
            }
        }
        let mut is_matched = is_matched.into_iter();
        self.new.retain(|_| is_matched.next() != Some(true));
        self.gone = gone;
        self
    }
}

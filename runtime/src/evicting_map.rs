//! A map that evicts idle entries, so that names from outside cannot fill the memory.

use std::collections::HashMap;
use std::hash::Hash;

/// Smaller maps are not swept.
const FIRST_SWEEP: usize = 64;

pub(crate) struct EvictingMap<K, V> {
    entries: HashMap<K, V>,
    /// The number of entries at which idle ones are evicted.
    sweep_at: usize,
}

impl<K, V> Default for EvictingMap<K, V> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            sweep_at: FIRST_SWEEP,
        }
    }
}

impl<K: Eq + Hash, V: Default> EvictingMap<K, V> {
    /// The entry of a key, inserted if there is none. Idle entries are evicted whenever the map has doubled.
    pub(crate) fn entry(&mut self, key: K, is_idle: impl Fn(&V) -> bool) -> &mut V {
        if self.entries.len() >= self.sweep_at {
            self.entries.retain(|_, value| !is_idle(value));
            self.sweep_at = FIRST_SWEEP.max(2 * self.entries.len());
        }
        self.entries.entry(key).or_default()
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.entries.get_mut(key)
    }

    #[cfg(any(feature = "failover", test))]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_entries_make_room_and_busy_ones_stay() {
        let mut map = EvictingMap::<usize, bool>::default();
        for key in 0..10_000 {
            let is_busy = map.entry(key, |is_busy| !is_busy);
            *is_busy = key < 100;
        }
        assert!(map.iter().count() < 400);
        assert!((0..100).all(|key| map.get_mut(&key).is_some()));
    }
}

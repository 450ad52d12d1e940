//! Rust names that stand for something else than before, which the compiler does not notice.

use std::collections::HashMap;

/// Something with a name in Rust and one on the wire.
pub(super) trait RustName {
    /// Returns its name in Rust.
    fn rust(&self) -> &str;
    /// Returns its name on the wire.
    fn wire(&self) -> &str;
}

/// Returns the items of both lists that have the same Rust name and different wire names.
pub(super) fn moved<'a, T: RustName>(before: &'a [T], after: &'a [T]) -> Vec<(&'a T, &'a T)> {
    let by_name: HashMap<&str, &T> = after.iter().map(|item| (item.rust(), item)).collect();
    let pairs = before.iter().filter_map(|old| Some((old, *by_name.get(old.rust())?)));
    pairs.filter(|(old, new)| old.wire() != new.wire()).collect()
}

/// Returns what the Rust name of `old` and `new` stands for, and where the old item is `after` that.
pub(super) fn reported<T: RustName>(noun: &str, old: &T, new: &T, after: &[T]) -> String {
    let there = after.iter().find(|item| item.wire() == old.wire());
    let now = there.map_or_else(String::new, |there| format!(" (now `{}`)", there.rust()));
    format!(
        "the {noun} `{}` was `{}`{now}, is `{}`",
        new.rust(),
        old.wire(),
        new.wire()
    )
}

//! Rust names that stand for something else than before, which the compiler does not notice.

use std::collections::BTreeMap;

/// Something with a name in Rust and one on the wire.
pub(super) trait RustName {
    /// Returns its name in Rust.
    fn rust(&self) -> &str;
    /// Returns its name on the wire.
    fn wire(&self) -> &str;
}

/// Returns the items of both lists that have the same Rust name and different wire names.
pub(super) fn moved<'a, T: RustName>(before: &'a [T], after: &'a [T]) -> Vec<(&'a T, &'a T)> {
    let (was, is) = (first_of_each_name(before), first_of_each_name(after));
    let pairs = was.into_iter().filter_map(|(name, old)| Some((old, *is.get(name)?)));
    pairs.filter(|(old, new)| old.wire() != new.wire()).collect()
}

/// Names that occur twice are an error in a spec.
fn first_of_each_name<T: RustName>(items: &[T]) -> BTreeMap<&str, &T> {
    let mut first = BTreeMap::new();
    for item in items {
        first.entry(item.rust()).or_insert(item);
    }
    first
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

//! Merges documented examples: those that nobody edited are refreshed, all others stay.
//!
//! An imported example has a fingerprint of its bodies, so an edit shows. An example without one was written by a person,
//! or imported before there were fingerprints; nobody can tell, so it stays, and the report says so.

use super::super::draft::SourceCapabilities;
use super::super::note::NoteKind;
use super::Changes;
use crate::spec::Example;

/// Returns the fingerprint of an example's bodies: the CRC-32 of their JSON, in hexadecimal digits.
///
/// It finds edits and is no protection against a forged one, so the checksum that the reader of wheels has anyway will do.
pub(in crate::import) fn fingerprint(example: &Example) -> String {
    let bodies = serde_json::to_string(&(&example.request, &example.response)).unwrap_or_default();
    format!("{:08x}", crc32fast::hash(bodies.as_bytes()))
}

/// Returns the examples of the file with those refreshed that nobody edited. `new` have their fingerprints.
pub(super) fn merged(
    old: &[Example],
    new: Vec<Example>,
    capabilities: &SourceCapabilities,
    changes: &mut Changes,
) -> Vec<Example> {
    if new.is_empty() || !(capabilities.examples || old.is_empty()) {
        return old.to_vec();
    }
    let is_same = |old: &Example, new: &Example| old.request == new.request && old.response == new.response;
    let is_untouched = |example: &Example| {
        example
            .imported
            .as_ref()
            .is_some_and(|imported| imported.value == fingerprint(example))
    };
    let is_known = |example: &Example| is_untouched(example) || new.iter().any(|new| is_same(example, new));
    let kept: Vec<&Example> = old.iter().filter(|old| !is_known(old)).collect();
    if kept.is_empty() {
        return refreshed(old, new, changes);
    }
    if kept.iter().any(|example| example.imported.is_none()) {
        let titles: Vec<&str> = kept.iter().map(|example| example.title.as_str()).collect();
        let text = format!(
            "its examples are kept, since a person may have written them: {}; remove them from the file to import the \
             documented ones",
            titles.join(", ")
        );
        changes.note(NoteKind::ExampleKept, text);
        return old.to_vec();
    }
    for example in &kept {
        let text = format!("the example `{}` was edited, so it is kept", example.title.value);
        changes.note(NoteKind::ExampleKept, text);
    }
    // An edited example takes the place of the one that it was made from.
    let is_replaced = |new: &Example| {
        kept.iter()
            .any(|kept| kept.imported == new.imported || kept.title == new.title)
    };
    let fresh: Vec<Example> = new.iter().filter(|new| !is_replaced(new)).cloned().collect();
    let known: Vec<Example> = old.iter().filter(|old| is_known(old)).cloned().collect();
    let mut merged: Vec<Example> = kept.into_iter().cloned().collect();
    merged.extend(refreshed(&known, fresh, changes));
    merged
}

/// Replaces examples that nobody edited by the documented ones, and keeps their titles if they only gained a fingerprint.
///
/// Several examples may have the same bodies, such as those whose request is damaged, so each is paired with only one: that
/// of its title, or else the first that is left.
fn refreshed(old: &[Example], new: Vec<Example>, changes: &mut Changes) -> Vec<Example> {
    let is_same = |old: &Example, new: &Example| old.request == new.request && old.response == new.response;
    let mut left: Vec<&Example> = old.iter().collect();
    let mut take = |is_it: &dyn Fn(&Example) -> bool| {
        let at = left.iter().position(|old| is_it(old))?;
        Some(left.remove(at))
    };
    let titled = new
        .iter()
        .map(|new| take(&|old| is_same(old, new) && old.title == new.title));
    let titled: Vec<Option<&Example>> = titled.collect();
    let pairs = new.iter().zip(titled);
    let pairs: Vec<Option<&Example>> = pairs
        .map(|(new, titled)| titled.or_else(|| take(&|old| is_same(old, new))))
        .collect();
    for gone in left {
        changes.fact(format!("- example {}", gone.title.value));
    }
    let refreshed = new.into_iter().zip(pairs).map(|(new, old)| match old {
        Some(there) => Example {
            imported: new.imported,
            ..there.clone()
        },
        None => {
            changes.fact(format!("+ example {}", new.title.value));
            new
        }
    });
    refreshed.collect()
}

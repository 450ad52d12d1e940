//! Carries facts that a source does not state over from the existing file, and reports them.
//!
//! This happens before the merge, so such facts are no changes. The report names what was kept and what was assumed: an
//! integer without a width is signed.

use super::super::draft::SourceCapabilities;
use super::super::note::{Note, NoteKind};
use crate::spec::Member;

/// Returns `new` with the facts that its source does not state taken from `old`. `owner` is the type that they belong to,
/// if it is one.
pub(super) fn completed(
    mut new: Member,
    old: &Member,
    capabilities: &SourceCapabilities,
    owner: Option<&str>,
) -> Member {
    if !capabilities.integer_widths && new.format.is_none() && new.type_name == old.type_name {
        new.format.clone_from(&old.format);
    }
    if !capabilities.nullability {
        new.nullable |= old.nullable;
    }
    if owner.is_some_and(|owner| capabilities.without_required.contains(owner)) {
        new.required |= old.required;
    }
    new
}

/// A list of members in the existing file and as the source describes it.
pub(in crate::import) struct Pair<'a> {
    pub(in crate::import) old: &'a [Member],
    pub(in crate::import) new: &'a [Member],
}

/// Returns a note on the facts that were kept, and one on those that were assumed, in the file `path`.
pub(in crate::import) fn remarks(
    capabilities: &SourceCapabilities,
    pairs: &[Pair<'_>],
    owner: Option<&str>,
    path: &str,
) -> Vec<Note> {
    let mut kept = Vec::new();
    let mut assumed = Vec::new();
    for (pair, member) in pairs
        .iter()
        .flat_map(|pair| pair.new.iter().map(move |new| (pair, new)))
    {
        let name = &member.name.value;
        let there = pair.old.iter().find(|old| old.name == member.name);
        let whole = there.map_or_else(
            || member.clone(),
            |old| completed(member.clone(), old, capabilities, owner),
        );
        if whole.nullable != member.nullable {
            kept.push(format!("{name} is nullable"));
        }
        if whole.required != member.required {
            kept.push(format!("{name} is required"));
        }
        match &whole.format {
            _ if capabilities.integer_widths || member.format.is_some() || !member.type_name.ends_with("Integer") => {}
            Some(width) => kept.push(format!("{name} is {}", width.value)),
            None => assumed.push(name.as_str()),
        }
    }
    let mut remarks = Vec::new();
    if !kept.is_empty() {
        let text = format!("kept, since the source does not state it: {}", kept.join(", "));
        remarks.push(Note::new(NoteKind::Kept, path, text));
    }
    if !assumed.is_empty() {
        let names = assumed.join(", ");
        let text = format!("assumed to be signed 64-bit, since the source gives no width: {names}");
        remarks.push(Note::new(NoteKind::Assumed, path, text));
    }
    remarks
}

//! Facts that a source does not state: taken from the file that is there, and reported.

use super::draft::Says;
use crate::spec::Member;

/// `new` with what its source does not say filled in from `old`. `owner` is the type that they belong to, if it is one.
pub(super) fn completed(mut new: Member, old: &Member, says: &Says, owner: Option<&str>) -> Member {
    if !says.widths && new.format.is_none() && new.type_name == old.type_name {
        new.format.clone_from(&old.format);
    }
    if !says.nulls {
        new.nullable |= old.nullable;
    }
    if owner.is_some_and(|owner| says.without_required.contains(owner)) {
        new.required |= old.required;
    }
    new
}

/// The members of a list as they are in the file and as its source has them.
pub(super) struct Pair<'a> {
    pub(super) old: &'a [Member],
    pub(super) new: &'a [Member],
}

/// What its source does not say of a file: a line for what stays as it is, a line for what is taken for granted.
pub(super) fn remarks(says: &Says, pairs: &[Pair<'_>], owner: Option<&str>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut assumed = Vec::new();
    for (pair, member) in pairs
        .iter()
        .flat_map(|pair| pair.new.iter().map(move |new| (pair, new)))
    {
        let name = &member.name.value;
        let there = pair.old.iter().find(|old| old.name == member.name);
        let whole = there.map_or_else(|| member.clone(), |old| completed(member.clone(), old, says, owner));
        if whole.nullable != member.nullable {
            kept.push(format!("{name} is nullable"));
        }
        if whole.required != member.required {
            kept.push(format!("{name} is required"));
        }
        match &whole.format {
            _ if says.widths || member.format.is_some() || !member.type_name.ends_with("Integer") => {}
            Some(width) => kept.push(format!("{name} is {}", width.value)),
            None => assumed.push(name.as_str()),
        }
    }
    let mut remarks = Vec::new();
    if !kept.is_empty() {
        remarks.push(format!("kept, for the source does not say it: {}", kept.join(", ")));
    }
    if !assumed.is_empty() {
        let names = assumed.join(", ");
        remarks.push(format!(
            "taken for signed 64-bit, for the source gives no width: {names}"
        ));
    }
    remarks
}

//! Requests, responses and the types that they share.

use super::changes::Changes;
use super::fields;
use super::pairs::Pairs;
use super::type_words::same_argument;
use crate::lower::{Default, Field, Presence, Struct};

pub(super) fn compare(before: &Struct, after: &Struct, changes: &mut Changes) {
    changes.docs(after.name.as_str(), &before.docs, &after.docs);
    let members = Pairs::by(&before.fields, &after.fields, |field| &field.wire_name).and_by(|field| &field.name);
    let optionality = whole(before, after, &members, changes);
    for field in &members.gone {
        changes.breaking(place(after, field), "is gone");
    }
    for field in &members.new {
        fields::new(&place(after, field), field, changes);
    }
    for (old, new) in &members.both {
        let place = place(after, old);
        fields::compare(&place, old, new, optionality, changes);
        if old.name != new.name {
            let is_taken = after.fields.iter().any(|other| other.name == old.name);
            let what = format!("its Rust name was `{}`, is `{}`", old.name, new.name);
            changes.breaking_silently_if(is_taken, place, what);
        }
    }
    arguments(before, after, &members, changes);
}

/// Who decides whether a member is optional.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Optionality {
    /// The member itself: what changes is its own.
    Members,
    /// That `new` takes required members now, or no longer does.
    New,
    /// That requests use the type now, or no longer do.
    Requests,
}

fn place(structure: &Struct, field: &Field) -> String {
    format!("{}.{}", structure.name, field.wire_name)
}

/// What changes with the whole type.
fn whole(before: &Struct, after: &Struct, members: &Pairs<'_, Field>, changes: &mut Changes) -> Optionality {
    let name = after.name.as_str();
    match (before.is_input, after.is_input) {
        (false, true) => {
            used_by_requests(after, members, changes);
            return Optionality::Requests;
        }
        (true, false) => {
            let what = "no request uses it any more: its members are plain, `new` and the setters are gone";
            changes.breaking(name, what);
            return Optionality::Requests;
        }
        _ => {}
    }
    match (has_to_be_filled(before), has_to_be_filled(after)) {
        (false, true) => {
            let required = required(after);
            let what = format!("has {required} required members: too many for `new`, so that each is an `Option`");
            changes.breaking(name, what);
            Optionality::New
        }
        (true, false) => {
            let what = "has fewer required members: they are no longer `Option`s, `new` takes those that remain";
            changes.breaking(name, what);
            Optionality::New
        }
        _ => Optionality::Members,
    }
}

fn used_by_requests(after: &Struct, members: &Pairs<'_, Field>, changes: &mut Changes) {
    let name = after.name.as_str();
    let optional = members.both.iter().any(|(old, new)| old.shape != new.shape);
    let no_default = after.default == Default::None;
    let what = match (optional, no_default) {
        (true, true) => "a request uses it: members are `Option`s, and it has no `Default` any more",
        (true, false) => "a request uses it: its members are `Option`s",
        (false, true) => "a request uses it: it has no `Default` any more",
        (false, false) => return changes.addition(name, "a request may use it: it has `new` and setters"),
    };
    changes.breaking(name, what);
}

/// Whether it has required members that `new` does not take.
fn has_to_be_filled(structure: &Struct) -> bool {
    let mut fields = structure.fields.iter();
    structure.is_input && fields.any(|field| field.presence == Presence::Required && !field.is_argument)
}

fn required(structure: &Struct) -> usize {
    let required = |field: &&Field| field.presence == Presence::Required;
    structure.fields.iter().filter(required).count()
}

/// Calls of `new` name no members: another order, or another member in the place of one, may compile.
fn arguments(before: &Struct, after: &Struct, members: &Pairs<'_, Field>, changes: &mut Changes) {
    let (old, new): (Vec<&Field>, Vec<&Field>) = (before.arguments().collect(), after.arguments().collect());
    let position = |arguments: &[&Field], field: &Field| arguments.iter().position(|other| std::ptr::eq(*other, field));
    let mut common: Vec<(usize, usize)> = members
        .both
        .iter()
        .filter_map(|(was, is)| Some((position(&old, was)?, position(&new, is)?)))
        .collect();
    common.sort_unstable();
    let in_order = common.is_sorted_by_key(|(_, place)| place);
    let in_place = common.len() == old.len() && common.iter().all(|(was, is)| was == is);
    let compiles = old.len() == new.len() && old.iter().zip(&new).all(|(was, is)| same_argument(was, is));
    if in_order && (in_place || !compiles) {
        return; // the members say what there is to say
    }
    let consequence = match compiles {
        true => ": a call compiles as it is, and each value goes to the member that stands in its place",
        false => "",
    };
    let what = format!("`new` took ({}), takes ({}){consequence}", listed(&old), listed(&new));
    changes.breaking_silently_if(compiles, after.name.as_str(), what);
}

fn listed(arguments: &[&Field]) -> String {
    let names: Vec<&str> = arguments.iter().map(|field| field.wire_name.as_str()).collect();
    names.join(", ")
}

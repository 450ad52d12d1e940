//! When a member is plain, optional or a list, and when a value of its type can be made from nothing.

use super::ir::{Default, Presence, Shape};
use crate::request_code::{ItemShape, takes_in_new};
use crate::spec::Member;

/// How a value with `members` is made without naming any of them.
pub(crate) fn default(members: &[Member], is_input: bool) -> Default {
    let any_required = members.iter().any(|member| member.required);
    match (is_input, any_required && takes_in_new(members)) {
        (false, _) => Default::Trait,
        (true, false) => Default::TraitAndNew,
        (true, true) => Default::None,
    }
}

/// When `member` has to be there, in a type that requests use or in one that only responses do.
pub(crate) fn presence(member: &Member, item: &ItemShape, is_input: bool) -> Presence {
    match (is_input, member.required, member.nullable) {
        (true, true, _) => Presence::Required,
        (true, false, _) | (false, _, true) => Presence::Optional,
        (false, _, false) if is_boxed(item) => Presence::Optional, // what holds itself has to end somewhere
        (false, _, false) => Presence::Always,
    }
}

fn is_boxed(item: &ItemShape) -> bool {
    matches!(item, ItemShape::BoxedType(_))
}

/// How `member` holds its item. `by_new` says whether its type's required members are taken by `new`.
pub(crate) fn shape(member: &Member, item: &ItemShape, is_input: bool, by_new: bool) -> Shape {
    let is_optional = match presence(member, item, is_input) {
        Presence::Required => !by_new,
        Presence::Always => false,
        Presence::Optional => true,
    };
    match (member.type_ref().list, is_optional) {
        (true, true) if is_input => Shape::OptionalList,
        (true, _) => Shape::List,
        (false, true) => Shape::Optional,
        (false, false) if is_boxed(item) => Shape::Optional, // a plain one could never be finished
        (false, false) => Shape::Plain,
    }
}

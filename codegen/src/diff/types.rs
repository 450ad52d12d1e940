//! Generated types: requests, responses and the types that they share, their members, allowed values and error codes.
//!
//! Members are paired by wire name first and by Rust name after that, so that a new wire name under the same field is
//! one change. Apart from that each Rust name is followed: where it stands for another member than before (of two
//! members that are one field in Rust the later is numbered, and the vendor may change their order or remove one), code
//! compiles and sends the wrong thing. What follows from a change of the whole type (a request starts to use it, so its members become
//! optional) is listed once for the type and not again for each member.

use super::breaking::Changes;
use super::kind::Kind;
use super::moved::{self, RustName};
use super::pairs::Pairs;
use crate::lower::{Default, ErrorCodes, Field, Integers, ItemShape, OpenEnum, Presence, Shape, Struct, Variant};
use crate::naming::same_but_spelling;

pub(super) fn structs(before: &Struct, after: &Struct, changes: &mut Changes) {
    changes.docs(after.name.as_str(), &before.docs, &after.docs);
    let members = Pairs::by(&before.fields, &after.fields, |field| &field.wire_name).and_by(|field| &field.name);
    let optionality = whole(before, after, &members, changes);
    for field in &members.gone {
        changes.breaking(Kind::MemberRemoved, place(after, field), "is gone");
    }
    for field in &members.new {
        new_member(&place(after, field), field, changes);
    }
    for (old, new) in &members.both {
        let place = place(after, old);
        member(&place, old, new, optionality, changes);
        if old.name != new.name && !after.fields.iter().any(|other| other.name == old.name) {
            let what = format!("its Rust name was `{}`, is `{}`", old.name, new.name);
            changes.breaking(Kind::RustNameChanged, place, what);
        }
    }
    moved_fields(before, after, changes);
    arguments(before, after, &members, changes);
}

/// Adds the fields that stand for another member than before.
fn moved_fields(before: &Struct, after: &Struct, changes: &mut Changes) {
    for (old, new) in moved::moved(&before.fields, &after.fields) {
        let compiles = old.shape == new.shape && spec_type(old) == spec_type(new) && is_boxed(old) == is_boxed(new);
        let is_gone = after.fields.iter().all(|field| field.wire_name != old.wire_name);
        if compiles && is_gone && same_but_spelling(&old.wire_name, &new.wire_name) {
            let what = format!(
                "is spelled so on the wire, and was `{}`: the Rust field is the same",
                old.wire_name
            );
            changes.note(Kind::MemberRespelled, place(after, new), what);
            continue;
        }
        let consequence = if compiles {
            "code compiles as it is, and reads or sends the other member"
        } else {
            "it is another member, of another type"
        };
        let what = format!("{}: {consequence}", moved::reported("field", old, new, &after.fields));
        changes.breaking_silently_if(compiles, Kind::FieldMoved, place(after, old), what);
    }
}

impl RustName for Field {
    fn rust(&self) -> &str {
        &self.name
    }

    fn wire(&self) -> &str {
        &self.wire_name
    }
}

impl RustName for Variant {
    fn rust(&self) -> &str {
        &self.name
    }

    fn wire(&self) -> &str {
        &self.wire
    }
}

/// What decides whether a member is optional.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Optionality {
    /// The member itself: a change is its own.
    Members,
    /// Whether `new` takes the required members, which has changed.
    New,
    /// Whether requests use the type, which has changed.
    Requests,
}

fn place(structure: &Struct, field: &Field) -> String {
    format!("{}.{}", structure.name, field.wire_name)
}

/// Compares what all members of a type depend on.
fn whole(before: &Struct, after: &Struct, members: &Pairs<'_, Field>, changes: &mut Changes) -> Optionality {
    let name = after.name.as_str();
    match (before.is_input, after.is_input) {
        (false, true) => {
            used_by_requests(after, members, changes);
            return Optionality::Requests;
        }
        (true, false) => {
            let what = "is no longer used by requests: its members are plain, `new` and the setters are gone";
            changes.breaking(Kind::RequestUseChanged, name, what);
            return Optionality::Requests;
        }
        _ => {}
    }
    match (has_to_be_filled(before), has_to_be_filled(after)) {
        (false, true) => {
            let required = required(after);
            let what = format!("has {required} required members: too many for `new`, so that each is an `Option`");
            changes.breaking(Kind::ConstructorChanged, name, what);
            Optionality::New
        }
        (true, false) => {
            let what = "has fewer required members: they are no longer `Option`s, `new` takes those that remain";
            changes.breaking(Kind::ConstructorChanged, name, what);
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
        (true, true) => "a request uses it: members are `Option`s, and it no longer has a `Default`",
        (true, false) => "a request uses it: its members are `Option`s",
        (false, true) => "a request uses it: it no longer has a `Default`",
        (false, false) => {
            let what = "a request may use it: it has `new` and setters";
            return changes.addition(Kind::RequestUseChanged, name, what);
        }
    };
    changes.breaking(Kind::RequestUseChanged, name, what);
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

/// Compares the arguments of `new`. Calls do not name them, so a different order, or a different member in a place, may
/// still compile.
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
        return; // the members' own changes cover it
    }
    let consequence = if compiles { misplaced(&old, &new) } else { String::new() };
    let what = format!("`new` took ({}), takes ({}){consequence}", listed(&old), listed(&new));
    changes.breaking_silently_if(compiles, Kind::ArgumentsReordered, after.name.as_str(), what);
}

/// Returns where the values of a call that compiles as it is end up.
fn misplaced(old: &[&Field], new: &[&Field]) -> String {
    let moved = old.iter().zip(new).filter(|(was, is)| was.wire_name != is.wire_name);
    let moved: Vec<String> = moved
        .map(|(was, is)| {
            format!(
                "the {} for `{}` is sent as `{}`",
                spec_type(was),
                was.wire_name,
                is.wire_name
            )
        })
        .collect();
    format!(": a call compiles as it is, and {}", moved.join(", "))
}

fn listed(arguments: &[&Field]) -> String {
    let names: Vec<&str> = arguments.iter().map(|field| field.wire_name.as_str()).collect();
    names.join(", ")
}

fn new_member(place: &str, field: &Field, changes: &mut Changes) {
    match (field.presence, field.is_argument) {
        (Presence::Required, true) => {
            changes.breaking(Kind::MemberRequired, place, "is new and required: `new` takes it");
        }
        (Presence::Required, false) => {
            changes.breaking_silently_if(true, Kind::MemberRequired, place, NEW_AND_REJECTED);
        }
        (Presence::Optional, _) => changes.addition(Kind::MemberAdded, place, "is new, and optional"),
        (Presence::Always, _) => changes.addition(Kind::MemberAdded, place, "is new"),
    }
}

const NEW_AND_REJECTED: &str = "is new and required: a request without it is rejected before it is sent";

/// Compares a member; `optionality` tells whether a change of its optionality is its own.
fn member(place: &str, before: &Field, after: &Field, optionality: Optionality, changes: &mut Changes) {
    if optionality != Optionality::Requests {
        changes.docs(place, &before.docs, &after.docs); // they state whether a request needs it
    }
    changes.deprecation(place, before.deprecated.as_deref(), after.deprecated.as_deref());
    held_type(place, before, after, changes);
    if optionality != Optionality::Requests {
        presence(place, before, after, changes);
    }
    match (before.secret, after.secret) {
        (true, false) => {
            let what = "is no longer secret: `Debug` shows it";
            changes.breaking_silently_if(true, Kind::SecretShown, place, what);
        }
        (false, true) => changes.note(Kind::SecretHidden, place, "is secret: `Debug` no longer shows it"),
        _ => {}
    }
}

fn held_type(place: &str, before: &Field, after: &Field, changes: &mut Changes) {
    let (was, is) = (spec_type(before), spec_type(after));
    if was != is {
        changes.breaking(Kind::TypeChanged, place, format!("was {was}, is {is}"));
        return;
    }
    match (is_boxed(before), is_boxed(after)) {
        (false, true) => changes.breaking(Kind::TypeChanged, place, "is boxed, since a type would hold itself"),
        (true, false) => {
            let what = "is no longer boxed, since no type holds itself";
            changes.breaking(Kind::TypeChanged, place, what);
        }
        _ => {}
    }
}

fn presence(place: &str, before: &Field, after: &Field, changes: &mut Changes) {
    use Presence::{Always, Optional, Required};
    let same_shape = before.shape == after.shape;
    match (before.presence, after.presence) {
        (Optional | Always, Required) if after.is_argument => {
            changes.breaking(Kind::MemberRequired, place, "is required: `new` takes it");
        }
        (Optional | Always, Required) => {
            let what = "is required: a request without it is rejected before it is sent";
            changes.breaking_silently_if(true, Kind::MemberRequired, place, what);
        }
        (Required, Optional | Always) if before.is_argument => {
            changes.breaking(Kind::MemberOptional, place, "is optional: `new` no longer takes it");
        }
        (Required, Optional | Always) => {
            changes.addition(Kind::MemberOptional, place, "is optional: a request may leave it out");
        }
        (Always, Optional) if same_shape => {
            changes.note(
                Kind::MayBeNull,
                place,
                "may be absent: its absence is no longer an anomaly",
            );
        }
        (Optional, Always) if same_shape => {
            changes.note(Kind::NeverNull, place, "is always there: its absence is an anomaly");
        }
        // A box is an `Option` whatever its presence.
        (Always, Optional) if !is_boxed(after) => {
            changes.breaking(Kind::MayBeNull, place, "may be absent: it is an `Option`");
        }
        (Optional, Always) if !is_boxed(before) => {
            changes.breaking(Kind::NeverNull, place, "is always there: it is no longer an `Option`");
        }
        (Required, Required) if before.nullable != after.nullable => {
            let (kind, what) = if after.nullable {
                let what = "may be absent from a response: its absence is no longer an anomaly";
                (Kind::MayBeNull, what)
            } else {
                (
                    Kind::NeverNull,
                    "is always there in a response: its absence is an anomaly",
                )
            };
            changes.note(kind, place, what);
        }
        _ => {}
    }
}

/// Returns the type of a member in the words of the spec: `Array of TagPair`.
fn spec_type(field: &Field) -> String {
    let item = match &field.item {
        ItemShape::Text => "String".to_owned(),
        ItemShape::Int64 => "Integer (int64)".to_owned(),
        ItemShape::Uint64 => "Integer (uint64)".to_owned(),
        ItemShape::Float => "Float".to_owned(),
        ItemShape::Boolean => "Boolean".to_owned(),
        ItemShape::Json => "Object".to_owned(),
        ItemShape::Binary => "Binary".to_owned(),
        ItemShape::Values(name) => format!("String (values `{name}`)"),
        ItemShape::Type(name) | ItemShape::BoxedType(name) => name.clone(),
    };
    if is_list(field) {
        format!("Array of {item}")
    } else {
        item
    }
}

fn is_boxed(field: &Field) -> bool {
    matches!(field.item, ItemShape::BoxedType(_))
}

/// Whether an argument for one compiles as an argument for the other: a string does for a set of values, and an integer
/// literal for either width.
fn same_argument(one: &Field, other: &Field) -> bool {
    use ItemShape::{BoxedType, Int64, Text, Type, Uint64, Values};
    let same_item = match (&one.item, &other.item) {
        (Text | Values(_), Text | Values(_)) | (Int64 | Uint64, Int64 | Uint64) => true,
        (Type(one) | BoxedType(one), Type(other) | BoxedType(other)) => one == other,
        (one, other) => one == other,
    };
    same_item && is_list(one) == is_list(other)
}

fn is_list(field: &Field) -> bool {
    matches!(field.shape, Shape::List | Shape::OptionalList)
}

pub(super) fn open_enums(before: &OpenEnum, after: &OpenEnum, changes: &mut Changes) {
    changes.docs(after.name.as_str(), &before.docs, &after.docs);
    variants(&after.name, &VALUES, &before.variants, &after.variants, changes);
}

pub(super) fn integers(before: &Integers, after: &Integers, changes: &mut Changes) {
    let name = after.name.as_str();
    changes.docs(name, &before.docs, &after.docs);
    let width = |integers: &Integers| if integers.unsigned { "u64" } else { "i64" };
    if before.unsigned != after.unsigned {
        let what = format!("its constants were `{}`, are `{}`", width(before), width(after));
        changes.breaking(Kind::TypeChanged, name, what);
    }
    variants(name, &INTEGERS, &before.constants, &after.constants, changes);
}

pub(super) fn error_codes(before: &ErrorCodes, after: &ErrorCodes, changes: &mut Changes) {
    changes.docs(after.name.as_str(), &before.docs, &after.docs);
    variants(&after.name, &CODES, &before.variants, &after.variants, changes);
}

/// What the variants of an enum are called, and the kinds of their changes.
struct Variants {
    noun: &'static str,
    in_rust: &'static str,
    removed: Kind,
    added: Kind,
}

const VALUES: Variants = Variants {
    noun: "value",
    in_rust: "variant",
    removed: Kind::ValueRemoved,
    added: Kind::ValueAdded,
};

const INTEGERS: Variants = Variants {
    noun: "value",
    in_rust: "constant",
    removed: Kind::ValueRemoved,
    added: Kind::ValueAdded,
};

const CODES: Variants = Variants {
    noun: "code",
    in_rust: "variant",
    removed: Kind::ErrorCodeRemoved,
    added: Kind::ErrorCodeAdded,
};

fn variants(owner: &str, of: &Variants, before: &[Variant], after: &[Variant], changes: &mut Changes) {
    let noun = of.noun;
    let pairs = Pairs::by(before, after, |variant| &variant.wire).and_by(|variant| &variant.name);
    for variant in pairs.gone {
        changes.breaking(of.removed, owner, format!("the {noun} `{}` is gone", variant.wire));
    }
    for variant in pairs.new {
        changes.addition(of.added, owner, format!("a new {noun}, `{}`", variant.wire));
    }
    for (old, new) in pairs.both {
        if old.name != new.name && !after.iter().any(|other| other.name == old.name) {
            let what = format!("the Rust name of `{}` was `{}`, is `{}`", new.wire, old.name, new.name);
            changes.breaking(Kind::RustNameChanged, owner, what);
        }
        if old.wire == new.wire {
            changes.docs(format!("{owner}.{}", new.wire), &old.docs, &new.docs); // they name what is sent
        }
    }
    for (old, new) in moved::moved(before, after) {
        let reported = moved::reported(of.in_rust, old, new, after);
        let what = format!("{reported}: code compiles as it is, and takes the one {noun} for the other");
        changes.breaking_silently_if(true, Kind::VariantMoved, owner, what);
    }
}

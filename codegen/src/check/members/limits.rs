//! Formats, units and limits, each only on types that can have it.

use crate::check::scope::{MemberList, Scope};
use crate::source::{Diagnostic, nearest, quoted};
use crate::spec::{ItemType, Member, Span, Spanned};

const FORMATS: [&str; 2] = ["int64", "uint64"];

pub(in crate::check) fn check(scope: &Scope<'_>, list: &MemberList<'_>, found: &mut Vec<Diagnostic>) {
    for member in list.members.iter().filter(|member| scope.knows_type(member)) {
        check_format(member, found);
        check_kinds(member, found);
        check_bounds(member, found);
        check_range(member, found);
        check_binary(member, found);
    }
}

/// Reports a key that the type of `member` cannot have; `kind` names the types that can.
fn misplaced(member: &Member, key: &str, span: &Span, kind: &str) -> Diagnostic {
    let message = format!("{} has no `{key}`", quoted(&member.type_name));
    Diagnostic::error("misplaced-key", message)
        .at(span.clone(), format!("for {kind} alone"))
        .and(member.type_name.span.clone(), "this type")
        .help(format!("take `{key}` out, or fix the type"))
}

fn check_format(member: &Member, found: &mut Vec<Diagnostic>) {
    let Some(format) = &member.format else {
        return;
    };
    if !matches!(member.type_ref().item, ItemType::Int64 | ItemType::Uint64) {
        found.push(
            Diagnostic::error(
                "misplaced-key",
                format!("{} has no `format`", quoted(&member.type_name)),
            )
            .at(format.span.clone(), "for an Integer alone")
            .and(member.type_name.span.clone(), "this type")
            .help("take `format` out"),
        );
    } else {
        check_known_format(format, found);
    }
}

/// Reports a format that is not a width of integers.
pub(in crate::check) fn check_known_format(format: &Spanned<String>, found: &mut Vec<Diagnostic>) {
    if !FORMATS.contains(&format.as_str()) {
        let help = match nearest(format, FORMATS) {
            Some(near) => format!("write `{near}`"),
            None => "write `int64`, or `uint64` for a number that is never negative".to_owned(),
        };
        found.push(
            Diagnostic::error("unknown-format", format!("unknown format {}", quoted(format)))
                .at(format.span.clone(), "neither `int64` nor `uint64`")
                .help(help),
        );
    }
}

fn check_kinds(member: &Member, found: &mut Vec<Diagnostic>) {
    let type_ref = member.type_ref();
    let number = type_ref.item.is_number();
    let text = type_ref.item.is_text();
    let mut only_for = |key: &str, span: Option<&Span>, fits: bool, kind: &str| {
        if let Some(span) = span.filter(|_| !fits) {
            found.push(misplaced(member, key, span, kind));
        }
    };
    only_for("unit", member.unit.as_ref().map(|unit| &unit.span), number, "a number");
    only_for(
        "minimum",
        member.minimum.as_ref().map(|least| &least.span),
        number,
        "a number",
    );
    only_for(
        "maximum",
        member.maximum.as_ref().map(|most| &most.span),
        number,
        "a number",
    );
    only_for(
        "maxLength",
        member.max_length.as_ref().map(|most| &most.span),
        text,
        "text",
    );
    only_for(
        "maxItems",
        member.max_items.as_ref().map(|most| &most.span),
        type_ref.list,
        "a list",
    );
}

/// The limits of an `Integer` have to be values of its own type.
fn check_bounds(member: &Member, found: &mut Vec<Diagnostic>) {
    // Where an f64 cannot hold the greatest number of a type, it holds the next one: 2^63 and 2^64.
    let (least, most, named) = match member.type_ref().item {
        ItemType::Int64 => (i64::MIN as f64, i64::MAX as f64, "`Integer`"),
        ItemType::Uint64 => (0.0, u64::MAX as f64, "`Integer` of format `uint64`"),
        _ => return,
    };
    let mut check = |key: &str, bound: &Option<Spanned<f64>>| {
        let Some(bound) = bound else {
            return;
        };
        let (label, help) = if bound.fract() != 0.0 {
            ("not whole", "write a whole number, or make the type `Float`".to_owned())
        } else if !(least..=most).contains(&bound.value) {
            (
                "no number of this type",
                format!("take `{key}` out, or fix the type or its `format`"),
            )
        } else {
            return;
        };
        let message = format!("the `{key}` of {} is not of its type, {named}", quoted(&member.name));
        found.push(
            Diagnostic::error("limit-out-of-range", message)
                .at(bound.span.clone(), label)
                .and(member.type_name.span.clone(), "this type")
                .help(help),
        );
    };
    check("minimum", &member.minimum);
    check("maximum", &member.maximum);
}

fn check_range(member: &Member, found: &mut Vec<Diagnostic>) {
    if let (Some(least), Some(most)) = (&member.minimum, &member.maximum)
        && least.value > most.value
    {
        found.push(
            Diagnostic::error("empty-range", "no number is in this range")
                .at(least.span.clone(), "at least this")
                .and(most.span.clone(), "and at most this")
                .help("exchange `minimum` and `maximum`, or fix one of them"),
        );
    }
}

/// Reports what is wrong with a member of bytes in any list of members.
fn check_binary(member: &Member, found: &mut Vec<Diagnostic>) {
    if !is_binary(member) {
        return;
    }
    if member.type_ref().list {
        found.push(
            Diagnostic::error("list-of-binary", "a list cannot hold bytes")
                .at(member.type_name.span.clone(), "bytes are a part or a body of their own")
                .help("write `Binary`, and a parameter for each"),
        );
    }
    if let Some(default) = &member.default {
        found.push(misplaced(member, "default", &default.span, "text, numbers and JSON"));
    }
}

/// Whether `member` holds bytes.
pub(in crate::check) fn is_binary(member: &Member) -> bool {
    member.type_name.is_written() && member.type_ref().item == ItemType::Binary
}

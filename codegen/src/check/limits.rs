//! Formats, units and limits: each on the types that can have it.

use super::scope::MemberList;
use crate::diagnostics::{Diagnostic, nearest, shown};
use crate::spec::{ItemType, Member, Span};

const FORMATS: [&str; 2] = ["int64", "uint64"];

pub(super) fn check(list: &MemberList<'_>, found: &mut Vec<Diagnostic>) {
    for member in list.members.iter().filter(|member| member.type_name.is_written()) {
        check_format(member, found);
        check_kinds(member, found);
        check_range(member, found);
    }
}

fn check_format(member: &Member, found: &mut Vec<Diagnostic>) {
    let Some(format) = &member.format else {
        return;
    };
    if !matches!(member.type_ref().item, ItemType::Int64 | ItemType::Uint64) {
        found.push(
            Diagnostic::error("misplaced-key", format!("{} has no `format`", shown(&member.type_name)))
                .at(format.span.clone(), "for an Integer alone")
                .and(member.type_name.span.clone(), "this type")
                .help("take `format` out"),
        );
    } else if !FORMATS.contains(&format.as_str()) {
        let help = match nearest(format, FORMATS) {
            Some(near) => format!("write `{near}`"),
            None => "write `int64`, or `uint64` for a number that is never negative".to_owned(),
        };
        found.push(
            Diagnostic::error("unknown-format", format!("unknown format {}", shown(format)))
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
            let message = format!("{} has no `{key}`", shown(&member.type_name));
            found.push(
                Diagnostic::error("misplaced-key", message)
                    .at(span.clone(), format!("for {kind} alone"))
                    .and(member.type_name.span.clone(), "this type")
                    .help(format!("take `{key}` out, or mend the type")),
            );
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

fn check_range(member: &Member, found: &mut Vec<Diagnostic>) {
    if let (Some(least), Some(most)) = (&member.minimum, &member.maximum)
        && least.value > most.value
    {
        found.push(
            Diagnostic::error("empty-range", "no number is in this range")
                .at(least.span.clone(), "at least this")
                .and(most.span.clone(), "and at most this")
                .help("exchange `minimum` and `maximum`, or mend one of them"),
        );
    }
}

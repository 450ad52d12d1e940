//! Defaults have the member's own type; the coercion rules of payloads do not apply.

use crate::check::scope::{MemberList, Role, Scope};
use crate::source::{Diagnostic, quoted};
use crate::spec::{ItemType, Json, JsonValue, Member, Span, Spanned};
use crate::validate::{Coercion, Direction, Validator};

pub(in crate::check) fn check(scope: &Scope<'_>, list: &MemberList<'_>, found: &mut Vec<Diagnostic>) {
    if list.role == Role::Output {
        return;
    }
    for member in list.members.iter().filter(|member| member.type_name.is_written()) {
        let default = member.default.as_ref();
        if let Some(default) = default.filter(|_| member.type_ref().item != ItemType::Binary) {
            check_default(scope, member, default, found);
        }
    }
}

fn check_default(scope: &Scope<'_>, member: &Member, default: &Spanned<Json>, found: &mut Vec<Diagnostic>) {
    let what = format!("the default of {}", quoted(&member.name));
    let lacks_list = member.type_ref().list && !matches!(default.value.value, JsonValue::Array(_) | JsonValue::Null);
    if let Some(help) = loose(default, member).filter(|_| !lacks_list) {
        found.push(
            Diagnostic::error(
                "default-mismatch",
                format!("{what} is not of its type, {}", quoted(&member.type_name)),
            )
            .at(default.span.clone(), default.kind())
            .and(member.type_name.span.clone(), "this type")
            .help(help),
        );
        return;
    }
    let fit = Validator {
        service: scope.service,
        coercion: Coercion::Service,
        direction: Direction::Request,
    };
    let is_whole = !scope.has_damage();
    let violations = fit.value(default, member).into_iter();
    for mut violation in violations.filter(|violation| is_whole || !super::depends_on_types(violation)) {
        let below_member = violation.path.strip_prefix(member.name.as_str()).unwrap_or_default();
        violation.path = below_member.trim_start_matches('.').to_owned();
        let (message, label, help) = super::words(&what, default, &violation);
        let span = Span {
            file: default.span.file,
            range: super::place(&violation),
        };
        found.push(
            Diagnostic::error("default-mismatch", message)
                .at(span, label)
                .help(help),
        );
    }
}

/// What to write instead of a default that only the coercion rules of payloads would accept.
fn loose(default: &Json, member: &Member) -> Option<String> {
    let item = member.type_ref().item;
    match &default.value {
        JsonValue::Null => Some("leave `default` out if the service has none".to_owned()),
        JsonValue::String(text) if item.is_number() || item == ItemType::Boolean => Some(without_quotes(text, member)),
        JsonValue::Array(items) => items.iter().find_map(|value| loose(value, member)),
        _ => None,
    }
}

fn without_quotes(text: &str, member: &Member) -> String {
    let item = member.type_ref().item;
    let fits = Json::parse(text).is_ok_and(|unquoted| match (&unquoted.value, item) {
        (JsonValue::Number(number), ItemType::Int64) => number.parse::<i64>().is_ok(),
        (JsonValue::Number(number), ItemType::Uint64) => number.parse::<u64>().is_ok(),
        (JsonValue::Number(number), ItemType::Float) => number.parse().is_ok_and(f64::is_finite),
        (JsonValue::Bool(_), ItemType::Boolean) => true,
        _ => false,
    });
    if fits {
        return "write it without quotes".to_owned();
    }
    let expected = match item {
        ItemType::Uint64 => "Integer of format uint64",
        _ => member.type_name.trim_start_matches("Array of "),
    };
    format!("write a value of type {}, or fix the declared type", quoted(expected))
}

//! Defaults: of the member's own type, without the leniency that payloads enjoy.

use super::misfits;
use super::scope::{MemberList, Role, Scope};
use crate::diagnostics::{Diagnostic, shown};
use crate::fit::{Direction, Fit, Leniency};
use crate::spec::{ItemType, Json, JsonValue, Member, Span, Spanned};

pub(super) fn check(scope: &Scope<'_>, list: &MemberList<'_>, found: &mut Vec<Diagnostic>) {
    if list.role == Role::Output {
        return;
    }
    for member in list.members.iter().filter(|member| member.type_name.is_written()) {
        if let Some(default) = &member.default {
            check_default(scope, member, default, found);
        }
    }
}

fn check_default(scope: &Scope<'_>, member: &Member, default: &Spanned<Json>, found: &mut Vec<Diagnostic>) {
    let what = format!("the default of {}", shown(&member.name));
    if let Some(help) = loose(default, member.type_ref().item) {
        found.push(
            Diagnostic::error(
                "default-misfit",
                format!("{what} is not of its type, {}", shown(&member.type_name)),
            )
            .at(default.span.clone(), default.kind())
            .and(member.type_name.span.clone(), "this type")
            .help(help),
        );
        return;
    }
    let fit = Fit {
        service: scope.service,
        leniency: Leniency::Service,
        direction: Direction::Request,
    };
    for mut misfit in fit.value(default, member) {
        let below_member = misfit.path.strip_prefix(member.name.as_str()).unwrap_or_default();
        misfit.path = below_member.trim_start_matches('.').to_owned();
        let (message, label, help) = misfits::words(&what, &misfit);
        let span = Span {
            file: default.span.file,
            range: misfits::place(&misfit),
        };
        found.push(Diagnostic::error("default-misfit", message).at(span, label).help(help));
    }
}

/// What to write instead of a default that only the leniency for payloads would let through.
fn loose(default: &Json, item: ItemType<'_>) -> Option<&'static str> {
    match &default.value {
        JsonValue::Null => Some("leave `default` out if the service has none"),
        JsonValue::String(_) if item.is_number() || item == ItemType::Boolean => Some("write it without quotes"),
        JsonValue::Array(items) => items.iter().find_map(|value| loose(value, item)),
        _ => None,
    }
}

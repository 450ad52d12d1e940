//! Members of one list: their names are unique, and their flags mean something in that list.

pub(super) mod limits;
pub(super) mod references;
mod suggested_type;

use std::collections::HashMap;

use super::scope::{MemberList, Origin, Role};
use crate::source::{Diagnostic, quoted};
use crate::spec::Member;

pub(super) fn check(list: &MemberList<'_>, found: &mut Vec<Diagnostic>) {
    check_repeated(list, found);
    for member in list.members.iter().filter(|member| member.name.is_written()) {
        check_deprecated(member, list.origin, found);
        check_default_is_used(member, list.role, found);
        check_flags(member, list.role, found);
    }
}

fn check_repeated(list: &MemberList<'_>, found: &mut Vec<Diagnostic>) {
    let mut first_by_name = HashMap::new();
    for name in list
        .members
        .iter()
        .map(|member| &member.name)
        .filter(|name| name.is_written())
    {
        if let Some(first) = first_by_name.insert(name.as_str(), name) {
            let message = format!("the {} {} is described twice", list.role.noun(), quoted(name));
            found.push(
                Diagnostic::error("duplicate-member", message)
                    .at(name.span.clone(), "described again here")
                    .and(first.span.clone(), "first described here")
                    .help("keep one of the two"),
            );
        }
    }
}

fn check_deprecated(member: &Member, origin: Origin, found: &mut Vec<Diagnostic>) {
    let Some(reason) = member.deprecated.as_ref().filter(|_| member.required) else {
        return;
    };
    let message = format!("{} is required and deprecated at once", quoted(&member.name));
    found.push(
        origin
            .violation("required-and-deprecated", message)
            .at(reason.span.clone(), "says not to use it")
            .and(member.name.span.clone(), "required")
            .help("take `required` out if the service does without it, or else `deprecated`"),
    );
}

fn check_default_is_used(member: &Member, role: Role, found: &mut Vec<Diagnostic>) {
    let Some(default) = &member.default else {
        return;
    };
    if role == Role::Output {
        found.push(says_nothing("default", "a response has no defaults").at(default.span.clone(), "never used"));
    } else if member.required {
        let message = format!("{} is required, so its default is never used", quoted(&member.name));
        found.push(
            Diagnostic::error("required-with-default", message)
                .at(default.span.clone(), "the value for when it is absent")
                .and(member.name.span.clone(), "required")
                .help("take one of `required` and `default` out"),
        );
    }
}

fn check_flags(member: &Member, role: Role, found: &mut Vec<Diagnostic>) {
    let place = member.name.span.clone();
    if role == Role::Parameter && member.nullable {
        let why = "it is for responses; a parameter that is not `required` may be absent";
        found.push(says_nothing("nullable", why).at(place, "this parameter is `nullable`"));
    } else if role == Role::Output && member.required {
        let why = "it is for requests; output is expected unless it is `nullable`";
        found.push(says_nothing("required", why).at(place, "this output member is `required`"));
    }
}

fn says_nothing(key: &str, why: &str) -> Diagnostic {
    Diagnostic::warning("says-nothing", format!("`{key}` says nothing here: {why}")).help(format!("take `{key}` out"))
}

//! Pagination: the members that `paging` names exist, on the right side and with a suitable type.

use super::scope::{Role, Scope, listed};
use crate::source::{Diagnostic, nearest, quoted};
use crate::spec::{ActionFile, ItemType, Member, Paging, Span, Spanned, TypeRef};

const KINDS: [&str; 4] = ["offset", "page", "token", Paging::NONE];

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    for action in &scope.service.actions {
        let Some(paging) = &action.paging else {
            continue;
        };
        if paging.kind.value == Paging::NONE {
            check_none(paging, found);
            continue;
        }
        check_read_only(action, paging, found);
        check_kind(paging, found);
        if !scope.is_damaged(&action.name) {
            let mut members = Members { scope, action, found };
            members.check(paging);
        }
    }
}

/// The decision that an action does not page has no other key.
fn check_none(paging: &Paging, found: &mut Vec<Diagnostic>) {
    let written = |key, name: &Spanned<String>| name.is_written().then(|| (key, name.span.clone()));
    let optional = |key, name: &Option<Spanned<String>>| name.as_ref().map(|name| (key, name.span.clone()));
    let others = [
        written("position", &paging.position),
        optional("size", &paging.size),
        paging
            .first_page
            .as_ref()
            .map(|first| ("firstPage", first.span.clone())),
        written("items", &paging.items),
        optional("total", &paging.total),
        optional("next", &paging.next),
        optional("more", &paging.more),
        optional("last", &paging.last),
    ];
    for (key, place) in others.into_iter().flatten() {
        found.push(
            Diagnostic::error("misplaced-key", format!("an action that does not page has no `{key}`"))
                .at(place, "says how it pages")
                .and(paging.kind.span.clone(), "says that it does not page")
                .help(format!("take `{key}` out, or fix `kind`")),
        );
    }
}

/// Pages are requested one after another, and retried.
fn check_read_only(action: &ActionFile, paging: &Paging, found: &mut Vec<Diagnostic>) {
    if !action.is_read_only() && paging.kind.is_written() {
        let message = format!("{} pages, but is not said to read only", quoted(&action.name));
        found.push(
            Diagnostic::error("paged-not-read-only", message)
                .at(paging.kind.span.clone(), "pages are asked for again and again")
                .and(action.name.span.clone(), "this action may change something")
                .help("add `\"readOnly\": true` to the action, or take `paging` out"),
        );
    }
}

fn check_kind(paging: &Paging, found: &mut Vec<Diagnostic>) {
    let kind = &paging.kind;
    if !kind.is_written() {
        return;
    }
    if !KINDS.contains(&kind.as_str()) {
        let help = match nearest(kind, KINDS) {
            Some(near) => format!("write `{near}`"),
            None => format!("the kinds are {}", listed(KINDS)),
        };
        found.push(
            Diagnostic::error("paging-kind", format!("unknown kind of paging {}", quoted(kind)))
                .at(kind.span.clone(), "no such kind")
                .help(help),
        );
        return;
    }
    let is_token = kind.value == "token";
    let span = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.span.clone());
    let first_page = paging.first_page.as_ref().map(|first| first.span.clone());
    let mut only_for = |key: &str, place: Option<Span>, fits: bool| {
        if let Some(place) = place.filter(|_| !fits) {
            found.push(
                Diagnostic::error("misplaced-key", format!("paging by {} has no `{key}`", kind.value))
                    .at(place, "for another kind of paging")
                    .and(kind.span.clone(), "this kind")
                    .help(format!("take `{key}` out, or fix `kind`")),
            );
        }
    };
    only_for("firstPage", first_page, kind.value == "page");
    only_for("total", span(&paging.total), !is_token);
    only_for("next", span(&paging.next), is_token);
    if is_token && paging.next.is_none() {
        found.push(
            Diagnostic::error("missing-key", "the key `next` is missing")
                .at(kind.span.clone(), "pages that are named by a token")
                .help("add `\"next\": \"NextToken\"`: the output member with the token of the next page"),
        );
    }
    if let (Some(more), Some(last)) = (&paging.more, &paging.last) {
        found.push(
            Diagnostic::error("misplaced-key", "`more` and `last` say the same twice")
                .at(last.span.clone(), "true on the last page")
                .and(more.span.clone(), "false on the last page")
                .help("keep the one that the service has"),
        );
    }
}

/// The members that `paging` names.
struct Members<'a> {
    scope: &'a Scope<'a>,
    action: &'a ActionFile,
    found: &'a mut Vec<Diagnostic>,
}

/// What `paging` requires of a member.
struct Wanted {
    fits: fn(TypeRef<'_>) -> bool,
    words: &'static str,
}

const TEXT: Wanted = Wanted {
    fits: |held| !held.list && held.item == ItemType::String,
    words: "`String`",
};
const COUNT: Wanted = Wanted {
    fits: |held| !held.list && matches!(held.item, ItemType::Int64 | ItemType::Uint64 | ItemType::String),
    words: "`Integer`, or `String` for one in quotes",
};
const FLAG: Wanted = Wanted {
    fits: |held| !held.list && held.item == ItemType::Boolean,
    words: "`Boolean`",
};
const LIST: Wanted = Wanted {
    fits: |held| held.list,
    words: "an `Array of` something",
};

impl Members<'_> {
    fn check(&mut self, paging: &Paging) {
        let position = if paging.kind.value == "token" { TEXT } else { COUNT };
        self.check_member(Some(&paging.position), Role::Parameter, position);
        self.check_member(paging.size.as_ref(), Role::Parameter, COUNT);
        self.check_member(Some(&paging.items), Role::Output, LIST);
        self.check_member(paging.total.as_ref(), Role::Output, COUNT);
        self.check_member(paging.next.as_ref(), Role::Output, TEXT);
        self.check_member(paging.more.as_ref(), Role::Output, FLAG);
        self.check_member(paging.last.as_ref(), Role::Output, FLAG);
    }

    fn check_member(&mut self, name: Option<&Spanned<String>>, role: Role, wanted: Wanted) {
        let Some(name) = name.filter(|name| name.is_written()) else {
            return;
        };
        let Some(member) = self.named(name, role) else {
            return self.report_unknown(name, role);
        };
        if self.scope.knows_type(member) && !(wanted.fits)(member.type_ref()) {
            let message = format!("{} is not what `paging` needs there: {}", quoted(name), wanted.words);
            self.found.push(
                Diagnostic::error("paging-type", message)
                    .at(name.span.clone(), "does not fit")
                    .and(member.type_name.span.clone(), "its type")
                    .help("name another member, or fix the type"),
            );
        }
    }

    fn report_unknown(&mut self, name: &Spanned<String>, role: Role) {
        let noun = role.noun();
        let names = self.members(role).map(|member| member.name.as_str());
        let help = match nearest(name, names.clone()) {
            _ if name.contains('.') => {
                "`paging` has members of the output itself, no paths: leave out a `total` that is deeper".to_owned()
            }
            Some(near) => format!("write `{near}`"),
            None if names.clone().next().is_none() => format!("the action has no {noun} yet: describe it first"),
            None => format!("name one of {}", listed(names)),
        };
        let (other, elsewhere) = match role {
            Role::Parameter => (Role::Output, "comes back, and is not sent"),
            _ => (Role::Parameter, "is sent, and does not come back"),
        };
        let diagnostic = Diagnostic::error("paging-member", format!("the action has no {noun} {}", quoted(name)))
            .at(name.span.clone(), format!("no {noun} of this name"))
            .help(help);
        let diagnostic = match self.named(name, other) {
            Some(member) => diagnostic.and(member.name.span.clone(), elsewhere),
            None => diagnostic,
        };
        self.found.push(diagnostic);
    }
}

impl<'a> Members<'a> {
    fn named(&self, name: &str, role: Role) -> Option<&'a Member> {
        self.members(role).find(|member| member.name.value == name)
    }

    /// The request ID is not part of the generated output.
    fn members(&self, role: Role) -> impl Iterator<Item = &'a Member> + Clone + use<'a> {
        let members = match role {
            Role::Parameter => &self.action.parameters,
            _ => &self.action.output,
        };
        members.iter().filter(|member| member.name.value != "RequestId")
    }
}

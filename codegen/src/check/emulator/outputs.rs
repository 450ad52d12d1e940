//! Members of the output that a rule names, which may be paths into structures: `Result.TotalCount`.

use super::names::Names;
use crate::source::{Diagnostic, quoted};
use crate::spec::emulator::{ActionRule, Listing, PageFact};
use crate::spec::{ActionFile, ItemType, Member, Spanned, TypeRef};

/// What a rule needs of a member of the output.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    fits: fn(TypeRef<'_>) -> bool,
    words: &'static str,
}

pub(super) const ANY: Wanted = Wanted {
    fits: |_| true,
    words: "",
};
pub(super) const LIST: Wanted = Wanted {
    fits: |held| held.list,
    words: "an `Array of` something",
};
const NUMBER: Wanted = Wanted {
    fits: |held| !held.list && (held.item.is_number() || held.item == ItemType::String),
    words: "`Integer`, or `String` for one in quotes",
};
const FLAG: Wanted = Wanted {
    fits: |held| !held.list && (held.item == ItemType::Boolean || held.item.is_number()),
    words: "`Boolean`, or `Integer` for 1 and 0",
};

/// Reports a member of the output that does not exist or is not `wanted`, and returns it otherwise.
pub(super) fn check_output<'a>(
    name: &Spanned<String>,
    wanted: Wanted,
    action: &'a ActionFile,
    names: &mut Names<'a>,
) -> Option<&'a Member> {
    if !names.short_path(name) {
        return None;
    }
    let mut members: &'a [Member] = &action.output;
    let mut noun = format!("output member of {}", action.name.value);
    let mut found: Option<&'a Member> = None;
    for part in name.value.split('.') {
        if let Some(outer) = found {
            let inside = structure(name, outer, names)?;
            (members, noun) = inside;
        }
        let part = Spanned::new(part.to_owned(), name.span.clone());
        let candidates = members.iter().map(|member| member.name.as_str());
        let is_known = candidates.clone().any(|known| known == part.as_str());
        let path = if is_known || found.is_some() {
            None
        } else {
            path_to(&part, action, names)
        };
        match path {
            Some(path) => report_inner(name, &path, action, names),
            None if found.is_some() => names.one_of_service(&part, &noun, candidates),
            None => names.one_of(&part, &noun, candidates),
        }
        found = Some(members.iter().find(|member| member.name == part)?);
    }
    let member = found?;
    let is_known = !names.scope.has_damage() && names.scope.knows_type(member);
    if is_known && !(wanted.fits)(member.type_ref()) {
        wrong_type(
            name,
            member,
            &format!("is not what the rule needs: {}", wanted.words),
            names,
        );
        return None;
    }
    Some(member)
}

/// Names of totals; others that begin so are pages, sizes and times.
const TOTALS: [&str; 4] = ["TotalCount", "TotalNum", "TotalNumber", "TotalCnt"];

/// A list whose total nothing writes would have a total of 0. A warning: only the name says that it is a total.
pub(super) fn check_total(rule: &ActionRule, action: &ActionFile, names: &mut Names<'_>) {
    let Some(listing) = rule.lists.first().filter(|_| !names.scope.has_damage()) else {
        return;
    };
    let of_listings = rule.lists.iter().flat_map(|listing| {
        let answers = listing.answers.iter().map(|answer| &answer.member);
        listing.total.iter().chain(answers)
    });
    let of_paging = action.pages().and_then(|paging| paging.total.as_ref());
    let is_total = |path: &str| {
        let name = path.rsplit('.').next().unwrap_or_default();
        TOTALS.contains(&name) || name.ends_with("Total")
    };
    if of_listings.chain(of_paging).any(|written| is_total(written)) {
        return;
    }
    let members = members_by_path(action, names);
    let total = members.iter().find(|(path, member)| {
        let type_ref = member.type_ref();
        is_total(path) && !type_ref.list && matches!(type_ref.item, ItemType::Int64 | ItemType::Uint64)
    });
    if let (Some((path, member)), Some(list)) = (total, listing.items.first()) {
        let message = format!("the total `{path}` of {} is not written", quoted(&action.name));
        names.found.push(
            Diagnostic::warning("emulator-unwritten-total", message)
                .at(list.span.clone(), "a list of which it may be the total")
                .and(member.name.span.clone(), "is 0")
                .help(format!("add `\"total\": \"{path}\"` to this listing")),
        );
    }
}

/// The path to the member of this name, if it is in a structure of the output.
fn path_to(name: &str, action: &ActionFile, names: &Names<'_>) -> Option<String> {
    let members = members_by_path(action, names);
    let mut inner = members.into_iter().filter(|(path, _)| path.contains('.'));
    inner
        .find(|(_, member)| member.name.value == name)
        .map(|(path, _)| path)
}

/// The members of the output and of the structures in it, the outer ones first.
fn members_by_path<'a>(action: &'a ActionFile, names: &Names<'a>) -> Vec<(String, &'a Member)> {
    let outer = action.output.iter().map(|member| (member.name.value.clone(), member));
    let mut members: Vec<(String, &'a Member)> = outer.collect();
    let mut walked = 0;
    for _ in 0..MAX_LEVELS {
        let level = walked..members.len();
        walked = members.len();
        let mut inner = Vec::new();
        for (path, outer) in members.get(level).unwrap_or_default() {
            let ItemType::Named(type_name) = outer.type_ref().item else {
                continue;
            };
            let declared = names.service.type_named(type_name).filter(|_| !outer.type_ref().list);
            let inside = declared.and_then(|declared| declared.members.as_deref());
            let room = MAX_MEMBERS.saturating_sub(inner.len());
            for member in inside.unwrap_or_default().iter().take(room) {
                inner.push((format!("{path}.{}", member.name.value), member));
            }
        }
        members.extend(inner);
    }
    members
}

/// How many structures deep a member is searched for.
const MAX_LEVELS: usize = 3;

/// The most members that are searched: structures of structures may have any number.
const MAX_MEMBERS: usize = 4096;

fn report_inner(name: &Spanned<String>, path: &str, action: &ActionFile, names: &mut Names<'_>) {
    let message = format!(
        "the output of {} has {} only in a structure",
        action.name.value,
        quoted(name)
    );
    names.found.push(
        Diagnostic::error("emulator-name", message)
            .at(name.span.clone(), "not a member of the output itself")
            .help(format!("write `{path}`")),
    );
}

/// The members inside of `outer`, which a path leads through.
fn structure<'a>(path: &Spanned<String>, outer: &'a Member, names: &mut Names<'a>) -> Option<(&'a [Member], String)> {
    if names.scope.has_damage() {
        return None;
    }
    let type_ref = outer.type_ref();
    let declared = match type_ref.item {
        ItemType::Named(name) if !type_ref.list => names.service.type_named(name),
        _ => None,
    };
    match declared.and_then(|declared| Some((declared, declared.members.as_deref()?))) {
        Some((declared, members)) => Some((members, format!("member of the type {}", declared.name.value))),
        None => {
            wrong_type(path, outer, "leads through a member that is no structure", names);
            None
        }
    }
}

fn wrong_type(name: &Spanned<String>, member: &Member, what: &str, names: &mut Names<'_>) {
    names.found.push(
        Diagnostic::error("emulator-type", format!("{} {what}", quoted(name)))
            .at(name.span.clone(), "does not fit")
            .and(member.type_name.span.clone(), "its type")
            .help("name another member, with a path such as `Result.TotalCount` where it is in a structure"),
    );
}

/// Where a listing writes, and from which parameters its pages come.
pub(super) fn check_listing_outputs<'a>(listing: &Listing, action: &'a ActionFile, names: &mut Names<'a>) {
    for list in &listing.items {
        check_showing(list, listing.from.as_ref(), LIST, action, names);
    }
    if let Some(total) = &listing.total {
        check_output(total, NUMBER, action, names);
    }
    for answer in &listing.answers {
        let wanted = match answer.fact() {
            Some(PageFact::More | PageFact::Last) => FLAG,
            Some(_) => NUMBER,
            None => {
                let words = PageFact::WORDS.iter().copied();
                names.one_of(&answer.fact, "fact of a page", words);
                ANY
            }
        };
        check_output(&answer.member, wanted, action, names);
    }
    check_positions(listing, names);
    let shown = listing.shows.first().filter(|first| first.member.is_written());
    if let (Some(from), Some(first)) = (&listing.from, shown) {
        names.found.push(
            Diagnostic::error("emulator-rule", "a list of one member of each shows nothing else")
                .at(first.member.span.clone(), "never shown")
                .and(from.span.clone(), "the member that is shown")
                .help("take `shows` out"),
        );
    }
    let empty = listing.empty.as_ref().filter(|empty| empty.unless.is_none());
    if let Some(equals) = empty.and_then(|empty| empty.equals.as_ref()) {
        names.found.push(
            Diagnostic::error("emulator-rule", "a value without a parameter that could have it")
                .at(equals.span.clone(), "compared with nothing")
                .help("add `unless`: the parameter by which a request accepts an empty list"),
        );
    }
}

/// A member of the output that shows resources: a structure, or a list of structures; with `from`, one member of each.
pub(super) fn check_showing<'a>(
    name: &Spanned<String>,
    from: Option<&Spanned<String>>,
    wanted: Wanted,
    action: &'a ActionFile,
    names: &mut Names<'a>,
) {
    let Some(member) = check_output(name, wanted, action, names) else {
        return;
    };
    if names.scope.has_damage() || !names.scope.knows_type(member) {
        return;
    }
    let is_structure = matches!(member.type_ref().item, ItemType::Named(_));
    let (label, help) = match from {
        None if !is_structure => (
            "no structure, or list of structures",
            "name a structure; `lists` and `answers` of one member say which one with `from`",
        ),
        Some(_) if is_structure => (
            "a structure, or a list of structures",
            "take `from` out: a structure shows all members of the resource",
        ),
        _ => return,
    };
    names.found.push(
        Diagnostic::error("emulator-type", format!("{} cannot show the resource", quoted(name)))
            .at(name.span.clone(), label)
            .and(member.type_name.span.clone(), "its type")
            .help(help),
    );
}

/// A page has one position.
fn check_positions(listing: &Listing, names: &mut Names<'_>) {
    let positions = [&listing.offset, &listing.page, &listing.token];
    let mut given = positions.into_iter().flatten();
    if let (Some(first), Some(second)) = (given.next(), given.next()) {
        names.found.push(
            Diagnostic::error("emulator-rule", "two parameters that say which page is wanted")
                .at(second.span.clone(), "says it again")
                .and(first.span.clone(), "says it first")
                .help("keep one of `offset`, `page` and `token`"),
        );
    }
    if let (Some(first), None) = (&listing.first_page, &listing.page) {
        names.found.push(
            Diagnostic::error(
                "emulator-rule",
                "the number of the first page, but no parameter with a number",
            )
            .at(first.span.clone(), "for `page`")
            .help("add `page`, or take `firstPage` out"),
        );
    }
}

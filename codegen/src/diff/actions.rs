//! Actions: how they are called, signed, retried and paged through.

use super::breaking::Changes;
use super::pairs::Pairs;
use crate::lower::{Call, Paging};
use crate::spec::{CONTENTS, Content};

pub(super) fn compare(before: &Call, after: &Call, changes: &mut Changes) {
    let action = after.action.as_str();
    changes.deprecation(action, before.deprecated.as_deref(), after.deprecated.as_deref());
    match (before.region_required, after.region_required) {
        (false, true) => changes.breaking_silently_if(true, action, "needs a region: a call without one is rejected"),
        (true, false) => changes.note(action, "no longer needs a region"),
        _ => {}
    }
    match (before.read_only, after.read_only) {
        (true, false) => changes.breaking(
            action,
            "is no longer read only: `wait_until` does not compile with it, and it is retried less often",
        ),
        (false, true) => changes.addition(
            action,
            "is read only: `wait_until` accepts it, and it is retried more often",
        ),
        _ => {}
    }
    match (before.streaming, after.streaming) {
        (true, false) => changes.breaking(action, "no longer streams"),
        (false, true) => changes.addition(action, "may stream"),
        _ => {}
    }
    match (before.signed, after.signed) {
        (false, true) => {
            changes.breaking_silently_if(true, action, "is signed: a call without credentials is rejected")
        }
        (true, false) => changes.note(action, "is no longer signed"),
        _ => {}
    }
    if before.content != after.content {
        let (before, after) = (word(before.content), word(after.content));
        changes.note(action, format!("was sent as {before}, is sent as {after}"));
    }
    if before.rate_limit != after.rate_limit {
        let (before, after) = (rate(before.rate_limit), rate(after.rate_limit));
        changes.note(action, format!("its rate limit was {before}, is {after}"));
    }
}

fn word(content: Content) -> &'static str {
    let [json, multipart, octet_stream] = CONTENTS;
    match content {
        Content::Json => json,
        Content::Multipart => multipart,
        Content::OctetStream => octet_stream,
    }
}

fn rate(limit: Option<u64>) -> String {
    limit.map_or("not stated".to_owned(), |limit| format!("{limit} a second"))
}

pub(super) fn pagings(pagings: &Pairs<'_, Paging>, changes: &mut Changes) {
    for paging in &pagings.gone {
        changes.breaking(
            action(paging),
            "no longer pages: `pages` and `items` do not compile with it",
        );
    }
    for paging in &pagings.new {
        changes.addition(action(paging), "pages: `pages` and `items` work with it");
    }
    for (before, after) in &pagings.both {
        if before.items != after.items {
            let what = format!(
                "its pages had the items of `{}`, have those of `{}`",
                before.items, after.items
            );
            changes.breaking_silently_if(before.item == after.item, action(after), what);
        }
        let requested = |paging: &Paging| {
            let Paging {
                kind,
                position,
                size,
                flag,
                total,
                ..
            } = paging.clone();
            (kind, position, size, flag, total)
        };
        if requested(before) != requested(after) {
            changes.note(action(after), "its pages are requested differently");
        }
    }
}

fn action(paging: &Paging) -> &str {
    paging.request.strip_suffix("Request").unwrap_or(&paging.request)
}

//! Actions: how they are called, signed, retried and paged through.

use super::breaking::Changes;
use super::kind::Kind;
use super::moved::{self, RustName};
use super::pairs::Pairs;
use crate::lower::{Call, Paging};
use crate::spec::{CONTENTS, Content};

pub(super) fn compare(before: &Call, after: &Call, changes: &mut Changes) {
    let action = after.action.as_str();
    changes.deprecation(action, before.deprecated.as_deref(), after.deprecated.as_deref());
    match (before.region_required, after.region_required) {
        (false, true) => {
            let what = "needs a region: a call without one is rejected";
            changes.breaking_silently_if(true, Kind::RegionRequired, action, what);
        }
        (true, false) => changes.note(Kind::RegionOptional, action, "no longer needs a region"),
        _ => {}
    }
    match (before.read_only, after.read_only) {
        (true, false) => changes.breaking(
            Kind::ReadOnlyChanged,
            action,
            "is no longer read only: `wait_until` does not compile with it, and it is retried less often",
        ),
        (false, true) => changes.addition(
            Kind::ReadOnlyChanged,
            action,
            "is read only: `wait_until` accepts it, and it is retried more often",
        ),
        _ => {}
    }
    match (before.streaming, after.streaming) {
        (true, false) => changes.breaking(Kind::StreamingChanged, action, "no longer streams"),
        (false, true) => changes.addition(Kind::StreamingChanged, action, "may stream"),
        _ => {}
    }
    match (before.signed, after.signed) {
        (false, true) => {
            let what = "is signed: a call without credentials is rejected";
            changes.breaking_silently_if(true, Kind::SignatureRequired, action, what);
        }
        (true, false) => changes.note(Kind::SignatureOptional, action, "is no longer signed"),
        _ => {}
    }
    if before.content != after.content {
        let (before, after) = (word(before.content), word(after.content));
        changes.note(
            Kind::ContentChanged,
            action,
            format!("was sent as {before}, is sent as {after}"),
        );
    }
    if before.rate_limit != after.rate_limit {
        let (before, after) = (rate(before.rate_limit), rate(after.rate_limit));
        changes.note(
            Kind::RateLimitChanged,
            action,
            format!("its rate limit was {before}, is {after}"),
        );
    }
}

/// Compares which function calls which action.
pub(super) fn functions(before: &[&Call], after: &[&Call], both: &[(&Call, &Call)], changes: &mut Changes) {
    for (old, new) in moved::moved(before, after) {
        let what = format!(
            "the function `{}` called it, and now calls `{}`",
            old.function, new.action
        );
        changes.breaking(Kind::FunctionMoved, old.action.as_str(), what);
    }
    for (old, new) in both {
        if old.function != new.function && !after.iter().any(|call| call.function == old.function) {
            let what = format!("its function was `{}`, is `{}`", old.function, new.function);
            changes.breaking(Kind::RustNameChanged, new.action.as_str(), what);
        }
    }
}

impl RustName for &Call {
    fn rust(&self) -> &str {
        &self.function
    }

    fn wire(&self) -> &str {
        &self.action
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
            Kind::PagingChanged,
            action(paging),
            "no longer pages: `pages` and `items` do not compile with it",
        );
    }
    for paging in &pagings.new {
        let what = "pages: `pages` and `items` work with it";
        changes.addition(Kind::PagingChanged, action(paging), what);
    }
    for (before, after) in &pagings.both {
        if before.items != after.items {
            let what = format!(
                "its pages had the items of `{}`, have those of `{}`",
                before.items, after.items
            );
            changes.breaking_silently_if(before.item == after.item, Kind::PageItemsChanged, action(after), what);
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
            changes.note(
                Kind::PagingChanged,
                action(after),
                "its pages are requested differently",
            );
        }
    }
}

fn action(paging: &Paging) -> &str {
    paging.request.strip_suffix("Request").unwrap_or(&paging.request)
}

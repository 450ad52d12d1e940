//! Members of requests, responses and types.

use super::changes::Changes;
use super::structs::Optionality;
use super::type_words::{is_boxed, type_words};
use crate::lower::{Field, Presence};

pub(super) fn new(place: &str, field: &Field, changes: &mut Changes) {
    match (field.presence, field.is_argument) {
        (Presence::Required, true) => changes.breaking(place, "is new and required: `new` takes it"),
        (Presence::Required, false) => changes.breaking_silently_if(true, place, NEW_AND_REFUSED),
        (Presence::Optional, _) => changes.addition(place, "is new, and optional"),
        (Presence::Always, _) => changes.addition(place, "is new"),
    }
}

const NEW_AND_REFUSED: &str = "is new and required: a request without it is refused before it is sent";

/// `optionality` says whether it is this member's own that it became optional.
pub(super) fn compare(place: &str, before: &Field, after: &Field, optionality: Optionality, changes: &mut Changes) {
    if optionality != Optionality::Requests {
        changes.docs(place, &before.docs, &after.docs); // which say whether a request needs it
    }
    changes.withdrawal(place, before.deprecated.as_deref(), after.deprecated.as_deref());
    if before.wire_name != after.wire_name {
        let what = format!("was sent under this name, is sent as `{}`", after.wire_name);
        changes.breaking_silently_if(before.name == after.name, place, what);
    }
    held(place, before, after, changes);
    if optionality != Optionality::Requests {
        presence(place, before, after, changes);
    }
    match (before.secret, after.secret) {
        (true, false) => changes.breaking_silently_if(true, place, "is no longer secret: `Debug` shows it"),
        (false, true) => changes.note(place, "is secret: `Debug` no longer shows it"),
        _ => {}
    }
}

fn held(place: &str, before: &Field, after: &Field, changes: &mut Changes) {
    let (was, is) = (type_words(before), type_words(after));
    if was != is {
        changes.breaking(place, format!("was {was}, is {is}"));
        return;
    }
    match (is_boxed(before), is_boxed(after)) {
        (false, true) => changes.breaking(place, "is boxed, since a type would hold itself"),
        (true, false) => changes.breaking(place, "is no longer boxed, since no type holds itself"),
        _ => {}
    }
}

fn presence(place: &str, before: &Field, after: &Field, changes: &mut Changes) {
    use Presence::{Always, Optional, Required};
    let same_shape = before.shape == after.shape;
    match (before.presence, after.presence) {
        (Optional | Always, Required) if after.is_argument => {
            changes.breaking(place, "is required: `new` takes it");
        }
        (Optional | Always, Required) => {
            let what = "is required: a request without it is refused before it is sent";
            changes.breaking_silently_if(true, place, what);
        }
        (Required, Optional | Always) if before.is_argument => {
            changes.breaking(place, "is optional: `new` no longer takes it");
        }
        (Required, Optional | Always) => changes.addition(place, "is optional: a request may leave it out"),
        (Always, Optional) if same_shape => changes.note(place, "may be absent: its absence is no anomaly any more"),
        (Optional, Always) if same_shape => changes.note(place, "is always there: its absence is an anomaly"),
        // A box is an `Option` whatever its presence.
        (Always, Optional) if !is_boxed(after) => changes.breaking(place, "may be absent: it is an `Option`"),
        (Optional, Always) if !is_boxed(before) => {
            changes.breaking(place, "is always there: it is no longer an `Option`");
        }
        (Required, Required) if before.nullable != after.nullable => {
            let what = match after.nullable {
                true => "may be absent from a response: its absence is no anomaly any more",
                false => "is always there in a response: its absence is an anomaly",
            };
            changes.note(place, what);
        }
        _ => {}
    }
}

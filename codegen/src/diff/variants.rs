//! Allowed values and error codes.

use super::changes::Changes;
use super::pairs::Pairs;
use crate::lower::{ErrorCodes, OpenEnum, Variant};

pub(super) fn values(before: &OpenEnum, after: &OpenEnum, changes: &mut Changes) {
    changes.docs(after.name.as_str(), &before.docs, &after.docs);
    variants(&after.name, "value", &before.variants, &after.variants, changes);
}

pub(super) fn codes(before: &ErrorCodes, after: &ErrorCodes, changes: &mut Changes) {
    changes.docs(after.name.as_str(), &before.docs, &after.docs);
    variants(&after.name, "code", &before.variants, &after.variants, changes);
}

fn variants(owner: &str, noun: &str, before: &[Variant], after: &[Variant], changes: &mut Changes) {
    let pairs = Pairs::by(before, after, |variant| &variant.wire).and_by(|variant| &variant.name);
    for variant in pairs.gone {
        changes.breaking(owner, format!("the {noun} `{}` is gone", variant.wire));
    }
    for variant in pairs.new {
        changes.addition(owner, format!("a new {noun}, `{}`", variant.wire));
    }
    for (old, new) in pairs.both {
        if old.name != new.name {
            let is_taken = after.iter().any(|other| other.name == old.name);
            let what = format!("the Rust name of `{}` was `{}`, is `{}`", new.wire, old.name, new.name);
            changes.breaking_silently_if(is_taken, owner, what);
        } else if old.wire != new.wire {
            let what = format!("`{}` was `{}` on the wire, is `{}`", new.name, old.wire, new.wire);
            changes.breaking_silently_if(true, owner, what);
        }
        changes.docs(format!("{owner}.{}", new.wire), &old.docs, &new.docs);
    }
}

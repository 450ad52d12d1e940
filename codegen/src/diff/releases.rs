//! The changes from one release of metadata to the next, where some of what was released is kept.

use super::{Change, Kind, Severity, of_specs};
use crate::import::{Keep, keep_released};
use crate::spec::Spec;

/// Compares two releases of metadata as callers meet them: with the order and the Rust names that were released, as an import
/// into a spec and the releases of a workspace keep them. What would change without is a note.
pub(crate) fn of_releases(before: &Spec, after: &Spec) -> Vec<Change> {
    of_kept(before, &keeping(before, after, Keep::Order), after)
}

/// Returns what a release of a crate keeps: the optionality of members too, unless callers have to change their code
/// anyway. Then the release follows the metadata, so that what is kept does not pile up.
pub(crate) fn to_keep(before: &Spec, after: &Spec) -> Keep {
    let kept = keeping(before, after, Keep::OrderAndOptionality);
    let changes = of_specs(before, &kept);
    if changes.iter().any(|change| change.severity == Severity::Breaking) {
        Keep::Order
    } else {
        Keep::OrderAndOptionality
    }
}

/// Returns `after` with what is kept of `before`.
pub(crate) fn keeping(before: &Spec, after: &Spec, keep: Keep) -> Spec {
    let mut kept = after.clone();
    for service in &mut kept.services {
        let released = before
            .services
            .iter()
            .find(|released| released.folder == service.folder);
        if let Some(released) = released {
            keep_released(
                &mut service.file,
                &mut service.actions,
                &mut service.types,
                released,
                keep,
            );
        }
    }
    kept
}

/// Compares what was released with `kept`, which is `after` with what is kept of it. What would change without is a note.
pub(crate) fn of_kept(before: &Spec, kept: &Spec, after: &Spec) -> Vec<Change> {
    let mut changes = of_specs(before, kept);
    if kept != after {
        let afresh = of_specs(before, after).into_iter();
        let notes: Vec<Change> = afresh
            .filter(|change| !changes.contains(change))
            .filter_map(note_of_kept)
            .collect();
        changes.extend(notes);
    }
    changes
}

/// Returns the note in place of a change that was avoided by what was kept; none if it comes of something else.
fn note_of_kept(avoided: Change) -> Option<Change> {
    let (kind, what) = match avoided.kind {
        Kind::FieldMoved | Kind::VariantMoved | Kind::ArgumentsReordered => {
            let what = format!(
                "stays as it was released, in a spec and in a workspace; if code is generated afresh, {}",
                avoided.what
            );
            (Kind::OrderKept, what)
        }
        Kind::MemberOptional if avoided.severity == Severity::Breaking => {
            let what = "is no longer required: `new` takes it until a release breaks callers anyway";
            (Kind::OptionalityKept, what.to_owned())
        }
        Kind::NeverNull if avoided.severity == Severity::Breaking => {
            let what = "is always there: it stays an `Option` until a release breaks callers anyway";
            (Kind::OptionalityKept, what.to_owned())
        }
        _ => return None,
    };
    Some(Change {
        severity: Severity::Note,
        is_silent: false,
        kind,
        what,
        ..avoided
    })
}

//! The changes from one release of metadata to the next, where what was released keeps its order and its Rust names.

use super::{Change, Kind, Severity, of_specs};
use crate::import::keep_released;
use crate::spec::Spec;

/// Compares two releases of metadata as callers meet them: with the order and the Rust names that were released, as an import
/// into a spec and the releases of a workspace keep them. What would change without is a note.
pub(crate) fn of_releases(before: &Spec, after: &Spec) -> Vec<Change> {
    let mut kept = after.clone();
    for service in &mut kept.services {
        let released = before
            .services
            .iter()
            .find(|released| released.folder == service.folder);
        if let Some(released) = released {
            keep_released(&mut service.file, &mut service.actions, &mut service.types, released);
        }
    }
    let mut changes = of_specs(before, &kept);
    if kept != *after {
        let afresh = of_specs(before, after).into_iter();
        let avoided = afresh.filter(|change| is_by_order(change.kind) && !changes.contains(change));
        let notes: Vec<Change> = avoided.map(order_kept).collect();
        changes.extend(notes);
    }
    changes
}

/// Whether the order in which the source lists members and codes decides about it.
fn is_by_order(kind: Kind) -> bool {
    matches!(kind, Kind::FieldMoved | Kind::VariantMoved | Kind::ArgumentsReordered)
}

fn order_kept(avoided: Change) -> Change {
    Change {
        severity: Severity::Note,
        is_silent: false,
        kind: Kind::OrderKept,
        what: format!(
            "stays as it was released, in a spec and in a workspace; if code is generated afresh, {}",
            avoided.what
        ),
        ..avoided
    }
}

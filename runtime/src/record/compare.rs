//! Equality of records.

use super::Record;
use super::slot::{List, View};

/// Whether two records of one type have the same members with the same values.
pub fn records_equal(ours: &dyn Record, theirs: &dyn Record) -> bool {
    let fields = ours.shape().fields.len();
    (0..fields).all(|index| match (ours.get(index), theirs.get(index)) {
        (Some(ours), Some(theirs)) => views_equal(ours.view(), theirs.view()),
        (ours, theirs) => ours.is_none() && theirs.is_none(),
    })
}

fn views_equal(ours: View<'_>, theirs: View<'_>) -> bool {
    match (ours, theirs) {
        (View::Absent, View::Absent) => true,
        (View::Str(ours), View::Str(theirs)) => ours == theirs,
        (View::Int(ours), View::Int(theirs)) => ours == theirs,
        (View::Uint(ours), View::Uint(theirs)) => ours == theirs,
        (View::Float(ours), View::Float(theirs)) => ours == theirs,
        (View::Bool(ours), View::Bool(theirs)) => ours == theirs,
        (View::Bytes(ours), View::Bytes(theirs)) => ours == theirs,
        (View::Json(ours), View::Json(theirs)) => ours == theirs,
        (View::Record(ours), View::Record(theirs)) => records_equal(ours, theirs),
        (View::List(ours), View::List(theirs)) => lists_equal(ours, theirs),
        _ => false,
    }
}

fn lists_equal(ours: &dyn List, theirs: &dyn List) -> bool {
    ours.len() == theirs.len()
        && (0..ours.len()).all(|index| match (ours.item(index), theirs.item(index)) {
            (Some(ours), Some(theirs)) => views_equal(ours.view(), theirs.view()),
            _ => false,
        })
}

//! What keeps a request from being sent.

use std::fmt;

use serde_json::Value;

use super::path::Path;
use super::slot::{List, View};
use super::{Presence, Record};

/// A member of a request that keeps it from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Where: `AccessRegionSet[0].Bandwidth`.
    pub path: String,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// What is wrong with the member of a [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// It is required and absent.
    Missing,
    /// It is a float without a JSON form: infinite or not a number.
    NotFinite,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            FaultKind::Missing => write!(f, "required parameter `{}` is not set", self.path),
            FaultKind::NotFinite => write!(f, "parameter `{}` is not a finite number", self.path),
        }
    }
}

/// Everything that keeps `request` from being sent, in the order of its members.
pub fn faults(request: &dyn Record) -> Vec<Fault> {
    let mut found = Vec::new();
    look_at_record(request, &Path::Root, &mut found);
    found
}

fn look_at_record(record: &dyn Record, path: &Path<'_>, found: &mut Vec<Fault>) {
    for (index, field) in record.shape().fields.iter().enumerate() {
        let path = path.member(field.name);
        match record.get(index).map_or(View::Absent, |slot| slot.view()) {
            View::Absent | View::Json(Value::Null) if field.presence == Presence::Required => found.push(Fault {
                path: path.to_string(),
                kind: FaultKind::Missing,
            }),
            view => look_at(view, &path, found),
        }
    }
}

fn look_at(view: View<'_>, path: &Path<'_>, found: &mut Vec<Fault>) {
    match view {
        View::Record(record) => look_at_record(record, path, found),
        View::List(list) => look_at_list(list, path, found),
        View::Float(value) if !value.is_finite() => found.push(Fault {
            path: path.to_string(),
            kind: FaultKind::NotFinite,
        }),
        _ => {}
    }
}

fn look_at_list(list: &dyn List, path: &Path<'_>, found: &mut Vec<Fault>) {
    for index in 0..list.len() {
        if let Some(item) = list.item(index) {
            look_at(item.view(), &path.item(index), found);
        }
    }
}

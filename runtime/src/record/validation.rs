//! Validation of a request before it is sent: required members and numbers that JSON does not have.

use std::fmt;

use serde_json::Value;

use super::Record;
use super::path::Path;
use super::shape::Presence;
use super::slot::{List, View};

/// A member of a request that makes the request invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Path of the member: `AccessRegionSet[0].Bandwidth`.
    pub path: String,
    /// What is wrong with it.
    pub kind: ViolationKind,
}

/// What is wrong with the member of a [`Violation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViolationKind {
    /// It is required and absent.
    MissingRequired,
    /// It is a float that JSON cannot represent: infinite, or not a number.
    NotFinite,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ViolationKind::MissingRequired => write!(f, "required parameter `{}` is not set", self.path),
            ViolationKind::NotFinite => write!(f, "parameter `{}` is not a finite number", self.path),
        }
    }
}

/// Returns everything that makes `request` invalid, in the order of its members.
pub fn validate(request: &dyn Record) -> Vec<Violation> {
    let mut violations = Vec::new();
    validate_record(request, &Path::Root, &mut violations);
    violations
}

fn validate_record(record: &dyn Record, path: &Path<'_>, violations: &mut Vec<Violation>) {
    for (index, field) in record.shape().fields.iter().enumerate() {
        let path = path.member(field.name);
        match record.get(index).map_or(View::Absent, |slot| slot.view()) {
            View::Absent | View::Json(Value::Null) if field.presence == Presence::Required => {
                violations.push(Violation {
                    path: path.to_string(),
                    kind: ViolationKind::MissingRequired,
                });
            }
            view => validate_view(view, &path, violations),
        }
    }
}

fn validate_view(view: View<'_>, path: &Path<'_>, violations: &mut Vec<Violation>) {
    match view {
        View::Record(record) => validate_record(record, path, violations),
        View::List(list) => validate_list(list, path, violations),
        View::Float(value) if !value.is_finite() => violations.push(Violation {
            path: path.to_string(),
            kind: ViolationKind::NotFinite,
        }),
        _ => {}
    }
}

fn validate_list(list: &dyn List, path: &Path<'_>, violations: &mut Vec<Violation>) {
    for index in 0..list.len() {
        if let Some(item) = list.item(index) {
            validate_view(item.view(), &path.item(index), violations);
        }
    }
}

//! What decoding collects besides the values: anomalies, unknown members, missing members, and the path of an error.

use serde_json::Value;

use super::field_order_cache::FieldOrderCache;
use crate::record::anomaly::{Anomaly, AnomalyKind, UnknownMember};
use crate::record::path::Path;
use crate::record::shape::{Field, Presence};

/// The state of decoding one document.
#[derive(Default)]
pub(crate) struct DecodeContext {
    pub(crate) anomalies: Vec<Anomaly>,
    pub(crate) unknown: Vec<UnknownMember>,
    /// Whether `unknown` is collected; otherwise undeclared members are skipped.
    keep_unknown: bool,
    /// Whether an undeclared `RequestId` at the root of the document goes to `request_id`.
    take_request_id: bool,
    /// The last such `RequestId`.
    pub(crate) request_id: Option<Value>,
    /// Paths of the absent members that every request needs.
    pub(super) missing_required: Vec<String>,
    pub(super) field_orders: FieldOrderCache,
    /// Where decoding stopped, if the document is malformed.
    pub(crate) error_path: Option<String>,
}

impl DecodeContext {
    /// Creates a context that keeps undeclared members.
    pub(crate) fn keeping_unknown() -> Self {
        Self {
            keep_unknown: true,
            ..Self::default()
        }
    }

    /// Creates a context that keeps undeclared members, and `RequestId` apart from them.
    pub(crate) fn for_response() -> Self {
        Self {
            take_request_id: true,
            ..Self::keeping_unknown()
        }
    }

    pub(super) fn keeps_unknown(&self) -> bool {
        self.keep_unknown
    }

    pub(super) fn takes_request_id(&self, path: &Path<'_>) -> bool {
        self.take_request_id && matches!(path, Path::Root)
    }

    /// Discards everything that was collected.
    pub(crate) fn reset(&mut self) {
        self.anomalies.clear();
        self.unknown.clear();
        self.request_id = None;
    }

    pub(super) fn add_anomaly(&mut self, path: &Path<'_>, kind: AnomalyKind) {
        self.anomalies.push(Anomaly {
            path: path.to_string(),
            kind,
        });
    }

    pub(super) fn add_absence(&mut self, field: &Field, path: &Path<'_>, kind: AnomalyKind) {
        if field.presence == Presence::Required {
            self.missing_required.push(path.to_string());
        }
        if !field.nullable {
            self.add_anomaly(path, kind);
        }
    }

    /// Discards what was collected for the value at `path`, because a later duplicate replaces it.
    pub(super) fn discard(&mut self, path: &Path<'_>) {
        let outer = path.to_string();
        self.anomalies.retain(|anomaly| !is_within(&anomaly.path, &outer));
        self.unknown.retain(|member| !is_within(&member.path, &outer));
        self.missing_required.retain(|path| !is_within(path, &outer));
    }

    /// Remembers the innermost path of an error.
    #[inline]
    pub(super) fn locate<T, E>(&mut self, path: &Path<'_>, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.set_error_path(path);
        }
        result
    }

    #[cold]
    fn set_error_path(&mut self, path: &Path<'_>) {
        self.error_path.get_or_insert_with(|| path.to_string());
    }
}

fn is_within(path: &str, outer: &str) -> bool {
    let rest = path.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

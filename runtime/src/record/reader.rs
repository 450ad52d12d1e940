//! What comes up while a document is read, beside the values.

use serde_json::Value;

use super::anomaly::{Anomaly, AnomalyKind, UnknownMember};
use super::order::Orders;
use super::path::Path;
use super::{Field, Presence};

/// What comes up while a document is read.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) anomalies: Vec<Anomaly>,
    pub(crate) unknown: Vec<UnknownMember>,
    /// Whether `unknown` is collected; otherwise undeclared members are passed over.
    keep_unknown: bool,
    /// Whether an undeclared `RequestId` of the document itself goes to `request_id`.
    take_request_id: bool,
    /// The last such.
    pub(crate) request_id: Option<Value>,
    /// The members without which the value could not be sent.
    pub(crate) lacks: Vec<String>,
    pub(super) orders: Orders,
    /// Where reading stopped, if the document is broken.
    pub(crate) broken_at: Option<String>,
}

impl Reader {
    /// Keeps undeclared members.
    pub(crate) fn keeping_unknown() -> Self {
        Self {
            keep_unknown: true,
            ..Self::default()
        }
    }

    /// Keeps undeclared members, `RequestId` apart from them.
    pub(crate) fn of_response() -> Self {
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

    /// Forgets all that was read.
    pub(crate) fn start_over(&mut self) {
        self.anomalies.clear();
        self.unknown.clear();
        self.request_id = None;
    }

    pub(super) fn note(&mut self, path: &Path<'_>, kind: AnomalyKind) {
        self.anomalies.push(Anomaly {
            path: path.to_string(),
            kind,
        });
    }

    pub(super) fn note_absence(&mut self, field: &Field, path: &Path<'_>, kind: AnomalyKind) {
        if field.presence == Presence::Required {
            self.lacks.push(path.to_string());
        }
        if !field.nullable {
            self.note(path, kind);
        }
    }

    /// Takes back what was noted of the value at `place`: another one follows that counts instead.
    pub(super) fn forget(&mut self, place: &Path<'_>) {
        let place = place.to_string();
        self.anomalies.retain(|anomaly| !is_within(&anomaly.path, &place));
        self.unknown.retain(|member| !is_within(&member.path, &place));
        self.lacks.retain(|path| !is_within(path, &place));
    }

    /// Keeps the innermost place of a failure.
    #[inline]
    pub(super) fn placed<T, E>(&mut self, path: &Path<'_>, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.broke_at(path);
        }
        result
    }

    #[cold]
    fn broke_at(&mut self, path: &Path<'_>) {
        self.broken_at.get_or_insert_with(|| path.to_string());
    }
}

fn is_within(path: &str, place: &str) -> bool {
    let rest = path.strip_prefix(place);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

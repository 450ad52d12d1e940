//! What decoding collects besides the values: anomalies, undeclared members, the members of the envelope, and the path of
//! an error.

use serde::de::Error;
use serde_json::Value;

use super::field_order_cache::FieldOrderCache;
use super::memory::{Account, Memory, MemoryLimits};
use super::notes::{Findings, Mark, NoteRange, Notes};
use crate::record::anomaly::{Anomaly, AnomalyKind, UnknownMember};
use crate::record::coercion::{BEYOND_F64, is_beyond_f64};
use crate::record::path::Path;
use crate::record::shape::{Field, Presence};

/// The state of decoding one document.
pub(crate) struct DecodeContext {
    /// What the document is.
    kind: Kind,
    /// Whether the document was repaired, so that a replacement character stands for something that JSON cannot hold.
    is_repaired: bool,
    envelope: EnvelopeMembers,
    values: Memory,
    pub(super) notes: Notes,
    pub(super) field_orders: FieldOrderCache,
    /// Where decoding stopped.
    error_path: Option<String>,
    /// The limit on memory, if it stopped because the values do not fit.
    limit_reached: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A type by itself, whose mismatches are errors.
    Request,
    /// A response, or the data of an event: each mismatch and each undeclared member is noted, and the members of the
    /// envelope are kept apart.
    Response,
}

/// The members that any response may have and that the spec does not declare.
#[derive(Default)]
pub(crate) struct EnvelopeMembers {
    pub(crate) request_id: Option<Value>,
    pub(crate) error: Option<Value>,
    pub(crate) deprecated_warning: Option<Value>,
    /// Whether the document may be an envelope itself, as the data of events may: whether it has an object `Response`.
    pub(crate) inner_response: Option<bool>,
    /// How many declared members the response has, null aside.
    pub(crate) declared_members: usize,
}

#[cold]
pub(super) fn limit_reached<E: Error>() -> E {
    E::custom("the values need too much memory")
}

/// The name of a member of the envelope.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum EnvelopeMember {
    RequestId,
    Error,
    DeprecatedWarning,
    Response,
}

impl EnvelopeMembers {
    pub(super) fn takes(&self, member: EnvelopeMember) -> bool {
        member != EnvelopeMember::Response || self.inner_response.is_some()
    }

    /// Puts the value of a member other than `Response`.
    pub(super) fn put(&mut self, member: EnvelopeMember, value: Value) {
        match member {
            EnvelopeMember::RequestId => self.request_id = Some(value),
            EnvelopeMember::Error => self.error = Some(value),
            EnvelopeMember::DeprecatedWarning => self.deprecated_warning = Some(value),
            EnvelopeMember::Response => {}
        }
    }
}

impl EnvelopeMember {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "RequestId" => Self::RequestId,
            "Error" => Self::Error,
            "DeprecatedWarning" => Self::DeprecatedWarning,
            "Response" => Self::Response,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::RequestId => "RequestId",
            Self::Error => "Error",
            Self::DeprecatedWarning => "DeprecatedWarning",
            Self::Response => "Response",
        }
    }
}

/// Why a document was not decoded.
pub(crate) struct Stop {
    pub(crate) path: Option<String>,
    /// The limit on memory, if the values do not fit.
    pub(crate) limit: Option<usize>,
}

#[cfg(feature = "named")]
impl Stop {
    /// Reading stopped at this path.
    pub(crate) fn at(path: Option<&str>) -> Self {
        Self {
            path: path.map(ToOwned::to_owned),
            limit: None,
        }
    }

    /// The value needs more memory than this.
    pub(crate) fn of_limit(limit: usize) -> Self {
        Self {
            path: None,
            limit: Some(limit),
        }
    }
}

impl DecodeContext {
    fn new(kind: Kind, limits: MemoryLimits) -> Self {
        Self {
            kind,
            is_repaired: false,
            envelope: EnvelopeMembers::default(),
            values: Memory::new(limits.values),
            notes: Notes::new(limits.notes),
            field_orders: FieldOrderCache::default(),
            error_path: None,
            limit_reached: None,
        }
    }

    pub(super) fn for_request() -> Self {
        Self::new(Kind::Request, MemoryLimits::for_document(0, Some(usize::MAX)))
    }

    pub(crate) fn for_response(limits: MemoryLimits) -> Self {
        Self::new(Kind::Response, limits)
    }

    /// Creates a context for the data of an event, which may be an envelope.
    #[cfg(feature = "stream")]
    pub(crate) fn for_event(limits: MemoryLimits) -> Self {
        let mut context = Self::for_response(limits);
        context.envelope.inner_response = Some(false);
        context
    }

    /// Begins anew, with the same document.
    #[cold]
    pub(crate) fn restart(&mut self) {
        self.reset();
        self.notes = Notes::new(self.notes.memory().limit());
        self.values.rewind(0);
        self.error_path = None;
        self.limit_reached = None;
    }

    /// Begins anew, with a document that was repaired into `text`.
    pub(crate) fn restart_repaired(&mut self, text: &str) {
        self.restart();
        // The copy is in memory as well. If it exceeds the limit alone, the first value is the one that does not fit.
        if self.values.take(text.len()).is_err() {
            self.values.rewind(self.values.limit());
        }
        self.is_repaired = true;
    }

    pub(super) fn is_repaired(&self) -> bool {
        self.is_repaired
    }

    pub(super) fn keeps_unknown(&self) -> bool {
        self.kind == Kind::Response
    }

    pub(crate) fn envelope(&self) -> &EnvelopeMembers {
        &self.envelope
    }

    #[cfg(feature = "client")]
    pub(crate) fn envelope_mut(&mut self) -> &mut EnvelopeMembers {
        &mut self.envelope
    }

    /// The members of the envelope, if `path` is that of a response.
    #[inline]
    pub(super) fn envelope_at(&mut self, path: &Path<'_>) -> Option<&mut EnvelopeMembers> {
        (matches!(path, Path::Root) && self.kind == Kind::Response).then_some(&mut self.envelope)
    }

    pub(super) fn memory_of(&mut self, account: Account) -> &mut Memory {
        match account {
            Account::Values => &mut self.values,
            Account::Notes => self.notes.memory(),
        }
    }

    /// Runs `take` on the memory of the values, and returns whether it did suffice.
    #[inline]
    pub(super) fn has_memory<T, E>(&mut self, take: impl FnOnce(&mut Memory) -> Result<T, E>) -> bool {
        let is_taken = take(&mut self.values).is_ok();
        if !is_taken {
            self.set_limit_reached();
        }
        is_taken
    }

    #[cold]
    fn set_limit_reached(&mut self) {
        self.limit_reached = Some(self.values.limit());
    }

    /// Returns the value, or the error that it did not fit into the memory.
    pub(super) fn fitting<T, E: Error>(&mut self, value: Option<T>) -> Result<T, E> {
        value.ok_or_else(|| {
            self.set_limit_reached();
            limit_reached()
        })
    }

    /// Discards everything that was collected.
    pub(crate) fn reset(&mut self) {
        self.notes.clear();
        let inner_response = self.envelope.inner_response.map(|_| false);
        self.envelope = EnvelopeMembers {
            inner_response,
            ..EnvelopeMembers::default()
        };
    }

    #[inline]
    pub(super) fn mark(&self) -> Mark {
        self.notes.mark()
    }

    #[inline]
    pub(super) fn has_notes_since(&self, mark: &Mark) -> bool {
        self.notes.has_more_than(mark)
    }

    /// Returns the notes since `mark`, and moves it to their end.
    #[cold]
    pub(super) fn notes_since(&self, mark: &mut Mark) -> NoteRange {
        self.notes.since(mark)
    }

    pub(super) fn add_anomaly(&mut self, path: &Path<'_>, kind: AnomalyKind) {
        if self.keeps_unknown() || matches!(kind, AnomalyKind::WrongType { .. }) {
            let anomaly = || Anomaly {
                path: path.to_string(),
                kind,
            };
            self.notes.add_anomaly(path, anomaly);
        }
    }

    pub(super) fn add_absence(&mut self, field: &Field, path: &Path<'_>, kind: AnomalyKind) {
        if self.keeps_unknown() {
            if !field.nullable {
                self.add_anomaly(path, kind);
            }
        } else if field.presence == Presence::Required {
            self.notes.add_missing_required(path);
        }
    }

    /// Adds an undeclared member, `None` if its value was not kept.
    pub(super) fn add_unknown(&mut self, path: &Path<'_>, value: Option<Value>) {
        let member = value.map(|value| {
            || UnknownMember {
                path: path.to_string(),
                value,
            }
        });
        self.notes.add_unknown(path, member);
    }

    /// Reports a text that is not what the service sent.
    #[inline]
    pub(super) fn check_text(&mut self, path: &Path<'_>, text: &str) {
        if self.is_repaired && text.contains(char::REPLACEMENT_CHARACTER) {
            self.add_anomaly(path, AnomalyKind::InvalidText);
        }
    }

    /// Reports a text in a JSON value that is not what the service sent, or that stands for a number.
    #[inline]
    pub(super) fn check_json_text(&mut self, path: &Path<'_>, text: &str) {
        self.check_text(path, text);
        if self.is_repaired && is_beyond_f64(text) {
            let (expected, found) = ("a number", BEYOND_F64);
            self.add_anomaly(path, AnomalyKind::WrongType { expected, found });
        }
    }

    /// Remembers the innermost path of an error.
    #[inline]
    pub(crate) fn locate<T, E>(&mut self, path: &Path<'_>, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.set_error_path(path);
        }
        result
    }

    #[cold]
    fn set_error_path(&mut self, path: &Path<'_>) {
        self.error_path.get_or_insert_with(|| path.to_string());
    }

    /// Why decoding stopped, after an error.
    pub(crate) fn take_stop(&mut self) -> Stop {
        Stop {
            path: self.error_path.take(),
            limit: self.limit_reached.take(),
        }
    }

    /// What was collected, after the end of the document.
    pub(crate) fn finish(self) -> (EnvelopeMembers, Findings) {
        (self.envelope, self.notes.into_findings())
    }
}

//! What decoding reports besides the values, in the order in which it was found.
//!
//! A member that occurs twice replaces what was reported of its first value. The notes of one value are next to each
//! other, so a [`Mark`] before and after it is all that has to be remembered, and to discard them costs what it cost to
//! find them.

use super::memory::{Memory, text_bytes};
use crate::record::anomaly::{Anomaly, UnknownMember};
use crate::record::path::Path;

/// Kept notes, and the number of the others.
pub(super) struct Notes {
    kept: Vec<Note>,
    omitted: Omitted,
    /// How many notes there ever were, so that one comparison tells whether a value has any.
    made: usize,
    memory: Memory,
}

pub(super) enum Note {
    Anomaly(Anomaly),
    Unknown(UnknownMember),
    /// The path of an absent member that every request needs.
    MissingRequired(String),
    /// One that counts no more.
    Discarded,
}

/// How many notes were counted and not kept.
#[derive(Clone, Copy, Default)]
pub(super) struct Omitted {
    pub(super) anomalies: usize,
    pub(super) unknown: usize,
}

/// A position in the notes.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    made: usize,
    kept: usize,
    omitted: Omitted,
    used: usize,
}

/// The notes of one value.
#[derive(Clone, Copy)]
pub(super) struct NoteRange {
    start: Mark,
    end: Mark,
}

/// What was found in a document besides its values.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Findings {
    /// Mismatches between the document and the spec, up to a limit.
    pub anomalies: Vec<Anomaly>,
    /// Members that the spec does not declare, up to a limit.
    pub unknown: Vec<UnknownMember>,
    /// Paths of the absent members that every request needs.
    pub(crate) missing_required: Vec<String>,
    /// How many mismatches there are, those that were not kept included.
    pub anomaly_count: usize,
    /// How many undeclared members there are, those that were not kept included.
    pub unknown_count: usize,
}

impl Findings {
    pub(crate) const fn none() -> Self {
        Self {
            anomalies: Vec::new(),
            unknown: Vec::new(),
            missing_required: Vec::new(),
            anomaly_count: 0,
            unknown_count: 0,
        }
    }

    /// Returns the findings in a box, or `None` if there are none.
    pub(crate) fn into_boxed(self) -> Option<Box<Self>> {
        (self.anomaly_count + self.unknown_count > 0).then(|| Box::new(self))
    }
}

/// What a note takes in the vector, which doubles, and once more when the notes are sorted by kind.
const NOTE_BYTES: usize = 3 * size_of::<Note>();

impl Notes {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            kept: Vec::new(),
            omitted: Omitted::default(),
            made: 0,
            memory: Memory::new(limit),
        }
    }

    /// The memory of the notes, for the values of undeclared members.
    pub(super) fn memory(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// Keeps the note that `note` makes, or returns that there is no room. Paths are formatted only for those that are
    /// kept.
    fn keep(&mut self, path: &Path<'_>, note: impl FnOnce() -> Note) -> bool {
        self.made += 1;
        // The name of a member may be as long as the document, so the length is known before it is copied.
        let has_room = self.memory.take(NOTE_BYTES + text_bytes(path.text_length())).is_ok();
        if has_room {
            self.kept.push(note());
        }
        has_room
    }

    #[cold]
    pub(super) fn add_anomaly(&mut self, path: &Path<'_>, anomaly: impl FnOnce() -> Anomaly) {
        if !self.keep(path, || Note::Anomaly(anomaly())) {
            self.omitted.anomalies += 1;
        }
    }

    #[cold]
    pub(super) fn add_missing_required(&mut self, path: &Path<'_>) {
        if !self.keep(path, || Note::MissingRequired(path.to_string())) {
            self.omitted.anomalies += 1;
        }
    }

    /// Adds an undeclared member, `None` if its value was too large to be kept.
    #[cold]
    pub(super) fn add_unknown(&mut self, path: &Path<'_>, member: Option<impl FnOnce() -> UnknownMember>) {
        self.made += usize::from(member.is_none());
        let is_kept = member.is_some_and(|member| self.keep(path, || Note::Unknown(member())));
        if !is_kept {
            self.omitted.unknown += 1;
        }
    }

    #[inline]
    pub(super) fn mark(&self) -> Mark {
        Mark {
            made: self.made,
            kept: self.kept.len(),
            omitted: self.omitted,
            used: self.memory.used(),
        }
    }

    #[inline]
    pub(super) fn has_more_than(&self, mark: &Mark) -> bool {
        self.made != mark.made
    }

    /// Gives back what was taken since `mark`, for a value that was not kept and of which nothing was noted.
    pub(super) fn free_since(&mut self, mark: &Mark) {
        self.memory.rewind(mark.used);
    }

    /// Returns the notes since `mark`, and moves it to their end.
    pub(super) fn since(&self, mark: &mut Mark) -> NoteRange {
        let start = *mark;
        *mark = self.mark();
        NoteRange { start, end: *mark }
    }

    /// Discards the notes of a value, because a later one replaces it.
    pub(super) fn discard(&mut self, range: NoteRange) {
        let NoteRange { start, end } = range;
        self.omitted.anomalies -= end.omitted.anomalies - start.omitted.anomalies;
        self.omitted.unknown -= end.omitted.unknown - start.omitted.unknown;
        // Their memory is not given back: a member that is repeated would have its notes written each time.
        for note in self.kept.get_mut(start.kept..end.kept).unwrap_or_default() {
            *note = Note::Discarded;
        }
    }

    /// Discards all notes.
    pub(super) fn clear(&mut self) {
        self.kept = Vec::new();
        self.omitted = Omitted::default();
    }

    pub(super) fn into_findings(self) -> Findings {
        if self.made == 0 {
            return Findings::default();
        }
        let mut findings = Findings::default();
        for note in self.kept {
            match note {
                Note::Anomaly(anomaly) => findings.anomalies.push(anomaly),
                Note::Unknown(member) => findings.unknown.push(member),
                Note::MissingRequired(path) => findings.missing_required.push(path),
                Note::Discarded => {}
            }
        }
        findings.anomaly_count = findings.anomalies.len() + self.omitted.anomalies;
        findings.unknown_count = findings.unknown.len() + self.omitted.unknown;
        findings
    }
}

//! Which records change their status by themselves, and when.
//!
//! Before a list filters by a status, every change that is due has to be made. The records are kept by the time of
//! their next change, so that a list passes over those that stay as they are.

use std::collections::BTreeSet;

use tc3_codegen::spec::emulator::{StatusChange, StatusRule};

use super::record::Record;
use crate::store::json_eq;

/// The records whose status is going to change, by the time of the change.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Deadlines {
    rule: Option<StatusRule>,
    by_time: BTreeSet<(i64, u64)>,
}

impl Deadlines {
    pub(crate) fn of(rule: Option<&StatusRule>) -> Self {
        Self {
            rule: rule.cloned(),
            by_time: BTreeSet::new(),
        }
    }

    /// The numbers of the records with a change that is due.
    pub(super) fn due(&self, now: i64) -> impl Iterator<Item = u64> {
        self.by_time.range(..=(now, u64::MAX)).map(|(_, number)| *number)
    }

    pub(super) fn replace(&mut self, number: u64, before: Option<&Record>, after: Option<&Record>) {
        let Some(rule) = &self.rule else { return };
        let time = |record: Option<&Record>| record.and_then(|record| next_change(record, rule));
        let (before, after) = (time(before), time(after));
        if before == after {
            return;
        }
        if let Some(time) = before {
            self.by_time.remove(&(time, number));
        }
        if let Some(time) = after {
            self.by_time.insert((time, number));
        }
    }
}

/// The changes that lead out of the record's status.
pub(crate) fn possible_changes<'s>(
    record: &'s Record,
    status: &'s StatusRule,
) -> impl Iterator<Item = &'s StatusChange> {
    let state = record.get(&status.member);
    let changes = status.changes.iter();
    changes.filter(move |change| state.is_some_and(|state| json_eq::equal(&change.from, state)))
}

/// The time of a change that comes after some seconds, if it does.
pub(crate) fn time_of(change: &StatusChange, record: &Record) -> Option<i64> {
    let seconds = i64::try_from(change.after_seconds.as_ref()?.value).unwrap_or(i64::MAX);
    Some(record.since.saturating_add(seconds))
}

/// Whether a change is due because the record was shown as often as that.
pub(crate) fn is_read_enough(change: &StatusChange, record: &Record) -> bool {
    change
        .after_reads
        .as_ref()
        .is_some_and(|reads| record.reads >= reads.value)
}

/// The time of the first change of the record's status; one that is due already has the earliest time.
fn next_change(record: &Record, rule: &StatusRule) -> Option<i64> {
    let changes = possible_changes(record, rule);
    let times = changes.filter_map(|change| {
        if is_read_enough(change, record) {
            return Some(i64::MIN);
        }
        time_of(change, record)
    });
    times.min()
}

//! Advances the status of records, which changes by itself after some time or some reads.

use tc3_codegen::spec::Json;
use tc3_codegen::spec::emulator::{Resource, StatusChange, StatusRule};

use super::Session;
use crate::store::json_eq;
use crate::store::tables::{Record, is_read_enough, possible_changes, time_of};

/// The most changes in one go: rules may form a cycle.
const MAX_CHANGES: usize = 16;

impl Session<'_, '_> {
    /// Makes the status changes that are due.
    pub(crate) fn advance_status(&mut self, resource: &Resource, number: u64) {
        let Some(status) = &resource.status else {
            return;
        };
        for _ in 0..MAX_CHANGES {
            let Some(record) = self.record(resource, number) else {
                return;
            };
            let Some((change, since)) = due(record, status, self.now) else {
                return;
            };
            let mut changed = record.clone();
            changed.set(&status.member, change.to.value.clone());
            (changed.since, changed.reads) = (since, 0);
            self.replace(resource, number, changed);
        }
    }

    /// Makes the status changes that are due, of every record of a resource.
    pub(crate) fn advance_all(&mut self, resource: &Resource) {
        let due = self.transaction.tables().due(&self.table(&resource.name), self.now);
        for number in due {
            self.advance_status(resource, number);
        }
    }

    /// Counts that a record is shown, if its status depends on that.
    pub(crate) fn count_read(&mut self, resource: &Resource, number: u64) {
        let Some((record, status)) = self.record(resource, number).zip(resource.status.as_ref()) else {
            return;
        };
        let counts = possible_changes(record, status).any(|change| change.after_reads.is_some());
        if counts {
            let mut read = record.clone();
            read.reads += 1;
            self.replace(resource, number, read);
        }
    }

    /// Whether the status of a record is one of `states`. An empty list allows any.
    pub(crate) fn has_status<'j>(
        &mut self,
        resource: &Resource,
        number: u64,
        states: impl IntoIterator<Item = &'j Json>,
    ) -> bool {
        self.advance_status(resource, number);
        let mut states = states.into_iter().peekable();
        let Some(status) = resource.status.as_ref().filter(|_| states.peek().is_some()) else {
            return true;
        };
        let record = self.record(resource, number);
        let state = record.and_then(|record| record.get(&status.member));
        state.is_some_and(|state| states.any(|wanted| json_eq::equal(wanted, state)))
    }

    /// Restarts the clock of the status, if `record` has another status than `before`.
    pub(crate) fn restart_status_clock(&self, record: &mut Record, before: &Record, resource: &Resource) {
        let Some(status) = &resource.status else {
            return;
        };
        if record.get(&status.member) != before.get(&status.member) {
            (record.since, record.reads) = (self.now, 0);
        }
    }
}

/// The change that is due, and the time when it took effect.
fn due<'s>(record: &'s Record, status: &'s StatusRule, now: i64) -> Option<(&'s StatusChange, i64)> {
    possible_changes(record, status).find_map(|change| {
        if let Some(at) = time_of(change, record).filter(|at| *at <= now) {
            return Some((change, at));
        }
        is_read_enough(change, record).then_some((change, now))
    })
}

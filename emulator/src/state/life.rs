//! How a record's state changes by itself.

use tc3_codegen::spec::Json;
use tc3_codegen::spec::emulator::{Resource, StatusChange, StatusRule};

use super::record::Record;
use super::same;
use super::world::World;

/// Most changes in one go: rules may lead in a circle.
const MOST_CHANGES: usize = 16;

impl World<'_, '_> {
    /// Lets the changes of state happen that are due.
    pub(super) fn settle(&mut self, resource: &Resource, number: u64) {
        let Some(status) = &resource.status else {
            return;
        };
        for _ in 0..MOST_CHANGES {
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

    /// Notes that a record is being shown.
    pub(super) fn note_read(&mut self, resource: &Resource, number: u64) {
        let Some((record, status)) = self.record(resource, number).zip(resource.status.as_ref()) else {
            return;
        };
        let counts = ahead(record, status).any(|change| change.after_reads.is_some());
        if counts {
            let mut read = record.clone();
            read.reads += 1;
            self.replace(resource, number, read);
        }
    }

    /// Whether a record is in one of `states`; in any if there are none.
    pub(super) fn is_in<'j>(
        &mut self,
        resource: &Resource,
        number: u64,
        states: impl IntoIterator<Item = &'j Json>,
    ) -> bool {
        self.settle(resource, number);
        let mut states = states.into_iter().peekable();
        let Some(status) = resource.status.as_ref().filter(|_| states.peek().is_some()) else {
            return true;
        };
        let record = self.record(resource, number);
        let state = record.and_then(|record| record.get(&status.member));
        state.is_some_and(|state| states.any(|wanted| same::equal(wanted, state)))
    }

    /// Puts a record into a state that a rule or a person says.
    pub(super) fn enter(&self, record: &mut Record, before: &Record, resource: &Resource) {
        let Some(status) = &resource.status else {
            return;
        };
        if record.get(&status.member) != before.get(&status.member) {
            (record.since, record.reads) = (self.now, 0);
        }
    }
}

/// The changes that lead out of the record's state.
fn ahead<'s>(record: &Record, status: &'s StatusRule) -> impl Iterator<Item = &'s StatusChange> {
    let state = record.get(&status.member).cloned();
    let changes = status.changes.iter();
    changes.filter(move |change| state.as_ref().is_some_and(|state| same::equal(&change.from, state)))
}

/// The change that is due, and the time it came about.
fn due<'s>(record: &Record, status: &'s StatusRule, now: i64) -> Option<(&'s StatusChange, i64)> {
    ahead(record, status).find_map(|change| {
        let seconds = change.after_seconds.as_ref().map(|seconds| seconds.value);
        let at = seconds.map(|seconds| record.since.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX)));
        if let Some(at) = at.filter(|at| *at <= now) {
            return Some((change, at));
        }
        let reads = change.after_reads.as_ref()?;
        (record.reads >= reads.value).then_some((change, now))
    })
}

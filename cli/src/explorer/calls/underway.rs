//! The calls that are on their way, so that the end of the process says which may have been carried out.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::call::attempt_log::AttemptLog;

/// The calls that may change something and have not ended.
#[derive(Default)]
pub(in crate::explorer) struct Underway(Mutex<Calls>);

#[derive(Default)]
struct Calls {
    last_id: u64,
    calls: Vec<Call>,
}

struct Call {
    id: u64,
    label: String,
    log: AttemptLog,
}

/// Marks a call as on its way until it is dropped.
pub(super) struct Marked<'a> {
    underway: &'a Underway,
    id: u64,
}

impl Underway {
    pub(super) fn mark(&self, label: String, log: AttemptLog) -> Marked<'_> {
        let mut calls = self.calls();
        calls.last_id += 1;
        let id = calls.last_id;
        calls.calls.push(Call { id, label, log });
        drop(calls);
        Marked { underway: self, id }
    }

    /// The labels of those that were sent, `gaap CreateProxyGroup`.
    pub(in crate::explorer) fn perhaps_carried_out(&self) -> Vec<String> {
        let calls = self.calls();
        let sent = calls.calls.iter().filter(|call| call.log.may_be_sent());
        sent.map(|call| call.label.clone()).collect()
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Marked<'_> {
    fn drop(&mut self) {
        self.underway.calls().calls.retain(|call| call.id != self.id);
    }
}

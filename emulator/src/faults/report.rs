//! What an injected fault has done so far.

use std::fmt;

/// What a fault has done so far, which [`Emulator::fault_reports`](crate::Emulator::fault_reports) returns.
///
/// `Display` writes it as the log does at the end: `CreateProxyGroup, dropped after processing: hit 1 of 1 request, and
/// none came after it`.
///
/// ```
/// # fn example(emulator: &tc3_emulator::Emulator) {
/// // The client has repeated the call that was lost.
/// let report = &emulator.fault_reports()[0];
/// assert_eq!((report.hits, report.requests_after), (1, 1));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaultReport {
    /// The target and the effect of the fault: `CreateProxyGroup, dropped after processing`.
    pub fault: String,
    /// The number of requests of its target since it was injected.
    pub requests: u64,
    /// The number of requests that it has hit.
    pub hits: u64,
    /// The number of requests of its target after the last one that it hit; 0 if it has hit none.
    pub requests_after: u64,
}

impl FaultReport {
    pub(super) fn of(fault: String) -> Self {
        Self {
            fault,
            requests: 0,
            hits: 0,
            requests_after: 0,
        }
    }

    pub(super) fn count(&mut self, is_hit: bool) {
        self.requests += 1;
        if is_hit {
            self.hits += 1;
            self.requests_after = 0;
        } else if self.hits > 0 {
            self.requests_after += 1;
        }
    }
}

impl fmt::Display for FaultReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.requests == 1 { "request" } else { "requests" };
        write!(f, "{}: hit {} of {} {noun}", self.fault, self.hits, self.requests)?;
        match (self.hits, self.requests_after) {
            (0, _) => Ok(()),
            (_, 0) => f.write_str(", and none came after it"),
            (_, after) => write!(f, ", and {after} came after it"),
        }
    }
}

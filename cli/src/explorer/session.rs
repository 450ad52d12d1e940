//! What a session of the Explorer remembers: requests that wait to be sent, answers, and what was done. All of it is in
//! memory and ends with the process.

use super::answers::Answers;
use super::calls::{Clocks, Identities, PreparedRequests, Underway};
use super::emulator_switch::EmulatorSwitch;
use super::history::History;
use super::host_confirmation::HostConfirmation;

/// What lasts from one request of the page to the next.
#[derive(Default)]
pub(super) struct Session {
    pub(super) prepared: PreparedRequests,
    pub(super) identities: Identities,
    pub(super) clocks: Clocks,
    pub(super) underway: Underway,
    pub(super) hosts: HostConfirmation,
    pub(super) emulator: EmulatorSwitch,
    pub(super) answers: Answers,
    pub(super) history: History,
}

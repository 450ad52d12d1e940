//! The requests that were signed and shown, and wait to be sent. Each is sent at most once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tc3_catalog::Found;
use tc3_runtime::{Client, NamedCall, Prepared};

use super::last_response::LastResponse;
use crate::call::attempt_log::AttemptLog;
use crate::call::named_call::Target;
use crate::error::CliError;
use crate::explorer::history::Sent;
use crate::explorer::web::refusal::Refusal;

/// As long as the service accepts the timestamp of a signature.
const LIFETIME: Duration = Duration::from_secs(5 * 60);
/// More previews than anyone has open.
const MOST: usize = 100;

/// A request that waits to be sent, with all that sends it.
pub(super) struct PreparedRequest {
    pub(super) found: Arc<Found>,
    pub(super) client: Client,
    pub(super) log: AttemptLog,
    pub(super) last: LastResponse,
    pub(super) call: NamedCall,
    /// The parameters, for the pages and polls that follow.
    pub(super) json: String,
    pub(super) prepared: Prepared,
    /// Why it cannot be sent, if it was made to be looked at.
    pub(super) obstacle: Option<String>,
    /// Where it goes and how far that clock was off when it was signed.
    pub(super) address: String,
    pub(super) skew: i64,
    /// What the history says of it.
    pub(super) sent: Sent,
}

/// The requests of the last minutes.
#[derive(Default)]
pub(in crate::explorer) struct PreparedRequests(Mutex<VecDeque<Waiting>>);

struct Waiting {
    id: String,
    since: Instant,
    request: PreparedRequest,
}

impl PreparedRequests {
    pub(super) fn add(&self, id: String, request: PreparedRequest) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop_old(&mut waiting);
        if waiting.len() >= MOST {
            waiting.pop_front();
        }
        let since = Instant::now();
        waiting.push_back(Waiting { id, since, request });
    }

    /// Takes a request to send it, after `decide` has looked at it. If that fails, the request goes on waiting.
    ///
    /// # Errors
    /// If it is not there any more, because it was taken or is too old; if it cannot be sent, or changes something and is
    /// not confirmed; or if `decide` fails.
    pub(super) fn take<T>(
        &self,
        id: &str,
        is_confirmed: bool,
        decide: impl FnOnce(&Target<'_>) -> Result<T, CliError>,
    ) -> Result<(PreparedRequest, T), Refusal> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop_old(&mut waiting);
        let gone = || {
            let message = "this request was sent already, or is older than five minutes: nothing was sent";
            Refusal::conflict(message).hint("prepare it again")
        };
        let at = waiting.iter().position(|known| known.id == id).ok_or_else(gone)?;
        let request = &waiting.get(at).ok_or_else(gone)?.request;
        if let Some(obstacle) = &request.obstacle {
            return Err(Refusal::conflict(format!("this request cannot be sent: {obstacle}")));
        }
        let target = Target::new(&request.found)?;
        if !is_confirmed && !target.only_reads() {
            let message = format!("{} may change something: nothing was sent", target.label());
            return Err(Refusal::conflict(message).hint("confirm it"));
        }
        let decided = decide(&target)?;
        let taken = waiting.remove(at).ok_or_else(gone)?;
        Ok((taken.request, decided))
    }
}

fn drop_old(waiting: &mut VecDeque<Waiting>) {
    while waiting.front().is_some_and(|oldest| oldest.since.elapsed() >= LIFETIME) {
        waiting.pop_front();
    }
}

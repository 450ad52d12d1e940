//! What happens beside calls.

use std::time::Duration;

use tracing::{debug, warn};

use crate::Error;
use crate::sanitize::OneLine;

/// A key that ends after `life`, or tells no end. Not even its id is told.
pub(crate) fn key_came(life: Option<Duration>) {
    let expires_in_s = life.map(|life| life.as_secs());
    debug!(target: "tc3", expires_in_s, "new credentials came");
}

pub(crate) fn refresh_failed(error: &Error, old_key_serves: bool) {
    let outcome = error.outcome();
    let error_code = error.code();
    let cause = error.own_text();
    let cause = cause.as_deref().map(OneLine).map(tracing::field::display);
    if old_key_serves {
        warn!(target: "tc3", outcome, error_code, cause, "credentials were not refreshed; the old ones still serve");
    } else {
        warn!(target: "tc3", outcome, error_code, cause, "there are no credentials");
    }
}

#[cfg(feature = "clock-skew")]
pub(crate) fn clock_skew_learnt(skew_s: i64) {
    warn!(target: "tc3", skew_s, "the clock is not the cloud's; requests are dated by the cloud's from now on");
}

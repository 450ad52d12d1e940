//! Follows the attempts of a call: whether one may be on its way, and what `--debug` prints.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tc3_runtime::interceptor::{Interceptor, Received, SignedRequest};

use crate::console::print_debug;

/// An interceptor of a client, whose clones share what it saw.
#[derive(Clone, Default)]
pub(crate) struct AttemptLog {
    /// Whether an attempt is on its way.
    is_under_way: Arc<AtomicBool>,
    /// Whether an attempt may have been carried out: neither a later one that could not connect nor a refusal of it changes
    /// that.
    was_perhaps_carried_out: Arc<AtomicBool>,
    is_printed: bool,
}

impl AttemptLog {
    pub(crate) fn new(is_printed: bool) -> Self {
        Self {
            is_printed,
            ..Self::default()
        }
    }

    /// Whether a request may have been carried out. One that could not connect or was refused has not.
    pub(crate) fn may_be_sent(&self) -> bool {
        self.is_under_way.load(Ordering::Relaxed) || self.was_perhaps_carried_out.load(Ordering::Relaxed)
    }
}

impl Interceptor for AttemptLog {
    fn before_sending(&self, request: &SignedRequest<'_>) -> Result<(), Box<dyn Error + Send + Sync>> {
        self.is_under_way.store(true, Ordering::Relaxed);
        if self.is_printed {
            let attempt = request.attempt();
            print_debug(&format!(
                "{} {} attempt {}: {} {} ({} bytes)",
                attempt.service,
                attempt.action,
                attempt.number,
                request.method(),
                // In a query there may be parameters.
                request.uri().to_string().split('?').next().unwrap_or_default(),
                request.body().len(),
            ));
            for (name, value) in request.headers() {
                let value = if value.is_sensitive() {
                    "(not shown)"
                } else {
                    value.to_str().unwrap_or("(not text)")
                };
                print_debug(&format!("  {name}: {value}"));
            }
        }
        Ok(())
    }

    fn after_receiving(&self, received: &Received<'_>) {
        let is_refused =
            |error: &tc3_runtime::Error| error.is_connect() || (error.is_service() && !error.is_ambiguous());
        if !received.error().is_some_and(is_refused) {
            self.was_perhaps_carried_out.store(true, Ordering::Relaxed);
        }
        self.is_under_way.store(false, Ordering::Relaxed);
        if self.is_printed {
            let attempt = received.attempt().number;
            let elapsed = received.elapsed().as_millis();
            match (received.status(), received.error()) {
                (_, Some(error)) => print_debug(&format!("attempt {attempt} failed after {elapsed} ms: {error}")),
                (status, None) => {
                    let status = status.map_or(0, |status| status.as_u16());
                    print_debug(&format!(
                        "attempt {attempt} was answered after {elapsed} ms: HTTP {status}"
                    ));
                }
            }
        }
    }
}

//! How much a client may ask of the server.

use std::time::Duration;

/// What bounds connections, beside the sizes of heads and bodies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Most connections at a time; more wait to be accepted.
    pub(crate) max_connections: usize,
    /// How long a connection may take over a request's head, its idle time before included, over its body, and over
    /// taking the answer.
    pub(crate) exchange_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 256,
            exchange_timeout: Duration::from_secs(60),
        }
    }
}

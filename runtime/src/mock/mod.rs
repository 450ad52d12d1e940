//! Clients for tests: calls are answered by replies that the test sets, and none reaches the network.
//!
//! ```
//! # use tc3_runtime::mock;
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let mock = mock::MockTransport::new();
//! let client = mock.client().build()?;
//! let error = client.call_raw("gaap", "2018-05-29", "DescribeProxies", "{}").await.unwrap_err();
//! assert!(error.to_string().contains("the mock has no reply for gaap DescribeProxies"));
//! assert_eq!(mock.recorded()[0].action, "DescribeProxies");
//! # Ok::<(), tc3_runtime::Error>(()) }).unwrap();
//! ```
//!
//! [`MockTransport::on`] sets replies to an action, by its request type.
//!
//! A call runs as it does in earnest up to the connection and from there on: its request is checked, signed and
//! recorded, the reply is read from bytes, failures are repeated as the
//! [`RetryPolicy`] of the client says.
//!
//! [`Recorder`] keeps what real calls exchange, for replies to be made of.

mod builder;
#[cfg(feature = "stream")]
mod events;
mod exchange;
mod recorded;
#[cfg(feature = "stream")]
mod recorded_stream;
mod recorder;
mod reply;
mod stub;

pub use http;

pub(crate) use builder::MockSettings;
#[cfg(feature = "stream")]
pub use events::Interruption;
pub(crate) use recorded::Called;
pub use recorded::RecordedCall;
pub use recorder::{RecordedExchange, Recorder};
pub use reply::{Failure, REQUEST_ID, Reply};
pub use stub::Stub;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use self::exchange::MockExchange;
use self::stub::{ActionKey, Script};
use crate::transport::Exchange;
use crate::{Action, Client, ClientBuilder, Credentials, RetryPolicy, from_json};

/// Stands in for the network. Clones share replies and recorded calls.
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    scripts: HashMap<ActionKey, Script>,
    recorded: Vec<RecordedCall>,
}

impl MockTransport {
    /// A mock without replies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the replies to an action, in place of those set before. Each attempt takes the next one; the last one
    /// is for all attempts that follow. An action without a reply is an error that names it
    /// ([`is_validation`](crate::Error::is_validation)).
    pub fn on<A: Action>(&self) -> Stub<A> {
        Stub::new(self.clone())
    }

    /// Settings of a client over this mock. They have a key that belongs to nobody, no region, and the default
    /// [`RetryPolicy`] without waits, so that no test has to wait for a repetition.
    ///
    /// Only calls are mocked: a provider of keys set by
    /// [`credentials_from`](ClientBuilder::credentials_from) asks for keys where it always does.
    pub fn client(&self) -> ClientBuilder {
        Client::builder()
            .mock(self.clone())
            .credentials(Credentials::new("AKIDMock", "key-of-the-mock"))
            .retry(RetryPolicy::new().base_delay(Duration::ZERO))
    }

    /// The requests of an action in the order of their attempts, read back from the bodies that were sent. A body
    /// that cannot be read as an `A`, which only [`call_raw`](Client::call_raw) and extra parameters can send, is
    /// in [`recorded`](Self::recorded) alone.
    #[must_use]
    pub fn calls<A: Action>(&self) -> Vec<A> {
        let recorded = self.recorded();
        let calls = recorded.iter().filter(|call| call.is_to(A::INFO));
        calls
            .filter_map(|call| from_json(str::from_utf8(&call.body).ok()?).ok())
            .collect()
    }

    /// The requests of all attempts in their order, as they were sent; those that found no reply too.
    #[must_use]
    pub fn recorded(&self) -> Vec<RecordedCall> {
        self.state().recorded.clone()
    }

    pub(crate) fn exchange(&self, max_response_bytes: usize) -> Box<dyn Exchange> {
        Box::new(MockExchange {
            mock: self.clone(),
            max_response_bytes,
        })
    }

    /// No code of the caller's runs under the lock, so a panic leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recorded = self.state().recorded.len();
        f.debug_struct("MockTransport")
            .field("recorded", &recorded)
            .finish_non_exhaustive()
    }
}

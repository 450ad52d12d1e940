//! A mock of the network, for tests: calls get the replies that the test sets, and none reaches the network.
//!
//! ```
//! # use tc3_runtime as tc3;
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let mock = tc3::mock::MockTransport::new();
//! let client = mock.client().build()?;
//! let error = client.call_raw("gaap", "2018-05-29", "DescribeProxies", "{}").await.unwrap_err();
//! assert!(error.to_string().contains("the mock has no reply for gaap DescribeProxies"));
//! assert_eq!(mock.recorded()[0].action, "DescribeProxies");
//! # Ok::<(), tc3::Error>(()) }).unwrap();
//! ```
//!
//! [`MockTransport::on`] sets the replies to an action, by its request type.
//!
//! Everything but the connection is real: requests are validated, signed and recorded, replies are decoded from bytes, and
//! errors are retried according to the client's [`RetryPolicy`].
//!
//! [`Recorder`] keeps what real calls exchange, so that it can become replies.
//!
//! **A mock reads parameters, not wire bytes.** With the feature `mock`, a request carries its parameters as JSON in its
//! extensions if there is a mock or a recorder to read them; a client for the network in the same program pays nothing.
//! [`RecordedCall::body`] is that JSON, so typed stubs work in every encoding, and no signature of version 1, which is part
//! of the form, is recorded.

mod builder;
#[cfg(feature = "stream")]
mod event_stream;
mod recorded_call;
mod recorder;
mod reply;
mod settings;
mod stub;

pub use http;

pub(crate) use recorded_call::CallMetadata;
pub use recorded_call::RecordedCall;
pub use recorder::{RecordedExchange, Recorder};
#[cfg(feature = "stream")]
pub use reply::Interruption;
pub use reply::{Failure, REQUEST_ID, Reply};
pub(crate) use settings::MockSettings;
pub use stub::Stub;

use std::collections::HashMap;
use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use self::reply::Outcome;
use self::stub::Script;
use crate::error::ConnectErrorKind;
use crate::http_response::HttpResponse;
use crate::transport::{Exchange, ExchangeFuture, TimeLimit};
#[cfg(feature = "stream")]
use crate::transport::{OpenFuture, StreamedBody};
use crate::{Action, Client, ClientBuilder, Credentials, Error, RetryPolicy, from_json};

/// A mock of the network. Clones share replies and recorded calls.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::mock::{Failure, MockTransport};
///
/// # async fn example<CreateRequest>(request: &CreateRequest, created: CreateRequest::Output) -> Result<(), tc3::Error>
/// # where CreateRequest: tc3::Action<Output: std::fmt::Debug> {
/// let mock = MockTransport::new();
/// mock.on::<CreateRequest>()
///     .respond_error("RequestLimitExceeded", "slow down") // the client retries
///     .respond(created)
///     .fail(Failure::BrokenAfterSending);
///
/// let client = mock.client().build()?;
/// client.send(request).await?;
/// assert_eq!(mock.calls::<CreateRequest>().len(), 2);
/// assert!(client.send(request).await.unwrap_err().is_ambiguous());
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    scripts: HashMap<stub::ActionKey, Script>,
    recorded: Vec<RecordedCall>,
}

impl MockTransport {
    /// Creates a mock without replies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the replies to an action, and replaces those set before.
    ///
    /// Each attempt takes the next reply, and the last one serves all further attempts. An action without a reply is an
    /// error that names it ([`is_validation`](crate::Error::is_validation)).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action>(mock: &tc3::mock::MockTransport) {
    /// mock.on::<CreateRequest>().respond_error("ResourceInsufficient", "sold out");
    /// # }
    /// ```
    pub fn on<A: Action>(&self) -> Stub<A> {
        Stub::new(self.clone())
    }

    /// Creates a builder of a client over this mock, which `build_blocking` makes a blocking one. It has placeholder
    /// credentials, no region, and the default [`RetryPolicy`] without backoff, so that no test waits for a retry.
    ///
    /// Only calls are mocked: a provider set by [`credentials_from`](ClientBuilder::credentials_from) fetches credentials
    /// where it always does.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let mock = tc3::mock::MockTransport::new();
    /// let client = mock.client().region("ap-guangzhou").strict(true).build()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn client(&self) -> ClientBuilder {
        Client::builder()
            .mock(self.clone())
            .credentials(Credentials::new("AKIDMock", "key-of-the-mock"))
            .retry(RetryPolicy::new().base_delay(Duration::ZERO))
    }

    /// Returns the requests of an action, one per attempt, decoded from the bodies that were sent.
    ///
    /// A body that cannot be decoded as an `A`, which only [`call_raw`](Client::call_raw) and extra parameters can send, is
    /// only in [`recorded`](Self::recorded).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action + PartialEq>(mock: &tc3::mock::MockTransport, request: CreateRequest) {
    /// assert_eq!(mock.calls::<CreateRequest>(), [request]);
    /// # }
    /// ```
    #[must_use]
    pub fn calls<A: Action>(&self) -> Vec<A> {
        let recorded = self.recorded();
        let calls = recorded.iter().filter(|call| call.matches(A::INFO));
        calls
            .filter_map(|call| from_json(str::from_utf8(&call.body).ok()?).ok())
            .collect()
    }

    /// Returns the requests of all attempts in their order, as they were sent, including those without a reply.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let mock = tc3::mock::MockTransport::new();
    /// assert!(mock.recorded().is_empty());
    /// ```
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

    /// Records the call and takes the next reply to it.
    fn outcome(&self, call: RecordedCall) -> Result<Outcome, Error> {
        let mut state = self.state();
        let script = state.scripts.get_mut(&call.key());
        let responder = script.and_then(|script| script.next());
        state.recorded.push(call.clone());
        // Unlock first: the caller's closure may use the mock.
        drop(state);
        match responder {
            Some(respond) => respond(&call.body),
            None => Err(Error::refused(format!(
                "the mock has no reply for {} {} ({}); set one with MockTransport::on",
                call.service, call.action, call.version
            ))),
        }
    }

    /// Locks the state. No caller code runs under the lock, so a panic cannot leave the state inconsistent.
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

/// [`MockTransport`] in place of the network.
struct MockExchange {
    mock: MockTransport,
    max_response_bytes: usize,
}

impl Exchange for MockExchange {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        Box::pin(async move {
            let host = request.uri().authority().map(ToString::to_string);
            match self.mock.outcome(RecordedCall::new(request))? {
                Outcome::Response(response) => self.check_size(HttpResponse::from(response)),
                #[cfg(feature = "stream")]
                Outcome::Interrupted(_, interruption) => Err(event_stream::interrupted(interruption, limit).await),
                Outcome::Failure(failure) => Err(failure_error(failure, host.unwrap_or_default(), limit)),
            }
        })
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        Box::pin(async move {
            let host = request.uri().authority().map(ToString::to_string);
            let (response, interruption) = match self.mock.outcome(RecordedCall::new(request))? {
                Outcome::Response(response) => (response, None),
                Outcome::Interrupted(response, interruption) => (response, Some(interruption)),
                Outcome::Failure(failure) => return Err(failure_error(failure, host.unwrap_or_default(), limit)),
            };
            let response = HttpResponse::from(response);
            if response.is_stream() {
                return Ok(response.map(|bytes| StreamedBody::Events(event_stream::body(bytes, interruption))));
            }
            Ok(self.check_size(response)?.map(StreamedBody::Whole))
        })
    }
}

impl MockExchange {
    fn check_size(&self, mut response: HttpResponse) -> Result<HttpResponse, Error> {
        if response.body.len() > self.max_response_bytes {
            response.body = Bytes::new();
            return Err(Error::too_large(response, self.max_response_bytes));
        }
        Ok(response)
    }
}

fn failure_error(failure: Failure, host: String, limit: TimeLimit) -> Error {
    match failure {
        Failure::ConnectionRefused => {
            let source = io::Error::from(ErrorKind::ConnectionRefused);
            Error::connect(host, ConnectErrorKind::Network, source.into())
        }
        Failure::BrokenAfterSending => Error::broken(true, io::Error::from(ErrorKind::ConnectionReset)),
        Failure::TimedOut => Error::timeout(limit.length, true),
    }
}

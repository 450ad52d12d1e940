//! The recorder: keeps what real calls exchange.

#[cfg(feature = "stream")]
mod event_stream;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use http::header::HeaderValue;

use super::RecordedCall;
#[cfg(feature = "stream")]
use crate::http_response::HttpResponse;
use crate::transport::{Exchange, ExchangeFuture, TimeLimit};
#[cfg(feature = "stream")]
use crate::transport::{OpenFuture, StreamedBody};

/// A recorder of the requests that calls send to a service, and of its responses. Clones share the recording.
///
/// Set it with [`ClientBuilder::record`](crate::ClientBuilder::record). An event stream passes through as it is received,
/// and is recorded when it ends.
///
/// The signature, the session token and headers marked as sensitive are redacted. Bodies are recorded unchanged, so the caller must protect the secrets
/// in them.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example() -> Result<(), tc3::Error> {
/// use tc3::Client;
/// use tc3::mock::Recorder;
///
/// let recorder = Recorder::new();
/// let client = Client::builder().env()?.record(&recorder).build()?;
/// client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
/// for exchange in recorder.recorded() {
///     let response = exchange.response.map(tc3::mock::http::Response::into_body);
///     println!("{}: {response:?}", exchange.call.action);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Recorder {
    recorded: Arc<Mutex<Vec<RecordedExchange>>>,
}

/// A request and its response.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::mock::{RecordedExchange, Reply};
///
/// fn replay<T: tc3::Record>(exchange: RecordedExchange) -> Option<Reply<T>> {
///     exchange.response.map(Reply::http)
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedExchange {
    /// The request, with its signature, its session token and its sensitive headers replaced by `redacted`.
    pub call: RecordedCall,
    /// The response, ready for [`Reply::http`](super::Reply::http), or `None` if none was received completely.
    pub response: Option<http::Response<Bytes>>,
}

impl Recorder {
    /// Creates an empty recorder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the recording so far, in the order in which attempts ended. An attempt whose call was dropped is not in it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let recorder = tc3::mock::Recorder::new();
    /// assert!(recorder.recorded().is_empty());
    /// ```
    #[must_use]
    pub fn recorded(&self) -> Vec<RecordedExchange> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn wrap(&self, inner: Box<dyn Exchange>) -> Box<dyn Exchange> {
        Box::new(RecordingExchange {
            inner,
            recorder: self.clone(),
        })
    }

    pub(super) fn push(&self, exchange: RecordedExchange) {
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.push(exchange);
    }
}

struct RecordingExchange {
    inner: Box<dyn Exchange>,
    recorder: Recorder,
}

impl Exchange for RecordingExchange {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        let call = redacted(RecordedCall::new(request.clone()));
        Box::pin(async move {
            let result = self.inner.exchange(request, limit).await;
            let response = result.as_ref().ok().cloned().map(http::Response::from);
            self.recorder.push(RecordedExchange { call, response });
            result
        })
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        let call = redacted(RecordedCall::new(request.clone()));
        Box::pin(async move {
            let response = match self.inner.open(request, limit).await {
                Ok(response) => response,
                Err(error) => {
                    self.recorder.push(RecordedExchange { call, response: None });
                    return Err(error);
                }
            };
            let HttpResponse { status, headers, body } = response;
            let body = match body {
                StreamedBody::Whole(bytes) => {
                    let response = HttpResponse {
                        status,
                        headers: headers.clone(),
                        body: bytes.clone(),
                    };
                    let response = Some(response.into());
                    self.recorder.push(RecordedExchange { call, response });
                    StreamedBody::Whole(bytes)
                }
                StreamedBody::Events(events) => {
                    let head = HttpResponse {
                        status,
                        headers: headers.clone(),
                        body: (),
                    };
                    StreamedBody::Events(event_stream::wrap(self.recorder.clone(), call, head, events))
                }
            };
            Ok(HttpResponse { status, headers, body })
        })
    }
}

fn redacted(mut call: RecordedCall) -> RecordedCall {
    // The signature and the session token are marked as sensitive as well.
    for value in call.headers.values_mut().filter(|value| value.is_sensitive()) {
        *value = HeaderValue::from_static("redacted");
    }
    call
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let recorded = self.recorded().len();
        f.debug_struct("Recorder").field("recorded", &recorded).finish()
    }
}

/// Redacts bodies, since they may hold secrets.
impl fmt::Debug for RecordedExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedExchange")
            .field("call", &self.call)
            .field(
                "status",
                &self.response.as_ref().map(|response| response.status().as_u16()),
            )
            .finish_non_exhaustive()
    }
}

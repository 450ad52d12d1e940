//! The recorder: keeps what real calls exchange.

#[cfg(feature = "stream")]
mod event_stream;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use http::header::{AUTHORIZATION, HeaderValue};

use super::RecordedCall;
#[cfg(feature = "stream")]
use crate::answer::Answer;
use crate::headers::X_TC_TOKEN;
use crate::transport::{Exchange, ExchangeFuture, TimeLimit};
#[cfg(feature = "stream")]
use crate::transport::{OpenFuture, StreamedBody};

/// A recorder of the requests that calls send to a service, and of its responses. Clones share the recording.
///
/// Set it with [`ClientBuilder::record`](crate::ClientBuilder::record). An event stream passes through as it is received,
/// and is recorded when it ends.
///
/// The signature and the session token are redacted. Bodies are recorded unchanged, so the caller must protect the secrets
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
///     let answer = exchange.answer.map(tc3::mock::http::Response::into_body);
///     println!("{}: {answer:?}", exchange.call.action);
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
///     exchange.answer.map(Reply::http)
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedExchange {
    /// The request, with its signature and its session token replaced by `redacted`.
    pub call: RecordedCall,
    /// The response, ready for [`Reply::http`](super::Reply::http), or `None` if none was received completely.
    pub answer: Option<http::Response<Bytes>>,
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
            let answer = result.as_ref().ok().cloned().map(http::Response::from);
            self.recorder.push(RecordedExchange { call, answer });
            result
        })
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        let call = redacted(RecordedCall::new(request.clone()));
        Box::pin(async move {
            let answer = match self.inner.open(request, limit).await {
                Ok(answer) => answer,
                Err(error) => {
                    self.recorder.push(RecordedExchange { call, answer: None });
                    return Err(error);
                }
            };
            let Answer { status, headers, body } = answer;
            let body = match body {
                StreamedBody::Whole(bytes) => {
                    let answer = Answer {
                        status,
                        headers: headers.clone(),
                        body: bytes.clone(),
                    };
                    let answer = Some(answer.into());
                    self.recorder.push(RecordedExchange { call, answer });
                    StreamedBody::Whole(bytes)
                }
                StreamedBody::Events(events) => {
                    let head = Answer {
                        status,
                        headers: headers.clone(),
                        body: (),
                    };
                    StreamedBody::Events(event_stream::wrap(self.recorder.clone(), call, head, events))
                }
            };
            Ok(Answer { status, headers, body })
        })
    }
}

fn redacted(mut call: RecordedCall) -> RecordedCall {
    for name in [AUTHORIZATION, X_TC_TOKEN] {
        if let Some(value) = call.headers.get_mut(name) {
            *value = HeaderValue::from_static("redacted");
        }
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
            .field("status", &self.answer.as_ref().map(|answer| answer.status().as_u16()))
            .finish_non_exhaustive()
    }
}

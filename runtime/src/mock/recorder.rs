use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use http::header::{AUTHORIZATION, HeaderValue};

use super::RecordedCall;
#[cfg(feature = "stream")]
use super::recorded_stream;
use crate::headers::X_TC_TOKEN;
#[cfg(feature = "stream")]
use crate::response::Answer;
use crate::transport::{Exchange, ExchangeFuture, TimeLimit};
#[cfg(feature = "stream")]
use crate::transport::{OpenFuture, StreamedBody};

/// Keeps what the attempts of calls exchange with the cloud. Clones share what is kept. Set it by
/// [`ClientBuilder::record`](crate::ClientBuilder::record).
///
/// A stream of events passes through as it comes and is kept whole when it has come to its end.
///
/// The signature and the session token are left out of what is kept. Bodies are kept whole: what they have of
/// secrets is for the caller to take care of.
///
/// ```no_run
/// # async fn example() -> Result<(), tc3_runtime::Error> {
/// use tc3_runtime::Client;
/// use tc3_runtime::mock::Recorder;
///
/// let recorder = Recorder::new();
/// let client = Client::builder().env()?.record(&recorder).build()?;
/// client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}").await?;
/// for exchange in recorder.recorded() {
///     let answer = exchange.answer.map(http::Response::into_body);
///     println!("{}: {answer:?}", exchange.call.action);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Recorder {
    recorded: Arc<Mutex<Vec<RecordedExchange>>>,
}

/// A request and what came of it.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedExchange {
    /// The request, with `redacted` for its signature and its session token.
    pub call: RecordedCall,
    /// The answer, ready for [`Reply::http`](super::Reply::http); `None` if none was read to its end.
    pub answer: Option<http::Response<Bytes>>,
}

impl Recorder {
    /// A recorder with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What was exchanged, in the order in which attempts ended. One whose call was dropped has no end.
    #[must_use]
    pub fn recorded(&self) -> Vec<RecordedExchange> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn around(&self, inner: Box<dyn Exchange>) -> Box<dyn Exchange> {
        Box::new(Recording {
            inner,
            recorder: self.clone(),
        })
    }

    pub(super) fn push(&self, exchange: RecordedExchange) {
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.push(exchange);
    }
}

struct Recording {
    inner: Box<dyn Exchange>,
    recorder: Recorder,
}

impl Exchange for Recording {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        let call = redacted(RecordedCall::of(request.clone()));
        Box::pin(async move {
            let result = self.inner.exchange(request, limit).await;
            let answer = result.as_ref().ok().cloned().map(http::Response::from);
            self.recorder.push(RecordedExchange { call, answer });
            result
        })
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        let call = redacted(RecordedCall::of(request.clone()));
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
                    StreamedBody::Events(recorded_stream::recorded(self.recorder.clone(), call, head, events))
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

/// Bodies may hold secrets, so none is shown.
impl fmt::Debug for RecordedExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedExchange")
            .field("call", &self.call)
            .field("status", &self.answer.as_ref().map(|answer| answer.status().as_u16()))
            .finish_non_exhaustive()
    }
}

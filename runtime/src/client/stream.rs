//! Calls whose response may be a stream of server-sent events.

use std::time::Duration;

use http::StatusCode;

use super::Client;
use super::call::{Call, Traced};
use super::operation::Operation;
use crate::decode::{Decodable, DecodedBody};
use crate::error::CallName;
use crate::http_response::HttpResponse;
use crate::record::Streams;
use crate::stream::{EventStream, OpenedStream, Streamed};
use crate::transport::StreamedBody;
use crate::{Error, Response};

/// The read timeout of the official Python SDK.
const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(60);

impl Client {
    /// Sends a request and opens the event stream of the response, or decodes the response if it is not a stream; see
    /// [`stream`](crate::stream) for an example, for timeouts and for retries.
    ///
    /// Only actions that the spec marks as streaming have streams. This does not compile, since `A` may be any action:
    ///
    /// ```compile_fail,E0277
    /// # use tc3_runtime as tc3;
    /// async fn open<A: tc3::Action>(client: &tc3::Client, request: &A) {
    ///     let _ = client.stream(request).await;
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send), until the head of the response was received; from then on each event may be an error.
    ///
    /// # Panics
    /// As [`send`](Self::send).
    pub async fn stream<A: Streams>(&self, request: &A) -> Result<Streamed<A::Output>, Error> {
        let mut call = self.call(A::INFO, request)?;
        let read = |call: &Call<'_>, answer: HttpResponse<StreamedBody>, decoded: Option<Box<DecodedBody>>| {
            let options = call.decode_options;
            let HttpResponse { status, headers, body } = answer;
            match body {
                StreamedBody::Whole(body) => {
                    let answer = HttpResponse { status, headers, body };
                    let response = match decoded {
                        Some(decoded) => decoded.into_response(answer, options).and_then(Response::downcast),
                        None => Response::decode(answer, options),
                    };
                    response.map(Streamed::Response)
                }
                StreamedBody::Events(body) => Ok(Streamed::Events(EventStream::new(OpenedStream {
                    response: HttpResponse { status, headers, body },
                    call: CallName::from(&Operation::from(A::INFO)),
                    history: call.attempts.history(),
                    idle_timeout: self.options.idle_timeout.unwrap_or(DEFAULT_IDLE_TIMEOUT),
                    max_event_bytes: self.shared.max_event_bytes,
                    decode_options: options,
                }))),
            }
        };
        call.run_with::<StreamedBody, _>(A::Output::output, read).await
    }
}

impl<T> Traced for Streamed<T> {
    fn request_id(&self) -> &str {
        match self {
            Self::Events(events) => events.request_id(),
            Self::Response(response) => response.request_id(),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Events(events) => events.status(),
            Self::Response(response) => response.status(),
        }
    }

    fn deprecated_warning(&self) -> Option<&str> {
        match self {
            Self::Events(_) => None,
            Self::Response(response) => response.deprecated_warning(),
        }
    }

    fn anomalies(&self) -> usize {
        match self {
            Self::Events(_) => 0,
            Self::Response(response) => response.anomaly_count(),
        }
    }
}

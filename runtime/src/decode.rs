//! Decodes responses and events: small ones where they are received, large ones on a thread of their own.
//!
//! A body of some megabytes takes milliseconds to decode, and one that is made to be slow takes more. On the thread of the
//! runtime nothing else would run meanwhile, not even the timer that ends the call. tokio's pool for blocking work takes
//! it, and the call waits no longer than its timeout; the thread then ends by itself, since decoding is linear in the
//! length of the body. The work is not generic over the output, so that it is compiled once.

use std::any::Any;
use std::pin::Pin;

use bytes::Bytes;
use serde_json::Value;
use tokio::runtime::Handle;

#[cfg(feature = "named")]
use crate::RawJson;
use crate::http_response::HttpResponse;
use crate::json::{self, Parts, ReadError};
use crate::record::Record;
use crate::response::DecodeOptions;
use crate::tasks::off_thread;
use crate::transport::TimeLimit;
use crate::{Error, Response};

/// The longest body that is decoded where it is received: less than half a millisecond. A change of threads takes some
/// 20 microseconds.
const MAX_INLINE_BYTES: usize = 128 * 1024;

/// What the body of a response is decoded to.
pub(crate) trait Decodable: Sized {
    /// A value to be filled.
    fn output() -> Output;

    /// The value, if it was made by [`output`](Self::output) of the same type.
    fn from_output(output: Output) -> Option<Self>;
}

impl<T: Record> Decodable for T {
    fn output() -> Output {
        Output::Record(Box::new(T::empty()))
    }

    fn from_output(output: Output) -> Option<Self> {
        match output.into_any()?.downcast() {
            Ok(record) => Some(*record),
            Err(_) => None,
        }
    }
}

impl Decodable for Value {
    fn output() -> Output {
        Output::Raw(Self::Null)
    }

    fn from_output(output: Output) -> Option<Self> {
        match output {
            Output::Raw(value) => Some(value),
            _ => None,
        }
    }
}

#[cfg(feature = "named")]
impl Decodable for RawJson {
    fn output() -> Output {
        Output::Text(Self::new("{}"))
    }

    fn from_output(output: Output) -> Option<Self> {
        match output {
            Output::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The value of a response, whatever its type.
pub(crate) enum Output {
    Record(Box<dyn Record>),
    Raw(Value),
    #[cfg(feature = "named")]
    Text(RawJson),
}

impl Output {
    /// Returns the record, not generic over its type.
    fn into_any(self) -> Option<Box<dyn Any>> {
        match self {
            Self::Record(record) => Some(record),
            _ => None,
        }
    }
}

/// A body, or the data of an event, that was decoded apart from its head.
pub(crate) struct DecodedBody {
    output: Output,
    parts: Result<Parts, ReadError>,
}

impl DecodedBody {
    fn response(mut output: Output, body: &[u8], options: DecodeOptions) -> Self {
        let max_memory = options.max_memory;
        let parts = match &mut output {
            #[cfg(feature = "named")]
            Output::Text(text) => json::read_raw_text(text, body, max_memory, options.has_own_error),
            Output::Record(record) => json::read_response(&mut **record, body, max_memory),
            Output::Raw(value) => json::read_raw_response(value, body, max_memory),
        };
        Self { output, parts }
    }

    /// Returns the response with this body.
    pub(crate) fn into_response(self, http: HttpResponse, options: DecodeOptions) -> Result<Response<Output>, Error> {
        Response::from_parts(self.output, self.parts, http, options)
    }
}

impl Response<Output> {
    /// Decodes a response where it is received.
    pub(crate) fn decode_output(output: Output, http: HttpResponse, options: DecodeOptions) -> Result<Self, Error> {
        DecodedBody::response(output, &http.body, options).into_response(http, options)
    }

    /// Returns the response with the type that its output was made as.
    ///
    /// # Errors
    /// If it was made as another type, which no caller does.
    pub(crate) fn downcast<T: Decodable>(self) -> Result<Response<T>, Error> {
        let (output, head) = self.into_parts();
        match T::from_output(output) {
            Some(value) => Ok(Response::with_head(value, head)),
            None => Err(Error::refused("the output of the call has another type")),
        }
    }
}

#[cfg(feature = "stream")]
impl DecodedBody {
    fn event(mut output: Output, data: &[u8], max_memory: Option<usize>) -> Self {
        let parts = match &mut output {
            #[cfg(feature = "named")]
            Output::Text(text) => json::read_raw_text(text, data, max_memory, false),
            Output::Record(record) => json::read_event(&mut **record, data, max_memory),
            Output::Raw(value) => json::read_raw_response(value, data, max_memory),
        };
        Self { output, parts }
    }

    /// Decodes the data of an event where it is received.
    pub(crate) fn of_event<T: Decodable>(data: &[u8], options: DecodeOptions) -> Self {
        Self::event(T::output(), data, options.max_memory)
    }

    /// Returns the output of an event with this data, and what was found besides it.
    pub(crate) fn into_output<T: Decodable>(self) -> (Option<T>, Result<Parts, ReadError>) {
        (T::from_output(self.output), self.parts)
    }
}

pub(crate) type DecodedFuture = Pin<Box<dyn Future<Output = Result<Box<DecodedBody>, Error>> + Send + Sync>>;

/// Decodes a large body on another thread, or returns `None` for a small one.
pub(crate) fn decode_large(
    output: fn() -> Output,
    body: &Bytes,
    options: DecodeOptions,
    limit: TimeLimit,
) -> Option<DecodedFuture> {
    if body.len() <= MAX_INLINE_BYTES {
        return None;
    }
    let work = spawn(body, move |body| DecodedBody::response(output(), body, options));
    Some(Box::pin(async move {
        match tokio::time::timeout_at(limit.end, work).await {
            Ok(decoded) => decoded,
            Err(_) => Err(Error::timeout(limit.length, true)),
        }
    }))
}

/// Decodes the data of a large event on another thread, or returns `None` for a small one.
#[cfg(feature = "stream")]
pub(crate) fn decode_large_event(
    output: fn() -> Output,
    data: &Bytes,
    options: DecodeOptions,
) -> Option<DecodedFuture> {
    if data.len() <= MAX_INLINE_BYTES {
        return None;
    }
    let work = spawn(data, move |data| DecodedBody::event(output(), data, options.max_memory));
    Some(Box::pin(work))
}

fn spawn(
    body: &Bytes,
    decode: impl FnOnce(&[u8]) -> DecodedBody + Send + 'static,
) -> impl Future<Output = Result<Box<DecodedBody>, Error>> + Send + Sync + 'static {
    let body = body.clone();
    let work = off_thread(Handle::current(), move || Box::new(decode(&body)));
    async { work.await.map_err(|error| Error::broken(true, error)) }
}

//! Decodes responses: small ones where they are received, large ones on a thread of their own.
//!
//! A body of some megabytes takes milliseconds to decode, and one that is made to be slow takes more. On the thread of the
//! runtime nothing else would run meanwhile, not even the timer that ends the call. tokio's pool for blocking work takes
//! it, and the call waits no longer than its timeout; the thread then ends by itself, since decoding is linear in the
//! length of the body. The work is not generic over the output, so that tokio's machinery is compiled once.

use std::any::Any;
use std::pin::Pin;

use bytes::Bytes;
use serde_json::Value;

use crate::http_response::HttpResponse;
use crate::json::{self, Parts, ReadError};
use crate::record::Record;
use crate::response::DecodeOptions;
use crate::transport::TimeLimit;
use crate::{Error, Response};

/// The longest body that is decoded where it is received: less than half a millisecond. A change of threads takes some
/// 20 microseconds.
const MAX_INLINE_BYTES: usize = 128 * 1024;

/// What the body of a response is decoded to.
pub(super) trait Decodable: Sized {
    /// A value to be filled.
    fn output() -> Output;

    fn from_output(output: Output) -> Option<Self>;

    /// Decodes a response where it is received.
    fn decode(http: HttpResponse, options: DecodeOptions) -> Result<Response<Self>, Error>;
}

impl<T: Record> Decodable for T {
    fn output() -> Output {
        Output::Record(Box::new(T::empty()))
    }

    fn from_output(output: Output) -> Option<Self> {
        let Output::Record(record) = output else { return None };
        let record: Box<dyn Any> = record;
        record.downcast().ok().map(|record| *record)
    }

    fn decode(http: HttpResponse, options: DecodeOptions) -> Result<Response<Self>, Error> {
        Response::decode(http, options)
    }
}

impl Decodable for Value {
    fn output() -> Output {
        Output::Raw(Self::Null)
    }

    fn from_output(output: Output) -> Option<Self> {
        match output {
            Output::Raw(value) => Some(value),
            Output::Record(_) => None,
        }
    }

    fn decode(http: HttpResponse, options: DecodeOptions) -> Result<Response<Self>, Error> {
        Response::decode_raw(http, options)
    }
}

/// The value of a response, whatever its type.
pub(super) enum Output {
    Record(Box<dyn Record>),
    Raw(Value),
}

/// The body of a response that was decoded apart from its head.
pub(super) struct DecodedBody {
    output: Output,
    parts: Result<Parts, ReadError>,
}

impl DecodedBody {
    fn decode(mut output: Output, body: &[u8], options: DecodeOptions) -> Self {
        let parts = match &mut output {
            Output::Record(record) => json::read_response(&mut **record, body, options.max_memory),
            Output::Raw(value) => json::read_raw_response(value, body, options.max_memory),
        };
        Self { output, parts }
    }

    /// Returns the response with this body.
    pub(super) fn into_response<T: Decodable>(
        self,
        http: HttpResponse,
        options: DecodeOptions,
    ) -> Result<Response<T>, Error> {
        match T::from_output(self.output) {
            Some(value) => Response::from_parts(value, self.parts, http, options),
            None => T::decode(http, options),
        }
    }
}

pub(super) type DecodedFuture = Pin<Box<dyn Future<Output = Result<Box<DecodedBody>, Error>> + Send>>;

/// Decodes a large body on another thread, or returns `None` for a small one.
pub(super) fn decode_large(
    output: fn() -> Output,
    body: &Bytes,
    options: DecodeOptions,
    limit: TimeLimit,
) -> Option<DecodedFuture> {
    if body.len() <= MAX_INLINE_BYTES {
        return None;
    }
    let body = body.clone();
    let work = tokio::task::spawn_blocking(move || Box::new(DecodedBody::decode(output(), &body, options)));
    Some(Box::pin(async move {
        match tokio::time::timeout_at(limit.end, work).await {
            Ok(Ok(decoded)) => Ok(decoded),
            Ok(Err(error)) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(cancelled) => Err(Error::broken(true, cancelled)),
            },
            Err(_) => Err(Error::timeout(limit.length, true)),
        }
    }))
}

//! Interceptors: code of the caller's own around each attempt of a call.
//!
//! The two hooks before a request are different. [`before_signing`](Interceptor::before_signing) may add headers, which can
//! then be signed, and sees what does not depend on the signature. [`before_sending`](Interceptor::before_sending) sees the
//! signed request and cannot change it, because the bytes that are signed are the bytes that are sent. Both are called for
//! each attempt, after credentials, rate limit and failover, so that the time in between is short.
//!
//! They are called around any transport, a mock as well. Requests for credentials have no interceptors.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, Uri};

use crate::error::BoxError;
use crate::headers::CustomHeaders;
use crate::http_response::HttpResponse;
use crate::{Endpoint, Error, Header};

/// Hooks around each attempt of a call; set it with [`ClientBuilder::interceptor`](crate::ClientBuilder::interceptor). Every
/// hook does nothing unless it is implemented.
///
/// The hooks run within the call and must not block. Telemetry needs none: see the feature `tracing`.
///
/// ```
/// # use tc3_runtime as tc3;
/// use std::error::Error;
/// use tc3::Header;
/// use tc3::interceptor::{Interceptor, Received, UnsignedRequest};
///
/// struct Trace;
///
/// impl Interceptor for Trace {
///     fn before_signing(&self, request: &mut UnsignedRequest<'_>) -> Result<(), Box<dyn Error + Send + Sync>> {
///         let id = format!("{}-{}", request.attempt().action, request.attempt().number);
///         request.header(Header::new("X-TC-TraceId", id)?);
///         Ok(())
///     }
///
///     fn after_receiving(&self, received: &Received<'_>) {
///         let attempt = received.attempt();
///         println!("{} {}: {:?} in {:?}", attempt.action, attempt.number, received.status(), received.elapsed());
///     }
/// }
///
/// let credentials = tc3::Credentials::new("AKID..", "the secret key");
/// let client = tc3::Client::builder().credentials(credentials).interceptor(Trace).build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
pub trait Interceptor: Send + Sync {
    /// Called before an attempt is signed. May add headers, for this attempt only.
    ///
    /// # Errors
    /// Ends the call: nothing is sent, and the error of the call is [`is_validation`](crate::Error::is_validation) and
    /// quotes this one, which must not hold a secret.
    fn before_signing(&self, request: &mut UnsignedRequest<'_>) -> Result<(), BoxError> {
        let _ = request;
        Ok(())
    }

    /// Called with the signed request, just before it is sent.
    ///
    /// # Errors
    /// As [`before_signing`](Self::before_signing).
    fn before_sending(&self, request: &SignedRequest<'_>) -> Result<(), BoxError> {
        let _ = request;
        Ok(())
    }

    /// Called when an attempt has its response, or none. It is not called if the call is dropped meanwhile.
    fn after_receiving(&self, received: &Received<'_>) {
        let _ = received;
    }
}

/// Which attempt of which call it is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// Short name of the service: `gaap`.
    pub service: &'a str,
    /// Name of the action: `CreateProxyGroup`.
    pub action: &'a str,
    /// Version of the service's API: `2018-05-29`.
    pub version: &'a str,
    /// Region, if the call has one.
    pub region: Option<&'a str>,
    /// Number of the attempt within its call, from 1. Attempts that failed before they were sent, for want of credentials,
    /// count.
    pub number: u32,
}

/// A request before it is signed.
pub struct UnsignedRequest<'a> {
    attempt: AttemptInfo<'a>,
    method: &'a Method,
    endpoint: &'a Endpoint,
    headers: &'a mut CustomHeaders,
}

impl UnsignedRequest<'_> {
    /// Returns which attempt of which call it is.
    #[must_use]
    pub fn attempt(&self) -> &AttemptInfo<'_> {
        &self.attempt
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.method
    }

    /// Returns the URI without its query, which may depend on the signature.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.endpoint.uri()
    }

    /// Returns the headers that were added so far: those of the client, of the call and of interceptors.
    pub fn headers(&self) -> impl Iterator<Item = &Header> {
        self.headers.iter()
    }

    /// Adds a header to this attempt, in place of one of the same name. It is signed if it is
    /// [marked so](Header::signed).
    pub fn header(&mut self, header: Header) {
        self.headers.insert(header);
    }
}

/// A request as it will be sent.
pub struct SignedRequest<'a> {
    attempt: AttemptInfo<'a>,
    request: &'a Request<Bytes>,
}

impl SignedRequest<'_> {
    /// Returns which attempt of which call it is.
    #[must_use]
    pub fn attempt(&self) -> &AttemptInfo<'_> {
        &self.attempt
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URI. In a GET its query has the parameters, and in one signed in version 1 the signature too.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Returns all headers but those that the connection adds. Secret values, the signature among them, are marked as
    /// sensitive.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }
}

/// The end of an attempt: a response, or an error.
pub struct Received<'a> {
    attempt: AttemptInfo<'a>,
    elapsed: Duration,
    outcome: Result<(StatusCode, &'a HeaderMap), &'a Error>,
}

impl Received<'_> {
    /// Returns which attempt of which call it is.
    #[must_use]
    pub fn attempt(&self) -> &AttemptInfo<'_> {
        &self.attempt
    }

    /// Returns the time from sending the request until the whole response was received, or the head of an event stream, or
    /// until the attempt failed. Connecting is part of it.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns the HTTP status, if there was a response. Errors of a service usually have status 200: the response is
    /// decoded later.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self.outcome {
            Ok((status, _)) => Some(status),
            Err(error) => error.status(),
        }
    }

    /// Returns the HTTP headers, if there was a response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self.outcome {
            Ok((_, headers)) => Some(headers),
            Err(error) => error.headers(),
        }
    }

    /// Returns why there is no complete response. The call may be retried after it. An error code of the service is not among
    /// these: the response that has it is complete, and is decoded later.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.outcome.err()
    }
}

/// Redacts the values of sensitive headers.
impl fmt::Debug for UnsignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsignedRequest")
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("uri", &self.uri())
            .field("headers", &self.headers)
            .finish()
    }
}

/// Redacts the values of sensitive headers, the query and the body.
impl fmt::Debug for SignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("attempt", &self.attempt)
            .field("method", &self.method())
            .field("path", &self.uri().path())
            .field("headers", &self.headers())
            .field("body_bytes", &self.body().len())
            .finish()
    }
}

/// Redacts the headers.
impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("attempt", &self.attempt)
            .field("elapsed", &self.elapsed)
            .field("status", &self.status())
            .field("error", &self.error())
            .finish()
    }
}

/// The interceptors of a client, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct Interceptors(Vec<Arc<dyn Interceptor>>);

impl Interceptors {
    pub(crate) fn push(&mut self, interceptor: impl Interceptor + 'static) {
        self.0.push(Arc::new(interceptor));
    }

    /// The headers of an attempt: `headers` unless there are interceptors, which may add to them.
    ///
    /// # Errors
    /// If one refuses the request.
    pub(crate) fn before_signing<'h>(
        &self,
        attempt: AttemptInfo<'_>,
        method: &Method,
        endpoint: &Endpoint,
        headers: &'h CustomHeaders,
    ) -> Result<Cow<'h, CustomHeaders>, Error> {
        if self.0.is_empty() {
            return Ok(Cow::Borrowed(headers));
        }
        let mut headers = headers.clone();
        let mut request = UnsignedRequest {
            attempt,
            method,
            endpoint,
            headers: &mut headers,
        };
        for interceptor in &self.0 {
            interceptor.before_signing(&mut request).map_err(refused)?;
        }
        Ok(Cow::Owned(headers))
    }

    /// # Errors
    /// As [`before_signing`](Self::before_signing).
    pub(crate) fn before_sending(&self, attempt: AttemptInfo<'_>, request: &Request<Bytes>) -> Result<(), Error> {
        let request = SignedRequest { attempt, request };
        let mut interceptors = self.0.iter();
        interceptors.try_for_each(|interceptor| interceptor.before_sending(&request).map_err(refused))
    }

    pub(crate) fn after_receiving<B>(
        &self,
        attempt: AttemptInfo<'_>,
        elapsed: Duration,
        result: &Result<HttpResponse<B>, Error>,
    ) {
        let received = Received {
            attempt,
            elapsed,
            outcome: result.as_ref().map(|answer| (answer.status, &answer.headers)),
        };
        for interceptor in &self.0 {
            interceptor.after_receiving(&received);
        }
    }
}

fn refused(error: BoxError) -> Error {
    Error::refused(format!("an interceptor refused the request: {error}"))
}

impl fmt::Debug for Interceptors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} interceptors", self.0.len())
    }
}

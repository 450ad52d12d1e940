//! A call: the list of its stages, run for each attempt until one succeeds or the error is final.
//!
//! Once per call: [`serialize`](super::serialize) and [`encode`](super::encode) make the message. For each attempt:
//! credentials, [`admission`](super::admission) (rate limit and failover), [`sign_request`](super::sign_request), and
//! the exchange over the network; then [`Attempts`] decides whether to retry and after which backoff.
//!
//! A call is not generic over its output, which is a `dyn Record` until [`Client::send`] takes it: the program of a user
//! compiles for each action a constructor and a cast, and the rest once.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use tokio::time::Instant;

use super::admission::Admission;
use super::message::Message;
use super::operation::Operation;
use super::serialize::SerializedRequest;
use super::sign_request::{Attempt, Signer};
use super::{Client, encode};
use crate::clock::Correction;
use crate::decode::{Decodable, DecodedBody, Output, decode_large};
use crate::error::CallName;
use crate::http_response::HttpResponse;
use crate::interceptor::AttemptInfo;
use crate::response::DecodeOptions;
use crate::retry::{Attempts, RetryPolicy};
use crate::sign::Signed;
use crate::telemetry::CallTrace;
use crate::transport::ResponseBody;
use crate::{Endpoint, Error, Response};

static DEFAULT_POLICY: RetryPolicy = RetryPolicy::new();

/// The default timeout of a whole call, that of the official SDKs.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// A call in progress.
pub(super) struct Call<'a> {
    client: &'a Client,
    operation: Operation<'a>,
    message: Message,
    pub(super) decode_options: DecodeOptions,
    pub(super) attempts: Attempts<'a>,
    /// How long to wait before the next attempt.
    delay: Duration,
    correction: Correction,
    trace: CallTrace,
    admission: Admission<'a>,
    /// The request that was signed before, if the call sends one of these.
    #[cfg(feature = "named")]
    prepared: Prepared,
}

/// Whether a call signs its attempts, or sends one request that was signed before.
#[cfg(feature = "named")]
enum Prepared {
    Not,
    Unsent(Box<Request<Bytes>>),
    Sent,
}

/// A request with the texts of its signature.
type SignedRequest = (Request<Bytes>, Option<Signed>);

type Answer<B> = (HttpResponse<B>, Option<Box<DecodedBody>>);
/// A call in progress, whose output is of the type that [`Call::run`] got a constructor of.
pub(super) type OutputFuture<'a> = Pin<Box<dyn Future<Output = Result<Response<Output>, Error>> + Send + 'a>>;
type AnswerFuture<'a, B> = Pin<Box<dyn Future<Output = Result<Answer<B>, Error>> + Send + 'a>>;

impl<'a> Call<'a> {
    /// A call whose timeout starts now.
    ///
    /// # Errors
    /// If the request cannot be encoded, or there is no tokio runtime.
    pub(super) fn new(
        client: &'a Client,
        operation: Operation<'a>,
        request: SerializedRequest,
    ) -> Result<Box<Self>, Error> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::refused(
                "a call needs a tokio runtime around it, and there is none",
            ));
        }
        let options = &*client.options;
        let policy = options.retry.as_ref().unwrap_or(&DEFAULT_POLICY);
        let timeout = options.timeout.unwrap_or(DEFAULT_TIMEOUT);
        let attempts = Attempts::new(policy, &client.shared.retry_budget, request.idempotency, timeout);
        let message = encode::message(request, &operation, options)?;
        message.validate_headers(&options.headers)?;
        Ok(Box::new(Self {
            trace: CallTrace::begin(&operation.subject(options)),
            message,
            decode_options: DecodeOptions {
                strict: options.strict.unwrap_or(false),
                max_memory: client.shared.max_decoded_bytes,
                #[cfg(feature = "named")]
                has_own_error: false,
            },
            client,
            operation,
            attempts,
            delay: Duration::ZERO,
            correction: Correction::new(),
            admission: Admission::default(),
            #[cfg(feature = "named")]
            prepared: Prepared::Not,
        }))
    }

    /// A call that sends this request, and no other.
    #[cfg(feature = "named")]
    pub(super) fn sending(
        client: &'a Client,
        operation: Operation<'a>,
        request: SerializedRequest,
        prepared: Request<Bytes>,
    ) -> Result<Box<Self>, Error> {
        let mut call = Self::new(client, operation, request)?;
        call.prepared = Prepared::Unsent(Box::new(prepared));
        Ok(call)
    }

    /// The request of the first attempt, signed and not sent. It takes no permit of the rate limit.
    #[cfg(feature = "named")]
    pub(super) async fn prepare(&mut self) -> Result<SignedRequest, Error> {
        let signer = self.signer().await?;
        let options = &*self.client.options;
        let endpoint = options.endpoint_for(self.operation.host, &self.client.shared.endpoints)?;
        self.sign(signer.as_ref(), &endpoint)
    }

    /// Makes attempts until an answer is decoded into a value of `output`, or the error is final.
    pub(super) async fn run(mut self: Box<Self>, output: fn() -> Output) -> Result<Response<Output>, Error> {
        self.run_with::<Bytes, _>(output, |call, answer, body| match body {
            Some(body) => body.into_response(answer, call.decode_options),
            None => Response::decode_output(output(), answer, call.decode_options),
        })
        .await
    }

    /// [`run`](Self::run) for any body and result. `read` gets the body of a large answer decoded.
    pub(super) async fn run_with<B: ResponseBody, R: Traced>(
        &mut self,
        output: fn() -> Output,
        read: impl Fn(&Self, HttpResponse<B>, Option<Box<DecodedBody>>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        loop {
            let (answer, body) = self.answer::<B>(output).await?;
            match read(self, answer, body) {
                Ok(result) => {
                    self.attempts.succeeded();
                    self.correction.succeeded();
                    self.trace
                        .succeeded(result.request_id(), result.status(), result.anomalies());
                    if let Some(warning) = result.deprecated_warning() {
                        self.trace.deprecated(warning);
                    }
                    self.admission.succeeded();
                    return Ok(result);
                }
                Err(error) => self.next_delay(error)?,
            }
        }
    }

    /// The next answer, whether it is a success or an error of the service, and its body if it was decoded elsewhere.
    fn answer<B: ResponseBody>(&mut self, output: fn() -> Output) -> AnswerFuture<'_, B> {
        let scope = self.trace.scope();
        Box::pin(scope.around(async move {
            loop {
                if !self.delay.is_zero() {
                    tokio::time::sleep(self.delay).await;
                }
                match self.attempt(output).await {
                    Ok(answer) => return Ok(answer),
                    Err(error) => self.next_delay(error)?,
                }
            }
        }))
    }

    async fn attempt<B: ResponseBody>(&mut self, output: fn() -> Output) -> Result<Answer<B>, Error> {
        let answer = self.exchange::<B>().await?;
        let limit = self.attempts.limit();
        let large = answer.body.whole();
        let large = large.and_then(|body| decode_large(output, body, self.decode_options, limit));
        let body = match large {
            Some(decoding) => Some(decoding.await?),
            None => None,
        };
        Ok((answer, body))
    }

    /// Signs the request, sends it and receives the answer.
    async fn exchange<B: ResponseBody>(&mut self) -> Result<HttpResponse<B>, Error> {
        let Client { shared, options } = self.client;
        #[cfg(feature = "named")]
        if let Some(request) = self.take_prepared() {
            return self.transmit(request, None).await;
        }
        // Before the permit of the rate limit is acquired: slow credentials would let all calls that wait for them
        // go out together after their permits, and failed ones would waste a permit.
        let mut signer = self.signer().await?;
        if self
            .admission
            .acquire(shared, &self.operation, self.attempts.limit())
            .await?
        {
            // They may have expired during the wait; if not, they are cached.
            signer = self.signer().await?;
        }
        self.correction.before_signing(&shared.skew);
        let endpoint = options.endpoint_for(self.operation.host, &shared.endpoints)?;
        let endpoint = self.admission.route(shared, self.operation.service, endpoint)?;
        let (request, _) = self.sign(signer.as_ref(), &endpoint)?;
        #[cfg(feature = "mock")]
        let request = self.with_parameters(request);
        self.transmit(request, Some(&endpoint)).await
    }

    /// Signs the request of an attempt.
    fn sign(&mut self, signer: Option<&Signer<'_>>, endpoint: &Endpoint) -> Result<SignedRequest, Error> {
        let Client { shared, options } = self.client;
        let interceptors = &shared.interceptors;
        let headers =
            interceptors.before_signing(self.attempt_info(), &self.message.method, endpoint, &options.headers)?;
        if let Cow::Owned(headers) = &headers {
            self.message.validate_headers(headers)?;
        }
        let attempt = Attempt {
            operation: &self.operation,
            endpoint,
            options,
            signer,
            user_agent: &shared.user_agent,
            headers: &headers,
            timestamp: shared.clock.unix_seconds()?,
        };
        attempt.sign(&self.message)
    }

    /// Sends a signed request to `endpoint`, if that is known, and receives the answer.
    async fn transmit<B: ResponseBody>(
        &mut self,
        request: Request<Bytes>,
        endpoint: Option<&Endpoint>,
    ) -> Result<HttpResponse<B>, Error> {
        let shared = &self.client.shared;
        let info = self.attempt_info();
        shared.interceptors.before_sending(info, &request)?;
        let scope = self.trace.attempt(&request);
        let start = Instant::now();
        let result = scope
            .around(B::receive(&*shared.transport, request, self.attempts.begin()))
            .await
            .map_err(|error| match endpoint.and_then(Endpoint::implied_scheme) {
                Some(note) => error.with_connect_note(&note),
                None => error,
            });
        shared.interceptors.after_receiving(info, start.elapsed(), &result);
        result
    }

    #[cfg(feature = "named")]
    fn take_prepared(&mut self) -> Option<Request<Bytes>> {
        if !matches!(self.prepared, Prepared::Unsent(_)) {
            return None;
        }
        match std::mem::replace(&mut self.prepared, Prepared::Sent) {
            Prepared::Unsent(request) => Some(*request),
            Prepared::Not | Prepared::Sent => None,
        }
    }

    fn attempt_info(&self) -> AttemptInfo<'a> {
        AttemptInfo {
            service: self.operation.service,
            action: self.operation.action,
            version: self.operation.version,
            region: self.client.options.region.as_deref(),
            number: self.attempts.history().attempts + 1,
        }
    }

    async fn signer(&self) -> Result<Option<Signer<'a>>, Error> {
        if !self.message.is_signed() {
            return Ok(None);
        }
        let shared = &self.client.shared;
        Ok(Some(Signer {
            credentials: shared.credentials.resolve(self.attempts.limit()).await?,
            signing_keys: &shared.signing_keys,
        }))
    }

    /// Attaches the parameters in JSON, whatever the encoding, if a mock or a recorder reads them. A client for the
    /// network in the same program does not pay for it.
    #[cfg(feature = "mock")]
    fn with_parameters(&self, mut request: http::Request<Bytes>) -> http::Request<Bytes> {
        if !self.client.shared.is_mocked {
            return request;
        }
        let _ = request.extensions_mut().insert(crate::mock::CallMetadata {
            service: self.operation.service.to_owned(),
            action: self.operation.action.to_owned(),
            version: self.operation.version.to_owned(),
            region: self.client.options.region.clone(),
            parameters: self.message.parameters(),
        });
        request
    }

    /// Sets the delay before the next attempt.
    ///
    /// # Errors
    /// The error itself, if the call is not retried after it.
    fn next_delay(&mut self, error: Error) -> Result<(), Error> {
        self.trace.attempt_failed(&error);
        self.admission.failed(&error);
        let decision = if self.is_skew_corrected(&error) {
            Ok(Duration::ZERO)
        } else {
            self.attempts.next_delay(error)
        };
        match decision {
            Ok(delay) => {
                self.trace.retrying(delay);
                self.delay = delay;
                Ok(())
            }
            Err(error) => {
                self.trace.failed(&error);
                Err(error.of_call(CallName::from(&self.operation)))
            }
        }
    }

    /// Whether the service refused the timestamp alone, and the next one will be right.
    fn is_skew_corrected(&mut self, error: &Error) -> bool {
        #[cfg(feature = "named")]
        if matches!(self.prepared, Prepared::Sent) {
            return false;
        }
        let skew = &self.client.shared.skew;
        let scope = self.trace.scope();
        scope.within(|| self.correction.should_retry(error, skew))
    }
}

/// A call whose output is cast to its type at the end.
///
/// Written by hand because a program has one for each output type: as an `async fn` each would be a state machine.
pub(super) struct TypedCall<'a, T> {
    call: OutputFuture<'a>,
    output: PhantomData<fn() -> T>,
}

impl<'a, T> TypedCall<'a, T> {
    pub(super) fn new(call: OutputFuture<'a>) -> Self {
        Self {
            call,
            output: PhantomData,
        }
    }
}

impl<T: Decodable> Future for TypedCall<'_, T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.call.as_mut().poll(context) {
            Poll::Ready(Ok(response)) => Poll::Ready(response.downcast()),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The result of a call, as far as its span records it.
pub(super) trait Traced {
    fn request_id(&self) -> &str;
    fn status(&self) -> StatusCode;
    fn deprecated_warning(&self) -> Option<&str>;
    /// The number of anomalies.
    fn anomalies(&self) -> usize;
}

impl<T> Traced for Response<T> {
    fn request_id(&self) -> &str {
        self.request_id()
    }

    fn status(&self) -> StatusCode {
        self.status()
    }

    fn deprecated_warning(&self) -> Option<&str> {
        self.deprecated_warning()
    }

    fn anomalies(&self) -> usize {
        self.anomaly_count()
    }
}

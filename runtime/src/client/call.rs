//! One call: attempts, with waits between them, until there is an answer or an end.

use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "encodings")]
use bytes::Bytes;
use http::StatusCode;

use super::message::{Message, Signer};
use super::prepare::{Attempt, Target};
use super::way::{self, Way};
use super::{Client, builder};
use crate::clock::Correction;
use crate::error::CallName;
use crate::http_response::HttpResponse;
use crate::record::Content;
#[cfg(feature = "encodings")]
use crate::record::{Record, View};
use crate::retry::{Attempts, RetryPolicy, Safety};
use crate::telemetry::CallTrace;
use crate::transport::AnswerBody;
use crate::{Error, Response};

static DEFAULT_POLICY: RetryPolicy = RetryPolicy::new();

/// A request ready to be sent, and sent again.
pub(super) struct Outgoing {
    /// The JSON, extra parameters aside. Null stands in it for bytes.
    pub(super) body: Vec<u8>,
    pub(super) safety: Safety,
    pub(super) content: Content,
    /// Whether it bears a signature.
    pub(super) signed: bool,
    #[cfg(feature = "encodings")]
    pub(super) binary: Vec<Binary>,
}

/// A parameter of bytes.
#[cfg(feature = "encodings")]
#[derive(Clone)]
pub(super) struct Binary {
    pub(super) name: std::borrow::Cow<'static, str>,
    pub(super) bytes: Bytes,
}

#[cfg(feature = "encodings")]
impl Binary {
    /// The bytes that `record` holds; copies none.
    pub(super) fn of(record: &dyn Record) -> Vec<Self> {
        let members = record.shape().fields.iter().enumerate();
        let binary = members.filter_map(|(index, field)| match record.get(index)?.view() {
            View::Bytes(bytes) => Some(Self {
                name: field.name.into(),
                bytes: bytes.clone(),
            }),
            _ => None,
        });
        binary.collect()
    }
}

pub(super) struct Call<'a> {
    client: &'a Client,
    target: Target<'a>,
    message: Message,
    attempts: Attempts<'a>,
    /// How long to wait before the next attempt.
    wait: Duration,
    correction: Correction,
    trace: CallTrace,
    way: Way<'a>,
}

type AnswerFuture<'a, B> = Pin<Box<dyn Future<Output = Result<HttpResponse<B>, Error>> + Send + 'a>>;

impl<'a> Call<'a> {
    /// A call whose time begins now. Boxed, as its [`answer`](Self::answer) is, so that the future of
    /// each action stays small and quick to compile.
    pub(super) fn new(client: &'a Client, target: Target<'a>, outgoing: Outgoing) -> Result<Box<Self>, Error> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::refused(
                "a call needs a tokio runtime around it, and there is none",
            ));
        }
        let options = &*client.options;
        let policy = options.retry.as_ref().unwrap_or(&DEFAULT_POLICY);
        let timeout = options.timeout.unwrap_or(builder::DEFAULT_TIMEOUT);
        let attempts = Attempts::new(policy, &client.shared.budget, outgoing.safety, timeout);
        let message = Message::of(outgoing, &target, options)?;
        Ok(Box::new(Self {
            trace: CallTrace::begin(&target.subject(options)),
            message,
            client,
            target,
            attempts,
            wait: Duration::ZERO,
            correction: Correction::not_made(),
            way: Way::default(),
        }))
    }

    /// Makes attempts until one has an answer that `read` accepts, or the error is to be returned.
    pub(super) async fn run<T>(
        mut self: Box<Self>,
        read: impl Fn(HttpResponse) -> Result<Response<T>, Error>,
    ) -> Result<Response<T>, Error> {
        self.run_with(|answer, _| read(answer)).await
    }

    /// [`run`](Self::run) with whatever body and result; `read` is told of the attempts too.
    pub(super) async fn run_with<B: AnswerBody, T: Traced>(
        &mut self,
        read: impl Fn(HttpResponse<B>, &Attempts<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        loop {
            let answer = self.answer().await?;
            match read(answer, &self.attempts) {
                Ok(result) => {
                    self.attempts.succeeded();
                    self.trace.succeeded(result.request_id(), result.status());
                    self.way.succeeded();
                    return Ok(result);
                }
                Err(error) => self.go_on_after(error)?,
            }
        }
    }

    /// The next answer, whatever it says.
    fn answer<B: AnswerBody>(&mut self) -> AnswerFuture<'_, B> {
        let scope = self.trace.scope();
        Box::pin(scope.around(async move {
            loop {
                if !self.wait.is_zero() {
                    tokio::time::sleep(self.wait).await;
                }
                match self.attempt().await {
                    Ok(answer) => return Ok(answer),
                    Err(error) => self.go_on_after(error)?,
                }
            }
        }))
    }

    /// Signs and sends the request once.
    async fn attempt<B: AnswerBody>(&mut self) -> Result<HttpResponse<B>, Error> {
        let Client { shared, options } = self.client;
        // A key that takes long, or does not come, neither uses a turn nor lets calls go out together after theirs.
        let mut signer = self.signer().await?;
        if way::turn(shared, &self.target, self.attempts.limit()).await? {
            // It may have ended meanwhile; if not, it is at hand.
            signer = self.signer().await?;
        }
        self.correction.before_signing(&shared.skew);
        let endpoint = options.endpoint_for(self.target.host, &shared.hosts)?;
        let endpoint = self.way.to(shared, self.target.service, endpoint)?;
        let attempt = Attempt {
            target: &self.target,
            endpoint: &endpoint,
            options,
            signer: signer.as_ref(),
            identity: &shared.identity,
            timestamp: shared.clock.unix_seconds()?,
        };
        let request = attempt.request(&self.message)?;
        #[cfg(feature = "mock")]
        let request = self.described(request);
        let scope = self.trace.attempt(&request);
        scope
            .around(B::receive(&*shared.transport, request, self.attempts.begin()))
            .await
    }

    async fn signer(&self) -> Result<Option<Signer<'a>>, Error> {
        if !self.message.is_signed() {
            return Ok(None);
        }
        let shared = &self.client.shared;
        Ok(Some(Signer {
            credentials: shared.keys.get(self.attempts.limit()).await?,
            keys: &shared.signing_keys,
        }))
    }

    /// Tells a mock or a recorder, if there is one, whatever the request is sent as.
    #[cfg(feature = "mock")]
    fn described(&self, mut request: http::Request<bytes::Bytes>) -> http::Request<bytes::Bytes> {
        if !self.client.shared.is_observed {
            return request;
        }
        let _ = request.extensions_mut().insert(crate::mock::CallMetadata {
            service: self.target.service.to_owned(),
            action: self.target.action.to_owned(),
            version: self.target.version.to_owned(),
            region: self.client.options.region.clone(),
            parameters: self.message.parameters(),
        });
        request
    }

    fn go_on_after(&mut self, error: Error) -> Result<(), Error> {
        self.trace.attempt_failed(&error);
        self.way.failed(&error);
        let decision = match self.is_corrected(&error) {
            true => Ok(Duration::ZERO),
            false => self.attempts.go_on_after(error),
        };
        match decision {
            Ok(wait) => {
                self.trace.repeating(wait);
                self.wait = wait;
                Ok(())
            }
            Err(error) => {
                self.trace.failed(&error);
                Err(error.of_call(CallName::from(&self.target)))
            }
        }
    }

    /// Whether the cloud refused the request for its date alone, and would not any more.
    fn is_corrected(&mut self, error: &Error) -> bool {
        let skew = &self.client.shared.skew;
        let scope = self.trace.scope();
        scope.within(|| self.correction.cures(error, skew))
    }
}

/// What a call ends with, as far as its trace tells of it.
pub(super) trait Traced {
    fn request_id(&self) -> &str;
    fn status(&self) -> StatusCode;
}

impl<T> Traced for Response<T> {
    fn request_id(&self) -> &str {
        self.request_id()
    }

    fn status(&self) -> StatusCode {
        self.status()
    }
}

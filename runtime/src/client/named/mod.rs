//! Calls of actions known by name, with what is known of them.
//!
//! They pass through the stages of typed calls; only the JSON of the request is the caller's own (`request`), and the
//! output stays text ([`RawJson`]). A [`Prepared`] request is made by the code that sends: what is shown is what is sent.

mod call;
mod prepared;
mod request;

pub use call::NamedCall;
pub use prepared::Prepared;

use super::Client;
use super::call::Call;
use super::serialize::SerializedRequest;
use crate::decode::Decodable;
use crate::record::Content;
use crate::{CallOptions, Error, RawJson, Response};

/// With the feature `named`.
impl Client {
    /// Calls an action known by name, with parameters in JSON, which are sent as they are written. The output is the object
    /// under `Response` as it came.
    ///
    /// The facts of `call` decide what typed calls have from their spec: retries, the region, the encoding, the rate. With
    /// a [`ClientToken`](NamedCall::client_token) to add, or parameters of bytes, the JSON is written anew, with every
    /// value as it was.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
    /// let call = tc3::NamedCall::new("gaap", "2018-05-29", "DescribeDestRegions").read_only();
    /// let output = client.send_named(&call, "{}").await?;
    /// println!("{} ({})", output.as_str(), output.request_id());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`send`](Self::send); parameters are not validated.
    ///
    /// # Panics
    /// As [`send`](Self::send).
    pub async fn send_named(&self, call: &NamedCall, json: impl Into<Vec<u8>>) -> Result<Response<RawJson>, Error> {
        self.named(call, json.into())?.run(RawJson::output).await?.downcast()
    }

    /// Signs the request of a call by name and returns it without sending it, to be shown, or sent by
    /// [`send_prepared`](Self::send_prepared). Interceptors see it as they see a first attempt, before signing.
    ///
    /// The credentials are resolved, so a provider that asks a service for them does so.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
    /// let call = tc3::NamedCall::new("gaap", "2018-05-29", "DescribeDestRegions").read_only();
    /// let prepared = client.prepare_named(&call, "{}").await?;
    /// println!("{} {}", prepared.method(), prepared.url());
    /// if let Some(signed) = prepared.signed() {
    ///     println!("{}", signed.canonical_request);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`send_named`](Self::send_named), up to the request being signed.
    ///
    /// # Panics
    /// As [`send`](Self::send).
    pub async fn prepare_named(&self, call: &NamedCall, json: impl Into<Vec<u8>>) -> Result<Prepared, Error> {
        let mut preparing = self.named(call, json.into())?;
        let idempotency = preparing.attempts.idempotency();
        let signed = preparing.prepare().await;
        let (request, signed) = signed.map_err(|error| self.refused(&call.operation(), error))?;
        Ok(Prepared {
            call: call.clone(),
            request,
            signed: signed.map(Box::new),
            idempotency,
        })
    }

    /// Sends a prepared request, byte for byte and once: a failure is not retried, since another attempt would have another
    /// timestamp and signature. It goes to the host that it was prepared for.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # async fn example(client: tc3::Client, call: tc3::NamedCall) -> Result<(), tc3::Error> {
    /// let prepared = client.prepare_named(&call, "{}").await?;
    /// println!("sending {} bytes to {}", prepared.body().len(), prepared.url());
    /// let output = client.send_prepared(prepared).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`send_named`](Self::send_named). The service refuses a request whose timestamp is older than five minutes.
    ///
    /// # Panics
    /// As [`send`](Self::send).
    pub async fn send_prepared(&self, prepared: Prepared) -> Result<Response<RawJson>, Error> {
        let Prepared {
            call,
            request,
            idempotency,
            ..
        } = prepared;
        let empty = SerializedRequest {
            body: Vec::new(),
            idempotency,
            content: Content::Json,
            signed: call.signed,
            binary: Vec::new(),
        };
        let operation = call.operation();
        let policy = self.options.retry.clone().unwrap_or_default().max_attempts(1);
        let once = self.with(CallOptions::new().retry(policy));
        let sending = Call::sending(&once, operation, empty, request);
        let mut sending = sending.map_err(|error| self.refused(&operation, error))?;
        sending.decode_options.has_own_error = call.has_own_error;
        sending.run(RawJson::output).await?.downcast()
    }

    /// Everything that [`send_named`](Self::send_named) does before the first attempt.
    fn named<'a>(&'a self, call: &'a NamedCall, json: Vec<u8>) -> Result<Box<Call<'a>>, Error> {
        let operation = call.operation();
        let named = request::serialize(call, json, &self.options)
            .and_then(|request| Call::new(self, operation, request))
            .map_err(|error| self.refused(&operation, error));
        named.map(|mut named| {
            named.decode_options.has_own_error = call.has_own_error;
            named
        })
    }
}

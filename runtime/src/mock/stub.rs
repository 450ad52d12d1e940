//! Stubs: the replies that a test sets for an action.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::sync::Arc;

use super::reply::Outcome;
use super::{Failure, MockTransport, Reply};
use crate::{Action, Error, from_json};

/// Names of service, version and action.
pub(super) type ActionKey = (String, String, String);

/// Computes a reply from the body of a request.
pub(super) type Responder = Arc<dyn Fn(&[u8]) -> Result<Outcome, Error> + Send + Sync>;

/// The replies to an action, in the order in which attempts take them.
#[derive(Default)]
pub(super) struct Script(VecDeque<Responder>);

impl Script {
    /// Takes the next reply. The last one is not removed.
    pub(super) fn next(&mut self) -> Option<Responder> {
        match self.0.len() {
            0 | 1 => self.0.front().cloned(),
            _ => self.0.pop_front(),
        }
    }
}

/// The replies to an action; see [`MockTransport::on`]. Each method adds one.
///
/// Every reply needs a request that can be decoded as an `A`. The only requests that may not are those of
/// [`call_raw`](crate::Client::call_raw) and those with extra parameters; such a call fails with the position of the error
/// in its JSON.
///
/// ```
/// # use tc3_runtime as tc3;
/// # fn example<DescribeRequest: tc3::Action>(mock: &tc3::mock::MockTransport, ready: DescribeRequest::Output) {
/// mock.on::<DescribeRequest>()
///     .respond_error("InternalError", "try again")
///     .respond(ready); // from the second attempt on
/// # }
/// ```
#[derive(Debug)]
pub struct Stub<A> {
    mock: MockTransport,
    to: PhantomData<fn(A)>,
}

impl<A: Action> Stub<A> {
    /// Creates a stub without replies.
    pub(super) fn new(mock: MockTransport) -> Self {
        // Keep the old closures until after the unlock.
        let _replaced = mock.state().scripts.remove(&key::<A>());
        Self { mock, to: PhantomData }
    }

    /// Adds a success with this value.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action>(mock: &tc3::mock::MockTransport, created: CreateRequest::Output) {
    /// mock.on::<CreateRequest>().respond(created);
    /// # }
    /// ```
    pub fn respond(self, value: A::Output) -> Self {
        self.reply(Reply::value(&value))
    }

    /// Adds an error of the service.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action>(mock: &tc3::mock::MockTransport) {
    /// mock.on::<CreateRequest>().respond_error("LimitExceeded.TagQuota", "no tags left");
    /// # }
    /// ```
    pub fn respond_error(self, code: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        self.reply(Reply::error(code, message))
    }

    /// Adds a response with this body: `{"Response": {..}}`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action>(mock: &tc3::mock::MockTransport) {
    /// mock.on::<CreateRequest>().respond_json(r#"{"Response":{"GroupId":"lg-1","RequestId":"r-1"}}"#);
    /// # }
    /// ```
    pub fn respond_json(self, body: impl Into<String>) -> Self {
        self.reply(Reply::json(body))
    }

    /// Adds a failure without a response.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action>(mock: &tc3::mock::MockTransport) {
    /// mock.on::<CreateRequest>().fail(tc3::mock::Failure::ConnectionRefused);
    /// # }
    /// ```
    pub fn fail(self, failure: Failure) -> Self {
        self.reply(Reply::failure(failure))
    }

    /// Adds any reply.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action>(mock: &tc3::mock::MockTransport) {
    /// let reply = tc3::mock::Reply::json("not an API response");
    /// mock.on::<CreateRequest>().reply(reply);
    /// # }
    /// ```
    pub fn reply(self, reply: Reply<A::Output>) -> Self {
        let outcome = reply.outcome;
        self.push(move |_| outcome.clone())
    }

    /// Adds a reply that is computed from the request. The closure may contain assertions: the call propagates their
    /// panics.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example<CreateRequest: tc3::Action>(mock: &tc3::mock::MockTransport) {
    /// mock.on::<CreateRequest>().respond_with(|request| {
    ///     let json = tc3::to_json(request);
    ///     tc3::mock::Reply::error("FailedOperation", json)
    /// });
    /// # }
    /// ```
    pub fn respond_with<F>(self, reply: F) -> Self
    where
        F: Fn(&A) -> Reply<A::Output> + Send + Sync + 'static,
    {
        self.push(move |request| reply(request).outcome)
    }

    fn push(self, reply: impl Fn(&A) -> Outcome + Send + Sync + 'static) -> Self {
        let responder: Responder = Arc::new(move |body| decode(body).map(|request| reply(&request)));
        let mut state = self.mock.state();
        let script = state.scripts.entry(key::<A>()).or_default();
        script.0.push_back(responder);
        drop(state);
        self
    }
}

fn key<A: Action>() -> ActionKey {
    let info = A::INFO;
    (info.service.to_owned(), info.version.to_owned(), info.name.to_owned())
}

fn decode<A: Action>(body: &[u8]) -> Result<A, Error> {
    let text = str::from_utf8(body).map_err(undecodable)?;
    from_json(text).map_err(undecodable)
}

fn undecodable(error: impl std::error::Error) -> Error {
    Error::refused(format!("the mock cannot decode the request: {error}"))
}

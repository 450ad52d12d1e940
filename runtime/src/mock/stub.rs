use std::collections::VecDeque;
use std::marker::PhantomData;
use std::sync::Arc;

use super::reply::Outcome;
use super::{Failure, MockTransport, Reply};
use crate::{Action, Error, from_json};

/// Service, version and action.
pub(super) type ActionKey = (String, String, String);

/// Makes a reply out of the body of a request.
pub(super) type Responder = Arc<dyn Fn(&[u8]) -> Result<Outcome, Error> + Send + Sync>;

/// Replies in the order in which attempts take them.
#[derive(Default)]
pub(super) struct Script(VecDeque<Responder>);

impl Script {
    /// The next reply. The last one stays.
    pub(super) fn next(&mut self) -> Option<Responder> {
        match self.0.len() {
            0 | 1 => self.0.front().cloned(),
            _ => self.0.pop_front(),
        }
    }
}

/// The replies to an action; see [`MockTransport::on`]. Each method adds one.
///
/// Every reply needs a request that can be read as an `A`. Only JSON of one's own, of
/// [`call_raw`](crate::Client::call_raw) or in extra parameters, can be none; such a call is refused with the place
/// in it that cannot be read.
#[derive(Debug)]
pub struct Stub<A> {
    mock: MockTransport,
    to: PhantomData<fn(A)>,
}

impl<A: Action> Stub<A> {
    /// A stub with no replies yet.
    pub(super) fn new(mock: MockTransport) -> Self {
        // Its closures are dropped after the lock is.
        let _replaced = mock.state().scripts.remove(&key::<A>());
        Self { mock, to: PhantomData }
    }

    /// Success with this value.
    pub fn respond(self, value: A::Output) -> Self {
        self.reply(Reply::value(&value))
    }

    /// An error of the cloud.
    pub fn respond_error(self, code: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        self.reply(Reply::error(code, message))
    }

    /// A whole body: `{"Response": {..}}`.
    pub fn respond_json(self, body: impl Into<String>) -> Self {
        self.reply(Reply::json(body))
    }

    /// No answer.
    pub fn fail(self, failure: Failure) -> Self {
        self.reply(Reply::failure(failure))
    }

    /// Any reply.
    pub fn reply(self, reply: Reply<A::Output>) -> Self {
        let outcome = reply.outcome;
        self.push(move |_| outcome.clone())
    }

    /// A reply made for the request that came. Assertions may stand in the closure: their panics come out of the
    /// call.
    pub fn respond_with<F>(self, reply: F) -> Self
    where
        F: Fn(&A) -> Reply<A::Output> + Send + Sync + 'static,
    {
        self.push(move |request| reply(request).outcome)
    }

    fn push(self, reply: impl Fn(&A) -> Outcome + Send + Sync + 'static) -> Self {
        let responder: Responder = Arc::new(move |body| read(body).map(|request| reply(&request)));
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

fn read<A: Action>(body: &[u8]) -> Result<A, Error> {
    let text = str::from_utf8(body).map_err(unreadable)?;
    from_json(text).map_err(unreadable)
}

fn unreadable(error: impl std::error::Error) -> Error {
    Error::refused(format!("the mock cannot read the request: {error}"))
}

//! The mock in the place of the network.

use std::io::{self, ErrorKind};

use bytes::Bytes;
use http::Request;

#[cfg(feature = "stream")]
use super::events;
use super::reply::Outcome;
use super::{Failure, MockTransport, RecordedCall};
use crate::Error;
use crate::error::Hindrance;
use crate::response::Answer;
use crate::transport::{Exchange, ExchangeFuture, TimeLimit};
#[cfg(feature = "stream")]
use crate::transport::{OpenFuture, StreamedBody};

pub(super) struct MockExchange {
    pub(super) mock: MockTransport,
    pub(super) max_response_bytes: usize,
}

impl Exchange for MockExchange {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        Box::pin(async move {
            let host = request.uri().authority().map(ToString::to_string);
            match self.mock.outcome(RecordedCall::of(request))? {
                Outcome::Answer(response) => self.limited(Answer::from(response)),
                #[cfg(feature = "stream")]
                Outcome::Interrupted(_, interruption) => Err(events::unfinished(interruption, limit).await),
                Outcome::Failure(failure) => Err(error(failure, host.unwrap_or_default(), limit)),
            }
        })
    }

    #[cfg(feature = "stream")]
    fn open(&self, request: Request<Bytes>, limit: TimeLimit) -> OpenFuture<'_> {
        Box::pin(async move {
            let host = request.uri().authority().map(ToString::to_string);
            let (response, interruption) = match self.mock.outcome(RecordedCall::of(request))? {
                Outcome::Answer(response) => (response, None),
                Outcome::Interrupted(response, interruption) => (response, Some(interruption)),
                Outcome::Failure(failure) => return Err(error(failure, host.unwrap_or_default(), limit)),
            };
            let answer = Answer::from(response);
            if answer.is_stream() {
                return Ok(answer.map(|bytes| StreamedBody::Events(events::body(bytes, interruption))));
            }
            Ok(self.limited(answer)?.map(StreamedBody::Whole))
        })
    }
}

impl MockExchange {
    fn limited(&self, mut answer: Answer) -> Result<Answer, Error> {
        if answer.body.len() > self.max_response_bytes {
            answer.body = Bytes::new();
            return Err(Error::too_large(answer, self.max_response_bytes));
        }
        Ok(answer)
    }
}

impl MockTransport {
    /// Records the call and takes the next reply to it.
    fn outcome(&self, call: RecordedCall) -> Result<Outcome, Error> {
        let mut state = self.state();
        let script = state.scripts.get_mut(&call.key());
        let responder = script.and_then(|script| script.next());
        state.recorded.push(call.clone());
        // The caller's closure may use the mock.
        drop(state);
        match responder {
            Some(respond) => respond(&call.body),
            None => Err(Error::refused(format!(
                "the mock has no reply for {} {} ({}); set one by MockTransport::on",
                call.service, call.action, call.version
            ))),
        }
    }
}

fn error(failure: Failure, host: String, limit: TimeLimit) -> Error {
    match failure {
        Failure::ConnectionRefused => {
            let source = io::Error::from(ErrorKind::ConnectionRefused);
            Error::connect(host, Hindrance::Network, source.into())
        }
        Failure::BrokenAfterSending => Error::broken(true, io::Error::from(ErrorKind::ConnectionReset)),
        Failure::TimedOut => Error::timeout(limit.length, true),
    }
}

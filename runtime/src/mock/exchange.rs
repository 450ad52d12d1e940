//! The mock in the place of the network.

use std::io::{self, ErrorKind};

use bytes::Bytes;
use http::Request;

use super::reply::Outcome;
use super::{Failure, MockTransport, RecordedCall};
use crate::Error;
use crate::error::Hindrance;
use crate::response::Answer;
use crate::transport::{Exchange, ExchangeFuture, TimeLimit};

pub(super) struct MockExchange {
    pub(super) mock: MockTransport,
    pub(super) max_response_bytes: usize,
}

impl Exchange for MockExchange {
    fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> ExchangeFuture<'_> {
        Box::pin(async move {
            let host = request.uri().authority().map(ToString::to_string);
            match self.mock.outcome(RecordedCall::of(request))? {
                Outcome::Answer(response) => self.answer(response),
                Outcome::Failure(failure) => Err(error(failure, host.unwrap_or_default(), limit)),
            }
        })
    }
}

impl MockExchange {
    fn answer(&self, response: http::Response<Bytes>) -> Result<Answer, Error> {
        let (head, body) = response.into_parts();
        let is_too_large = body.len() > self.max_response_bytes;
        let answer = Answer {
            status: head.status,
            headers: head.headers,
            body: if is_too_large { Bytes::new() } else { body },
        };
        if is_too_large {
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

//! HTTP/1.1 over hyper: one pool of connections per client, shared by its clones.

mod body;
mod connector;
mod exchange;
mod limit;
mod tls;

pub(crate) use exchange::Exchange;
#[cfg(feature = "mock")]
pub(crate) use exchange::ExchangeFuture;
pub(crate) use limit::TimeLimit;

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error as HyperError};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use self::body::{OutgoingBody, Sending};
use self::connector::{ConnectTimedOut, Connector};
use crate::Error;
use crate::error::Hindrance;
use crate::response::Answer;

/// The cloud closes idle connections after about 60 s. Letting go of them earlier keeps requests
/// off connections that are just being closed.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(50);

pub(crate) struct Transport {
    client: Client<Connector, OutgoingBody>,
    max_response_bytes: usize,
}

impl Transport {
    pub(crate) fn new(connect_timeout: Duration, max_response_bytes: usize) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .build(Connector::new(connect_timeout));
        Self {
            client,
            max_response_bytes,
        }
    }

    /// Sends a request and reads the whole answer. Redirects are answers like any other: following
    /// one would hand a signed request to another host.
    pub(crate) async fn exchange(&self, request: Request<Bytes>, limit: TimeLimit) -> Result<Answer, Error> {
        let (request, sending) = body::watched(request);
        let result = tokio::time::timeout_at(limit.end, self.send(request, &sending)).await;
        result.unwrap_or_else(|_| Err(Error::timeout(limit.length, sending.give_up())))
    }

    async fn send(&self, request: Request<OutgoingBody>, sending: &Sending) -> Result<Answer, Error> {
        let uri = request.uri().clone();
        let response = match self.client.request(request).await {
            Ok(response) => response,
            Err(error) if error.is_connect() => return Err(connect_error(&uri, error)),
            Err(error) => return Err(Error::broken(sending.give_up(), error)),
        };
        self.read(response).await
    }

    async fn read(&self, response: http::Response<Incoming>) -> Result<Answer, Error> {
        let (head, body) = response.into_parts();
        let answer = |body| Answer {
            status: head.status,
            headers: head.headers,
            body,
        };
        match Limited::new(body, self.max_response_bytes).collect().await {
            Ok(collected) => Ok(answer(collected.to_bytes())),
            Err(error) if error.is::<LengthLimitError>() => {
                Err(Error::too_large(answer(Bytes::new()), self.max_response_bytes))
            }
            Err(error) => Err(Error::broken(true, error)),
        }
    }
}

fn connect_error(uri: &Uri, error: HyperError) -> Error {
    let host = uri.authority().map(ToString::to_string).unwrap_or_default();
    let hindrance = hindrance(&error);
    Error::connect(host, hindrance, error.into())
}

fn hindrance(error: &HyperError) -> Hindrance {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<ConnectTimedOut>() {
            return Hindrance::Time;
        }
        if tls::is_distrust(error) {
            return Hindrance::Trust;
        }
        cause = error.source();
    }
    Hindrance::Network
}

//! HTTP/1.1 over hyper: one pool of connections per client, shared by its clones.

mod body;
mod connector;
mod tls;

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error as HyperError};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use self::body::{OutgoingBody, Sent};
use self::connector::{ConnectTimedOut, Connector};
use crate::Error;
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
    pub(crate) async fn exchange(&self, request: Request<Bytes>, timeout: Duration) -> Result<Answer, Error> {
        let (request, sent) = body::watched(request);
        match tokio::time::timeout(timeout, self.send(request, &sent)).await {
            Ok(result) => result,
            Err(_) => Err(Error::timeout(timeout, sent.began())),
        }
    }

    async fn send(&self, request: Request<OutgoingBody>, sent: &Sent) -> Result<Answer, Error> {
        let uri = request.uri().clone();
        let response = match self.client.request(request).await {
            Ok(response) => response,
            Err(error) if error.is_connect() => return Err(connect_error(&uri, error)),
            Err(error) => return Err(Error::broken(sent.began(), error)),
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
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    let mut timed_out = false;
    while let Some(error) = cause {
        timed_out |= error.is::<ConnectTimedOut>();
        cause = error.source();
    }
    Error::connect(host, timed_out, error.into())
}

//! Transports of the caller's own: what they get, and what the client guarantees around them.

use std::collections::VecDeque;
use std::future::pending;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use tc3_runtime::sign::{Payload, SigningInput, sign};
use tc3_runtime::transport::bytes::Bytes;
use tc3_runtime::transport::http::{Request, Response};
use tc3_runtime::transport::{Body, HttpTransport, Limits, SendFuture, TransportError};
use tc3_runtime::{CallOptions, Client, ClientBuilder, Credentials, Error, Header, Proxy, RetryPolicy};

use crate::support::actions::Describe;
use crate::support::{SECRET_ID, SECRET_KEY, builder};
use crate::{OK, create};

type Outcome = Result<Response<Body>, TransportError>;

/// Answers each request from a function, and keeps what it got.
struct Scripted<F> {
    answer: F,
    sent: Mutex<Vec<(Request<Bytes>, Limits)>>,
}

impl<F: Fn() -> Outcome + Send + Sync> Scripted<F> {
    fn new(answer: F) -> Arc<Self> {
        let sent = Mutex::default();
        Arc::new(Self { answer, sent })
    }
}

impl<F: Fn() -> Outcome + Send + Sync> HttpTransport for Scripted<F> {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> SendFuture<'_> {
        self.sent.lock().unwrap().push((request, limits));
        let outcome = (self.answer)();
        Box::pin(async { outcome })
    }
}

/// Never answers, and counts how many of its futures are alive.
#[derive(Default)]
struct Silent(Arc<AtomicUsize>);

struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl HttpTransport for Silent {
    fn send(&self, _: Request<Bytes>, _: Limits) -> SendFuture<'_> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let alive = Alive(Arc::clone(&self.0));
        Box::pin(async move {
            let _alive = alive;
            pending().await
        })
    }
}

/// Chunks of a body, which count how many were taken.
struct Chunks {
    chunks: VecDeque<Result<Bytes, TransportError>>,
    taken: Arc<AtomicUsize>,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.taken.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(self.chunks.pop_front())
    }
}

fn chunks<const N: usize>(chunks: [Result<&'static str, TransportError>; N]) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::<AtomicUsize>::default();
    let chunks = Chunks {
        chunks: chunks.into_iter().map(|chunk| chunk.map(Bytes::from)).collect(),
        taken: Arc::clone(&taken),
    };
    (Body::from_stream(chunks), taken)
}

fn ok() -> Outcome {
    Ok(Response::new(Body::from(OK)))
}

fn broken() -> TransportError {
    TransportError::new(io::Error::from(ErrorKind::ConnectionReset))
}

fn over(transport: impl HttpTransport + 'static) -> ClientBuilder {
    builder()
        .transport(transport)
        .retry(RetryPolicy::new().base_delay(Duration::ZERO))
}

async fn fail(client: &Client) -> Error {
    create(client).await.unwrap_err()
}

#[tokio::test]
async fn it_gets_the_signed_request_and_the_limits() {
    let transport = Scripted::new(ok);
    let client = over(Arc::clone(&transport))
        .header(Header::new("X-Own", "o").unwrap())
        .timeout(Duration::from_secs(20))
        .max_response_bytes(4096)
        .build()
        .unwrap();
    create(&client).await.unwrap();
    let (request, limits) = transport.sent.lock().unwrap().remove(0);
    assert_eq!(request.uri(), "https://gaap.tencentcloudapi.com/");
    assert_eq!((request.method().as_str(), &request.body()[..]), ("POST", &b"{}"[..]));
    let headers = request.headers();
    assert_eq!(headers["host"], "gaap.tencentcloudapi.com");
    assert_eq!(headers["x-own"], "o");
    let timestamp = headers["x-tc-timestamp"].to_str().unwrap().parse().unwrap();
    let input = SigningInput::new("gaap", "gaap.tencentcloudapi.com", timestamp, Payload::Bytes(b"{}"));
    let signed = sign(&input, &Credentials::new(SECRET_ID, SECRET_KEY));
    assert_eq!(headers["authorization"], *signed.authorization);
    assert!(headers["authorization"].is_sensitive());
    assert!(limits.timeout <= Duration::from_secs(20) && limits.timeout > Duration::ZERO);
    assert_eq!(limits.max_response_bytes, 4096);
}

#[tokio::test]
async fn an_attempt_timeout_is_its_limit() {
    let transport = Scripted::new(ok);
    let policy = RetryPolicy::never().attempt_timeout(Duration::from_secs(3));
    let client = over(Arc::clone(&transport)).retry(policy).build().unwrap();
    create(&client).await.unwrap();
    assert!(transport.sent.lock().unwrap()[0].1.timeout <= Duration::from_secs(3));
}

#[tokio::test]
async fn what_may_have_been_sent_is_not_sent_again_unless_it_only_reads() {
    let transport = Scripted::new(|| Err(broken()));
    let client = over(Arc::clone(&transport)).build().unwrap();
    let error = fail(&client).await;
    assert!(
        error.is_ambiguous() && !error.is_retryable() && !error.is_connect(),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
    assert!(
        error.to_string().contains("the connection failed: connection reset"),
        "{error}"
    );

    let error = client.send(&Describe {}).await.map(drop).unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert_eq!(transport.sent.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn what_was_not_sent_is_sent_again() {
    let client = over(Scripted::new(|| Err(broken().not_sent()))).build().unwrap();
    let error = fail(&client).await;
    assert!(
        error.is_connect() && !error.is_ambiguous() && error.is_retryable(),
        "{error}"
    );
    assert_eq!(error.attempts(), 3);
    let shown = error.to_string();
    assert!(
        shown.contains("cannot connect to gaap.tencentcloudapi.com: connection reset"),
        "{shown}"
    );
}

#[tokio::test]
async fn what_is_permanent_is_not_tried_again() {
    for error in [broken().permanent(), broken().permanent().not_sent()] {
        let is_sent = error.may_have_been_sent();
        let error = Mutex::new(Some(error));
        let client = over(Scripted::new(move || Err(error.lock().unwrap().take().unwrap())));
        let error = client.build().unwrap().send(&Describe {}).await.map(drop).unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert!(!error.is_retryable() && error.is_ambiguous() == is_sent, "{error}");
    }
}

#[tokio::test]
async fn a_timeout_of_the_transport_is_one_of_the_call() {
    let client = over(Scripted::new(|| Err(broken().timed_out()))).build().unwrap();
    let error = fail(&client).await;
    assert!(
        error.is_timeout() && error.is_ambiguous() && !error.is_connect(),
        "{error}"
    );

    let client = over(Scripted::new(|| Err(broken().timed_out().not_sent())))
        .build()
        .unwrap();
    let error = fail(&client).await;
    assert!(
        error.is_timeout() && !error.is_ambiguous() && error.is_connect(),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_enforced_and_the_request_dropped() {
    let transport = Silent::default();
    let alive = Arc::clone(&transport.0);
    let client = over(transport).timeout(Duration::from_secs(2)).build().unwrap();
    let error = fail(&client).await;
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
    assert!(error.to_string().contains("no response within 2s"), "{error}");
    assert_eq!(alive.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_ends_with_the_call() {
    struct Stalled;
    impl Stream for Stalled {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Pending
        }
    }
    let stalled = || Ok(Response::new(Body::from_stream(Stalled)));
    let client = over(Scripted::new(stalled))
        .timeout(Duration::from_secs(2))
        .build()
        .unwrap();
    let error = fail(&client).await;
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit_however_it_comes() {
    let (body, taken) = chunks([Ok("12345678"), Ok("9"), Ok("never read")]);
    let body = Mutex::new(Some(body));
    let streamed = move || Ok(Response::new(body.lock().unwrap().take().unwrap()));
    let client = over(Scripted::new(streamed)).max_response_bytes(8).build().unwrap();
    let error = fail(&client).await;
    assert!(error.to_string().contains("exceeds the limit of 8 bytes"), "{error}");
    assert!(error.is_ambiguous() && error.raw_body().is_none());
    assert_eq!(taken.load(Ordering::SeqCst), 2);

    let client = over(Scripted::new(ok))
        .max_response_bytes(OK.len() - 1)
        .build()
        .unwrap();
    assert!(fail(&client).await.to_string().contains("exceeds the limit"));
    let client = over(Scripted::new(ok)).max_response_bytes(OK.len()).build().unwrap();
    create(&client).await.unwrap();
}

#[tokio::test]
async fn a_body_that_breaks_is_ambiguous_whatever_the_transport_says() {
    let (body, _) = chunks([Ok("{"), Err(broken().not_sent().timed_out())]);
    let body = Mutex::new(Some(body));
    let streamed = move || Ok(Response::new(body.lock().unwrap().take().unwrap()));
    let error = fail(&over(Scripted::new(streamed)).build().unwrap()).await;
    assert!(
        error.is_ambiguous() && error.is_timeout() && !error.is_connect(),
        "{error}"
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let transport = Scripted::new(|| {
        let mut response = Response::new(Body::from(""));
        *response.status_mut() = "302".parse().unwrap();
        response
            .headers_mut()
            .insert("location", "https://elsewhere.example".parse().unwrap());
        Ok(response)
    });
    let error = fail(&over(Arc::clone(&transport)).build().unwrap()).await;
    assert!(
        error.to_string().contains("HTTP 302 (redirects are not followed)"),
        "{error}"
    );
    assert_eq!(transport.sent.lock().unwrap().len(), 1);
}

#[test]
fn options_that_would_have_no_effect_are_refused() {
    type Change = fn(ClientBuilder) -> ClientBuilder;
    let with = |change: Change| change(over(Scripted::new(ok))).build().map(drop);
    with(|builder| builder.max_response_bytes(1)).unwrap();
    let refused: [(&str, Change); 4] = [
        ("connect_timeout", |builder| {
            builder.connect_timeout(Duration::from_secs(1))
        }),
        ("pool_max_idle_per_host", |builder| builder.pool_max_idle_per_host(1)),
        ("proxy", |builder| builder.proxy(Proxy::none())),
        ("trust_system_roots", |builder| builder.trust_system_roots(true)),
    ];
    for (option, change) in refused {
        let error = with(change).unwrap_err();
        let shown = error.to_string();
        assert!(
            error.is_validation() && shown.contains(&format!("the option `{option}`")),
            "{shown}"
        );
    }
}

#[test]
fn debug_shows_no_request_and_no_body() {
    let body = Body::from("private".to_owned());
    assert_eq!(format!("{body:?}"), "Body(7 bytes)");
    let shown = format!("{:?}", over(Scripted::new(ok)));
    assert!(shown.contains("HttpTransport"), "{shown}");
}

#[tokio::test]
async fn options_of_a_call_apply() {
    let transport = Scripted::new(ok);
    let client = over(Arc::clone(&transport)).build().unwrap();
    let options = CallOptions::new().endpoint("https://gateway.example:8443/cloud".parse().unwrap());
    create(&client.with(options)).await.unwrap();
    let sent = transport.sent.lock().unwrap();
    assert_eq!(sent[0].0.uri(), "https://gateway.example:8443/cloud");
    assert_eq!(sent[0].0.headers()["host"], "gateway.example:8443");
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_client_takes_one_too() {
    let client = tc3_runtime::blocking::Client::builder()
        .credentials(Credentials::new(SECRET_ID, SECRET_KEY))
        .transport(Scripted::new(ok))
        .build()
        .unwrap();
    let response = client.call_raw("gaap", "2018-05-29", "CreateProxy", "{}").unwrap();
    assert_eq!(response.request_id(), "r");
}

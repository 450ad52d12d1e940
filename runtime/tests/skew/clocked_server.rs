//! A server with its own clock, which rejects requests whose timestamp is more than five minutes away from it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::{Client, ClientBuilder, Clock, Endpoint};
use tokio::sync::Barrier;

use crate::support::{NOW, Received, Reply, Server, builder, http};

const WINDOW: u64 = 300;
const OK: &str = r#"{"Response":{"RequestId":"r"}}"#;

/// The dates that the server sends, and how it treats the timestamps of requests.
#[derive(Clone)]
pub(crate) enum Dates {
    True,
    /// The first two requests are answered together.
    TrueOnceTwoHaveCome,
    /// The first request is answered and no other.
    TrueThenSilence,
    /// The true date, and a rejection whatever the timestamp of the request.
    TrueAndRejected,
    /// A date an hour later each time, and a rejection.
    Advancing,
    /// This header line, and a rejection.
    Always(String),
    /// This header line and a rejection the first time, and then the true date.
    FirstWrong(String),
    /// The true date, and another error code.
    WithOtherError,
}

pub(crate) struct ClockedServer {
    server: Server,
    state: Arc<State>,
}

struct State {
    dates: Dates,
    clock: AtomicU64,
    received: AtomicUsize,
    processed: AtomicUsize,
    two: Barrier,
}

impl ClockedServer {
    pub(crate) async fn start(dates: Dates) -> Self {
        let state = Arc::new(State {
            dates,
            clock: AtomicU64::new(NOW),
            received: AtomicUsize::new(0),
            processed: AtomicUsize::new(0),
            two: Barrier::new(2),
        });
        let serving = Arc::clone(&state);
        let server = Server::answering_later(move |request| reply(Arc::clone(&serving), request.clone())).await;
        Self { server, state }
    }

    /// A client that makes one attempt, with a clock that is so many seconds ahead of the server's.
    pub(crate) fn client(&self, ahead: i64) -> Client {
        self.builder(ahead).build().unwrap()
    }

    pub(crate) fn builder(&self, ahead: i64) -> ClientBuilder {
        let now = NOW.checked_add_signed(ahead).unwrap();
        builder()
            .clock(Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(now)))
            .endpoint(self.server.endpoint.clone())
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        self.server.endpoint.clone()
    }

    pub(crate) fn turn_to(&self, seconds: u64) {
        self.state.clock.store(seconds, Ordering::SeqCst);
    }

    /// How many requests came.
    pub(crate) fn received(&self) -> usize {
        self.state.received.load(Ordering::SeqCst)
    }

    /// How many requests were not rejected.
    pub(crate) fn processed(&self) -> usize {
        self.state.processed.load(Ordering::SeqCst)
    }
}

async fn reply(state: Arc<State>, request: Received) -> Reply {
    let number = state.received.fetch_add(1, Ordering::SeqCst);
    if matches!(state.dates, Dates::TrueOnceTwoHaveCome) && number < 2 {
        state.two.wait().await;
    }
    if matches!(state.dates, Dates::TrueThenSilence) && number > 0 {
        return Reply::Silence;
    }
    Reply::Bytes(state.answer(&request))
}

impl State {
    fn answer(&self, request: &Received) -> Vec<u8> {
        let now = self.clock.load(Ordering::SeqCst);
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
        let date = format!("Date: {}\r\n", httpdate::fmt_http_date(date));
        let timestamp: u64 = request.headers["x-tc-timestamp"].parse().unwrap();
        match &self.dates {
            Dates::Always(header) => rejection(header, "AuthFailure.SignatureExpire"),
            Dates::FirstWrong(header) if self.received.load(Ordering::SeqCst) == 1 => {
                rejection(header, "AuthFailure.SignatureExpire")
            }
            Dates::Advancing => {
                self.clock.fetch_add(3600, Ordering::SeqCst);
                rejection(&date, "AuthFailure.SignatureExpire")
            }
            Dates::TrueAndRejected => rejection(&date, "AuthFailure.SignatureExpire"),
            Dates::WithOtherError => rejection(&date, "AuthFailure.SignatureFailure"),
            _ if timestamp.abs_diff(now) > WINDOW => rejection(&date, "AuthFailure.SignatureExpire"),
            _ => {
                self.processed.fetch_add(1, Ordering::SeqCst);
                http("200 OK", &date, OK)
            }
        }
    }
}

fn rejection(date: &str, code: &str) -> Vec<u8> {
    let body = format!(r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}},"RequestId":"r"}}}}"#);
    http("200 OK", date, &body)
}

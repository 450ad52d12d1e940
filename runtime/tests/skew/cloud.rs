//! A server with a clock of its own that refuses what is dated more than five minutes from it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use tc3_runtime::{Client, ClientBuilder, Clock, Endpoint};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use crate::support::{NOW, Received, builder, http, read_request};

const WINDOW: u64 = 300;
const OK: &str = r#"{"Response":{"RequestId":"r"}}"#;

/// What the server says of the time, and what it makes of the requests'.
#[derive(Clone)]
pub(crate) enum Dates {
    True,
    /// The first two requests are answered together.
    TrueOnceTwoHaveCome,
    /// The first request is answered and no other.
    TrueThenSilence,
    /// The true date, and a refusal whatever the request's.
    TrueAndRefused,
    /// A date an hour later each time, and a refusal.
    RunningAway,
    /// This line, and a refusal.
    Always(String),
    /// The true date, and another refusal.
    OfAnotherError,
}

pub(crate) struct Cloud {
    endpoint: Endpoint,
    state: Arc<State>,
}

struct State {
    dates: Dates,
    clock: AtomicU64,
    received: AtomicUsize,
    carried_out: AtomicUsize,
    two: Barrier,
}

impl Cloud {
    pub(crate) async fn start(dates: Dates) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let state = Arc::new(State {
            dates,
            clock: AtomicU64::new(NOW),
            received: AtomicUsize::new(0),
            carried_out: AtomicUsize::new(0),
            two: Barrier::new(2),
        });
        let serving = Arc::clone(&state);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(stream, Arc::clone(&serving)));
            }
        });
        Self { endpoint, state }
    }

    /// A client that makes one attempt, with a clock that is so many seconds ahead of the server's.
    pub(crate) fn client(&self, ahead: i64) -> Client {
        self.builder(ahead).build().unwrap()
    }

    pub(crate) fn builder(&self, ahead: i64) -> ClientBuilder {
        let now = NOW.checked_add_signed(ahead).unwrap();
        builder()
            .clock(Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(now)))
            .endpoint(self.endpoint.clone())
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        self.endpoint.clone()
    }

    pub(crate) fn turn_to(&self, seconds: u64) {
        self.state.clock.store(seconds, Ordering::SeqCst);
    }

    /// How many requests came.
    pub(crate) fn received(&self) -> usize {
        self.state.received.load(Ordering::SeqCst)
    }

    /// How many requests were not refused.
    pub(crate) fn carried_out(&self) -> usize {
        self.state.carried_out.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, state: Arc<State>) {
    while let Some(request) = read_request(&mut stream, 0).await {
        let number = state.received.fetch_add(1, Ordering::SeqCst);
        if matches!(state.dates, Dates::TrueOnceTwoHaveCome) && number < 2 {
            state.two.wait().await;
        }
        if matches!(state.dates, Dates::TrueThenSilence) && number > 0 {
            continue;
        }
        stream.write_all(&state.answer(&request)).await.unwrap();
    }
}

impl State {
    fn answer(&self, request: &Received) -> Vec<u8> {
        let now = self.clock.load(Ordering::SeqCst);
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
        let date = format!("Date: {}\r\n", httpdate::fmt_http_date(date));
        let timestamp: u64 = request.headers["x-tc-timestamp"].parse().unwrap();
        match &self.dates {
            Dates::Always(header) => refusal(header, "AuthFailure.SignatureExpire"),
            Dates::RunningAway => {
                self.clock.fetch_add(3600, Ordering::SeqCst);
                refusal(&date, "AuthFailure.SignatureExpire")
            }
            Dates::TrueAndRefused => refusal(&date, "AuthFailure.SignatureExpire"),
            Dates::OfAnotherError => refusal(&date, "AuthFailure.SignatureFailure"),
            _ if timestamp.abs_diff(now) > WINDOW => refusal(&date, "AuthFailure.SignatureExpire"),
            _ => {
                self.carried_out.fetch_add(1, Ordering::SeqCst);
                http("200 OK", &date, OK)
            }
        }
    }
}

fn refusal(date: &str, code: &str) -> Vec<u8> {
    let body = format!(r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}},"RequestId":"r"}}}}"#);
    http("200 OK", date, &body)
}

//! Measures the requests per second of the emulator, next to a bare hyper server that answers with the same bytes.
//!
//! ```text
//! cargo run --release -p tc3-emulator --example speed -- [--json] [REQUESTS] [CONNECTIONS] [emulator|bare]
//! ```
//!
//! Both servers get the same requests in the same run, alternating: a signed CreateProxyGroup over kept-alive
//! connections, each after the previous answer. The requests are those of all rounds, 20,000 unless they are given, on 16
//! connections. With the name of a server only that one is measured, such as to count its instructions with `valgrind
//! --tool=callgrind` for two numbers of requests; the difference is due to the requests.
//!
//! With `--json` stdout gets one object: `{startMilliseconds, requests, connections, rounds: [{emulator, bare, ratio}],
//! emulator, bare, ratio}`, where the last three are `{median, min, max}`, in requests per second but for the ratio. What
//! was not measured is null.

#[path = "speed/client.rs"]
mod client;

use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;
use std::time::{Duration, Instant, UNIX_EPOCH};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tc3_emulator::Emulator;
use tokio::net::TcpListener;

/// How often each server is measured.
const ROUNDS: usize = 5;

struct Arguments {
    json: bool,
    requests: usize,
    connections: usize,
    /// The only server to measure.
    only: Option<String>,
}

/// The requests per second of each server that was measured, in one round.
#[derive(Default)]
struct Round {
    emulator: Option<f64>,
    bare: Option<f64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let json = words.iter().any(|word| word == "--json");
    words.retain(|word| word != "--json");
    let number = |place: usize, otherwise| words.get(place).map_or(Ok(otherwise), |text| text.parse::<usize>());
    let only = words.get(2).cloned();
    if let Some(other) = only.as_deref().filter(|only| !["emulator", "bare"].contains(only)) {
        return Err(format!("`{other}` is no server; name emulator or bare").into());
    }
    let arguments = Arguments {
        json,
        requests: number(0, 20_000)?,
        connections: number(1, 16)?.max(1),
        only,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(compare(&arguments))
}

async fn compare(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let signed_at = UNIX_EPOCH + Duration::from_secs(client::SIGNED_AT);
    let began = Instant::now();
    let emulator = Emulator::builder()
        .spec_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))
        .clock(move || signed_at)
        .start()
        .await?;
    let started = began.elapsed().as_secs_f64() * 1e3;
    let request = client::request();
    let answer = client::answer(emulator.addr(), &request).await?;
    let bare = bare_server(answer).await?;
    let connections = arguments.connections;
    let each = arguments.requests / connections / ROUNDS;
    let is_wanted = |name: &str| arguments.only.as_deref().is_none_or(|only| only == name);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let mut round = Round::default();
        if is_wanted("emulator") {
            round.emulator = Some(rate(emulator.addr(), &request, connections, each).await?);
        }
        if is_wanted("bare") {
            round.bare = Some(rate(bare, &request, connections, each).await?);
        }
        rounds.push(round);
    }
    if arguments.json {
        println!("{}", report(arguments, started, &rounds));
        return Ok(());
    }
    println!("started in {started:.1} ms");
    let lines: [(&str, usize, Measured); 3] = [
        ("emulator, requests/s", 0, |round| round.emulator),
        ("bare hyper, requests/s", 0, |round| round.bare),
        ("ratio", 2, Round::ratio),
    ];
    for (what, digits, value) in lines {
        if let Some(Spread { median, min, max }) = Spread::of(rounds.iter().filter_map(value)) {
            println!("{what:<23} {median:>8.digits$} ({min:.digits$} to {max:.digits$})");
        }
    }
    Ok(())
}

/// What was measured in a round, if it was.
type Measured = fn(&Round) -> Option<f64>;

fn report(arguments: &Arguments, started: f64, rounds: &[Round]) -> serde_json::Value {
    let spread = |value: Measured| {
        let spread = Spread::of(rounds.iter().filter_map(value));
        spread.map(|Spread { median, min, max }| json!({"median": median, "min": min, "max": max}))
    };
    let each = rounds
        .iter()
        .map(|round| json!({"emulator": round.emulator, "bare": round.bare, "ratio": round.ratio()}));
    json!({
        "startMilliseconds": started,
        "requests": arguments.requests,
        "connections": arguments.connections,
        "rounds": each.collect::<Vec<_>>(),
        "emulator": spread(|round| round.emulator),
        "bare": spread(|round| round.bare),
        "ratio": spread(Round::ratio),
    })
}

impl Round {
    fn ratio(&self) -> Option<f64> {
        Some(self.emulator? / self.bare?)
    }
}

struct Spread {
    median: f64,
    min: f64,
    max: f64,
}

impl Spread {
    /// The spread of some values; `None` if there are none.
    fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.collect();
        sorted.sort_by(f64::total_cmp);
        Some(Self {
            median: *sorted.get(sorted.len() / 2)?,
            min: *sorted.first()?,
            max: *sorted.last()?,
        })
    }
}

async fn rate(addr: SocketAddr, request: &Bytes, connections: usize, each: usize) -> Result<f64, Box<dyn Error>> {
    let began = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..connections {
        clients.spawn(client::send_repeatedly(addr, request.clone(), each));
    }
    while let Some(finished) = clients.join_next().await {
        finished??;
    }
    Ok((connections * each) as f64 / began.elapsed().as_secs_f64())
}

/// A server that reads each request to its end and answers with `body`.
async fn bare_server(body: Bytes) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let addr = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            let body = body.clone();
            let service = service_fn(move |request| echo(request, body.clone()));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok(addr)
}

async fn echo(request: Request<Incoming>, body: Bytes) -> Result<Response<Full<Bytes>>, Infallible> {
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(body));
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    Ok(response)
}

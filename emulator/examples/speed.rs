//! Measures the requests per second of the emulator, next to a bare hyper server that answers with the same bytes.
//!
//! ```text
//! cargo run --release -p tc3-emulator --example speed -- [REQUESTS] [CONNECTIONS] [emulator|bare]
//! ```
//!
//! Both servers get the same requests in the same run, alternating: a signed CreateProxyGroup over kept-alive
//! connections, each after the previous answer. With the name of a server only that one is measured, such as to count
//! its instructions with `valgrind --tool=callgrind` for two numbers of requests; the difference is due to the
//! requests.

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
use tc3_emulator::Emulator;
use tokio::net::TcpListener;

/// How often each server is measured.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise| arguments.next().map_or(Ok(otherwise), |text| text.parse::<usize>());
    let requests = number(20_000)?;
    let connections = number(16)?.max(1);
    let only = arguments.next();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(compare(requests, connections, only.as_deref()))
}

async fn compare(requests: usize, connections: usize, only: Option<&str>) -> Result<(), Box<dyn Error>> {
    let signed_at = UNIX_EPOCH + Duration::from_secs(client::SIGNED_AT);
    let began = Instant::now();
    let emulator = Emulator::builder()
        .spec_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))
        .clock(move || signed_at)
        .start()
        .await?;
    println!("started in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let request = client::request();
    let answer = client::answer(emulator.addr(), &request).await?;
    let bare = bare_server(answer).await?;
    let each = requests / connections / ROUNDS;
    let servers = [("emulator", emulator.addr()), ("bare", bare)];
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((name, addr), rates) in servers.into_iter().zip(&mut rates) {
            if only.is_none_or(|only| only == name) {
                rates.push(rate(addr, &request, connections, each).await?);
            }
        }
    }
    let [emulated, bare] = rates.map(median);
    println!("emulator    {emulated:>8.0} requests/s");
    println!("bare hyper  {bare:>8.0} requests/s");
    if only.is_none() {
        println!("ratio       {:>8.2}", emulated / bare);
    }
    Ok(())
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

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
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

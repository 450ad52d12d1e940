//! The tables of figures, each from processes that run one after the other.

mod contender;
mod exact;
mod peers;
mod rounds;
mod running_server;

use std::error::Error;

use bench_calls::server::Settings;

use self::contender::Contender;
use self::running_server::RunningServer;

/// How often each contender has its turn.
const ROUNDS: usize = 15;
/// Enough for a lap of a quarter of a second.
const CALLS: u32 = 5000;
/// The SDK in Python is slower by an order of magnitude.
const CALLS_OF_PYTHON: u32 = 400;

/// Prints all of them.
pub(crate) fn print() -> Result<(), Box<dyn Error>> {
    plain()?;
    tls()?;
    many()?;
    exact::heap()?;
    exact::instructions()
}

fn plain() -> Result<(), Box<dyn Error>> {
    let server = RunningServer::start(&Settings::default())?;
    let mut contenders = vec![
        Contender::this("tc3", &["one-by-one", "ours"], CALLS)?,
        Contender::this("bare HTTP client", &["one-by-one", "bare"], CALLS)?,
    ];
    match peers::python() {
        Ok(python) => contenders.push(Contender::new("Python SDK", python, CALLS_OF_PYTHON)),
        Err(reason) => println!("The Python SDK is left out: {reason}\n"),
    }
    rounds::print("One call after the other, plain HTTP", &contenders, &server.url())
}

fn tls() -> Result<(), Box<dyn Error>> {
    let root_file = std::env::temp_dir().join(format!("bench-calls-{}.pem", std::process::id()));
    let settings = Settings {
        port: peers::PORT,
        root_file: Some(root_file.clone()),
        ..Settings::default()
    };
    let server = match RunningServer::start(&settings) {
        Ok(server) => server,
        Err(error) => {
            println!(
                "HTTPS is left out, for the port {} cannot be had: {error}\n",
                peers::PORT
            );
            return Ok(());
        }
    };
    let mut contenders = vec![
        Contender::this("tc3", &["one-by-one", "ours"], CALLS)?,
        Contender::this("bare HTTP client", &["one-by-one", "bare"], CALLS)?,
    ];
    match peers::built("bench-calls-peer", "bench-calls-peer") {
        Ok(peer) => contenders.push(Contender::new("crate tencentcloud", vec![peer], CALLS)),
        Err(reason) => println!("The crate tencentcloud is left out: {reason}\n"),
    }
    let contenders: Vec<Contender> = contenders.into_iter().map(|c| c.trusting(&root_file)).collect();
    rounds::print("One call after the other, HTTPS", &contenders, &server.url())?;
    drop(std::fs::remove_file(root_file));
    Ok(())
}

fn many() -> Result<(), Box<dyn Error>> {
    let server = RunningServer::start(&Settings::default())?;
    let contenders = [
        Contender::this("tc3", &["many", "ours"], 2 * CALLS)?,
        Contender::this("bare HTTP client", &["many", "bare"], 2 * CALLS)?,
    ];
    rounds::print("64 calls at once, plain HTTP, one thread", &contenders, &server.url())
}

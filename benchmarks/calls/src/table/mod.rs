//! The tables of figures. The processes of a table run one after the other.

mod heap_and_instructions;
mod peers;
mod process;
mod rounds;

use std::error::Error;

use bench_calls::server::Settings;

use self::process::{ClientProcess, ServerProcess};

/// How often each client is measured.
const ROUNDS: usize = 15;
/// Enough for a measurement of a quarter of a second.
const CALLS: u32 = 5000;
/// The SDK in Python is slower by an order of magnitude.
const CALLS_OF_PYTHON: u32 = 400;

/// Prints all tables.
pub(crate) fn print() -> Result<(), Box<dyn Error>> {
    plain_http()?;
    https()?;
    concurrent()?;
    heap_and_instructions::heap()?;
    heap_and_instructions::instructions()
}

fn plain_http() -> Result<(), Box<dyn Error>> {
    let server = ServerProcess::start(&Settings::default())?;
    let mut clients = vec![
        ClientProcess::of_this_binary("tc3", &["sequential", "tc3"], CALLS)?,
        ClientProcess::of_this_binary("bare HTTP client", &["sequential", "bare"], CALLS)?,
    ];
    match peers::python() {
        Ok(python) => clients.push(ClientProcess::new("Python SDK", python, CALLS_OF_PYTHON)),
        Err(reason) => println!("The Python SDK is skipped: {reason}\n"),
    }
    rounds::print("One call after the other, plain HTTP", &clients, &server.url())
}

fn https() -> Result<(), Box<dyn Error>> {
    let root_file = std::env::temp_dir().join(format!("bench-calls-{}.pem", std::process::id()));
    let settings = Settings {
        port: peers::PORT,
        root_file: Some(root_file.clone()),
        ..Settings::default()
    };
    let server = match ServerProcess::start(&settings) {
        Ok(server) => server,
        Err(error) => {
            println!(
                "HTTPS is skipped, because port {} is not available: {error}\n",
                peers::PORT
            );
            return Ok(());
        }
    };
    let mut clients = vec![
        ClientProcess::of_this_binary("tc3", &["sequential", "tc3"], CALLS)?,
        ClientProcess::of_this_binary("bare HTTP client", &["sequential", "bare"], CALLS)?,
    ];
    match peers::built("bench-calls-peer", "bench-calls-peer") {
        Ok(peer) => clients.push(ClientProcess::new("crate tencentcloud", vec![peer], CALLS)),
        Err(reason) => println!("The crate tencentcloud is skipped: {reason}\n"),
    }
    let clients: Vec<ClientProcess> = clients.into_iter().map(|c| c.trusting(&root_file)).collect();
    rounds::print("One call after the other, HTTPS", &clients, &server.url())?;
    drop(std::fs::remove_file(root_file));
    Ok(())
}

fn concurrent() -> Result<(), Box<dyn Error>> {
    let server = ServerProcess::start(&Settings::default())?;
    let clients = [
        ClientProcess::of_this_binary("tc3", &["concurrent", "tc3"], 2 * CALLS)?,
        ClientProcess::of_this_binary("bare HTTP client", &["concurrent", "bare"], 2 * CALLS)?,
    ];
    rounds::print("64 concurrent calls, plain HTTP, one thread", &clients, &server.url())
}

//! A soak: many calls of a client to an emulator that injects every fault it has and is killed every few seconds, and then
//! a count of what exists.
//!
//! `benchmarks/soak/run` runs it for each client and prints the table. Every logical creation has a name of its own, so
//! that one name twice is a double, and an acknowledged name that does not exist is a loss.
//!
//! ```text
//! soak client URL CALLS CONCURRENCY RESULTS                    # the client of tc3
//! soak measure LABEL CALLS CONCURRENCY WORK -- COMMAND..       # runs a client, kills its emulator, prints a row
//! ```
//!
//! `measure` runs `COMMAND.. URL CALLS CONCURRENCY RESULTS`. The client writes a line for each call to the file RESULTS
//! (see [`tally`]), and prints its memory in KiB and its open files, after a tenth of the calls and at the end.

mod client;
mod emulator;
mod process;
mod tally;

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use emulator::Killed;
use tally::Tally;

const USAGE: &str = "usage: soak client URL CALLS CONCURRENCY RESULTS
       soak measure LABEL CALLS CONCURRENCY WORK -- COMMAND..";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["client", url, calls, concurrency, results] => {
            client::run(url, calls.parse()?, concurrency.parse()?, Path::new(results))
        }
        ["measure", label, calls, concurrency, work, "--", program, rest @ ..] => {
            let mut client = Command::new(program);
            client.args(rest);
            measure(label, calls.parse()?, concurrency, Path::new(work), client)
        }
        _ => Err(USAGE.into()),
    }
}

/// Runs a client over an emulator that is killed, and prints a row of the table.
fn measure(label: &str, calls: u32, concurrency: &str, work: &Path, mut client: Command) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(work)?;
    let results = work.join("results");
    let emulator = Killed::start(work)?;
    let started = Instant::now();
    let output = client
        .args([&emulator.url(), &calls.to_string(), concurrency])
        .arg(&results)
        .output()?;
    let seconds = started.elapsed().as_secs();
    if !output.status.success() {
        return Err(format!("{label}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let printed = String::from_utf8(output.stdout)?;
    let (kills, usage) = emulator.stop()?;
    // Without faults, so that everything that exists is counted.
    let existing = tally::existing(work)?;
    let tally = Tally::new(&std::fs::read_to_string(&results)?, &existing)?;
    println!(
        "| {label} | {tally} | {} | {kills} | {usage} | {seconds} |",
        printed.trim()
    );
    Ok(())
}

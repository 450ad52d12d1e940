//! Figures that are the same in every run: bytes on the heap, and instructions.

use std::error::Error;
use std::process::Command;

use bench_calls::clients::CONCURRENCY;
use bench_calls::server::Settings;

use super::peers;
use super::process::{ServerProcess, output};

const CLIENTS: [(&str, &str); 2] = [("tc3", "tc3"), ("bare HTTP client", "bare")];

/// Prints the memory per call in flight.
pub(super) fn heap() -> Result<(), Box<dyn Error>> {
    let heap = match peers::built("bench-calls", "heap") {
        Ok(heap) => heap,
        Err(reason) => {
            println!("Memory is skipped: {reason}\n");
            return Ok(());
        }
    };
    println!("Memory of {CONCURRENCY} concurrent calls, bytes per call\n");
    println!("| client | with a new connection | over a persistent connection |");
    println!("|---|---|---|");
    for (name, client) in CLIENTS {
        let server = ServerProcess::start(&Settings {
            barrier: Some(CONCURRENCY as usize),
            ..Settings::default()
        })?;
        let bytes = output(Command::new(&heap).args([client, &server.url()]))?;
        println!("| {name} | {} |", bytes.trim().replace(' ', " | "));
    }
    println!();
    Ok(())
}

/// Prints the instructions per call in the client's process, without those of the kernel. Valgrind emulates a processor
/// without SHA-256 instructions, so hashing counts for more than it costs.
pub(super) fn instructions() -> Result<(), Box<dyn Error>> {
    if let Err(error) = output(Command::new("valgrind").arg("--version")) {
        println!("Instructions are skipped, because valgrind does not run: {error}\n");
        return Ok(());
    }
    let server = ServerProcess::start(&Settings::default())?;
    println!("Instructions per call, counted by callgrind\n");
    println!("| client | instructions |");
    println!("|---|---|");
    for (name, client) in CLIENTS {
        println!("| {name} | {} |", instructions_of(client, &server.url())?);
    }
    println!();
    Ok(())
}

/// Instructions per call: the difference between a long run and a short one.
fn instructions_of(client: &str, url: &str) -> Result<u64, Box<dyn Error>> {
    // Long enough for `Task::warm_up_calls` to be a tenth of both.
    const SHORT: u64 = 200;
    const LONG: u64 = 2200;
    let more = counted(client, url, LONG)? - counted(client, url, SHORT)?;
    Ok(more / (LONG + LONG / 10 - SHORT - SHORT / 10))
}

fn counted(client: &str, url: &str, calls: u64) -> Result<u64, Box<dyn Error>> {
    let valgrind = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["sequential", client, url, &calls.to_string()])
        .output()?;
    let report = String::from_utf8_lossy(&valgrind.stderr);
    let count = report.lines().find_map(|line| line.split_once("Collected :"));
    let (_, count) = count.ok_or("callgrind counted nothing")?;
    Ok(count.trim().parse()?)
}

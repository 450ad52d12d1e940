//! Figures that are the same in every run: bytes and instructions.

use std::error::Error;
use std::process::Command;

use bench_calls::clients::MANY;
use bench_calls::server::Settings;

use super::contender::output;
use super::peers;
use super::running_server::RunningServer;

const CLIENTS: [(&str, &str); 2] = [("tc3", "ours"), ("bare HTTP client", "bare")];

/// Memory a call in flight.
pub(super) fn heap() -> Result<(), Box<dyn Error>> {
    let heap = match peers::built("bench-calls", "heap") {
        Ok(heap) => heap,
        Err(reason) => {
            println!("Memory is left out: {reason}\n");
            return Ok(());
        }
    };
    println!("Memory of {MANY} calls in flight at once, bytes a call\n");
    println!("| client | with its new connection | over a kept connection |");
    println!("|---|---|---|");
    for (name, client) in CLIENTS {
        let server = RunningServer::start(&Settings {
            gate: Some(MANY as usize),
            ..Settings::default()
        })?;
        let bytes = output(Command::new(&heap).args([client, &server.url()]))?;
        println!("| {name} | {} |", bytes.trim().replace(' ', " | "));
    }
    println!();
    Ok(())
}

/// Instructions a call in the client's process, the kernel's aside. Valgrind shows programs a processor without
/// instructions for SHA-256, so hashing counts for more than it takes.
pub(super) fn instructions() -> Result<(), Box<dyn Error>> {
    if let Err(error) = output(Command::new("valgrind").arg("--version")) {
        println!("Instructions are left out, for valgrind does not run: {error}\n");
        return Ok(());
    }
    let server = RunningServer::start(&Settings::default())?;
    println!("Instructions a call, as callgrind counts them\n");
    println!("| client | instructions |");
    println!("|---|---|");
    for (name, client) in CLIENTS {
        println!("| {name} | {} |", instructions_of(client, &server.url())?);
    }
    println!();
    Ok(())
}

/// What is counted for a long run and not for a short one.
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
        .args(["one-by-one", client, url, &calls.to_string()])
        .output()?;
    let report = String::from_utf8_lossy(&valgrind.stderr);
    let count = report.lines().find_map(|line| line.split_once("Collected :"));
    let (_, count) = count.ok_or("callgrind counted nothing")?;
    Ok(count.trim().parse()?)
}

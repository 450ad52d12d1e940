//! HTTP/2 compared with HTTP/1.1: the same calls over the HTTP stack of the runtime, to a server that offers both by ALPN.
//!
//! `cargo run --release -p bench-http2` prints the table. Server and clients are processes of their own, so that the CPU
//! time of a client contains nothing else, and the two protocols take turns, so that other load on the machine meets both.
//! `serve` and `call` are the commands of these processes.

mod client;
mod server;

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use stopwatch::Measurement;

use crate::client::Protocol;

const ROUNDS: usize = 9;
const CONCURRENCY: [u32; 3] = [1, 10, 100];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => table(),
        ["serve", root_file] => runtime.block_on(server::serve(root_file)),
        ["call", kind, protocol, url, root_file, concurrency] => {
            let call = client::Run {
                protocol: protocol.parse()?,
                url,
                root: &fs::read(root_file)?,
                concurrency: concurrency.parse()?,
            };
            let measurement = match kind {
                "warm" => runtime.block_on(call.warm())?,
                "cold" => runtime.block_on(call.cold())?,
                _ => return Err(format!("unknown kind {kind:?}").into()),
            };
            println!("{measurement}");
            Ok(())
        }
        _ => Err("usage: bench-http2".into()),
    }
}

/// The server, which ends with the benchmark.
struct Server {
    process: Child,
    url: String,
    root_file: String,
}

impl Server {
    fn start() -> Result<Self, Box<dyn Error>> {
        let root_file = std::env::temp_dir().join(format!("bench-http2-{}.pem", std::process::id()));
        let root_file = root_file.to_str().ok_or("the path is not text")?.to_owned();
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", &root_file])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut port = String::new();
        BufReader::new(process.stdout.take().ok_or("no output")?).read_line(&mut port)?;
        Ok(Self {
            process,
            url: format!("https://localhost:{}/", port.trim()),
            root_file,
        })
    }

    fn measure(&self, kind: &str, protocol: Protocol, concurrency: u32) -> Result<Measurement, Box<dyn Error>> {
        let output = Command::new(std::env::current_exe()?)
            .args(["call", kind, protocol.name(), &self.url, &self.root_file])
            .arg(concurrency.to_string())
            .stderr(Stdio::inherit())
            .output()?;
        std::str::from_utf8(&output.stdout)?.parse()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.root_file);
    }
}

fn table() -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    println!("Median of {ROUNDS} rounds, in µs per call: wall time (CPU time of the client). HTTP/2 : HTTP/1.1 is the");
    println!("median ratio within a round. Warm: connections exist. Cold: the first calls of a client, all at once.\n");
    println!("| calls at a time | HTTP/1.1 | HTTP/2 | wall ratio | CPU ratio |");
    println!("|---|---|---|---|---|");
    for kind in ["warm", "cold"] {
        for concurrency in CONCURRENCY {
            let mut rounds = Vec::new();
            for _ in 0..ROUNDS {
                let first = server.measure(kind, Protocol::Http1, concurrency)?;
                rounds.push((first, server.measure(kind, Protocol::Http2, concurrency)?));
            }
            print_row(&format!("{concurrency} {kind}"), &rounds);
        }
    }
    Ok(())
}

fn print_row(name: &str, rounds: &[(Measurement, Measurement)]) {
    let wall = |of: &Measurement| of.wall.as_secs_f64() * 1e6 / f64::from(of.calls);
    let cpu = |of: &Measurement| of.cpu.as_secs_f64() * 1e6 / f64::from(of.calls);
    let over = |value: &dyn Fn(&(Measurement, Measurement)) -> f64| median(rounds.iter().map(value).collect());
    println!(
        "| {name} | {:.0} ({:.0}) | {:.0} ({:.0}) | {:.2} | {:.2} |",
        over(&|(first, _)| wall(first)),
        over(&|(first, _)| cpu(first)),
        over(&|(_, second)| wall(second)),
        over(&|(_, second)| cpu(second)),
        over(&|(first, second)| wall(second) / wall(first)),
        over(&|(first, second)| cpu(second) / cpu(first)),
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

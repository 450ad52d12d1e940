//! The cost of a whole call.
//!
//! `cargo run --release -p bench-calls` prints the tables. The other commands are used by the processes
//! that it starts: `serve`, and `sequential` or `concurrent` with the name of a client.

mod table;

use std::error::Error;

use bench_calls::clients::{Bare, Tc3, concurrent, sequential};
use bench_calls::server::{Settings, serve};
use stopwatch::{Measurement, Task};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match command.as_str() {
        "" => table::print(),
        "serve" => runtime.block_on(serve(Settings::from_args(args)?)),
        "sequential" | "concurrent" => {
            let client = args.next().unwrap_or_default();
            let task = Task::from_args(args)?;
            let measurement = runtime.block_on(measure(&command, &client, &task))?;
            println!("{measurement}");
            Ok(())
        }
        _ => Err(format!("unknown command {command:?}").into()),
    }
}

async fn measure(command: &str, client: &str, task: &Task) -> Result<Measurement, Box<dyn Error>> {
    match (command, client) {
        ("sequential", "tc3") => sequential::<Tc3>(task).await,
        ("sequential", "bare") => sequential::<Bare>(task).await,
        ("concurrent", "tc3") => concurrent::<Tc3>(task).await,
        ("concurrent", "bare") => concurrent::<Bare>(task).await,
        _ => Err(format!("unknown client {client:?}").into()),
    }
}

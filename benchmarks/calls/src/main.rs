//! What a whole call costs.
//!
//! `cargo run --release -p bench-calls` prints the tables. The other commands are those of the processes that it
//! starts: `serve`, and `one-by-one` or `many` with the client's name.

mod table;

use std::error::Error;

use bench_calls::clients::{Bare, Ours, many, one_by_one};
use bench_calls::server::{Settings, serve};
use stopwatch::{Lap, Task};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match command.as_str() {
        "" => table::print(),
        "serve" => runtime.block_on(serve(Settings::from_args(args)?)),
        "one-by-one" | "many" => {
            let client = args.next().unwrap_or_default();
            let task = Task::from_args(args)?;
            let lap = runtime.block_on(lap(&command, &client, &task))?;
            println!("{lap}");
            Ok(())
        }
        _ => Err(format!("there is no command {command:?}").into()),
    }
}

async fn lap(command: &str, client: &str, task: &Task) -> Result<Lap, Box<dyn Error>> {
    match (command, client) {
        ("one-by-one", "ours") => one_by_one::<Ours>(task).await,
        ("one-by-one", "bare") => one_by_one::<Bare>(task).await,
        ("many", "ours") => many::<Ours>(task).await,
        ("many", "bare") => many::<Bare>(task).await,
        _ => Err(format!("there is no client {client:?}").into()),
    }
}

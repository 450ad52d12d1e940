//! The clients that are measured in this binary, behind one trait.

mod bare;
mod tc3;

pub use self::bare::Bare;
pub use self::tc3::Tc3;

use std::error::Error;

use stopwatch::{Measurement, Stopwatch, Task};
use tokio::task::JoinSet;

/// How many calls are in flight in a concurrent run.
pub const CONCURRENCY: u32 = 64;

/// A client that repeats the same call, and checks its response.
pub trait Caller: Clone + Send + Sync + 'static {
    fn new(url: &str) -> Result<Self, Box<dyn Error>>;
    fn call(&self) -> impl Future<Output = ()> + Send;
}

/// Measures calls one after the other over one connection.
pub async fn sequential<C: Caller>(task: &Task) -> Result<Measurement, Box<dyn Error>> {
    let caller = C::new(&task.url)?;
    Ok(task.sequential(async || caller.call().await).await)
}

/// Measures calls in [`CONCURRENCY`] tasks.
pub async fn concurrent<C: Caller>(task: &Task) -> Result<Measurement, Box<dyn Error>> {
    let caller = C::new(&task.url)?;
    let rounds = (task.calls / CONCURRENCY).max(1);
    concurrent_calls(&caller, (rounds / 10).max(2)).await;
    let stopwatch = Stopwatch::start();
    concurrent_calls(&caller, rounds).await;
    Ok(stopwatch.stop(rounds * CONCURRENCY))
}

/// Makes `rounds` calls in each of [`CONCURRENCY`] tasks.
pub async fn concurrent_calls<C: Caller>(caller: &C, rounds: u32) {
    let mut tasks = JoinSet::new();
    for _ in 0..CONCURRENCY {
        let caller = caller.clone();
        tasks.spawn(async move {
            for _ in 0..rounds {
                caller.call().await;
            }
        });
    }
    tasks.join_all().await;
}

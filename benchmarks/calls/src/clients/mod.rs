//! The clients that are measured in this binary, behind one door.

mod bare;
mod ours;

pub use bare::Bare;
pub use ours::Ours;

use std::error::Error;

use stopwatch::{Lap, Stopwatch, Task};
use tokio::task::JoinSet;

/// How many calls are in flight in a run of many.
pub const MANY: u32 = 64;

/// A client that makes the same call again and again, and makes sure of its answer.
pub trait Caller: Clone + Send + Sync + 'static {
    fn new(url: &str) -> Result<Self, Box<dyn Error>>;
    fn call(&self) -> impl Future<Output = ()> + Send;
}

/// Calls one after the other over one connection.
pub async fn one_by_one<C: Caller>(task: &Task) -> Result<Lap, Box<dyn Error>> {
    let caller = C::new(&task.url)?;
    Ok(task.one_by_one(async || caller.call().await).await)
}

/// Calls in [`MANY`] tasks at once.
pub async fn many<C: Caller>(task: &Task) -> Result<Lap, Box<dyn Error>> {
    let caller = C::new(&task.url)?;
    let rounds = (task.calls / MANY).max(1);
    calls_at_once(&caller, (rounds / 10).max(2)).await;
    let stopwatch = Stopwatch::start();
    calls_at_once(&caller, rounds).await;
    Ok(stopwatch.stop(rounds * MANY))
}

/// Lets each of [`MANY`] tasks make `rounds` calls.
pub async fn calls_at_once<C: Caller>(caller: &C, rounds: u32) {
    let mut tasks = JoinSet::new();
    for _ in 0..MANY {
        let caller = caller.clone();
        tasks.spawn(async move {
            for _ in 0..rounds {
                caller.call().await;
            }
        });
    }
    tasks.join_all().await;
}

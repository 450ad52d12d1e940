//! What tc3 takes in relation to its peer: both in turns, so that a busy machine slows both.
//!
//! `ratios [rounds]` prints the median of the rounds, and the quartiles of the ratio.

use std::time::{Duration, Instant};

use bench_functions::{Inputs, Made, OPERATIONS, Operation, operations};

const ROUNDS: usize = 301;
/// How long a turn takes, or one operation if that is longer.
const TURN: Duration = Duration::from_micros(500);

/// How much is made before it is thrown away; little enough to stay in the processor's cache.
const AT_ONCE: usize = 50;

type Work = fn(&Inputs) -> Made;

fn main() {
    let rounds = std::env::args().nth(1);
    let rounds = rounds.map_or(ROUNDS, |text| text.parse().expect("a number of rounds"));
    let inputs = Inputs::default();
    operations::check(&inputs);
    println!("operation                   tc3 ns   peer ns   ratio  quartiles     1/ratio  peer");
    for operation in &OPERATIONS {
        print(operation, &inputs, rounds);
    }
}

fn print(operation: &Operation, inputs: &Inputs, rounds: usize) {
    let times = times_a_turn(operation.theirs, inputs);
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let round = [operation.ours, operation.theirs].map(|work| nanoseconds(work, inputs, times));
        ours.push(round[0]);
        theirs.push(round[1]);
        ratios.push(round[0] / round[1]);
    }
    let [[_, ours, _], [_, theirs, _], [low, ratio, high]] = [ours, theirs, ratios].map(quartiles);
    println!(
        "{:24}{ours:10.0}{theirs:10.0}{ratio:8.2}  {low:.2} to {high:.2}{:9.2}  {}",
        operation.name,
        1.0 / ratio,
        operation.peer,
    );
}

fn times_a_turn(work: Work, inputs: &Inputs) -> usize {
    let once = nanoseconds(work, inputs, 100);
    (TURN.as_nanos() as f64 / once).ceil() as usize
}

/// How long one `work` takes, without the end of what it makes.
fn nanoseconds(work: Work, inputs: &Inputs, times: usize) -> f64 {
    let mut made = Vec::with_capacity(AT_ONCE);
    let mut total = Duration::ZERO;
    for start in (0..times).step_by(AT_ONCE) {
        let works = start..times.min(start + AT_ONCE);
        let start = Instant::now();
        made.extend(works.map(|_| work(inputs)));
        total += start.elapsed();
        made.clear();
    }
    total.as_nanos() as f64 / times as f64
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

//! The time of tc3 relative to its peer. Both sides alternate, so that a busy machine slows both.
//!
//! `ratios [rounds]` prints the median of the rounds, and the quartiles of the ratio.

use std::time::{Duration, Instant};

use bench_functions::{Inputs, OPERATIONS, Operation, Output, operations};

const ROUNDS: usize = 301;
/// How long a sample takes, or one operation if that is longer.
const SAMPLE: Duration = Duration::from_micros(500);

/// How many outputs are kept before they are dropped; few enough to stay in the processor's cache.
const BATCH: usize = 50;

type Work = fn(&Inputs) -> Output;

fn main() {
    let rounds = std::env::args().nth(1);
    let rounds = rounds.map_or(ROUNDS, |text| text.parse().expect("a number of rounds"));
    let inputs = Inputs::default();
    operations::assert_same_outputs(&inputs);
    println!("operation                   tc3 ns   peer ns   ratio  quartiles     1/ratio  peer");
    for operation in &OPERATIONS {
        print(operation, &inputs, rounds);
    }
}

fn print(operation: &Operation, inputs: &Inputs, rounds: usize) {
    let iterations = iterations_per_sample(operation.peer, inputs);
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let round = [operation.tc3, operation.peer].map(|work| nanoseconds(work, inputs, iterations));
        ours.push(round[0]);
        theirs.push(round[1]);
        ratios.push(round[0] / round[1]);
    }
    let [[_, ours, _], [_, theirs, _], [low, ratio, high]] = [ours, theirs, ratios].map(quartiles);
    println!(
        "{:24}{ours:10.0}{theirs:10.0}{ratio:8.2}  {low:.2} to {high:.2}{:9.2}  {}",
        operation.name,
        1.0 / ratio,
        operation.peer_name,
    );
}

fn iterations_per_sample(work: Work, inputs: &Inputs) -> usize {
    let once = nanoseconds(work, inputs, 100);
    (SAMPLE.as_nanos() as f64 / once).ceil() as usize
}

/// How long one `work` takes, without dropping its output.
fn nanoseconds(work: Work, inputs: &Inputs, iterations: usize) -> f64 {
    let mut outputs = Vec::with_capacity(BATCH);
    let mut total = Duration::ZERO;
    for start in (0..iterations).step_by(BATCH) {
        let works = start..iterations.min(start + BATCH);
        let start = Instant::now();
        outputs.extend(works.map(|_| work(inputs)));
        total += start.elapsed();
        outputs.clear();
    }
    total.as_nanos() as f64 / iterations as f64
}

fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

//! How the time of reading a response and of writing a request grows with its items, with tc3 and with serde's derives.
//!
//! `growth [most items [least items]]` reads and writes lists of 1, 10, 100 and so on, up to 100,000 items by default, for
//! which it takes half a gigabyte of memory. It prints a line for each, separated by tabs, and the progress to stderr: the median of the
//! rounds, in nanoseconds for each item, with the fastest and the slowest round. Both sides alternate. The peer reads text
//! that is validated as UTF-8 in one go, as tc3 does. Dropping what was read is not measured.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use bench_functions::{inputs, operations};

/// The longest list by default.
const MOST_ITEMS: usize = 100_000;
/// How long the rounds of a list take, at least.
const SAMPLE: Duration = Duration::from_millis(400);
const LEAST_ROUNDS: usize = 5;
const MOST_ROUNDS: usize = 2_001;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = |default| {
        let number = arguments.next().map_or(Ok(default), |text| text.parse());
        number.map_err(|_| "growth [most items [least items]]")
    };
    let (most, least) = (argument(MOST_ITEMS)?, argument(1)?);
    println!("operation\tside\titems\tbytes\trounds\tns_per_item\tns_per_item_fastest\tns_per_item_slowest");
    let sizes = std::iter::successors(Some(1), |items: &usize| items.checked_mul(10));
    for items in sizes.take_while(|items| *items <= most).filter(|items| *items >= least) {
        eprintln!("{items} items");
        let body = inputs::proxies_of(items);
        let sides: [&dyn Fn() -> Duration; 2] = [&|| timed(|| operations::read_proxies(&body)), &|| {
            timed(|| operations::read_proxies_derived(&body))
        }];
        print("read", items, body.len(), sides);
        let (ours, theirs) = inputs::regions_of(items);
        let sides: [&dyn Fn() -> Duration; 2] = [&|| timed(|| operations::write(&ours)), &|| {
            timed(|| operations::write_derived(&theirs))
        }];
        print("write", items, operations::write(&ours).len(), sides);
    }
    Ok(())
}

/// How long `work` takes, without dropping its output.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let output = black_box(work());
    let elapsed = start.elapsed();
    drop(output);
    elapsed
}

fn print(operation: &str, items: usize, bytes: usize, sides: [&dyn Fn() -> Duration; 2]) {
    let mut rounds = [Vec::new(), Vec::new()];
    let start = Instant::now();
    for round in 0..MOST_ROUNDS {
        if round >= LEAST_ROUNDS && start.elapsed() > SAMPLE {
            break;
        }
        for (side, rounds) in sides.iter().zip(&mut rounds) {
            rounds.push(side());
        }
    }
    for (side, mut rounds) in ["tc3", "peer"].into_iter().zip(rounds) {
        rounds.sort();
        let each = |round: Option<&Duration>| round.map_or(0.0, |time| time.as_nanos() as f64 / items as f64);
        println!(
            "{operation}\t{side}\t{items}\t{bytes}\t{}\t{:.1}\t{:.1}\t{:.1}",
            rounds.len(),
            each(rounds.get(rounds.len() / 2)),
            each(rounds.first()),
            each(rounds.last()),
        );
    }
}

//! Turns of all contenders, and what they say together.

use std::error::Error;

use stopwatch::Lap;

use super::ROUNDS;
use super::contender::Contender;

/// Lets the contenders take turns, and prints each beside the first: the machine's other work then falls on all of
/// them alike. Every second round goes the other way, so that none is always first.
pub(super) fn print(title: &str, contenders: &[Contender], url: &str) -> Result<(), Box<dyn Error>> {
    let mut laps = vec![Vec::new(); contenders.len()];
    for round in 0..ROUNDS {
        let order: Vec<usize> = match round % 2 {
            0 => (0..contenders.len()).collect(),
            _ => (0..contenders.len()).rev().collect(),
        };
        for index in order {
            let lap = contenders[index].lap(url);
            laps[index].push(lap.map_err(|error| format!("{}: {error}", contenders[index].name))?);
        }
    }
    println!("{title}: median of {ROUNDS} rounds (quartiles)\n");
    println!(
        "| client | calls a second | CPU a call, µs | speed of {0} to it | CPU of {0} to it |",
        contenders[0].name
    );
    println!("|---|---|---|---|---|");
    for (contender, theirs) in contenders.iter().zip(&laps) {
        println!(
            "| {} | {:.0} | {:.1} | {:.2} | {:.2} |",
            contender.name,
            Spread::of(theirs.iter().map(speed)),
            Spread::of(theirs.iter().map(cpu)),
            Spread::of(
                laps[0]
                    .iter()
                    .zip(theirs)
                    .map(|(ours, theirs)| speed(ours) / speed(theirs))
            ),
            Spread::of(laps[0].iter().zip(theirs).map(|(ours, theirs)| cpu(ours) / cpu(theirs))),
        );
    }
    println!();
    Ok(())
}

/// Calls a second.
fn speed(lap: &Lap) -> f64 {
    f64::from(lap.calls) / lap.wall.as_secs_f64()
}

/// Microseconds a call.
fn cpu(lap: &Lap) -> f64 {
    lap.cpu.as_secs_f64() * 1e6 / f64::from(lap.calls)
}

/// A median between its quartiles.
struct Spread {
    quartiles: [f64; 3],
}

impl Spread {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let last = values.len() - 1;
        Self {
            quartiles: [1, 2, 3].map(|quarter| values[(last * quarter + 2) / 4]),
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [low, median, high] = self.quartiles;
        let digits = f.precision().unwrap_or(2);
        write!(f, "{median:.digits$} ({low:.digits$} to {high:.digits$})")
    }
}

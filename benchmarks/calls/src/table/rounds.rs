//! Rounds in which all clients are measured, and the table of their medians.

use std::error::Error;

use stopwatch::Measurement;

use super::ROUNDS;
use super::process::ClientProcess;

/// Measures the clients alternately, and prints each next to the first, so that other work on the machine affects all of
/// them alike. Every second round runs in reverse order, so that no client is always first.
pub(super) fn print(title: &str, clients: &[ClientProcess], url: &str) -> Result<(), Box<dyn Error>> {
    let mut measurements = vec![Vec::new(); clients.len()];
    for round in 0..ROUNDS {
        let order: Vec<usize> = if round % 2 == 0 {
            (0..clients.len()).collect()
        } else {
            (0..clients.len()).rev().collect()
        };
        for index in order {
            let measurement = clients[index].measure(url);
            measurements[index].push(measurement.map_err(|error| format!("{}: {error}", clients[index].name))?);
        }
    }
    println!("{title}: median of {ROUNDS} rounds (quartiles)\n");
    println!(
        "| client | calls per second | CPU per call, µs | speed of {0}, relative | CPU of {0}, relative |",
        clients[0].name
    );
    println!("|---|---|---|---|---|");
    for (client, theirs) in clients.iter().zip(&measurements) {
        println!(
            "| {} | {:.0} | {:.1} | {:.2} | {:.2} |",
            client.name,
            Spread::of(theirs.iter().map(speed)),
            Spread::of(theirs.iter().map(cpu)),
            Spread::of(
                measurements[0]
                    .iter()
                    .zip(theirs)
                    .map(|(ours, theirs)| speed(ours) / speed(theirs))
            ),
            Spread::of(
                measurements[0]
                    .iter()
                    .zip(theirs)
                    .map(|(ours, theirs)| cpu(ours) / cpu(theirs))
            ),
        );
    }
    println!();
    Ok(())
}

/// Calls per second.
fn speed(measurement: &Measurement) -> f64 {
    f64::from(measurement.calls) / measurement.wall.as_secs_f64()
}

/// Microseconds of CPU time per call.
fn cpu(measurement: &Measurement) -> f64 {
    measurement.cpu.as_secs_f64() * 1e6 / f64::from(measurement.calls)
}

/// A median with its quartiles.
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

//! The contract between the benchmark and its clients. Each client is a process of its own, so that its CPU time
//! contains nothing else.
//!
//! A process is started with `<url> <calls>`, makes some calls to warm up, then measures that many calls, and prints
//! `<calls> <nanoseconds of wall time> <nanoseconds of CPU time>`. `python/call.py` implements the same contract.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What a client process has to do.
#[derive(Clone, Debug)]
pub struct Task {
    pub url: String,
    pub calls: u32,
}

impl Task {
    /// Reads `<url> <calls>`.
    pub fn from_args(mut args: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let url = args.next().ok_or("the URL is missing")?;
        let calls = args.next().ok_or("the number of calls is missing")?.parse()?;
        Ok(Self { url, calls })
    }

    /// How many calls are made before the measured ones, so that connections exist and memory is mapped.
    #[must_use]
    pub fn warm_up_calls(&self) -> u32 {
        (self.calls / 10).max(20)
    }

    /// Makes the calls one after the other, and measures them.
    pub async fn sequential(&self, mut call: impl AsyncFnMut()) -> Measurement {
        for _ in 0..self.warm_up_calls() {
            call().await;
        }
        let stopwatch = Stopwatch::start();
        for _ in 0..self.calls {
            call().await;
        }
        stopwatch.stop(self.calls)
    }
}

/// Measures wall time and the CPU time of this process.
pub struct Stopwatch {
    wall: Instant,
    cpu: Duration,
}

impl Stopwatch {
    #[must_use]
    pub fn start() -> Self {
        Self {
            cpu: cpu(),
            wall: Instant::now(),
        }
    }

    #[must_use]
    pub fn stop(self, calls: u32) -> Measurement {
        Measurement {
            calls,
            wall: self.wall.elapsed(),
            cpu: cpu() - self.cpu,
        }
    }
}

/// User and system time of all threads of this process.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

/// The time that a number of calls took.
#[derive(Clone, Copy, Debug)]
pub struct Measurement {
    pub calls: u32,
    pub wall: Duration,
    pub cpu: Duration,
}

impl fmt::Display for Measurement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.calls, self.wall.as_nanos(), self.cpu.as_nanos())
    }
}

impl FromStr for Measurement {
    type Err = Box<dyn Error>;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let mut words = line.split_whitespace();
        let mut next = || {
            words
                .next()
                .ok_or_else(|| format!("{line:?} is not the output of a client"))
        };
        Ok(Self {
            calls: next()?.parse()?,
            wall: Duration::from_nanos(next()?.parse()?),
            cpu: Duration::from_nanos(next()?.parse()?),
        })
    }
}

//! What a thread and the process have used so far.

use std::fs;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The CPU time of this thread, or the wall time on systems other than Linux.
pub(crate) fn thread_time() -> Duration {
    // The system brings the figure up to date where it may switch threads.
    thread::yield_now();
    let nanoseconds = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGAN.elapsed(), Duration::from_nanos)
}

/// The bytes of memory of the process; 0 on systems other than Linux.
pub(crate) fn memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() * 1024.0
}

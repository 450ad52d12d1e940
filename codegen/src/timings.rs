//! How long each phase took.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crate::phase::{Observer, Phase};

/// The variable that asks for times.
pub(crate) const VARIABLE: &str = "TC3_CODEGEN_TIMINGS";

/// Whether the environment asks for times, by `TC3_CODEGEN_TIMINGS=1`.
pub(crate) fn are_wanted() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|value| !value.is_empty() && value != "0")
}

/// Adds up how long phases took.
pub(crate) struct Timings {
    start: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When the phases began that have not ended, the innermost last.
    open: HashMap<ThreadId, Vec<Instant>>,
    phases: BTreeMap<Phase, Total>,
}

#[derive(Clone, Copy)]
struct Total {
    /// Over all threads.
    in_threads: Duration,
    begun: Instant,
    ended: Instant,
}

impl Timings {
    pub(crate) fn start() -> Self {
        Self {
            start: Instant::now(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line for each phase, in milliseconds. Beside each other stand the time from its first beginning to its last
    /// end, and its times on all threads together, waiting for a core included.
    #[cfg(feature = "cli")]
    pub(crate) fn table(&self) -> Vec<String> {
        let row = |name: &str, wall: Duration, threads: Option<Duration>| {
            let threads = threads.map(milliseconds).unwrap_or_default();
            let line = format!("{name:<10}{:>10}{threads:>10}", milliseconds(wall));
            line.trim_end().to_owned()
        };
        let mut lines = vec![format!("{:<10}{:>10}{:>10}", "ms", "wall", "threads")];
        for (phase, total) in &self.state().phases {
            let wall = total.ended.duration_since(total.begun);
            lines.push(row(name(*phase), wall, Some(total.in_threads)));
        }
        lines.push(row("all", self.start.elapsed(), None));
        lines
    }

    /// All phases in a sentence, for a run on one thread.
    pub(crate) fn sentence(&self) -> String {
        let phase = |(phase, total): (&Phase, &Total)| format!("{} {}", name(*phase), milliseconds(total.in_threads));
        let phases: Vec<String> = self.state().phases.iter().map(phase).collect();
        format!("{} ms: {}", milliseconds(self.start.elapsed()), phases.join(", "))
    }
}

impl Observer for Timings {
    fn begins(&self, _: Phase) {
        let now = Instant::now();
        self.state().open.entry(thread::current().id()).or_default().push(now);
    }

    fn ends(&self, phase: Phase) {
        let now = Instant::now();
        let mut state = self.state();
        let open = state.open.get_mut(&thread::current().id());
        let Some(begun) = open.and_then(Vec::pop) else {
            return;
        };
        let total = state.phases.entry(phase).or_insert(Total {
            in_threads: Duration::ZERO,
            begun,
            ended: now,
        });
        total.in_threads += now.duration_since(begun);
        total.begun = total.begun.min(begun);
        total.ended = total.ended.max(now);
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

fn name(phase: Phase) -> &'static str {
    match phase {
        #[cfg(feature = "cli")]
        Phase::Stamp => "stamp",
        #[cfg(feature = "cli")]
        Phase::Open => "open",
        #[cfg(feature = "cli")]
        Phase::Services => "services",
        #[cfg(feature = "import")]
        Phase::Metadata => "metadata",
        #[cfg(feature = "import")]
        Phase::Convert => "convert",
        #[cfg(feature = "cli")]
        Phase::Print => "print",
        Phase::Read => "read",
        Phase::Parse => "parse",
        Phase::Check => "check",
        Phase::Lower => "lower",
        Phase::Emit => "emit",
        Phase::Format => "format",
        Phase::Write => "write",
    }
}

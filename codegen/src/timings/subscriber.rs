//! A subscriber that adds up how long the spans of this crate take.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tracing::dispatcher::{self, Dispatch};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The times of the phases that ran in [`Timings::measure`].
pub(crate) struct Timings {
    start: Instant,
    sums: Arc<Sums>,
}

impl Timings {
    /// Runs `work` and measures its phases on this thread.
    ///
    /// Work that is handed to other threads is measured there if they run it in [`Handle::measure`].
    pub(crate) fn measure<T>(work: impl FnOnce() -> T) -> (T, Self) {
        let timings = Self {
            start: Instant::now(),
            sums: Arc::default(),
        };
        let dispatch = Dispatch::new(Arc::clone(&timings.sums));
        let done = dispatcher::with_default(&dispatch, work);
        (done, timings)
    }

    /// Returns a table with a line for each phase, in the order in which they began, in milliseconds.
    ///
    /// *wall* is the time from the first beginning of a phase to its last end, *threads* its time on all threads
    /// together, including the time spent waiting for a core.
    #[cfg(feature = "cli")]
    pub(crate) fn table(&self) -> Vec<String> {
        let row = |name: &str, wall: Duration, threads: Option<Duration>| {
            let threads = threads.map(milliseconds).unwrap_or_default();
            let line = format!("{name:<10}{:>10}{threads:>10}", milliseconds(wall));
            line.trim_end().to_owned()
        };
        let mut lines = vec![format!("{:<10}{:>10}{:>10}", "ms", "wall", "threads")];
        for (name, sum) in self.phases() {
            lines.push(row(name, sum.end.duration_since(sum.start), Some(sum.on_threads)));
        }
        lines.push(row("all", self.start.elapsed(), None));
        lines
    }

    /// Returns all phases as one sentence, for a run on one thread.
    pub(crate) fn sentence(&self) -> String {
        let phase = |(name, sum): (&str, Sum)| format!("{name} {}", milliseconds(sum.on_threads));
        let phases: Vec<String> = self.phases().into_iter().map(phase).collect();
        format!("{} ms: {}", milliseconds(self.start.elapsed()), phases.join(", "))
    }

    fn phases(&self) -> Vec<(&'static str, Sum)> {
        let mut phases: Vec<(&'static str, Sum)> = self.sums.state().phases.clone().into_iter().collect();
        phases.sort_by_key(|(_, sum)| sum.start);
        phases
    }
}

/// Measures work on other threads as if it were on this one.
#[cfg(feature = "cli")]
pub(crate) struct Handle(Dispatch);

#[cfg(feature = "cli")]
impl Handle {
    /// Returns a handle to what measures this thread, which may be nothing.
    pub(crate) fn current() -> Self {
        Self(dispatcher::get_default(Dispatch::clone))
    }

    /// Runs `work` on the calling thread, measured by the thread that the handle is from.
    pub(crate) fn measure<T>(&self, work: impl FnOnce() -> T) -> T {
        dispatcher::with_default(&self.0, work)
    }
}

#[derive(Default)]
struct Sums {
    next_id: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: HashMap<u64, Open>,
    phases: BTreeMap<&'static str, Sum>,
}

/// A span that is not closed.
struct Open {
    name: &'static str,
    /// When it was entered; until then, when it was made.
    entered: Instant,
}

#[derive(Clone, Copy)]
struct Sum {
    on_threads: Duration,
    start: Instant,
    end: Instant,
}

impl Sums {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscriber for Sums {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target() == "tc3_codegen"
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::INFO)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed) + 1; // an id is not 0
        let open = Open {
            name: span.metadata().name(),
            entered: Instant::now(),
        };
        self.state().open.insert(id, open);
        Id::from_u64(id)
    }

    fn enter(&self, span: &Id) {
        let now = Instant::now();
        if let Some(open) = self.state().open.get_mut(&span.into_u64()) {
            open.entered = now;
        }
    }

    fn exit(&self, span: &Id) {
        let now = Instant::now();
        let mut state = self.state();
        let State { open, phases } = &mut *state;
        let Some(Open { name, entered }) = open.get(&span.into_u64()) else {
            return;
        };
        let sum = phases.entry(name).or_insert(Sum {
            on_threads: Duration::ZERO,
            start: *entered,
            end: now,
        });
        sum.on_threads += now.duration_since(*entered);
        sum.start = sum.start.min(*entered);
        sum.end = sum.end.max(now);
    }

    fn try_close(&self, span: Id) -> bool {
        self.state().open.remove(&span.into_u64());
        true
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::super::phase;
    use super::Timings;

    #[test]
    fn phases_are_summed_by_name_in_the_order_in_which_they_began() {
        let ((), timings) = Timings::measure(|| {
            phase!("outer", {
                phase!("inner", ());
                phase!("inner", ());
            });
            phase!("last", ());
        });
        let phases = timings.phases();
        let names: Vec<&str> = phases.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["outer", "inner", "last"]);
        let (outer, inner) = (phases[0].1, phases[1].1);
        assert!(inner.on_threads <= outer.on_threads && inner.end <= outer.end);
    }

    #[test]
    fn outside_of_measure_nothing_is_recorded() {
        phase!("outside", ());
        let ((), timings) = Timings::measure(|| ());
        assert!(timings.phases().is_empty());
    }
}

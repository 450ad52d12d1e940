//! Writes the log to standard output from a thread of its own, so that a reader that is slow, stuck or gone never holds
//! a request or the shutdown.
//!
//! Lines wait in a bounded queue. What does not fit is dropped and counted, and the count is written in its place once
//! the reader is back. A closed output (`EPIPE`) ends the log and nothing else.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The most bytes of lines that wait to be written, in addition to those in the pipe.
const MAX_QUEUED_BYTES: usize = 1024 * 1024;

/// How long the end of the process waits for lines that were not written yet.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// The log. It is cheap to clone, and all clones write to one output.
#[derive(Clone)]
pub(super) struct LogWriter(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// Signaled when there is something to write, or when everything was written.
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    entries: VecDeque<Entry>,
    bytes: usize,
    /// The log has begun: its first line is known.
    has_begun: bool,
    /// An entry was taken from the queue and is not written yet.
    is_writing: bool,
    /// Nothing more is written: the log was closed, or nobody can read it.
    is_closed: bool,
}

enum Entry {
    Text(String),
    /// So many lines were dropped here.
    Dropped(u64),
}

impl LogWriter {
    /// Starts a log to `output`; `dropped` is the line that reports a number of dropped lines.
    pub(super) fn start(
        output: impl Write + Send + 'static,
        dropped: impl Fn(u64) -> String + Send + 'static,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            changed: Condvar::new(),
        });
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new().name("log".to_owned());
        // Nothing waits for the thread: at the end of the process it may be stuck in a write.
        thread.spawn(move || of_thread.write_all(output, &dropped))?;
        Ok(Self(shared))
    }

    /// Begins to write: these lines, and then those that were appended before.
    ///
    /// A server answers requests before anyone can say that it listens, and their lines belong behind that one.
    pub(super) fn begin(&self, text: String) {
        let mut queue = self.0.lock();
        queue.bytes += text.len();
        queue.entries.push_front(Entry::Text(text));
        queue.has_begun = true;
        self.0.changed.notify_all();
    }

    /// Appends complete lines, or drops them if too much is waiting. It never blocks for the reader.
    pub(super) fn write(&self, text: String) {
        let mut queue = self.0.lock();
        if !queue.is_closed {
            queue.push(text);
            self.0.changed.notify_all();
        }
    }

    /// Waits a moment until everything is written, and writes nothing afterwards.
    pub(super) fn close(&self) {
        let queue = self.0.lock();
        let waited = self.0.changed.wait_timeout_while(queue, CLOSE_TIMEOUT, |queue| {
            !queue.is_closed && (queue.is_writing || !queue.entries.is_empty())
        });
        let (mut queue, _) = waited.unwrap_or_else(PoisonError::into_inner);
        queue.is_closed = true;
        self.0.changed.notify_all();
    }
}

impl Queue {
    fn push(&mut self, text: String) {
        if self.bytes.saturating_add(text.len()) <= MAX_QUEUED_BYTES {
            self.bytes += text.len();
            self.entries.push_back(Entry::Text(text));
        } else if let Some(Entry::Dropped(count)) = self.entries.back_mut() {
            *count += 1;
        } else {
            self.entries.push_back(Entry::Dropped(1));
        }
    }

    fn pop(&mut self) -> Option<Entry> {
        let entry = self.entries.pop_front()?;
        if let Entry::Text(text) = &entry {
            self.bytes -= text.len();
        }
        Some(entry)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next entry to write; `None` once the log is closed.
    fn next(&self) -> Option<Entry> {
        let mut queue = self.lock();
        queue.is_writing = false;
        self.changed.notify_all();
        let is_idle = |queue: &mut Queue| !queue.is_closed && (queue.entries.is_empty() || !queue.has_begun);
        let waited = self.changed.wait_while(queue, is_idle);
        let mut queue = waited.unwrap_or_else(PoisonError::into_inner);
        if queue.is_closed {
            return None;
        }
        queue.is_writing = true;
        queue.pop()
    }

    fn write_all(&self, mut output: impl Write, dropped: &dyn Fn(u64) -> String) {
        let mut failed = 0;
        while let Some(entry) = self.next() {
            let (mut text, lines) = match entry {
                Entry::Text(text) => (text, 1),
                Entry::Dropped(count) => (dropped(count), count),
            };
            if failed > 0 {
                // A part of the last line may have been written: it ends here.
                text = format!("\n{}{text}", dropped(failed));
            }
            match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
                Ok(()) => failed = 0,
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
                // Such as a full disk, which may have space again.
                Err(_) => failed += lines,
            }
        }
        let mut queue = self.lock();
        queue.is_closed = true;
        queue.is_writing = false;
        queue.entries.clear();
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::{LogWriter, MAX_QUEUED_BYTES};

    /// An output whose writes wait for their result.
    struct Gated {
        results: Receiver<io::Result<()>>,
        written: Sender<String>,
    }

    impl Write for Gated {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.results.recv().map_err(io::Error::other)??;
            let text = String::from_utf8_lossy(bytes).into_owned();
            self.written.send(text).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn gated() -> (LogWriter, Sender<io::Result<()>>, Receiver<String>) {
        let (results, of_output) = channel();
        let (written, read) = channel();
        let output = Gated {
            results: of_output,
            written,
        };
        let log = LogWriter::start(output, |lines| format!("{lines} dropped\n")).expect("a thread");
        (log, results, read)
    }

    fn begun() -> (LogWriter, Sender<io::Result<()>>, Receiver<String>) {
        let (log, results, read) = gated();
        log.begin("begun\n".to_owned());
        results.send(Ok(())).expect("an output");
        assert_eq!(read.recv().as_deref(), Ok("begun\n"));
        (log, results, read)
    }

    #[test]
    fn what_is_logged_before_the_beginning_is_written_after_it() {
        let (log, results, read) = gated();
        log.write("request\n".to_owned());
        log.begin("listening\n".to_owned());
        for line in ["listening\n", "request\n"] {
            results.send(Ok(())).expect("an output");
            assert_eq!(read.recv().as_deref(), Ok(line));
        }
    }

    #[test]
    fn lines_that_nobody_reads_are_dropped_and_counted() {
        let (log, results, read) = begun();
        let line = format!("{}\n", "x".repeat(MAX_QUEUED_BYTES / 4 - 1));
        // The first may have been taken from the queue already; then five fit.
        for _ in 0..10 {
            log.write(line.clone());
        }
        let mut kept = 0;
        let report = loop {
            results.send(Ok(())).expect("an output");
            match read.recv().expect("a write") {
                text if text == line => kept += 1,
                report => break report,
            }
        };
        assert!((4..=5).contains(&kept), "{kept}");
        assert_eq!(report, format!("{} dropped\n", 10 - kept));
        log.write("after\n".to_owned());
        results.send(Ok(())).expect("an output");
        assert_eq!(read.recv().as_deref(), Ok("after\n"));
    }

    #[test]
    fn closing_waits_for_what_can_be_written() {
        let (log, results, read) = begun();
        for line in ["a\n", "b\n"] {
            log.write(line.to_owned());
            results.send(Ok(())).expect("an output");
        }
        log.close();
        assert_eq!(read.try_iter().collect::<String>(), "a\nb\n");
        log.write("c\n".to_owned());
        assert!(read.recv().is_err(), "written after the end");
    }

    #[test]
    fn closing_does_not_wait_for_a_reader_that_is_stuck() {
        let (log, _results, _read) = begun();
        log.write("a\n".to_owned());
        log.close();
    }

    #[test]
    fn a_closed_output_ends_only_the_log() {
        let (log, results, _read) = begun();
        log.write("a\n".to_owned());
        results.send(Err(io::ErrorKind::BrokenPipe.into())).expect("an output");
        log.close();
        log.write("b\n".to_owned());
    }

    #[test]
    fn lines_are_written_again_after_a_failure() {
        let (log, results, read) = begun();
        for line in ["a\n", "b\n", "c\n"] {
            log.write(line.to_owned());
        }
        for result in [
            Err(io::ErrorKind::StorageFull.into()),
            Err(io::ErrorKind::StorageFull.into()),
            Ok(()),
        ] {
            results.send(result).expect("an output");
        }
        assert_eq!(read.recv().as_deref(), Ok("\n2 dropped\nc\n"));
    }
}

//! An emulator that is killed every few seconds and started again with the same data.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::process::Usage;

/// How long an emulator lives, in milliseconds.
const LIFE_MS: std::ops::Range<u64> = 5_000..15_000;

type Failure = Box<dyn Error + Send + Sync>;

/// A running emulator.
pub(crate) struct Emulator(Child);

impl Emulator {
    /// Starts it with the data in `work`, and returns once it accepts connections.
    pub(crate) fn start(work: &Path, port: u16, has_faults: bool) -> Result<Self, Failure> {
        let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let program = std::env::var_os("TC3_EMULATOR").ok_or("TC3_EMULATOR is not set: the path of the emulator")?;
        let mut command = Command::new(program);
        command.arg("--spec").arg(root.join("spec"));
        command.arg("--data").arg(work.join("data.redb"));
        command.args(["--log", "json", "--listen", &format!("127.0.0.1:{port}")]);
        if has_faults {
            command.arg("--faults").arg(root.join("benchmarks/soak/faults.json"));
        }
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let started = Self(child);
        // Requests of clients that were waiting may be logged before it.
        loop {
            let line = lines.next().ok_or("the emulator does not start")??;
            if line.contains(r#""event":"listening""#) {
                break;
            }
        }
        // The rest is read, so that the pipe never fills up.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(started)
    }

    pub(crate) fn usage(&self) -> Result<Usage, Box<dyn Error>> {
        Usage::of(&self.0.id().to_string())
    }
}

impl Drop for Emulator {
    /// Kills it with SIGKILL.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> Result<u16, Box<dyn Error>> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The thread that kills the emulator.
pub(crate) struct Killed {
    port: u16,
    stop: Sender<()>,
    thread: JoinHandle<Result<(u32, Emulator), Failure>>,
}

impl Killed {
    pub(crate) fn start(work: &Path) -> Result<Self, Box<dyn Error>> {
        let port = free_port()?;
        let work = work.to_owned();
        let first = Emulator::start(&work, port, true).map_err(|error| error.to_string())?;
        let (stop, stopped) = channel();
        let thread = std::thread::spawn(move || kill_again_and_again(&work, port, first, &stopped));
        Ok(Self { port, stop, thread })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Stops killing and kills a last time; returns how often it was killed before, and what it used at the end.
    pub(crate) fn stop(self) -> Result<(u32, Usage), Box<dyn Error>> {
        drop(self.stop);
        let (kills, last) = self
            .thread
            .join()
            .map_err(|_| "a panic")?
            .map_err(|error| error.to_string())?;
        Ok((kills, last.usage()?))
    }
}

fn kill_again_and_again(
    work: &Path,
    port: u16,
    first: Emulator,
    stopped: &Receiver<()>,
) -> Result<(u32, Emulator), Failure> {
    let mut random = fastrand::Rng::with_seed(1);
    let mut emulator = first;
    let mut kills = 0;
    while stopped.recv_timeout(Duration::from_millis(random.u64(LIFE_MS))) == Err(RecvTimeoutError::Timeout) {
        drop(emulator);
        kills += 1;
        emulator = Emulator::start(work, port, true)?;
    }
    Ok((kills, emulator))
}

//! The thread that minds connections and timers while callers wait.

use std::fmt::Display;
use std::sync::mpsc;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::park;
use crate::Error;

/// A runtime on a thread of its own. It ends when this is dropped, without being waited for.
pub(super) struct Driver {
    handle: Handle,
    /// Its end is the signal.
    _alive: oneshot::Sender<()>,
}

impl Driver {
    pub(super) fn start() -> Result<Self, Error> {
        let (alive, ended) = oneshot::channel();
        let (started, start) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("tc3-blocking".to_owned())
            // Runtimes may not be dropped in async code, so this one is made and dropped on its own thread.
            .spawn(move || mind(&started, ended))
            .map_err(unavailable)?;
        let handle = start.recv().map_err(unavailable)?.map_err(unavailable)?;
        Ok(Self { handle, _alive: alive })
    }

    /// Polls the future on this thread, so that it may borrow; sockets, timers and spawned tasks belong to the other.
    pub(super) fn run<F: Future>(&self, future: F) -> F::Output {
        let _entered = self.handle.enter();
        park::wait_for(future)
    }
}

fn mind(started: &mpsc::SyncSender<std::io::Result<Handle>>, ended: oneshot::Receiver<()>) {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = started.send(Err(error));
            return;
        }
    };
    if started.send(Ok(runtime.handle().clone())).is_ok() {
        // An error is the end of the sender, which is what is waited for.
        let _ = runtime.block_on(ended);
    }
}

fn unavailable(error: impl Display) -> Error {
    Error::config(format!("the thread of the blocking client cannot be started: {error}"))
}

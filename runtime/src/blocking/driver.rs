//! The thread that drives sockets, timers and spawned tasks while callers block.
//!
//! Futures are polled on the caller's thread, so calls borrow their requests, nothing is boxed or sent, and no runtime is
//! dropped in async code.

use std::fmt::Display;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::Error;

/// A runtime on its own thread. The thread ends after this is dropped, and is not joined.
pub(super) struct Driver {
    handle: Handle,
    /// Dropping it is the signal to stop.
    _alive: oneshot::Sender<()>,
}

impl Driver {
    pub(super) fn start() -> Result<Self, Error> {
        let (alive, ended) = oneshot::channel();
        let (started, start) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("tc3-blocking".to_owned())
            // A runtime must not be dropped in async code, so it is created and dropped on its own thread.
            .spawn(move || drive(&started, ended))
            .map_err(unavailable)?;
        let handle = start.recv().map_err(unavailable)?.map_err(unavailable)?;
        Ok(Self { handle, _alive: alive })
    }

    /// Polls the future on the current thread, so that it may borrow.
    pub(super) fn run<F: Future>(&self, future: F) -> F::Output {
        let _entered = self.handle.enter();
        block_on(future)
    }
}

fn drive(started: &mpsc::SyncSender<std::io::Result<Handle>>, ended: oneshot::Receiver<()>) {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = started.send(Err(error));
            return;
        }
    };
    if started.send(Ok(runtime.handle().clone())).is_ok() {
        // An error means that the sender was dropped, which is the signal.
        let _ = runtime.block_on(ended);
    }
}

fn unavailable(error: impl Display) -> Error {
    Error::config(format!("the thread of the blocking client cannot be started: {error}"))
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls the future each time it wakes the current thread. Unlike tokio's own `block_on`, it cannot panic.
fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        thread::park();
    }
}

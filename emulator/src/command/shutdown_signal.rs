//! The signals that shut the command down: Ctrl-C, and on Unix SIGTERM.

use std::io;

/// Listens for the signals from its creation on.
#[cfg(unix)]
pub(super) struct ShutdownSignal(Vec<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl ShutdownSignal {
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        kinds.into_iter().map(signal).collect::<io::Result<_>>().map(Self)
    }

    /// Waits for the first signal.
    pub(super) async fn received(&mut self) -> io::Result<()> {
        std::future::poll_fn(|context| {
            let mut signals = self.0.iter_mut();
            if signals.any(|signal| signal.poll_recv(context).is_ready()) {
                std::task::Poll::Ready(Ok(()))
            } else {
                std::task::Poll::Pending
            }
        })
        .await
    }
}

/// Listens for the signal from the first poll on.
#[cfg(not(unix))]
pub(super) struct ShutdownSignal;

#[cfg(not(unix))]
impl ShutdownSignal {
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the first signal.
    pub(super) async fn received(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

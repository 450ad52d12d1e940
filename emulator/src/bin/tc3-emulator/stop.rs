//! When to stop: at Ctrl-C, and on Unix at SIGTERM.

use std::io;

/// Listens for the signals from its making on.
#[cfg(unix)]
pub(crate) struct Stop(Vec<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Stop {
    pub(crate) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        kinds.into_iter().map(signal).collect::<io::Result<_>>().map(Self)
    }

    pub(crate) async fn asked(&mut self) -> io::Result<()> {
        std::future::poll_fn(|context| {
            let mut signals = self.0.iter_mut();
            match signals.any(|signal| signal.poll_recv(context).is_ready()) {
                true => std::task::Poll::Ready(Ok(())),
                false => std::task::Poll::Pending,
            }
        })
        .await
    }
}

/// Listens from the first poll on.
#[cfg(not(unix))]
pub(crate) struct Stop;

#[cfg(not(unix))]
impl Stop {
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    pub(crate) async fn asked(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

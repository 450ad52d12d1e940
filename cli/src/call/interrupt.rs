//! What Ctrl-C does: it ends a call, and says whether something may have happened.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::attempt_log::AttemptLog;
use super::failure::look_first;
use super::named_call::Target;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Runs `work` until it ends or the process is interrupted. From then on another interrupt ends the process at once.
pub(super) async fn interruptible<T>(
    work: impl Future<Output = Result<T, CliError>>,
    target: &Target<'_>,
    log: &AttemptLog,
) -> Result<T, CliError> {
    let (mut work, mut interrupt) = (pin!(work), pin!(interrupt()));
    poll_fn(|context| {
        // In this order, so that a result that is there is not lost.
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        interrupt.as_mut().poll(context).map(|()| Err(interrupted(target, log)))
    })
    .await
}

/// Waits for Ctrl-C, or a request to terminate.
#[cfg(unix)]
async fn interrupt() {
    use tokio::signal::unix::{SignalKind, signal};

    end_at_the_second();
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        // Signals then end the process as they do by default.
        return std::future::pending().await;
    };
    poll_fn(|context| {
        if interrupt.poll_recv(context).is_ready() {
            return Poll::Ready(());
        }
        terminate.poll_recv(context).map(|_| ())
    })
    .await;
}

/// Makes the second Ctrl-C end the process even while it writes to a pipe that nobody reads.
#[cfg(unix)]
fn end_at_the_second() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::SIGINT;
    use signal_hook::flag;

    let is_second = Arc::new(AtomicBool::new(false));
    let code = i32::from(ExitStatus::Interrupted.code());
    // In this order: the flag is set after it was looked at. Without the handlers the first Ctrl-C is waited for all the
    // same.
    if flag::register_conditional_shutdown(SIGINT, code, Arc::clone(&is_second)).is_ok() {
        let _ = flag::register(SIGINT, is_second);
    }
}

#[cfg(not(unix))]
async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// What the end of a call before its answer is worth.
pub(crate) fn interrupted(target: &Target<'_>, log: &AttemptLog) -> CliError {
    if !log.may_be_sent() {
        return CliError::new(ExitStatus::Interrupted, "interrupted: nothing was sent");
    }
    if target.only_reads() {
        return CliError::new(ExitStatus::Interrupted, "interrupted");
    }
    let message = "interrupted while waiting for the answer of the service";
    CliError::new(ExitStatus::Ambiguous, message).hint(look_first(target))
}

//! Whether this thread may block.
//!
//! `Handle::try_current` cannot tell: it finds a runtime in `spawn_blocking` too. What is different there is the
//! budget for cooperation: tokio gives one to every task while it polls it, and none to a thread that may block.
//! Whoever has one can use it up, and gives it back afterwards.

use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;
use tokio::task::coop;

use crate::Error;

/// More than any budget of tokio's, which is 128 and counted in a byte.
const MORE_THAN_A_BUDGET: usize = 256;

/// # Errors
/// If the thread is at work on an async task, or about to end.
pub(super) fn refuse_in_async_task() -> Result<(), Error> {
    match Handle::try_current() {
        Ok(_) if has_budget() => Err(Error::refused(
            "a blocking call in an async task would block its runtime; use the async client there, or \
             tokio::task::spawn_blocking",
        )),
        // Tokio panics when it is entered then.
        Err(error) if error.is_thread_local_destroyed() => {
            Err(Error::refused("a call needs its thread, which is at its end"))
        }
        _ => Ok(()),
    }
}

fn has_budget() -> bool {
    let mut cx = Context::from_waker(Waker::noop());
    // Dropped at the end, it restores the budget to what it was before.
    let Poll::Ready(_restore) = proceed(&mut cx) else {
        return true;
    };
    for _ in 0..MORE_THAN_A_BUDGET {
        match proceed(&mut cx) {
            Poll::Ready(unit) => unit.made_progress(),
            Poll::Pending => return true,
        }
    }
    false
}

/// `poll_proceed`, which would put off the task's wake-up if it were asked without any budget left.
fn proceed(cx: &mut Context<'_>) -> Poll<coop::RestoreOnPending> {
    if coop::has_budget_remaining() {
        coop::poll_proceed(cx)
    } else {
        Poll::Pending
    }
}

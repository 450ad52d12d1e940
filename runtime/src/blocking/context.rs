//! Detects whether the current thread may block: a call in an async task is refused.
//!
//! tokio has no function for it: `Handle::try_current` finds a runtime in `spawn_blocking` too, and `block_on` panics. The
//! cooperation budget tells: tokio gives one to every task while it polls it, and none to a thread that may block. The
//! client uses it up through the public `coop::poll_proceed` and restores it, in at most 257 steps on thread-local memory.
//! Should a future tokio hand out larger budgets, or a task run `unconstrained`, a call blocks its thread and ends by its
//! timeout. That is no deadlock, since its drivers are on another thread.

use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;
use tokio::task::coop;

use crate::Error;

/// More than any budget of tokio, which is 128 and fits a byte.
const MORE_THAN_A_BUDGET: usize = 256;

/// # Errors
/// If the thread is polling an async task, or is being destroyed.
pub(super) fn refuse_in_async_task() -> Result<(), Error> {
    match Handle::try_current() {
        Ok(_) if has_budget() => Err(Error::refused(
            "a blocking call in an async task would block its runtime; use the async client there, or \
             tokio::task::spawn_blocking",
        )),
        // Entering tokio would panic.
        Err(error) if error.is_thread_local_destroyed() => {
            Err(Error::refused("a call needs its thread, which is being destroyed"))
        }
        _ => Ok(()),
    }
}

fn has_budget() -> bool {
    let mut cx = Context::from_waker(Waker::noop());
    // Restores the budget when it is dropped.
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

/// `poll_proceed`, which would defer the task's wake-up if it were called with an exhausted budget.
fn proceed(cx: &mut Context<'_>) -> Poll<coop::RestoreOnPending> {
    if coop::has_budget_remaining() {
        coop::poll_proceed(cx)
    } else {
        Poll::Pending
    }
}

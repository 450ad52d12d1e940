//! Tasks on tokio's runtime, all of one type.
//!
//! tokio compiles 120 functions for each type of blocking work, and 200 for each type of task, for both of its schedulers.
//! The types are boxed here, so that all tasks share two sets of them: without it, a tenth of the functions of this crate
//! that a program compiles are copies. An allocation is nothing next to waking a thread.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;

type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send>>;
type BoxWork = Box<dyn FnOnce() + Send>;

/// Spawns a task that nobody waits for.
pub(crate) fn spawn(runtime: &Handle, task: impl Future<Output = ()> + Send + 'static) {
    let task: BoxFuture = Box::pin(task);
    runtime.spawn(task);
}

/// Starts `work`, which may block or take long, on a thread for such work, and returns a future of its result. A panic of
/// `work` goes on in the future. Dropping the future does not stop the work.
///
/// # Errors
/// If the runtime shuts down before the work has begun.
pub(crate) fn off_thread<T: Send + 'static>(
    runtime: Handle,
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Result<T, RuntimeShutDown>> + Send + Sync + 'static {
    let result = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&result);
    let work: BoxWork = Box::new(move || {
        let done = work();
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    });
    let task = runtime.spawn_blocking(work);
    async move {
        if let Err(error) = task.await
            && let Ok(panic) = error.try_into_panic()
        {
            std::panic::resume_unwind(panic);
        }
        // What was not begun has left nothing.
        let done = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        done.ok_or(RuntimeShutDown)
    }
}

/// The work was not begun, because the runtime shut down.
#[derive(Debug)]
pub(crate) struct RuntimeShutDown;

impl fmt::Display for RuntimeShutDown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tokio runtime shut down")
    }
}

impl StdError for RuntimeShutDown {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_returns_its_result() {
        assert_eq!(off_thread(Handle::current(), || 7).await.unwrap(), 7);
    }

    #[tokio::test]
    #[should_panic(expected = "of the work")]
    async fn a_panic_of_the_work_goes_on() {
        let _ = off_thread(Handle::current(), || panic!("of the work")).await;
    }

    #[tokio::test]
    async fn work_for_a_runtime_that_shut_down_is_an_error() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let handle = runtime.handle().clone();
        runtime.shutdown_background();
        let error = off_thread(handle, || 7).await.unwrap_err();
        assert_eq!(error.to_string(), "the tokio runtime shut down");
    }
}

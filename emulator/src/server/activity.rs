//! What each open connection is doing, so that a full server closes the one that has been silent for longest.
//!
//! A connection counts as silent while the emulator waits for its client: for a handshake, a head, a body, or for an
//! answer to be read. One whose request is being processed is never closed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use tokio::task::{AbortHandle, Id, JoinSet};

/// What one connection is doing.
#[derive(Clone)]
pub(crate) struct Activity {
    state: Arc<Mutex<State>>,
    idle: Arc<IdleWaker>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The emulator waits for the client, which last sent or read something at this time.
    Silent(Instant),
    /// A request is being processed.
    Working,
    /// The connection is being closed to make room.
    Evicted,
}

/// The task that waits until a connection can be evicted.
#[derive(Default)]
struct IdleWaker(Mutex<Option<Waker>>);

impl Activity {
    /// The client sent or read something.
    pub(crate) fn progress(&self) {
        let mut state = lock(&self.state);
        if let State::Silent(since) = &mut *state {
            *since = Instant::now();
        }
    }

    /// A request is complete and is processed until the guard is dropped; `None` if the connection is being closed.
    pub(crate) fn begin_request(&self) -> Option<Request> {
        let mut state = lock(&self.state);
        if *state == State::Evicted {
            return None;
        }
        *state = State::Working;
        Some(Request(self.clone()))
    }

    fn silent_since(&self) -> Option<Instant> {
        match *lock(&self.state) {
            State::Silent(since) => Some(since),
            State::Working | State::Evicted => None,
        }
    }

    /// Marks a silent connection as evicted, so that it begins no other request.
    fn evict(&self) -> bool {
        let mut state = lock(&self.state);
        let is_silent = matches!(*state, State::Silent(_));
        if is_silent {
            *state = State::Evicted;
        }
        is_silent
    }
}

/// A request that is being processed.
pub(crate) struct Request(Activity);

impl Drop for Request {
    fn drop(&mut self) {
        *lock(&self.0.state) = State::Silent(Instant::now());
        if let Some(waker) = lock(&self.0.idle.0).take() {
            waker.wake();
        }
    }
}

/// The tasks of the open connections, at most `max` of them in addition to those that are being closed.
pub(crate) struct Connections {
    max: usize,
    tasks: JoinSet<()>,
    open: HashMap<Id, (Activity, AbortHandle)>,
    idle: Arc<IdleWaker>,
}

impl Connections {
    pub(crate) fn new(max: usize) -> Self {
        Self {
            max,
            tasks: JoinSet::new(),
            open: HashMap::new(),
            idle: Arc::default(),
        }
    }

    /// The activity of a connection that was just accepted.
    pub(crate) fn activity(&self) -> Activity {
        Activity {
            state: Arc::new(Mutex::new(State::Silent(Instant::now()))),
            idle: Arc::clone(&self.idle),
        }
    }

    /// Serves a connection, in place of the one that has been silent for longest if there are too many.
    pub(crate) fn spawn(&mut self, activity: Activity, serve: impl Future<Output = ()> + Send + 'static) {
        if self.open.len() >= self.max {
            self.evict();
        }
        let task = self.tasks.spawn(serve);
        self.open.insert(task.id(), (activity, task));
    }

    /// Waits until there is room for another connection: fewer than the most, or one that can be evicted.
    pub(crate) fn poll_room(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while let Poll::Ready(Some(ended)) = self.tasks.poll_join_next_with_id(context) {
            let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
            self.open.remove(&id);
        }
        if self.open.len() < self.max {
            return Poll::Ready(());
        }
        // Before looking, so that a request that ends meanwhile wakes this task.
        *lock(&self.idle.0) = Some(context.waker().clone());
        let mut open = self.open.values();
        if open.any(|(activity, _)| activity.silent_since().is_some()) {
            return Poll::Ready(());
        }
        Poll::Pending
    }

    /// Closes the connection that has been silent for longest; false if every one has a request in progress.
    pub(crate) fn evict(&mut self) -> bool {
        loop {
            let silent = self.open.iter();
            let silent = silent.filter_map(|(id, (activity, _))| Some((activity.silent_since()?, *id)));
            let Some((_, id)) = silent.min() else {
                return false;
            };
            let Some((activity, task)) = self.open.get(&id) else {
                return false;
            };
            // Otherwise a request began in this moment.
            if activity.evict() {
                task.abort();
                self.open.remove(&id);
                return true;
            }
        }
    }

    /// Waits until a connection that is being closed has released its socket, or any other has ended.
    pub(crate) async fn one_ended(&mut self) {
        if let Some(ended) = self.tasks.join_next_with_id().await {
            let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
            self.open.remove(&id);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

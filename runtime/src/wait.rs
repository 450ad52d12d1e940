//! The waiter: polls a service until a condition holds.
//!
//! The spec marks the actions that may be polled as `readOnly`, and `wait_until` checks the mark with a const assertion on
//! `Action::INFO`, which costs no line of generated code; a marker trait would cost one per action. The price: the error
//! is reported by `cargo build` and not by `cargo check`.
//!
//! The error of a timeout names the last error without its remark that the action may have been carried out: the action
//! only reads.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::CallName;
use crate::transport::TimeLimit;
use crate::{Action, Client, Error, Response};
#[cfg(feature = "named")]
use crate::{NamedCall, RawJson};

/// The result of checking a response: whether [`Client::wait_until`] continues.
///
/// It converts from a `bool` (`true` is ready) and from a `Result<bool, impl Display>`, so that a check can be a mere
/// comparison.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::PollStatus;
///
/// fn check(status: i64) -> PollStatus {
///     match status {
///         0 => PollStatus::Ready,
///         4 => PollStatus::Failed("it is being destroyed".to_owned()),
///         _ => PollStatus::Pending,
///     }
/// }
/// assert_eq!(PollStatus::from(true), check(0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub enum PollStatus {
    /// The condition holds.
    Ready,
    /// The condition does not hold yet.
    Pending,
    /// The condition will never hold, for this reason.
    Failed(String),
}

impl From<bool> for PollStatus {
    fn from(is_ready: bool) -> Self {
        if is_ready { Self::Ready } else { Self::Pending }
    }
}

impl<E: Display> From<Result<bool, E>> for PollStatus {
    fn from(check: Result<bool, E>) -> Self {
        match check {
            Ok(is_ready) => is_ready.into(),
            Err(reason) => Self::Failed(reason.to_string()),
        }
    }
}

impl Client {
    /// Polls: sends a request that only reads until `check` accepts the response, and returns that response.
    ///
    /// `interval` is the pause between the end of a call and the start of the next one. `deadline` is the time limit of the
    /// whole wait; a call in progress is canceled when it passes, and a pause that would end after it is not started.
    ///
    /// Each call has the retries of [`send`](Client::send). If it still fails with a transient error (a throttle, the
    /// network, an internal error of the service), polling continues.
    ///
    /// # Errors
    /// - [`Error::is_timeout`] if the deadline passes, with the number of calls, the time waited, and the error of the
    ///   last call if it failed. It is not ambiguous, because the action only reads.
    /// - [`Error::is_wait_failed`] if `check` returns [`PollStatus::Failed`].
    /// - Any other error of a call, immediately: `ResourceNotFound`, for example, if the resource is deleted meanwhile. To
    ///   wait until it is gone, expect that error.
    ///
    /// An action that may change something does not compile:
    ///
    /// ```compile_fail,E0080
    /// # use std::time::Duration;
    /// # use tc3_runtime::record::{Record, Shape, Slot};
    /// # use tc3_runtime as tc3;
    /// # use tc3::{Action, ActionInfo, Client, ServiceInfo};
    /// # #[derive(Debug)]
    /// # struct Create;
    /// # impl Record for Create {
    /// #     fn shape(&self) -> &'static Shape { &Shape { name: "Create", fields: &[] } }
    /// #     fn get(&self, _: usize) -> Option<&dyn Slot> { None }
    /// #     fn slot(&mut self, _: usize) -> Option<&mut dyn Slot> { None }
    /// #     fn empty() -> Self { Self }
    /// # }
    /// impl Action for Create {
    ///     type Output = Create;
    ///     const INFO: &'static ActionInfo = &ServiceInfo::new("gaap", "2018-05-29", "gaap.tencentcloudapi.com").action("Create");
    /// }
    ///
    /// # let client = Client::from_env().unwrap();
    /// let _ = client.wait_until(&Create, |_| true, Duration::from_secs(5), Duration::from_secs(600));
    /// ```
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use tc3_runtime as tc3;
    /// # use tc3::{Action, Client, Error, PollStatus};
    /// # struct Group { status: i64 }
    /// # async fn example<Describe: Action<Output: std::ops::Deref<Target = Group>>>(client: Client, request: Describe) -> Result<(), Error> {
    /// let (interval, deadline) = (Duration::from_secs(5), Duration::from_secs(600));
    /// let group = client.wait_until(&request, |group| group.status == 0, interval, deadline).await?;
    ///
    /// let check = |group: &tc3::Response<Describe::Output>| match group.status {
    ///     0 => PollStatus::Ready,
    ///     4 => PollStatus::Failed("it is being destroyed".to_owned()),
    ///     _ => PollStatus::Pending,
    /// };
    /// let group = client.wait_until(&request, check, interval, deadline).await?;
    /// # Ok(()) }
    /// ```
    pub async fn wait_until<A: Action, W: Into<PollStatus>>(
        &self,
        request: &A,
        mut check: impl FnMut(&Response<A::Output>) -> W,
        interval: Duration,
        deadline: Duration,
    ) -> Result<Response<A::Output>, Error> {
        const {
            assert!(
                A::INFO.read_only,
                "only an action that its spec marks as `readOnly` can be polled"
            );
        }
        let mut wait = Wait::start(interval, deadline);
        loop {
            let result = wait.client(self).send(request).await;
            let step = wait.check(result, |response| check(response).into());
            if let Some(response) = step.map_err(|error| error.of_call(CallName::from(A::INFO)))? {
                return Ok(response);
            }
            let paused = wait.pause().await;
            paused.map_err(|error| error.of_call(CallName::from(A::INFO)))?;
        }
    }
}

/// With the feature `named`.
#[cfg(feature = "named")]
impl Client {
    /// Polls an action known by name, as [`wait_until`](Client::wait_until) polls a typed one.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use tc3_runtime as tc3;
    /// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
    /// let call = tc3::NamedCall::new("gaap", "2018-05-29", "DescribeProxies").read_only();
    /// let is_running = |output: &tc3::Response<tc3::RawJson>| output.contains(r#""Status":"RUNNING""#);
    /// let (interval, deadline) = (Duration::from_secs(5), Duration::from_secs(600));
    /// let output = client.wait_named(&call, "{}", is_running, interval, deadline).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As `wait_until`. A call that is not [marked](crate::NamedCall::read_only) as one that only reads is refused before
    /// it is sent ([`Error::is_validation`]), since polling would carry it out again and again.
    pub async fn wait_named<W: Into<PollStatus>>(
        &self,
        call: &NamedCall,
        json: impl Into<Vec<u8>>,
        mut check: impl FnMut(&Response<RawJson>) -> W,
        interval: Duration,
        deadline: Duration,
    ) -> Result<Response<RawJson>, Error> {
        let name = || CallName {
            service: call.service().to_owned().into(),
            action: call.action().to_owned().into(),
        };
        if !call.is_read_only() {
            let reason = "only an action that is known to read only can be polled";
            return Err(Error::refused(reason).of_call(name()));
        }
        let json = json.into();
        let mut wait = Wait::start(interval, deadline);
        loop {
            let result = wait.client(self).send_named(call, json.clone()).await;
            let step = wait.check(result, |response| check(response).into());
            if let Some(response) = step.map_err(|error| error.of_call(name()))? {
                return Ok(response);
            }
            wait.pause().await.map_err(|error| error.of_call(name()))?;
        }
    }
}

/// A wait in progress.
///
/// A pause that would end after the deadline is not started, as for retries.
struct Wait {
    interval: Duration,
    limit: TimeLimit,
    started: Instant,
    calls: u32,
    /// The error of the last call, if it failed.
    last: Option<Error>,
}

impl Wait {
    fn start(interval: Duration, deadline: Duration) -> Self {
        Self {
            interval,
            limit: TimeLimit::from_now(deadline),
            started: Instant::now(),
            calls: 0,
            last: None,
        }
    }

    /// Returns the client for the next call, limited to the time left.
    fn client(&mut self, client: &Client) -> Client {
        self.calls = self.calls.saturating_add(1);
        client.within(self.left())
    }

    fn left(&self) -> Duration {
        self.limit.end.saturating_duration_since(Instant::now())
    }

    /// Takes the result of a call, and returns the response if the wait is over.
    ///
    /// # Errors
    /// Returns the error of the call unless it is transient, and that of a check that failed.
    fn check<T>(
        &mut self,
        result: Result<Response<T>, Error>,
        check: impl FnOnce(&Response<T>) -> PollStatus,
    ) -> Result<Option<Response<T>>, Error> {
        match result {
            Ok(response) => match check(&response) {
                PollStatus::Ready => return Ok(Some(response)),
                PollStatus::Pending => self.last = None,
                PollStatus::Failed(reason) => return Err(Error::wait_failed(reason, response.request_id())),
            },
            Err(error) => self.record_error(error)?,
        }
        Ok(None)
    }

    /// Records the error of a call.
    ///
    /// # Errors
    /// Returns the error itself, unless it is transient.
    fn record_error(&mut self, error: Error) -> Result<(), Error> {
        if !error.is_transient() {
            return Err(error);
        }
        let is_deadline = error.is_timeout() && self.left().is_zero();
        self.last = (!is_deadline).then_some(error);
        Ok(())
    }

    /// Pauses for the interval.
    ///
    /// # Errors
    /// Returns an error if there is no time for another call.
    async fn pause(&mut self) -> Result<(), Error> {
        if self.interval >= self.left() {
            let waited = Duration::from_millis(self.started.elapsed().as_millis().try_into().unwrap_or(u64::MAX));
            return Err(Error::wait_timeout(
                self.calls,
                waited,
                self.limit.length,
                self.last.take(),
            ));
        }
        tokio::time::sleep(self.interval).await;
        Ok(())
    }
}

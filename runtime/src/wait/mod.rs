//! Waiting until the cloud is done with something.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::CallName;
use crate::transport::TimeLimit;
use crate::{Action, Client, Error, Response};

/// What a check makes of an answer: whether [`Client::wait_until`] goes on.
///
/// Made from a `bool` (`true` is ready) and from a `Result<bool, impl Display>`, so that a check can be no more than
/// a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub enum PollStatus {
    /// It is as it should be.
    Ready,
    /// It may yet become so.
    Pending,
    /// It never will, for this reason.
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
    /// Sends a request that only reads, again and again, until `check` is content with the answer, and returns that
    /// answer.
    ///
    /// `interval` lies between the end of a call and the start of the next. `deadline` is for everything together; a
    /// call under way when it is reached is given up. A pause that would end after it is not begun.
    ///
    /// Each call is made with the repetitions of [`send`](Client::send). One that fails all the same, but whose cause
    /// may pass (a throttle, the network, a fault of the cloud), counts as "not yet".
    ///
    /// # Errors
    /// - The deadline: [`Error::is_timeout`], with how often was asked and for how long, and how the last call failed
    ///   if it did. It is not ambiguous.
    /// - What `check` says with [`PollStatus::Failed`]: [`Error::is_wait_failed`].
    /// - Whatever else a call fails with, at once: `ResourceNotFound`, say, while waiting for something that another
    ///   may delete, or to wait until it is gone.
    ///
    /// An action that may change something is refused while compiling:
    ///
    /// ```compile_fail,E0080
    /// # use std::time::Duration;
    /// # use tc3_runtime::record::{Record, Shape, Slot};
    /// # use tc3_runtime::{Action, ActionInfo, Client, ServiceInfo};
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
    /// # use tc3_runtime::{Action, Client, Error, PollStatus};
    /// # struct Group { status: i64 }
    /// # async fn example<Describe: Action<Output: std::ops::Deref<Target = Group>>>(client: Client, request: Describe) -> Result<(), Error> {
    /// let (interval, deadline) = (Duration::from_secs(5), Duration::from_secs(600));
    /// let group = client.wait_until(&request, |group| group.status == 0, interval, deadline).await?;
    ///
    /// let check = |group: &tc3_runtime::Response<Describe::Output>| match group.status {
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
                "only an action that its spec marks `readOnly` can be sent again and again"
            );
        }
        let mut wait = Wait::begin(interval, deadline);
        loop {
            match wait.client(self).send(request).await {
                Ok(response) => match check(&response).into() {
                    PollStatus::Ready => return Ok(response),
                    PollStatus::Pending => wait.last = None,
                    PollStatus::Failed(reason) => {
                        let error = Error::wait_failed(reason, response.request_id());
                        return Err(error.of_call(CallName::from(A::INFO)));
                    }
                },
                Err(error) => wait.go_on_after(error)?,
            }
            wait.pause()
                .await
                .map_err(|error| error.of_call(CallName::from(A::INFO)))?;
        }
    }
}

/// A wait under way.
struct Wait {
    interval: Duration,
    limit: TimeLimit,
    begun: Instant,
    asked: u32,
    /// How the last call failed, if it did.
    last: Option<Error>,
}

impl Wait {
    fn begin(interval: Duration, deadline: Duration) -> Self {
        Self {
            interval,
            limit: TimeLimit::from_now(deadline),
            begun: Instant::now(),
            asked: 0,
            last: None,
        }
    }

    /// The client for the next call.
    fn client(&mut self, client: &Client) -> Client {
        self.asked = self.asked.saturating_add(1);
        client.within(self.left())
    }

    fn left(&self) -> Duration {
        self.limit.end.saturating_duration_since(Instant::now())
    }

    /// # Errors
    /// The error itself, if its cause does not pass.
    fn go_on_after(&mut self, error: Error) -> Result<(), Error> {
        if !error.is_transient() {
            return Err(error);
        }
        let is_the_deadline = error.is_timeout() && self.left().is_zero();
        self.last = (!is_the_deadline).then_some(error);
        Ok(())
    }

    /// # Errors
    /// There is no time for another call.
    async fn pause(&mut self) -> Result<(), Error> {
        if self.interval >= self.left() {
            let waited = Duration::from_millis(self.begun.elapsed().as_millis().try_into().unwrap_or(u64::MAX));
            return Err(Error::wait_timeout(
                self.asked,
                waited,
                self.limit.length,
                self.last.take(),
            ));
        }
        tokio::time::sleep(self.interval).await;
        Ok(())
    }
}

//! A client for code without async.
//!
//! ```no_run
//! # fn example() -> Result<(), tc3_runtime::Error> {
//! use tc3_runtime::{Credentials, blocking};
//!
//! let client = blocking::Client::builder()
//!     .credentials(Credentials::new("AKID..", "the secret key"))
//!     .region("ap-guangzhou")
//!     .build_blocking()?;
//! let regions = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}")?;
//! println!("{} ({})", regions["TotalCount"], regions.request_id());
//! # Ok(()) }
//! ```
//!
//! # In a program that has a tokio runtime
//! A call blocks its thread, so it does not belong into an async task: nothing else would run on that thread
//! meanwhile, perhaps not even what the call waits for. There, a call is refused with an error that says so, before
//! anything is sent. Use [`crate::Client`], or `tokio::task::spawn_blocking` and `block_in_place`, in which calls
//! work. A task inside `tokio::task::unconstrained` cannot be told from a thread that may block: in it, calls do block
//! its thread, for the call's [timeout](CallOptions::timeout) at most.
//!
//! Clients may be made, cloned and dropped anywhere.

mod context;
mod driver;
mod lists;
mod park;

pub use lists::{Items, Pages};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use self::driver::Driver;
use crate::{Action, CallOptions, ClientBuilder, Endpoint, Error, PollStatus, Response};

/// A client whose calls block until there is an answer; see the [module](self) for where.
///
/// Clones are cheap. They share the pool of connections, and one thread that minds connections, timers and the
/// refreshing of keys; it ends when the last of them is dropped.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    driver: Arc<Driver>,
}

impl Client {
    /// Makes the calls of `client` blocking.
    ///
    /// If `client` was used before, connections in its pool belong to the runtime that it was used in, and a call over
    /// one of them waits for that runtime. A client of its own does not.
    ///
    /// # Errors
    /// If the system gives no thread or no IO driver.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        Ok(Self {
            client,
            driver: Arc::new(Driver::start()?),
        })
    }

    /// A client with the key and the region of the environment, as [`crate::Client::from_env`].
    ///
    /// # Errors
    /// As [`crate::Client::from_env`] and [`new`](Self::new).
    pub fn from_env() -> Result<Self, Error> {
        Self::new(crate::Client::from_env()?)
    }

    /// A client made step by step, by [`build_blocking`](ClientBuilder::build_blocking) at the end.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// This client with other options, for one call or for many, as [`crate::Client::with`].
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with(options),
            driver: Arc::clone(&self.driver),
        }
    }

    /// Sends a request and reads its answer, as [`crate::Client::send`].
    ///
    /// # Errors
    /// As [`crate::Client::send`], and [`is_validation`](Error::is_validation) in an async task.
    pub fn send<A: Action>(&self, request: &A) -> Result<Response<A::Output>, Error> {
        self.run(self.client.send(request))
    }

    /// Sends JSON as it is to an action known by name, as [`crate::Client::call_raw`].
    ///
    /// # Errors
    /// As [`crate::Client::call_raw`], and [`is_validation`](Error::is_validation) in an async task.
    pub fn call_raw(
        &self,
        service: &str,
        version: &str,
        action: &str,
        json: impl Into<Vec<u8>>,
    ) -> Result<Response<Value>, Error> {
        self.run(self.client.call_raw(service, version, action, json))
    }

    /// Asks again and again until a check is content, as [`crate::Client::wait_until`].
    ///
    /// # Errors
    /// As [`crate::Client::wait_until`], and [`is_validation`](Error::is_validation) in an async task.
    pub fn wait_until<A: Action, W: Into<PollStatus>>(
        &self,
        request: &A,
        check: impl FnMut(&Response<A::Output>) -> W,
        interval: Duration,
        deadline: Duration,
    ) -> Result<Response<A::Output>, Error> {
        self.run(self.client.wait_until(request, check, interval, deadline))
    }

    /// Waits for whatever [`as_async`](Self::as_async) can do and this client has no method for, such as the function
    /// of an action. The future runs on this thread and may borrow.
    ///
    /// ```no_run
    /// # fn example(client: &tc3_runtime::blocking::Client) -> Result<(), tc3_runtime::Error> {
    /// let inner = client.as_async();
    /// let call = |action| inner.call_raw("gaap", "2018-05-29", action, "{}");
    /// let regions = client.run(async {
    ///     call("DescribeAccessRegions").await?;
    ///     call("DescribeDestRegions").await
    /// })?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// The future's own, and [`is_validation`](Error::is_validation) in an async task, where the future is not begun.
    pub fn run<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        context::refuse_in_async_task()?;
        self.driver.run(future)
    }

    /// The client that makes the calls.
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    /// The endpoint that calls go to instead of each action's own host, if one is set.
    #[must_use]
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.client.endpoint()
    }

    /// The region that calls name, if one is set.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.client.region()
    }
}

impl ClientBuilder {
    /// The blocking client.
    ///
    /// # Errors
    /// As [`build`](Self::build) and [`blocking::Client::new`](Client::new).
    pub fn build_blocking(self) -> Result<Client, Error> {
        Client::new(self.build()?)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client").field(&self.client).finish()
    }
}

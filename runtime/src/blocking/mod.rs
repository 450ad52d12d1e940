//! A client for code without async.
//!
//! ```no_run
//! # use tc3_runtime as tc3;
//! use tc3::{Credentials, blocking};
//!
//! let client = blocking::Client::builder()
//!     .credentials(Credentials::new("AKID..", "the secret key"))
//!     .region("ap-guangzhou")
//!     .build()?;
//! let regions = client.call_raw("gaap", "2018-05-29", "DescribeDestRegions", "{}")?;
//! println!("{} ({})", regions["TotalCount"], regions.request_id());
//! # Ok::<(), tc3::Error>(())
//! ```
//!
//! The builder has all settings of the async one. Requests are sent by [`Client::send`]; what is async elsewhere is an
//! iterator ([`Client::pages`], [`Client::items`], and with the feature `stream` the events of `Client::stream`) or a
//! call that blocks ([`Client::wait_until`]). A program that uses only these needs no async runtime: each client brings the
//! thread that drives its connections and timers.
//!
//! # In a program with a tokio runtime
//! A call blocks its thread, so it must not be made in an async task: nothing else would run on that thread meanwhile,
//! perhaps not even what the call waits for. Such a call is refused with an error that says so, before anything is sent.
//! Use [`crate::Client`] there, or `tokio::task::spawn_blocking` or `block_in_place`, in which blocking calls work. A task
//! inside `tokio::task::unconstrained` cannot be distinguished from a thread that may block: in it, a call does block its thread,
//! at most for its [timeout](CallOptions::timeout).
//!
//! Clients may be created, cloned and dropped anywhere.

mod context;
mod driver;
#[cfg(feature = "stream")]
mod events;
mod lists;

#[cfg(feature = "stream")]
pub use events::{EventStream, Streamed};
pub use lists::{Items, Pages};

/// The builder of a blocking client, with the settings of every client.
pub type ClientBuilder = crate::ClientBuilder<Client>;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use self::driver::Driver;
#[cfg(feature = "encodings")]
use crate::RawCall;
use crate::{Action, CallOptions, Endpoint, Error, PollStatus, Response};

/// A client whose calls block until they have a response; see the [module](self) for where it may be used.
///
/// Clones are cheap. They share the pool of connections, and one thread that drives connections, timers and the refresh of
/// credentials; it ends when the last of them is dropped.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    driver: Arc<Driver>,
}

impl Client {
    /// Makes the calls of an async client blocking.
    ///
    /// If `client` was used before, connections in its pool belong to the runtime in which it was used, and a call over one
    /// of them waits for that runtime. A client that was not used before has no such connections.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # let credentials = tc3::Credentials::new("AKID..", "the secret key");
    /// let client = tc3::Client::builder().credentials(credentials).build()?;
    /// let client = tc3::blocking::Client::new(client)?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the system provides no thread or no IO driver.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        Ok(Self {
            client,
            driver: Arc::new(Driver::start()?),
        })
    }

    /// Creates a client with the credentials and the region of the environment, as [`crate::Client::from_env`].
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// let client = tc3::blocking::Client::from_env()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`crate::Client::from_env`] and [`new`](Self::new).
    pub fn from_env() -> Result<Self, Error> {
        Self::new(crate::Client::from_env()?)
    }

    /// Starts the builder of a blocking client, with the settings of every client.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use std::time::Duration;
    /// use tc3::{Credentials, Language, RetryPolicy, blocking};
    ///
    /// let client = blocking::Client::builder()
    ///     .credentials(Credentials::new("AKID..", "the secret key"))
    ///     .region("ap-guangzhou")
    ///     .timeout(Duration::from_secs(20))
    ///     .retry(RetryPolicy::new().max_attempts(5))
    ///     .language(Language::English)
    ///     .build()?;
    /// assert_eq!(client.region(), Some("ap-guangzhou"));
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Returns a client with other options, for one call or for many, as [`crate::Client::with`].
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(client: tc3::blocking::Client) -> Result<(), tc3::Error> {
    /// let shanghai = client.with(tc3::CallOptions::new().region("ap-shanghai"));
    /// shanghai.call_raw("cvm", "2017-03-12", "DescribeZones", "{}")?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with(options),
            driver: Arc::clone(&self.driver),
        }
    }

    /// Sends a request and decodes the response, as [`crate::Client::send`].
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example<A: tc3::Action>(client: tc3::blocking::Client, request: A) -> Result<(), tc3::Error> {
    /// let response = client.send(&request)?;
    /// println!("{}", response.request_id());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`crate::Client::send`], and [`is_validation`](Error::is_validation) in an async task.
    pub fn send<A: Action>(&self, request: &A) -> Result<Response<A::Output>, Error> {
        self.run(self.client.send(request))
    }

    /// Sends JSON verbatim to an action known by name, as [`crate::Client::call_raw`].
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

    /// Calls an action that takes bytes, as [`crate::Client::call_raw_with`].
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(client: &tc3::blocking::Client, logs: Vec<u8>) -> Result<(), tc3::Error> {
    /// let call = tc3::RawCall::octet_stream("cls", "2020-10-16", "UploadLog", logs).parameter("TopicId", "f6c4fa6f");
    /// println!("{}", client.call_raw_with(call)?.request_id());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`call_raw`](Self::call_raw).
    #[cfg(feature = "encodings")]
    pub fn call_raw_with(&self, call: RawCall) -> Result<Response<Value>, Error> {
        self.run(self.client.call_raw_with(call))
    }

    /// Polls until a check is satisfied, as [`crate::Client::wait_until`].
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # use tc3::{Action, Error};
    /// # struct Proxy { status: String }
    /// # fn example<Describe: Action<Output: std::ops::Deref<Target = Proxy>>>(client: tc3::blocking::Client, request: Describe) -> Result<(), Error> {
    /// use std::time::Duration;
    ///
    /// let every = Duration::from_secs(5);
    /// client.wait_until(&request, |proxy| proxy.status == "RUNNING", every, Duration::from_secs(600))?;
    /// # Ok(()) }
    /// ```
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

    /// Blocks on a future over [`as_async`](Self::as_async), such as the function of an action or anything else that this
    /// client has no method for. The future runs on the current thread and may borrow.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(client: &tc3::blocking::Client) -> Result<(), tc3::Error> {
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
    /// The future's own, and [`is_validation`](Error::is_validation) in an async task, where the future is not polled.
    pub fn run<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        context::refuse_in_async_task()?;
        self.driver.run(future)
    }

    /// Returns the async client that makes the calls.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(client: &tc3::blocking::Client) {
    /// assert_eq!(client.as_async().region(), client.region());
    /// # }
    /// ```
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    /// Returns the endpoint that all calls go to, if one is set.
    #[must_use]
    pub fn endpoint(&self) -> Option<&Endpoint> {
        self.client.endpoint()
    }

    /// Returns the region of calls, if one is set.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.client.region()
    }
}

impl crate::ClientBuilder<Client> {
    /// Builds the client. Nothing is sent yet.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::{Credentials, blocking};
    ///
    /// let credentials = Credentials::new("AKID..", "the secret key");
    /// let client = blocking::Client::builder().credentials(credentials).build()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// As that of an async client ([`crate::Client::builder`]), and [`blocking::Client::new`](Client::new).
    pub fn build(self) -> Result<Client, Error> {
        self.build_blocking()
    }
}

impl<C> crate::ClientBuilder<C> {
    /// Builds a blocking client, from the builder of an async one too, such as that of a mock.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let credentials = tc3::Credentials::new("AKID..", "the secret key");
    /// let client = tc3::Client::builder().credentials(credentials).build_blocking()?;
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// As that of an async client, and [`blocking::Client::new`](Client::new).
    pub fn build_blocking(self) -> Result<Client, Error> {
        Client::new(self.build_async()?)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client").field(&self.client).finish()
    }
}

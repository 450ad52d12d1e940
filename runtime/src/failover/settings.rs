//! The public settings of failover.

use std::time::Duration;

use crate::endpoint::SERVICE_DOMAIN;
use crate::{Endpoint, Error};

/// The figures of the official SDKs.
const MIN_FAILURES: u64 = 5;
const WINDOW: Duration = Duration::from_secs(60);
const OPEN_FOR: Duration = Duration::from_secs(60);

/// A circuit breaker per host: calls go to a backup while their own host fails. Set it with
/// [`ClientBuilder::failover`](crate::ClientBuilder::failover). Without it, calls always go to their own host.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// use tc3::{Client, Failover};
///
/// let client = Client::builder().env()?.failover(Failover::to_region("ap-guangzhou")).build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
///
/// If at least 5 attempts failed within 60 s, and at least 75 % of all, the breaker opens: later attempts go to the
/// backup, signed for it; the region that they name (`X-TC-Region`) stays. After 60 s the breaker is half open: one call
/// tries the host, while the others still go to the backup. If it succeeds, the breaker closes and all calls go to the host
/// again; if not, it stays open for another 60 s. Each host has a breaker of its own, shared by all clones of a client. The
/// backup has none.
///
/// Failover itself does not retry: the error of a failed call is returned. The [`RetryPolicy`](crate::RetryPolicy)
/// retries idempotent calls, and such a retry may go to the backup.
///
/// | outcome of an attempt | counts as |
/// |---|---|
/// | success; an error of the service, throttling too | success |
/// | `InternalError`, `ServiceUnavailable` and the codes below them | failure |
/// | no connection, it broke, or it timed out | failure |
/// | a status of 5xx with a body that is not of the API | failure |
/// | another response that is not of the API or is too large; an untrusted certificate; a dropped call | nothing |
///
/// A [timeout](crate::CallOptions::timeout) that is too short for an action therefore looks like a failing host.
#[derive(Clone, Debug)]
#[must_use]
pub struct Failover {
    backup: Backup,
    pub(super) min_failures: u64,
    pub(super) window: Duration,
    pub(super) open_for: Duration,
}

#[derive(Clone, Debug)]
enum Backup {
    Region(String),
    Endpoint(Endpoint),
}

impl Failover {
    /// Fails over to the host of a region, `<service>.<region>.tencentcloudapi.com`. The official SDKs use `ap-guangzhou`.
    ///
    /// Only calls to `<service>.tencentcloudapi.com` fail over. Calls to a custom
    /// [endpoint](crate::CallOptions::endpoint), and to services with a host of another form, stay where they are.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let failover = tc3::Failover::to_region("ap-guangzhou");
    /// ```
    pub fn to_region(region: impl Into<String>) -> Self {
        Self::new(Backup::Region(region.into()))
    }

    /// Fails over to an endpoint that takes the calls of every service.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let failover = tc3::Failover::to_endpoint("https://backup.example".parse()?);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn to_endpoint(endpoint: Endpoint) -> Self {
        Self::new(Backup::Endpoint(endpoint))
    }

    fn new(backup: Backup) -> Self {
        Self {
            backup,
            min_failures: MIN_FAILURES,
            window: WINDOW,
            open_for: OPEN_FOR,
        }
    }

    /// Sets how many attempts must fail before the breaker opens; 5 unless set, 0 counts as 1.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let failover = tc3::Failover::to_region("ap-guangzhou").min_failures(10);
    /// ```
    pub fn min_failures(mut self, failures: u32) -> Self {
        self.min_failures = failures.max(1).into();
        self
    }

    /// Sets the time within which they must fail, and for which an attempt counts, to about a twelfth of it; 60 s unless
    /// set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let failover = tc3::Failover::to_region("ap-guangzhou").window(std::time::Duration::from_secs(30));
    /// ```
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// Sets how long the breaker stays open before a call tries the host again; 60 s unless set.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let failover = tc3::Failover::to_region("ap-guangzhou").open_for(std::time::Duration::from_secs(10));
    /// ```
    pub fn open_for(mut self, time: Duration) -> Self {
        self.open_for = time;
        self
    }

    /// # Errors
    /// If the backup region is not a region: none may smuggle in another host.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        let Backup::Region(region) = &self.backup else {
            return Ok(());
        };
        let is_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if region.is_empty() || !region.bytes().all(is_label) {
            return Err(Error::config(format!(
                "the backup region {region:?} cannot be used: it is not letters, digits and '-'"
            )));
        }
        Ok(())
    }

    /// The backup of `primary` for a service; `None` if there is none.
    pub(super) fn backup(&self, service: &str, primary: &Endpoint) -> Result<Option<Endpoint>, Error> {
        let backup = match &self.backup {
            Backup::Endpoint(endpoint) => endpoint.clone(),
            Backup::Region(region) if primary.host() == format!("{service}.{SERVICE_DOMAIN}") => {
                Endpoint::from_host(&format!("{service}.{region}.{SERVICE_DOMAIN}"))?
            }
            Backup::Region(_) => return Ok(None),
        };
        Ok(Some(backup).filter(|backup| backup != primary))
    }
}

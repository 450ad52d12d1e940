use std::time::Duration;

use crate::endpoint::SERVICE_DOMAIN;
use crate::{Endpoint, Error};

/// The figures of the official SDKs.
const MIN_FAILURES: u64 = 5;
const WINDOW: Duration = Duration::from_secs(60);
const OPEN_FOR: Duration = Duration::from_secs(60);

/// Where calls go while their host fails. Set it by [`ClientBuilder::failover`](crate::ClientBuilder::failover);
/// without it they go to their host always.
///
/// If at least 5 attempts failed within 60 s, and at least 75 % of all, later ones go to the backup, dated and
/// signed for it; the region that they name (`X-TC-Region`) stays. After 60 s one call tries the host, while the
/// others still go to the backup. If it works, all calls go to the host again; if not, none does for another 60 s.
/// Hosts are counted one by one, over all clones of a client. How the backup fares is not counted.
///
/// A call that failed is not made again by this: its error is returned as ever. Only the
/// [`RetryPolicy`](crate::RetryPolicy) repeats calls, those that are safe to repeat, and such a repetition may go to
/// the backup.
///
/// | what comes of an attempt | counts as |
/// |---|---|
/// | success; an error of the cloud, a throttled call too | the host works |
/// | `InternalError`, `ServiceUnavailable` and the codes below them | it fails |
/// | no connection, it broke, or the time ran out | it fails |
/// | a status of 5xx with a body that is not the API's | it fails |
/// | another answer that is not the API's or is too large; a certificate that is not trusted; a call that was dropped | nothing |
///
/// A [timeout](crate::CallOptions::timeout) that is too short for an action therefore looks like a host that fails.
///
/// ```no_run
/// # fn example() -> Result<(), tc3_runtime::Error> {
/// use tc3_runtime::{Client, Failover};
///
/// let client = Client::builder()
///     .env()?
///     .failover(Failover::to_region("ap-guangzhou"))
///     .build()?;
/// # Ok(()) }
/// ```
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
    /// To the host of a region, `<service>.<region>.tencentcloudapi.com`. The official SDKs take `ap-guangzhou`.
    ///
    /// Only calls to `<service>.tencentcloudapi.com` go there. Those to an
    /// [endpoint](crate::CallOptions::endpoint) of one's own, and the actions of services with a host of another form,
    /// stay where they are.
    pub fn to_region(region: impl Into<String>) -> Self {
        Self::new(Backup::Region(region.into()))
    }

    /// To an endpoint that takes calls of whatever service, wherever they went before.
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

    /// How many attempts have to fail; 5 unless set, 0 counts as 1.
    pub fn min_failures(mut self, failures: u32) -> Self {
        self.min_failures = failures.max(1).into();
        self
    }

    /// Within what time they have to fail, and how long an attempt counts, to about a twelfth of it; 60 s unless
    /// set.
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// After what time a call tries the host again; 60 s unless set.
    pub fn open_for(mut self, time: Duration) -> Self {
        self.open_for = time;
        self
    }

    /// Refuses what is not a region, so that none can smuggle in another host.
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

    /// Where calls of a service go that cannot go to `primary`; `None` if that is nowhere else.
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

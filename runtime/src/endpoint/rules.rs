//! Where each service is, as a rule over all of them.

use std::borrow::Cow;

use super::Endpoint;
use crate::Error;

/// The domain that the cloud's services lie below.
pub(crate) const SERVICE_DOMAIN: &str = "tencentcloudapi.com";

/// The hosts of all services of a client. Set it by [`ClientBuilder::endpoints`](crate::ClientBuilder::endpoints), or
/// for a call by [`CallOptions::endpoints`](crate::CallOptions::endpoints); one fixed [`Endpoint`] wins over it,
/// wherever it is set.
///
/// | rule | host for gaap |
/// |---|---|
/// | [`standard`](Self::standard), unless set | that of the action's description: `gaap.tencentcloudapi.com` |
/// | [`regional`](Self::regional) | `gaap.ap-guangzhou.tencentcloudapi.com` |
/// | [`internal`](Self::internal) | `gaap.internal.tencentcloudapi.com` |
/// | [`international`](Self::international) | `gaap.intl.tencentcloudapi.com` |
/// | [`root_domain`](Self::root_domain) | `gaap.cloud.example` |
/// | [`regional_below`](Self::regional_below) | `gaap.ap-guangzhou.cloud.example` |
///
/// There are no other combinations, since the documentation has none: the internal and the international hosts name
/// no region. Not every service has every host; one that does not exist cannot be connected to.
///
/// The service is the first label of the host in the action's description, which need not be the service's name. A
/// few actions lie elsewhere than `<service>.tencentcloudapi.com`, such as at `es.ai.tencentcloudapi.com`. Where such
/// a host has a counterpart is not documented, so every rule but `standard` refuses the call rather than send it to
/// where it was not meant to go: set an endpoint, or `standard`, for the call.
///
/// Keys that come from STS do not follow the rule of the client. Their sources take an endpoint, which
/// [`endpoint_of`](Self::endpoint_of) gives:
///
/// ```
/// use tc3_runtime::credentials::{AssumeRole, Environment};
/// use tc3_runtime::{Client, Endpoints};
///
/// let endpoints = Endpoints::internal();
/// let role = AssumeRole::builder(Environment::new(), "qcs::cam::uin/100000000001:roleName/deploy")
///     .endpoint(endpoints.endpoint_of("sts", None)?)
///     .build()?;
/// let client = Client::builder().credentials_from(role).endpoints(endpoints).build()?;
/// # Ok::<(), tc3_runtime::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Endpoints(Rule);

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
enum Rule {
    #[default]
    AsDescribed,
    Below(Cow<'static, str>),
    RegionalBelow(Cow<'static, str>),
}

impl Endpoints {
    /// The host of each action's description, most often `<service>.tencentcloudapi.com`, which is in the region that
    /// is nearest to the caller.
    #[must_use]
    pub const fn standard() -> Self {
        Self(Rule::AsDescribed)
    }

    /// `<service>.<region>.tencentcloudapi.com`, for calls that must not go through another region; the zones of
    /// finance, such as `ap-shanghai-fsi`, are reached by nothing else. A call without a region is refused.
    #[must_use]
    pub const fn regional() -> Self {
        Self(Rule::RegionalBelow(Cow::Borrowed(SERVICE_DOMAIN)))
    }

    /// `<service>.internal.tencentcloudapi.com`, which only the cloud's own networks reach.
    #[must_use]
    pub const fn internal() -> Self {
        Self(Rule::Below(Cow::Borrowed("internal.tencentcloudapi.com")))
    }

    /// `<service>.intl.tencentcloudapi.com`, for accounts of the international site.
    #[must_use]
    pub const fn international() -> Self {
        Self(Rule::Below(Cow::Borrowed("intl.tencentcloudapi.com")))
    }

    /// `<service>.<root>`, for example for a private cloud. Always HTTPS on port 443; a gateway with a port or a path
    /// is an [`Endpoint`].
    ///
    /// # Errors
    /// If `root` is not a host name.
    pub fn root_domain(root: &str) -> Result<Self, Error> {
        Ok(Self(Rule::Below(domain(root)?)))
    }

    /// `<service>.<region>.<root>`: [`root_domain`](Self::root_domain) with the region before the root. A call
    /// without a region is refused.
    ///
    /// # Errors
    /// As [`root_domain`](Self::root_domain).
    pub fn regional_below(root: &str) -> Result<Self, Error> {
        Ok(Self(Rule::RegionalBelow(domain(root)?)))
    }

    /// Where the rule has a service: that of `<service>.tencentcloudapi.com`.
    ///
    /// # Errors
    /// If the rule needs a region and there is none, or one of the two cannot be part of a host name.
    pub fn endpoint_of(&self, service: &str, region: Option<&str>) -> Result<Endpoint, Error> {
        Endpoint::from_host(&self.host(&format!("{service}.{SERVICE_DOMAIN}"), region)?)
    }

    /// Where an action goes whose description names `host`.
    pub(crate) fn host<'a>(&self, host: &'a str, region: Option<&str>) -> Result<Cow<'a, str>, Error> {
        Ok(match &self.0 {
            Rule::AsDescribed => Cow::Borrowed(host),
            Rule::Below(root) => Cow::Owned(format!("{}.{root}", service_label(host)?)),
            Rule::RegionalBelow(root) => {
                let region = region.ok_or_else(|| {
                    Error::refused("regional endpoints need a region; set one on the client or for the call")
                })?;
                if !is_label(region) {
                    let message = format!("the region {region:?} cannot be part of a host name");
                    return Err(Error::refused(message));
                }
                Cow::Owned(format!("{}.{region}.{root}", service_label(host)?))
            }
        })
    }
}

/// The first label, if what follows is the cloud's domain and nothing else.
fn service_label(host: &str) -> Result<&str, Error> {
    let (label, root) = host.split_once('.').unwrap_or((host, ""));
    if root.eq_ignore_ascii_case(SERVICE_DOMAIN) && is_label(label) {
        return Ok(label);
    }
    Err(Error::refused(format!(
        "the action's host {host:?} is not one of <service>.{SERVICE_DOMAIN}, so the client's rule for endpoints does not say \
         where it goes; set an endpoint or Endpoints::standard() for the call"
    )))
}

/// One part of a host name: nothing in it leads to another host.
fn is_label(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

fn domain(root: &str) -> Result<Cow<'static, str>, Error> {
    let endpoint = Endpoint::from_host(root)?;
    Ok(Cow::Owned(endpoint.host().to_owned()))
}

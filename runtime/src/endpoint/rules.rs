//! Rules that derive the host of every service.
//!
//! A rule never guesses. The documentation knows regional, internal and international hosts, not their combinations, so
//! there are none. An action with a host of another form is refused under every rule but the standard one: falling back to
//! the public host could leave the VPC, the region or the private cloud that the rule was set for. Rules apply to calls
//! alone; STS takes an endpoint of its own.

use std::borrow::Cow;

use super::Endpoint;
use crate::Error;

/// The domain of the services.
pub(crate) const SERVICE_DOMAIN: &str = "tencentcloudapi.com";

/// The rule by which a client derives the hosts of all services. Set it with
/// [`ClientBuilder::endpoints`](crate::ClientBuilder::endpoints), or for a call with
/// [`CallOptions::endpoints`](crate::CallOptions::endpoints). One fixed [`Endpoint`] has precedence, wherever it is set.
///
/// | rule | host for gaap |
/// |---|---|
/// | [`standard`](Self::standard), the default | that of the action's description: `gaap.tencentcloudapi.com` |
/// | [`regional`](Self::regional) | `gaap.ap-guangzhou.tencentcloudapi.com` |
/// | [`internal`](Self::internal) | `gaap.internal.tencentcloudapi.com` |
/// | [`international`](Self::international) | `gaap.intl.tencentcloudapi.com` |
/// | [`root_domain`](Self::root_domain) | `gaap.cloud.example` |
/// | [`regional_below`](Self::regional_below) | `gaap.ap-guangzhou.cloud.example` |
///
/// There are no other combinations, since the documentation has none: the internal and the international hosts name no
/// region. Not every service has every host.
///
/// The service is the first label of the host in the action's description, which may differ from the service's name. A
/// few actions have a host of another form, such as `es.ai.tencentcloudapi.com`. What the other rules should make of it is
/// not documented, so every rule but `standard` refuses the call rather than send it elsewhere than intended: set an
/// endpoint, or `standard`, for the call.
///
/// The rule does not apply to requests for credentials from STS. Their providers take an endpoint, which
/// [`endpoint_of`](Self::endpoint_of) returns:
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::credentials::{AssumeRole, Environment};
/// use tc3::{Client, Endpoints};
///
/// let endpoints = Endpoints::internal();
/// let role = AssumeRole::builder(Environment::new(), "qcs::cam::uin/100000000001:roleName/deploy")
///     .endpoint(endpoints.endpoint_of("sts", None)?)
///     .build()?;
/// let client = Client::builder().credentials_from(role).endpoints(endpoints).build()?;
/// # Ok::<(), tc3::Error>(())
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
    /// Uses the host of each action's description, usually `<service>.tencentcloudapi.com`, which resolves to the region
    /// nearest to the caller.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint = tc3::Endpoints::standard().endpoint_of("gaap", None)?;
    /// assert_eq!(endpoint.host(), "gaap.tencentcloudapi.com");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub const fn standard() -> Self {
        Self(Rule::AsDescribed)
    }

    /// Uses `<service>.<region>.tencentcloudapi.com`, for calls that must not go through another region. It is the only way
    /// to the financial zones, such as `ap-shanghai-fsi`. A call without a region is refused.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint = tc3::Endpoints::regional().endpoint_of("gaap", Some("ap-guangzhou"))?;
    /// assert_eq!(endpoint.host(), "gaap.ap-guangzhou.tencentcloudapi.com");
    /// assert!(tc3::Endpoints::regional().endpoint_of("gaap", None).is_err());
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub const fn regional() -> Self {
        Self(Rule::RegionalBelow(Cow::Borrowed(SERVICE_DOMAIN)))
    }

    /// Uses `<service>.internal.tencentcloudapi.com`, reachable only from Tencent Cloud's own networks.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint = tc3::Endpoints::internal().endpoint_of("gaap", None)?;
    /// assert_eq!(endpoint.host(), "gaap.internal.tencentcloudapi.com");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub const fn internal() -> Self {
        Self(Rule::Below(Cow::Borrowed("internal.tencentcloudapi.com")))
    }

    /// Uses `<service>.intl.tencentcloudapi.com`, for accounts of the international site.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint = tc3::Endpoints::international().endpoint_of("gaap", None)?;
    /// assert_eq!(endpoint.host(), "gaap.intl.tencentcloudapi.com");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub const fn international() -> Self {
        Self(Rule::Below(Cow::Borrowed("intl.tencentcloudapi.com")))
    }

    /// Uses `<service>.<root>`, for example for a private cloud. Always HTTPS on port 443; a gateway with a port or a path
    /// is an [`Endpoint`].
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint = tc3::Endpoints::root_domain("cloud.example")?.endpoint_of("gaap", None)?;
    /// assert_eq!(endpoint.host(), "gaap.cloud.example");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// If `root` is not a host name.
    pub fn root_domain(root: &str) -> Result<Self, Error> {
        Ok(Self(Rule::Below(domain(root)?)))
    }

    /// Uses `<service>.<region>.<root>`: [`root_domain`](Self::root_domain) with the region in front of the root. A call
    /// without a region is refused.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint = tc3::Endpoints::regional_below("cloud.example")?.endpoint_of("gaap", Some("north"))?;
    /// assert_eq!(endpoint.host(), "gaap.north.cloud.example");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`root_domain`](Self::root_domain).
    pub fn regional_below(root: &str) -> Result<Self, Error> {
        Ok(Self(Rule::RegionalBelow(domain(root)?)))
    }

    /// Returns the endpoint of a service under this rule, as if its actions were described at
    /// `<service>.tencentcloudapi.com`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let sts = tc3::Endpoints::internal().endpoint_of("sts", None)?;
    /// assert_eq!(sts.to_string(), "https://sts.internal.tencentcloudapi.com/");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the rule needs a region and there is none, or one of the two cannot be part of a host name.
    pub fn endpoint_of(&self, service: &str, region: Option<&str>) -> Result<Endpoint, Error> {
        Endpoint::from_host(&self.host(&format!("{service}.{SERVICE_DOMAIN}"), region)?)
    }

    /// The host of an action whose description names `host`.
    pub(crate) fn host<'a>(&self, host: &'a str, region: Option<&str>) -> Result<Cow<'a, str>, Error> {
        Ok(match &self.0 {
            Rule::AsDescribed => Cow::Borrowed(host),
            Rule::Below(root) => Cow::Owned(format!("{}.{root}", service_label(host)?)),
            Rule::RegionalBelow(root) => {
                let region = region.ok_or_else(|| Error::no_region("regional endpoints need a region"))?;
                if !is_label(region) {
                    let message = format!("the region {region:?} cannot be part of a host name");
                    return Err(Error::refused(message));
                }
                Cow::Owned(format!("{}.{region}.{root}", service_label(host)?))
            }
        })
    }
}

/// The first label, if the rest is the services' domain and nothing else.
fn service_label(host: &str) -> Result<&str, Error> {
    let (label, root) = host.split_once('.').unwrap_or((host, ""));
    if root.eq_ignore_ascii_case(SERVICE_DOMAIN) && is_label(label) {
        return Ok(label);
    }
    Err(Error::refused(format!(
        "the action's host {host:?} is not one of <service>.{SERVICE_DOMAIN}, so the client's endpoint rule does not apply; set \
         an endpoint or Endpoints::standard() for the call"
    )))
}

/// Whether it is one label of a host name, in which nothing leads to another host.
fn is_label(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

fn domain(root: &str) -> Result<Cow<'static, str>, Error> {
    let endpoint = Endpoint::from_host(root)?;
    Ok(Cow::Owned(endpoint.host().to_owned()))
}

//! The options that may differ from one call to the next.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

#[cfg(feature = "encodings")]
use super::encode::{Encoding, HttpMethod, SignatureMethod};
use crate::endpoint::{EndpointCache, Endpoints};
use crate::headers::CustomHeaders;
use crate::{Endpoint, Error, Header, RetryPolicy};

/// Options of a call or of a group of calls, on top of those of a client; see [`Client::with`](crate::Client::with).
/// What is not set is inherited.
///
/// ```no_run
/// # use tc3_runtime as tc3;
/// # async fn example(client: tc3::Client) -> Result<(), tc3::Error> {
/// use tc3::{CallOptions, RetryPolicy};
///
/// let options = CallOptions::new().region("ap-shanghai").retry(RetryPolicy::never());
/// client.with(options).call_raw("cvm", "2017-03-12", "DescribeZones", "{}").await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct CallOptions {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) endpoints: Option<Endpoints>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) language: Option<Language>,
    pub(crate) strict: Option<bool>,
    #[cfg(feature = "stream")]
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) extra: Map<String, Value>,
    pub(crate) headers: CustomHeaders,
    #[cfg(feature = "encodings")]
    pub(crate) encoding: Encoding,
}

impl CallOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the region, for example `ap-guangzhou`, sent as `X-TC-Region`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().region("ap-guangzhou");
    /// ```
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets one endpoint for the requests of every service, in place of the action's own host and of
    /// [`endpoints`](Self::endpoints).
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().endpoint("cvm.ap-shanghai-fsi.tencentcloudapi.com".parse()?);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Sets the rule by which the host follows from service and region; [`Endpoints::standard`] unless set. A fixed
    /// [`endpoint`](Self::endpoint) has precedence, even if it is set on the client and the rule for the call, so that no
    /// rule leads calls away from a gateway or the server of a test.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().region("ap-shanghai-fsi").endpoints(tc3::Endpoints::regional());
    /// ```
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.endpoints = Some(endpoints);
        self
    }

    /// Sets the timeout of the whole call, from resolving the host to the last byte of the response, all attempts and the
    /// backoff between them included. For an event stream it ends with the head of the response.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().timeout(std::time::Duration::from_secs(20));
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets when a failed call is retried.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().retry(tc3::RetryPolicy::never());
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets the language of error messages, where the service has them in more than one.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().language(tc3::Language::English);
    /// ```
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Sets whether a response that deviates from its description is an error. By default it is not: the deviations are
    /// listed in [`Response::anomalies`](crate::Response::anomalies). What is decoded without loss, such as a number in
    /// quotes, is not a deviation.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().strict(true);
    /// ```
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Sets how long to wait for the next bytes of an event stream, whether of an event or of a comment that keeps the
    /// connection alive; 60 s unless set. Time in which nobody polls the stream does not count.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().idle_timeout(std::time::Duration::from_secs(120));
    /// ```
    #[cfg(feature = "stream")]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Adds a parameter that the request type does not declare, at the top level of the body. The same name again replaces
    /// its value. A name that the body already has is an error of the call.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().extra_parameter("NewParameter", 42);
    /// ```
    pub fn extra_parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    /// Adds a header to the requests, in place of one of the same name; see [`Header`].
    ///
    /// A header whose name is that of a parameter, which actions that take an octet stream send as headers, is an error of
    /// the call, and so are headers of more than 32 KiB together.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().header(tc3::Header::new("X-TC-TraceId", "0af7651916cd43dd")?);
    /// # Ok::<(), tc3::Error>(())
    /// ```
    pub fn header(mut self, header: Header) -> Self {
        self.headers.insert(header);
        self
    }

    /// The endpoint of an action whose description names `host`.
    pub(crate) fn endpoint_for(&self, host: &str, cache: &EndpointCache) -> Result<Endpoint, Error> {
        if let Some(endpoint) = &self.endpoint {
            return Ok(endpoint.clone());
        }
        let endpoints = self.endpoints.as_ref().unwrap_or(const { &Endpoints::standard() });
        cache.endpoint(&endpoints.host(host, self.region.as_deref())?)
    }

    /// These options on top of `base`: what is set here has precedence, and extra parameters and headers are merged.
    pub(crate) fn over(self, base: &Self) -> Self {
        let mut extra = base.extra.clone();
        extra.extend(self.extra);
        Self {
            region: self.region.or_else(|| base.region.clone()),
            endpoint: self.endpoint.or_else(|| base.endpoint.clone()),
            endpoints: self.endpoints.or_else(|| base.endpoints.clone()),
            timeout: self.timeout.or(base.timeout),
            retry: self.retry.or_else(|| base.retry.clone()),
            language: self.language.or(base.language),
            strict: self.strict.or(base.strict),
            #[cfg(feature = "stream")]
            idle_timeout: self.idle_timeout.or(base.idle_timeout),
            extra,
            headers: self.headers.over(&base.headers),
            #[cfg(feature = "encodings")]
            encoding: self.encoding.over(base.encoding),
        }
    }
}

/// With the feature `encodings`.
#[cfg(feature = "encodings")]
impl CallOptions {
    /// Sets the HTTP method; POST unless set. Actions that take bytes are refused with any other.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().http_method(tc3::HttpMethod::Get);
    /// ```
    pub fn http_method(mut self, method: HttpMethod) -> Self {
        self.encoding.method = Some(method);
        self
    }

    /// Sets the signature method; [`SignatureMethod::Tc3`] unless set.
    ///
    /// Actions that take bytes are refused with a signature of version 1. Requests that take no signature are sent without
    /// one, whatever is set here.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let options = tc3::CallOptions::new().signature(tc3::SignatureMethod::Tc3UnsignedPayload);
    /// ```
    pub fn signature(mut self, method: SignatureMethod) -> Self {
        self.encoding.signature = Some(method);
        self
    }
}

/// Shows the names of extra parameters and redacts their values, which may be secret, and the values of sensitive headers.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CallOptions");
        #[cfg(feature = "stream")]
        debug.field("idle_timeout", &self.idle_timeout);
        #[cfg(feature = "encodings")]
        debug.field("encoding", &self.encoding);
        debug
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .field("endpoints", &self.endpoints)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("language", &self.language)
            .field("strict", &self.strict)
            .field("extra", &self.extra.keys().collect::<Vec<_>>())
            .field("headers", &self.headers)
            .finish()
    }
}

/// A language of error messages, sent as `X-TC-Language`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// `zh-CN`, the default of the service.
    Chinese,
    /// `en-US`.
    English,
}

impl Language {
    /// Returns the value of the header.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// assert_eq!(tc3::Language::English.as_str(), "en-US");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-US",
        }
    }
}

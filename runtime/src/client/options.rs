//! What may differ from one call to the next.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

#[cfg(feature = "encodings")]
use super::encode::{Encoding, HttpMethod, SignatureMethod};
use crate::endpoint::{EndpointCache, Endpoints};
use crate::{Endpoint, Error, RetryPolicy};

/// Settings of a call or of a group of calls, laid over those of a client by
/// [`Client::with`](crate::Client::with). What is not set here stays as it was there.
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
    #[cfg(feature = "encodings")]
    pub(crate) encoding: Encoding,
}

impl CallOptions {
    /// Options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The region, for example `ap-guangzhou`, sent as `X-TC-Region`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Where to send requests of whatever service, in place of the action's own host and of what
    /// [`endpoints`](Self::endpoints) say.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// The rule by which the host follows from service and region; [`Endpoints::standard`] unless set. A fixed
    /// [`endpoint`](Self::endpoint) wins over it, even one that is set on the client and a rule for the call, so that
    /// no rule leads calls away from a gateway or a test's own server.
    pub fn endpoints(mut self, endpoints: Endpoints) -> Self {
        self.endpoints = Some(endpoints);
        self
    }

    /// How long the whole call may take, from looking up the host to the last byte of the answer, all
    /// attempts and the waits between them included. Of a stream of events it covers what comes before the first
    /// byte of the body.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// When a call that failed is made again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// The language of error messages, where the service has them in more than one.
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Whether an answer that deviates from its description is an error. It is not by default: the
    /// deviations are then listed in [`Response::anomalies`](crate::Response::anomalies). What is read without loss,
    /// such as a number in quotes, is none.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// How long a stream of events is waited for while nothing comes of it, be it an event or a comment that keeps the
    /// connection alive; 60 s unless set. Time in which nobody asks for the next event does not count.
    #[cfg(feature = "stream")]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Adds a parameter that the request type does not declare, at the top level of the body.
    /// Setting the same name again replaces its value. A name that the request's body already has
    /// is refused when the request is sent.
    pub fn extra_parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    /// Where an action goes whose description names `host`.
    pub(crate) fn endpoint_for(&self, host: &str, cache: &EndpointCache) -> Result<Endpoint, Error> {
        if let Some(endpoint) = &self.endpoint {
            return Ok(endpoint.clone());
        }
        let endpoints = self.endpoints.as_ref().unwrap_or(const { &Endpoints::standard() });
        cache.endpoint(&endpoints.host(host, self.region.as_deref())?)
    }

    /// These options over `base`: what is set here wins, extra parameters are joined.
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
            #[cfg(feature = "encodings")]
            encoding: self.encoding.over(base.encoding),
        }
    }
}

/// With the feature `encodings`.
#[cfg(feature = "encodings")]
impl CallOptions {
    /// The HTTP method; POST unless set. Actions that take bytes are refused with any other.
    pub fn http_method(mut self, method: HttpMethod) -> Self {
        self.encoding.method = Some(method);
        self
    }

    /// The signature; [`SignatureMethod::Tc3`] unless set.
    ///
    /// Actions that take bytes are refused with a signature of version 1. Requests that need no signature bear none,
    /// whatever is set here.
    pub fn signature(mut self, method: SignatureMethod) -> Self {
        self.encoding.signature = Some(method);
        self
    }
}

/// Shows the names of extra parameters but not their values, which may be secret.
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
            .finish()
    }
}

/// A language that the cloud writes messages in, sent as `X-TC-Language`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// `zh-CN`, what the cloud uses when none is asked for.
    Chinese,
    /// `en-US`.
    English,
}

impl Language {
    /// The header's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-US",
        }
    }
}

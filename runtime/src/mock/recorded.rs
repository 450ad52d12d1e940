use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Request};

use super::stub::ActionKey;
use crate::ActionInfo;

/// A request as it was sent. `Debug` shows neither the body nor what the headers have of secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedCall {
    /// The API's short name: `gaap`.
    pub service: String,
    /// The action's name: `CreateProxyGroup`.
    pub action: String,
    /// The version of the API: `2018-05-29`.
    pub version: String,
    /// The region, if the request names one.
    pub region: Option<String>,
    /// All headers, the signature among them.
    pub headers: HeaderMap,
    /// The parameters as JSON, also of a request that sends them in another form.
    pub body: Bytes,
}

/// What a request does not tell of itself in every form.
#[derive(Clone, Default)]
pub(crate) struct Called {
    pub(crate) service: String,
    pub(crate) action: String,
    pub(crate) version: String,
    pub(crate) region: Option<String>,
    pub(crate) parameters: Bytes,
}

impl RecordedCall {
    pub(super) fn of(request: Request<Bytes>) -> Self {
        let mut head = request.into_parts().0;
        let called: Called = head.extensions.remove().unwrap_or_default();
        Self {
            service: called.service,
            action: called.action,
            version: called.version,
            region: called.region,
            headers: head.headers,
            body: called.parameters,
        }
    }

    pub(super) fn key(&self) -> ActionKey {
        (self.service.clone(), self.version.clone(), self.action.clone())
    }

    pub(super) fn is_to(&self, info: &ActionInfo) -> bool {
        self.service == info.service && self.version == info.version && self.action == info.name
    }
}

impl fmt::Debug for RecordedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedCall")
            .field("service", &self.service)
            .field("action", &self.action)
            .field("version", &self.version)
            .field("region", &self.region)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

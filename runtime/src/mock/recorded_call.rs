//! A request as the mock and the recorder keep it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Request};

use super::stub::ActionKey;
use crate::ActionInfo;

/// A request as it was sent.
///
/// `Debug` shows neither the body nor the secrets in the headers.
///
/// ```
/// # use tc3_runtime as tc3;
/// # fn example(mock: &tc3::mock::MockTransport) {
/// let call = &mock.recorded()[0];
/// assert_eq!(call.region.as_deref(), Some("ap-guangzhou"));
/// assert_eq!(call.headers["x-tc-action"], *call.action);
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedCall {
    /// Short name of the service: `gaap`.
    pub service: String,
    /// Name of the action: `CreateProxyGroup`.
    pub action: String,
    /// Version of the service's API: `2018-05-29`.
    pub version: String,
    /// Region, if the request names one.
    pub region: Option<String>,
    /// All headers, including the signature.
    pub headers: HeaderMap,
    /// Parameters as JSON, even if the request sends them in another encoding.
    pub body: Bytes,
}

/// What cannot be read from the bytes of a request in every encoding.
#[derive(Clone, Default)]
pub(crate) struct CallMetadata {
    pub(crate) service: String,
    pub(crate) action: String,
    pub(crate) version: String,
    pub(crate) region: Option<String>,
    pub(crate) parameters: Bytes,
}

impl RecordedCall {
    pub(super) fn new(request: Request<Bytes>) -> Self {
        let mut head = request.into_parts().0;
        let metadata: CallMetadata = head.extensions.remove().unwrap_or_default();
        Self {
            service: metadata.service,
            action: metadata.action,
            version: metadata.version,
            region: metadata.region,
            headers: head.headers,
            body: metadata.parameters,
        }
    }

    pub(super) fn key(&self) -> ActionKey {
        (self.service.clone(), self.version.clone(), self.action.clone())
    }

    pub(super) fn matches(&self, info: &ActionInfo) -> bool {
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

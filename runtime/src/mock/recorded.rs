use std::fmt;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request};

use super::stub::ActionKey;
use crate::ActionInfo;
use crate::headers::{X_TC_ACTION, X_TC_REGION, X_TC_VERSION};

/// A request as it was sent. `Debug` shows neither the body nor what the headers have of secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedCall {
    /// The API's short name that the request is signed for: `gaap`.
    pub service: String,
    /// The action's name: `CreateProxyGroup`.
    pub action: String,
    /// The version of the API: `2018-05-29`.
    pub version: String,
    /// The region, if the request names one.
    pub region: Option<String>,
    /// All headers, the signature among them.
    pub headers: HeaderMap,
    /// The JSON.
    pub body: Bytes,
}

impl RecordedCall {
    pub(super) fn of(request: Request<Bytes>) -> Self {
        let (head, body) = request.into_parts();
        let text = |name| Some(head.headers.get(name)?.to_str().ok()?.to_owned());
        let authorization = text(AUTHORIZATION).unwrap_or_default();
        Self {
            service: signed_service(&authorization).unwrap_or_default().to_owned(),
            action: text(X_TC_ACTION).unwrap_or_default(),
            version: text(X_TC_VERSION).unwrap_or_default(),
            region: text(X_TC_REGION),
            headers: head.headers,
            body,
        }
    }

    pub(super) fn key(&self) -> ActionKey {
        (self.service.clone(), self.version.clone(), self.action.clone())
    }

    pub(super) fn is_to(&self, info: &ActionInfo) -> bool {
        self.service == info.service && self.version == info.version && self.action == info.name
    }
}

/// No header but this one names the service: `TC3-HMAC-SHA256 Credential=<id>/<date>/<service>/tc3_request, ..`.
fn signed_service(authorization: &str) -> Option<&str> {
    let (credential, _) = authorization.split_once("/tc3_request")?;
    credential.rsplit('/').next()
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

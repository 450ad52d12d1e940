//! What an error tells of the failure.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Error, Kind};
use crate::codes::ErrorCode;
use crate::record::Anomaly;

/// What is known of the failure.
impl Error {
    /// The error code of the cloud, for example `LimitExceeded.TagQuota`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.origin().0.kind {
            Kind::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The error code as a value of a documented set; `None` if there is no code or the set does
    /// not have it.
    #[must_use]
    pub fn code_as<C: ErrorCode>(&self) -> Option<C> {
        C::from_code(self.code()?)
    }

    /// The message of the cloud, as it was sent.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.origin().0.kind {
            Kind::Service { message, .. } => Some(message),
            _ => None,
        }
    }

    /// The id under which the cloud logged the request, from the body or from the header `X-TC-RequestId`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let in_body = match &self.origin().0.kind {
            Kind::Service { request_id, .. } | Kind::Anomalous { request_id, .. } => request_id.as_deref(),
            Kind::Endless { request_id, .. } | Kind::GivenUp { request_id, .. } => request_id.as_deref(),
            _ => None,
        };
        in_body.or_else(|| self.0.answer.as_ref()?.request_id_in_header())
    }

    /// The API's short name, for example `gaap`; `None` if the error belongs to no call.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        self.call_name().map(|call| &*call.service)
    }

    /// The action's name, for example `CreateProxyGroup`; `None` if the error belongs to no call.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.call_name().map(|call| &*call.action)
    }

    /// How many attempts were made, those included that failed to connect or to get a key from STS or the
    /// metadata service; 0 if the error belongs to no call or the call was refused before it was sent. Status,
    /// headers and the rest are those of the last one.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.history.attempts
    }

    /// The HTTP status, if an answer came. The cloud's own errors usually come with 200.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(|answer| answer.status)
    }

    /// The HTTP headers, if an answer came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.headers)
    }

    /// The body of the answer, if it was read to its end; of an error in an event, the data of the event. Never one
    /// that may hold a key.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        match &self.0.kind {
            Kind::TooLarge { .. } | Kind::Broken { .. } | Kind::Unreadable { is_secret: true, .. } => None,
            #[cfg(feature = "stream")]
            Kind::Stream(_) => None,
            _ => self.0.answer.as_ref().map(|answer| &answer.body),
        }
    }

    /// What strict mode did not accept; empty for all other errors.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        match &self.0.kind {
            Kind::Anomalous { anomalies, .. } => anomalies,
            _ => &[],
        }
    }
}

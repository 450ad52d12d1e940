//! Accessors: the details of an error.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Error, Kind};
use crate::codes::ErrorCode;
use crate::record::Anomaly;

/// Details.
impl Error {
    /// Returns the error code of the service, for example `LimitExceeded.TagQuota`.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(error: &tc3::Error) {
    /// match error.code() {
    ///     Some("LimitExceeded.TagQuota") => println!("delete some tags first"),
    ///     Some(code) => println!("{code}"),
    ///     None => println!("not an error of the service: {error}"),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.origin().0.kind {
            Kind::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Returns the error code as a value of a documented set, or `None` if there is no code or the set does not have it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// use tc3::CommonErrorCode;
    ///
    /// # fn example(error: &tc3::Error) {
    /// match error.code_as() {
    ///     Some(CommonErrorCode::ResourceNotFound) => println!("it is gone"),
    ///     Some(code) => println!("{}", code.description()),
    ///     None => println!("{error}"),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn code_as<C: ErrorCode>(&self) -> Option<C> {
        C::from_code(self.code()?)
    }

    /// Returns the error message of the service, unchanged.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.origin().0.kind {
            Kind::Service { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Returns the request ID, from the body or from the header `X-TC-RequestId`. The service's support asks for it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn log_line(error: &tc3::Error) -> String {
    ///     format!("request {}: {error}", error.request_id().unwrap_or("without ID"))
    /// }
    /// ```
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let in_body = match &self.origin().0.kind {
            Kind::Service { request_id, .. } | Kind::Anomalous { request_id, .. } => request_id.as_deref(),
            Kind::PaginationLoop { request_id, .. } | Kind::WaitFailed { request_id, .. } => request_id.as_deref(),
            _ => None,
        };
        in_body.or_else(|| self.0.response.as_ref()?.request_id_in_header())
    }

    /// Returns the short name of the service, for example `gaap`, or `None` if the error does not belong to a call.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        self.call_name().map(|call| &*call.service)
    }

    /// Returns the name of the action, for example `CreateProxyGroup`, or `None` if the error does not belong to a call.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.call_name().map(|call| &*call.action)
    }

    /// Returns the number of attempts, including those that failed to connect or to get credentials from STS or the
    /// metadata service. It is 0 if the error does not belong to a call or the call was rejected before it was sent.
    ///
    /// Status, headers and everything else are those of the last attempt.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.history.attempts
    }

    /// Returns the HTTP status, if there was a response. Errors of a service usually have status 200.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// Returns the HTTP headers, if there was a response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// Returns the body of the response, if it was read to its end; for an error in an event, the data of the event. A
    /// body that may hold credentials is never returned.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(error: &tc3::Error) {
    /// if let Some(body) = error.raw_body() {
    ///     println!("{}", String::from_utf8_lossy(body)); // the page of a proxy, for example
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        match &self.0.kind {
            Kind::TooLarge { .. } | Kind::Broken { .. } | Kind::Unreadable { is_secret: true, .. } => None,
            #[cfg(feature = "stream")]
            Kind::Stream(_) => None,
            _ => self.0.response.as_ref().map(|response| &response.body),
        }
    }

    /// Returns the anomalies that strict mode rejected. It is empty for all other errors.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(error: &tc3::Error) {
    /// for anomaly in error.anomalies() {
    ///     println!("{anomaly}"); // GroupId: null
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        match &self.0.kind {
            Kind::Anomalous { anomalies, .. } => anomalies,
            _ => &[],
        }
    }
}

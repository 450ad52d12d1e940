//! The JSON form of an error, for structured logs and for reports to other programs.
//!
//! Keys and kinds are part of the public API: they are added, but neither renamed nor removed. Every key is always present,
//! so that a table of errors has one shape. Bodies, headers and requests are no part of it.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Error, Kind};
use crate::record::Anomaly;

/// The JSON form of an error is an object. Every key is always present, and null where it does not apply:
///
/// | key | value |
/// |---|---|
/// | `kind` | one of the words below |
/// | `description` | the line that [`Display`](std::fmt::Display) formats |
/// | `service`, `action` | of the call, as [`service`](Self::service) and [`action`](Self::action) |
/// | `code`, `message` | of the service, as [`code`](Self::code) and [`message`](Self::message) |
/// | `request_id` | as [`request_id`](Self::request_id) |
/// | `status` | the HTTP status, a number, as [`status`](Self::status) |
/// | `attempts` | a number from 0, as [`attempts`](Self::attempts) |
/// | `ambiguous`, `retryable`, `throttled` | booleans, as [`is_ambiguous`](Self::is_ambiguous), [`is_retryable`](Self::is_retryable) and [`is_throttled`](Self::is_throttled) |
/// | `anomalies` | a list of strings, as [`anomalies`](Self::anomalies) formats them |
/// | `cause` | an error in this form: why there are no credentials, or how the last call of a wait failed |
///
/// | kind | what happened |
/// |---|---|
/// | `service_error` | The service returned an error; no other kind has a `code`, except `no_credentials`. |
/// | `refused` | The client rejected the request or its settings before anything was sent. |
/// | `no_credentials` | There were no credentials; code, message, request ID and status are those of the request for them. |
/// | `not_connected` | There was no connection. |
/// | `timed_out` | A time limit of the call expired. |
/// | `broken` | The connection broke, or a stream of events ended early. |
/// | `unreadable` | The response is not one of the API. |
/// | `too_large` | The response exceeds the size limit, or its values need too much memory. |
/// | `anomalous` | Strict mode rejected the response. |
/// | `pagination_loop` | The service would never end the list. |
/// | `wait_timeout` | The deadline of a wait passed. |
/// | `wait_failed` | The caller's check ended a wait. |
///
/// Keys and kinds may be added, but are not renamed or removed. There are no credentials in it and no part of the request or of
/// a body, with one exception: the message of the service is unchanged, and may quote a parameter.
///
/// ```
/// # use tc3_runtime as tc3;
/// # #[cfg(feature = "client")] {
/// let error = tc3::Client::builder().build().unwrap_err();
/// let json = serde_json::to_value(&error)?;
/// assert_eq!(json["kind"], "refused");
/// assert_eq!(json["description"], error.to_string());
/// # }
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Error", 14)?;
        object.serialize_field("kind", self.outcome())?;
        object.serialize_field("description", &format_args!("{self}"))?;
        object.serialize_field("service", &self.service())?;
        object.serialize_field("action", &self.action())?;
        object.serialize_field("code", &self.code())?;
        object.serialize_field("message", &self.message())?;
        object.serialize_field("request_id", &self.request_id())?;
        object.serialize_field("status", &self.status().map(|status| status.as_u16()))?;
        object.serialize_field("attempts", &self.attempts())?;
        object.serialize_field("ambiguous", &self.is_ambiguous())?;
        object.serialize_field("retryable", &self.is_retryable())?;
        object.serialize_field("throttled", &self.is_throttled())?;
        object.serialize_field("anomalies", &Anomalies(self.anomalies()))?;
        object.serialize_field("cause", &self.earlier())?;
        object.end()
    }
}

struct Anomalies<'a>(&'a [Anomaly]);

impl Serialize for Anomalies<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(ToString::to_string))
    }
}

impl Error {
    /// Returns the kind of error as one word of a fixed set.
    pub(crate) fn outcome(&self) -> &'static str {
        match &self.0.kind {
            Kind::Service { .. } => "service_error",
            Kind::Validation(_) => "refused",
            Kind::Connect { .. } => "not_connected",
            Kind::Timeout { .. } | Kind::RateLimitTimeout { .. } => "timed_out",
            Kind::Broken { .. } => "broken",
            #[cfg(feature = "stream")]
            Kind::Stream(_) => "broken",
            Kind::Unreadable { .. } => "unreadable",
            Kind::TooLarge { .. } | Kind::TooMuchMemory { .. } => "too_large",
            Kind::Anomalous { .. } => "anomalous",
            Kind::Unavailable(_) | Kind::Credentials(_) => "no_credentials",
            Kind::PaginationLoop { .. } => "pagination_loop",
            Kind::WaitTimeout { .. } => "wait_timeout",
            Kind::WaitFailed { .. } => "wait_failed",
        }
    }

    /// Returns the error that led to this one, if that was the error of a call as well.
    fn earlier(&self) -> Option<&Self> {
        match &self.0.kind {
            Kind::WaitTimeout { last, .. } => last.as_ref(),
            _ => self.cause(),
        }
    }
}

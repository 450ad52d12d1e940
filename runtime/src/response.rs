//! The result of a call.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::Error;
#[cfg(feature = "client")]
use crate::Value;
use crate::http_response::{HttpResponse, USE_STREAM};
use crate::json::{self, Decoded, Envelope, ReadError};
use crate::record::{Anomaly, Record, UnknownMember};

/// The result of a call: the response or the error.
pub type CallResult<T> = Result<Response<T>, Error>;

/// The output of an action, with the metadata of the response.
///
/// It dereferences to the output. `Debug` shows the output, the request ID and the status, never the raw body.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::{Record, Response};
///
/// fn log<T: Record>(response: &Response<T>) {
///     println!("{}: {:?}", response.request_id(), **response);
///     for anomaly in response.anomalies() {
///         println!("does not match the spec: {anomaly}");
///     }
/// }
/// ```
pub struct Response<T> {
    value: T,
    request_id: Option<String>,
    unknown: Vec<UnknownMember>,
    anomalies: Vec<Anomaly>,
    http: HttpResponse,
}

impl<T> Response<T> {
    fn from_envelope(
        envelope: Result<Envelope<T>, ReadError>,
        http: HttpResponse,
        strict: bool,
    ) -> Result<Self, Error> {
        let Decoded {
            value,
            request_id,
            unknown,
            anomalies,
        } = match envelope {
            Ok(Envelope::Success(decoded)) => decoded,
            Ok(Envelope::Failure {
                code,
                message,
                request_id,
            }) => {
                return Err(Error::service_error(http, code, message, request_id));
            }
            Err(_) if http.is_stream() => return Err(Error::unreadable(http, USE_STREAM)),
            Err(error) => return Err(Error::unreadable(http, error)),
        };
        if !http.status.is_success() {
            return Err(Error::unreadable(
                http,
                "the body reports success, but the status does not",
            ));
        }
        if strict && !anomalies.is_empty() {
            return Err(Error::anomalous(http, anomalies, request_id));
        }
        Ok(Self {
            value,
            request_id,
            unknown,
            anomalies,
            http,
        })
    }

    /// Returns the request ID, or an empty string if the response has none. The service's support asks for it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(response: &tc3::Response<tc3::Value>) {
    /// println!("request {}", response.request_id());
    /// # }
    /// ```
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request_id.as_deref().unwrap_or_default()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.http.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.http.headers
    }

    /// Returns the body as received.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(response: &tc3::Response<tc3::Value>) -> std::io::Result<()> {
    /// std::fs::write("response.json", response.raw_body())?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn raw_body(&self) -> &Bytes {
        &self.http.body
    }

    /// Returns the members of the response that the spec does not declare.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(response: &tc3::Response<tc3::Value>) {
    /// for member in response.unknown() {
    ///     println!("{} = {}", member.path, member.value);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn unknown(&self) -> &[UnknownMember] {
        &self.unknown
    }

    /// Returns the mismatches between the response and the spec: members that are missing, null or of another type. The
    /// output has the default in their place.
    ///
    /// [`CallOptions::strict`](crate::CallOptions::strict) makes them an error.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(response: &tc3::Response<tc3::Value>) {
    /// for anomaly in response.anomalies() {
    ///     println!("{anomaly}"); // GroupId: null
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// Returns the output alone.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn output<T>(result: tc3::CallResult<T>) -> Result<T, tc3::Error> {
    ///     Ok(result?.into_inner())
    /// }
    /// ```
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    #[cfg(feature = "client")]
    pub(crate) fn output_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Record> Response<T> {
    /// Reads a recorded or documented response, `{"Response": {..}}`, as if it had been received with HTTP status 200.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// fn load<T: tc3::Record>(path: &str) -> Result<tc3::Response<T>, Box<dyn std::error::Error>> {
    ///     Ok(tc3::Response::from_json(std::fs::read(path)?)?)
    /// }
    /// ```
    ///
    /// # Errors
    /// Returns the error of the service if the JSON holds one, and an error with the position if the text is not an API
    /// response.
    pub fn from_json(json: impl AsRef<[u8]>) -> Result<Self, Error> {
        let body = Bytes::copy_from_slice(json.as_ref());
        Self::decode(
            HttpResponse {
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                body,
            },
            false,
        )
    }

    pub(crate) fn decode(http: HttpResponse, strict: bool) -> Result<Self, Error> {
        let envelope = json::read_envelope(&http.body);
        Self::from_envelope(envelope, http, strict)
    }
}

#[cfg(feature = "client")]
impl Response<Value> {
    pub(crate) fn decode_raw(http: HttpResponse) -> Result<Self, Error> {
        let envelope = json::read_raw_envelope(&http.body);
        Self::from_envelope(envelope, http, false)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("request_id", &self.request_id)
            .field("status", &self.http.status.as_u16())
            .finish_non_exhaustive()
    }
}

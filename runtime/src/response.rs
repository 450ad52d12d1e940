//! The result of a call.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::Error;
use crate::http_response::{HttpResponse, USE_STREAM};
use crate::json::{self, Decoded, Envelope, Parts, ReadError};
use crate::record::{Anomaly, Findings, Record, UnknownMember};

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
    head: Head,
}

/// What a response has besides its output: not generic, so that it is compiled once.
pub(crate) struct Head {
    request_id: Option<String>,
    deprecated_warning: Option<String>,
    /// `None` if nothing was found, as in most responses.
    findings: Option<Box<Findings>>,
    http: HttpResponse,
}

/// How responses are decoded.
#[derive(Clone, Copy, Default)]
pub(crate) struct DecodeOptions {
    /// Whether anomalies are an error.
    pub(crate) strict: bool,
    /// The memory that the values of a response may take, in bytes, instead of the default.
    pub(crate) max_memory: Option<usize>,
    /// Whether the output of an action known by name has a member `Error` of its own.
    #[cfg(feature = "named")]
    pub(crate) has_own_error: bool,
}

impl<T> Response<T> {
    /// Makes a response of a value that was decoded from `http`.
    pub(crate) fn from_parts(
        value: T,
        parts: Result<Parts, ReadError>,
        http: HttpResponse,
        options: DecodeOptions,
    ) -> Result<Self, Error> {
        let Decoded {
            value,
            request_id,
            deprecated_warning,
            findings,
        } = match parts.map(|parts| parts.with_value(value)) {
            Ok(Envelope::Success(decoded)) => decoded,
            Ok(Envelope::Failure {
                code,
                message,
                request_id,
            }) => {
                return Err(Error::service_error(http, code, message, request_id));
            }
            Err(_) if http.is_stream() => return Err(Error::unreadable(http, USE_STREAM)),
            Err(error) => return Err(Error::not_decoded(http, error)),
        };
        if !http.status.is_success() {
            return Err(Error::contradictory(http));
        }
        if options.strict && findings.anomaly_count > 0 {
            return Err(Error::anomalous(http, findings, request_id));
        }
        Ok(Self {
            value,
            head: Head {
                request_id,
                deprecated_warning,
                findings: findings.into_boxed(),
                http,
            },
        })
    }

    #[cfg(feature = "client")]
    pub(crate) fn into_parts(self) -> (T, Head) {
        (self.value, self.head)
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_head(value: T, head: Head) -> Self {
        Self { value, head }
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
        self.head.request_id.as_deref().unwrap_or_default()
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.http.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.http.headers
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
        &self.head.http.body
    }

    /// Returns what the service says about the action if it is deprecated, in the member `DeprecatedWarning` that any
    /// response may have. The feature `tracing` logs it.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// # fn example(response: &tc3::Response<tc3::Value>) {
    /// if let Some(warning) = response.deprecated_warning() {
    ///     eprintln!("deprecated: {warning}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn deprecated_warning(&self) -> Option<&str> {
        self.head.deprecated_warning.as_deref()
    }

    /// Returns the members of the response that the spec does not declare, in the order of the response. Those that come
    /// after half a megabyte of them, or a quarter of the size of a large body, are only counted:
    /// [`unknown_count`](Self::unknown_count).
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
        &self.findings().unknown
    }

    /// Returns how many members of the response the spec does not declare, those that were not kept included.
    #[must_use]
    pub fn unknown_count(&self) -> usize {
        self.findings().unknown_count
    }

    /// Returns the mismatches between the response and the spec: members that are missing, null or of another type. The
    /// output has the default in their place. They are in the order of the response, and bounded as
    /// [`unknown`](Self::unknown) is; [`anomaly_count`](Self::anomaly_count) counts all.
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
        &self.findings().anomalies
    }

    /// Returns how many mismatches there are, those that were not kept included.
    #[must_use]
    pub fn anomaly_count(&self) -> usize {
        self.findings().anomaly_count
    }

    fn findings(&self) -> &Findings {
        static NONE: Findings = Findings::none();
        self.head.findings.as_deref().unwrap_or(&NONE)
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
            DecodeOptions::default(),
        )
    }

    pub(crate) fn decode(http: HttpResponse, options: DecodeOptions) -> Result<Self, Error> {
        let mut value = T::empty();
        let parts = json::read_response(&mut value, &http.body, options.max_memory);
        Self::from_parts(value, parts, http, options)
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
            .field("request_id", &self.head.request_id)
            .field("status", &self.head.http.status.as_u16())
            .finish_non_exhaustive()
    }
}

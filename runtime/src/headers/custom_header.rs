//! Headers that callers add to requests, and which names they may not have.
//!
//! A header is checked when it is made, so that options of a client and of a call stay infallible, and an error points to
//! the line that has the wrong name. Reserved are the headers that frame, route or authenticate the request, since a
//! wrong one would send another request than the one that was signed, and those with an option of their own. The official
//! Go SDK lets callers replace `Host` and `X-TC-*`, which fails as a wrong signature.
//!
//! Of `X-TC-*` only `X-TC-TraceId` is free: two official SDKs fill it with a random value unless the caller sets it.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::Error;

/// The most that names and values of a call's own headers may take. Servers refuse more than 8 to 64 KiB.
const MAX_CUSTOM_BYTES: usize = 32 * 1024;

/// Reserved names, with what to do instead.
const RESERVED: [(&str, &str); 18] = [
    ("host", "set an endpoint"),
    ("authorization", "set credentials"),
    ("content-type", "the encoding of the call sets it"),
    ("content-length", "the length of the body sets it"),
    ("content-encoding", "bodies are sent as they are"),
    ("accept-encoding", "responses are read as they are sent"),
    ("transfer-encoding", MANAGED),
    ("connection", MANAGED),
    ("keep-alive", MANAGED),
    ("proxy-connection", MANAGED),
    ("te", MANAGED),
    ("trailer", MANAGED),
    ("upgrade", MANAGED),
    ("http2-settings", MANAGED),
    ("expect", MANAGED),
    ("proxy-authorization", "write user and password into the proxy's URL"),
    ("user-agent", "set a user agent tag"),
    ("date", "set a clock"),
];

const MANAGED: &str = "the connection sets it";

/// The prefix of the headers that carry the common parameters.
const COMMON_PARAMETERS: &str = "x-tc-";

/// Not a common parameter: the service ignores it, gateways log it.
const TRACE_ID: &str = "x-tc-traceid";

/// A header of the caller's own, for every request of a client ([`ClientBuilder::header`](crate::ClientBuilder::header)),
/// of a call ([`CallOptions::header`](crate::CallOptions::header)) or of an attempt
/// ([`UnsignedRequest::header`](crate::interceptor::UnsignedRequest::header)).
///
/// It is sent with every attempt of a call, in every encoding, and with requests that open an event stream. Requests for
/// credentials do not have it.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::{CallOptions, Header};
///
/// let options = CallOptions::new()
///     .header(Header::new("X-Request-Source", "billing")?.signed())
///     .header(Header::new("X-Gateway-Key", "the key")?.sensitive());
/// assert!(!format!("{options:?}").contains("the key"));
/// assert!(Header::new("Host", "elsewhere.example").unwrap_err().is_validation());
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    name: HeaderName,
    value: HeaderValue,
    is_signed: bool,
}

impl Header {
    /// Creates a header, which is neither signed nor sensitive.
    ///
    /// The name is case-insensitive. The value is printable ASCII, with spaces and tabs between other characters only.
    /// Together they have at most 32 KiB.
    ///
    /// # Errors
    /// If the name is not a header's, or is reserved: `Host`, `Authorization`, `Content-Type`, `Content-Length`,
    /// `Content-Encoding`, `Accept-Encoding`, `User-Agent`, `Date`, `Expect`, `Proxy-Authorization`, those about the
    /// connection (`Connection`, `Transfer-Encoding`, `Upgrade`, ..), and all that begin with `X-TC-` except
    /// `X-TC-TraceId`. If the value is empty or has other characters. The message does not quote the value.
    pub fn new(name: impl AsRef<str>, value: impl AsRef<str>) -> Result<Self, Error> {
        let (name, value) = (name.as_ref(), value.as_ref());
        let parsed = HeaderName::try_from(name).map_err(|_| {
            Error::config(format!(
                "{name:?} cannot be the name of a header: it takes letters, digits and -"
            ))
        })?;
        if let Some(instead) = reserved(parsed.as_str()) {
            return Err(Error::config(format!("the header {parsed} is reserved: {instead}")));
        }
        if parsed.as_str().len() + value.len() > MAX_CUSTOM_BYTES {
            return Err(Error::config(format!(
                "the header {parsed} has more than {MAX_CUSTOM_BYTES} bytes"
            )));
        }
        Ok(Self {
            value: header_value(&parsed, value)?,
            name: parsed,
            is_signed: false,
        })
    }

    /// Signs the header, so that nothing between the client and the service can change or remove it. The service accepts
    /// the request only if name and value arrive as they were sent, so a gateway must not change them.
    ///
    /// TC3-HMAC-SHA256 signs it, with an unsigned payload too. A signature of version 1 covers parameters only: a call
    /// with one is refused. A request that takes no signature carries the header unsigned.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let header = tc3::Header::new("X-Request-Source", "billing")?.signed();
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub fn signed(mut self) -> Self {
        self.is_signed = true;
        self
    }

    /// Marks the value as sensitive: `Debug`, recordings of requests and HTTP libraries redact it. It is sent all the same.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let header = tc3::Header::new("X-Gateway-Key", "the key")?.sensitive();
    /// assert_eq!(format!("{header:?}"), "x-gateway-key: Sensitive");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.value.set_sensitive(true);
        self
    }

    /// Returns the name, in lower case.
    #[must_use]
    pub fn name(&self) -> &HeaderName {
        &self.name
    }

    /// Returns the value, a sensitive one too.
    #[must_use]
    pub fn value(&self) -> &HeaderValue {
        &self.value
    }

    /// Returns whether the header is signed.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.is_signed
    }
}

/// Shows name and value, unless the value is sensitive.
impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.name, self.value)?;
        f.write_str(if self.is_signed { " (signed)" } else { "" })
    }
}

/// What to do instead of setting a header of this name, if it is reserved.
fn reserved(name: &str) -> Option<&'static str> {
    if name.starts_with(COMMON_PARAMETERS) && name != TRACE_ID {
        return Some("the client sets the headers X-TC-*");
    }
    let (_, instead) = RESERVED.iter().find(|(reserved, _)| *reserved == name)?;
    Some(instead)
}

fn header_value(name: &HeaderName, text: &str) -> Result<HeaderValue, Error> {
    // Against its documentation, `from_str` takes more than ASCII.
    let is_plain = !text.is_empty() && text.is_ascii() && text.trim_ascii() == text;
    match HeaderValue::from_str(text) {
        Ok(value) if is_plain => Ok(value),
        _ => Err(Error::config(format!(
            "the value of the header {name} cannot be sent: it takes printable ASCII, without spaces at its ends"
        ))),
    }
}

/// The headers of a client, a call or an attempt, each name once.
#[derive(Clone, Default)]
pub(crate) struct CustomHeaders(Vec<Header>);

impl CustomHeaders {
    /// Adds a header, in place of the one of that name.
    pub(crate) fn insert(&mut self, header: Header) {
        match self.0.iter_mut().find(|present| present.name == header.name) {
            Some(present) => *present = header,
            None => self.0.push(header),
        }
    }

    /// These headers on top of `base`.
    pub(crate) fn over(self, base: &Self) -> Self {
        if self.0.is_empty() {
            return base.clone();
        }
        let mut merged = base.clone();
        for header in self.0 {
            merged.insert(header);
        }
        merged
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Header> {
        self.0.iter()
    }

    /// Names and values of the signed ones. [`Header::new`] takes printable text only, so none is lost.
    pub(crate) fn signed(&self) -> Vec<(&str, &str)> {
        let signed = self.0.iter().filter(|header| header.is_signed);
        signed
            .filter_map(|header| Some((header.name.as_str(), header.value.to_str().ok()?)))
            .collect()
    }

    /// # Errors
    /// If one is already in `headers`, or they exceed what servers accept.
    pub(crate) fn validate(&self, headers: &HeaderMap) -> Result<(), Error> {
        if let Some(twice) = self.0.iter().find(|header| headers.contains_key(&header.name)) {
            let name = &twice.name;
            return Err(Error::config(format!(
                "the header {name} is a parameter of the action, so no other can be sent by this name"
            )));
        }
        let bytes = self
            .0
            .iter()
            .map(|header| header.name.as_str().len() + header.value.len())
            .sum::<usize>();
        if bytes > MAX_CUSTOM_BYTES {
            return Err(Error::config(format!(
                "the headers added to the call have {bytes} bytes, at most {MAX_CUSTOM_BYTES} are sent"
            )));
        }
        Ok(())
    }

    /// Adds them to the headers of a request, which has none of their names.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        headers.extend(self.0.iter().map(|header| (header.name.clone(), header.value.clone())));
    }
}

impl fmt::Debug for CustomHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_refused_however_they_are_written() {
        for name in [
            "Host",
            "AUTHORIZATION",
            "content-Type",
            "Content-Length",
            "Transfer-Encoding",
            "Connection",
            "TE",
            "Upgrade",
            "Expect",
            "Proxy-Authorization",
            "Accept-Encoding",
            "User-Agent",
            "X-TC-Action",
            "x-tc-anything",
            "X-TC-",
        ] {
            let error = Header::new(name, "private").unwrap_err();
            let shown = error.to_string();
            assert!(error.is_validation() && shown.contains("is reserved: "), "{shown}");
            assert!(!shown.contains("private"), "{shown}");
        }
        for name in ["X-TC-TraceId", "X-TCP", "Cookie", "Traceparent", "Accept", "x"] {
            assert!(Header::new(name, "v").is_ok(), "{name}");
        }
    }

    #[test]
    fn what_no_header_can_hold_is_refused() {
        for name in ["", " x", "x y", "x:", "x\r\ny", "ü"] {
            assert!(Header::new(name, "v").unwrap_err().is_validation(), "{name:?}");
        }
        for value in ["", " v", "v\t", "a\r\nX-TC-Action: b", "a\nb", "a\0b", "ü"] {
            let error = Header::new("x-own", value).unwrap_err();
            assert!(error.to_string().contains("the header x-own cannot be sent"), "{error}");
        }
        assert!(Header::new("x-own", "v".repeat(MAX_CUSTOM_BYTES)).is_err());
    }
}

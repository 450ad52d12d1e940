//! Where requests go: one [`Endpoint`], or the rules of [`Endpoints`] that derive it from service and region.

mod cache;
mod rules;

pub(crate) use cache::EndpointCache;
pub use rules::Endpoints;
pub(crate) use rules::SERVICE_DOMAIN;

use std::fmt;
use std::str::FromStr;

use http::uri::{PathAndQuery, Scheme};
use http::{HeaderValue, Uri};

use crate::Error;

/// The address of the cloud, of a gateway before it, or of a local stand-in.
///
/// Parsed from `host`, `host:port` or `scheme://host[:port][/path]`. Without a scheme it is HTTPS;
/// plain HTTP must be asked for by writing `http://`, for any host, because a request's body and
/// answer are then readable on the way.
///
/// The host is lower-cased. A path is the prefix of a gateway that strips it: it is sent, but the
/// signed URI stays `/`.
///
/// ```
/// use tc3_runtime::Endpoint;
///
/// let endpoint: Endpoint = "GAAP.tencentcloudapi.com".parse()?;
/// assert_eq!(endpoint.to_string(), "https://gaap.tencentcloudapi.com/");
/// let endpoint: Endpoint = "https://gateway.example:8443/cloud".parse()?;
/// assert_eq!(endpoint.host(), "gateway.example:8443");
/// # Ok::<(), tc3_runtime::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    uri: Uri,
    host: HeaderValue,
}

impl Endpoint {
    /// The `Host` header, which is also what is signed: lower case, with the port unless it is the
    /// scheme's own.
    #[must_use]
    pub fn host(&self) -> &str {
        self.host.to_str().unwrap_or_default()
    }

    #[cfg(feature = "client")]
    pub(crate) fn host_header(&self) -> HeaderValue {
        self.host.clone()
    }

    /// The URI that requests are sent to.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// HTTPS to a bare host. A name that is more than a host is an error, so that no service or
    /// region can smuggle in another address.
    pub(crate) fn from_host(host: &str) -> Result<Self, Error> {
        if host.contains(['/', ':']) {
            return Err(invalid(host, "it is not a host name"));
        }
        host.parse()
    }

    /// # Errors
    /// Says what is wrong with the text without quoting it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if let Some(reason) = forbidden_part(text) {
            return Err(reason);
        }
        let full = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let uri: Uri = full.parse().map_err(|_| "it is not a URL")?;
        let scheme = scheme(&uri).ok_or("only https and http are known")?;
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        if !is_host(&host) {
            return Err("its host is not a host name or an address");
        }
        let host = match port(&uri)? {
            Some(port) if port != default_port(&scheme) => format!("{host}:{port}"),
            _ => host,
        };
        let path = uri.path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
        let uri = Uri::builder()
            .scheme(scheme)
            .authority(host.as_str())
            .path_and_query(path)
            .build()
            .map_err(|_| "it is not a URL")?;
        let host = HeaderValue::try_from(host).map_err(|_| "its host is not a host name or an address")?;
        Ok(Self { uri, host })
    }
}

impl FromStr for Endpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text).map_err(|reason| invalid(text, reason))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.uri)
    }
}

/// The parts of a URL that an endpoint cannot have, looked for in the text itself because `Uri`
/// drops a fragment without a word.
fn forbidden_part(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("it is empty")
    } else if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some("it holds a space or a control character")
    } else if !text.is_ascii() {
        Some("it holds characters outside ASCII; write the host in its xn-- form")
    } else if text.contains('@') {
        Some("user and password do not belong here")
    } else if text.contains('?') {
        Some("a query does not belong here")
    } else if text.contains('#') {
        Some("a fragment does not belong here")
    } else {
        None
    }
}

fn scheme(uri: &Uri) -> Option<Scheme> {
    [Scheme::HTTPS, Scheme::HTTP]
        .into_iter()
        .find(|known| uri.scheme() == Some(known))
}

fn default_port(scheme: &Scheme) -> u16 {
    if *scheme == Scheme::HTTP { 80 } else { 443 }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    host.split('.').all(is_label)
}

fn port(uri: &Uri) -> Result<Option<u16>, &'static str> {
    let authority = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
    let after_host = &authority[uri.host().unwrap_or_default().len()..];
    match after_host.strip_prefix(':') {
        None => Ok(None),
        Some(digits) => match digits.parse() {
            Ok(0) | Err(_) => Err("its port is not a number from 1 to 65535"),
            Ok(port) => Ok(Some(port)),
        },
    }
}

fn invalid(text: &str, reason: &str) -> Error {
    // A password may stand before an '@', so the text is shown only where there is none.
    let shown = if text.contains('@') { "(not shown)" } else { text };
    Error::config(format!("the endpoint {shown:?} cannot be used: {reason}"))
}

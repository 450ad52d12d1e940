//! Where requests go: one [`Endpoint`], or the rules of [`Endpoints`] that derive it from service and region.
//!
//! A fixed endpoint has precedence over any rule, wherever either is set, so that no rule of a library leads the calls of
//! a test out of it.

mod cache;
mod rules;

pub(crate) use cache::EndpointCache;
pub use rules::Endpoints;
pub(crate) use rules::SERVICE_DOMAIN;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::IpAddr;
use std::str::FromStr;

use http::uri::{PathAndQuery, Scheme};
use http::{HeaderValue, Uri};

use crate::Error;

/// The address of a service, of a gateway in front of it, or of a local emulator.
///
/// Parsed from `host`, `host:port` or `scheme://host[:port][/path]`. Without a scheme it is HTTPS. Plain HTTP requires an
/// explicit `http://`, for any host, because an on-path attacker can then read requests and responses. If the connection to
/// a loopback address without a scheme fails, the error says so.
///
/// The host is lowercased. A path is the prefix of a gateway that strips it: it is sent, but the signed URI stays `/`.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::Endpoint;
///
/// let endpoint: Endpoint = "GAAP.tencentcloudapi.com".parse()?;
/// assert_eq!(endpoint.to_string(), "https://gaap.tencentcloudapi.com/");
/// let endpoint: Endpoint = "https://gateway.example:8443/cloud".parse()?;
/// assert_eq!(endpoint.host(), "gateway.example:8443");
/// assert!("https://user:password@host".parse::<Endpoint>().is_err());
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Clone)]
pub struct Endpoint {
    uri: Uri,
    host: HeaderValue,
    /// Whether it was written without a scheme.
    is_scheme_implied: bool,
}

impl Endpoint {
    /// Returns the `Host` header, which is also what is signed: lower case, with the port unless it is the default of the
    /// scheme.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint: tc3::Endpoint = "http://localhost:8080".parse()?;
    /// assert_eq!(endpoint.host(), "localhost:8080");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub fn host(&self) -> &str {
        self.host.to_str().unwrap_or_default()
    }

    pub(crate) fn host_header(&self) -> HeaderValue {
        self.host.clone()
    }

    /// Returns the URI that requests are sent to.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let endpoint: tc3::Endpoint = "gateway.example/cloud".parse()?;
    /// assert_eq!(endpoint.uri().path(), "/cloud");
    /// # Ok::<(), tc3::Error>(())
    /// ```
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// What a failed connection to a loopback address has to explain: how the scheme was chosen that nobody wrote, where
    /// plain HTTP is as likely.
    pub(crate) fn implied_scheme(&self) -> Option<String> {
        if !self.is_scheme_implied || !self.is_loopback() {
            return None;
        }
        let host = self.host();
        Some(format!(
            " (by https, as the endpoint has no scheme; for plain HTTP it is http://{host})"
        ))
    }

    fn is_loopback(&self) -> bool {
        let host = self.uri.host().unwrap_or_default();
        let address = host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(host);
        host == "localhost"
            || host.ends_with(".localhost")
            || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// HTTPS to a bare host name.
    ///
    /// # Errors
    /// If it is more than a host name, so that no service or region can smuggle in another address.
    pub(crate) fn from_host(host: &str) -> Result<Self, Error> {
        if host.contains(['/', ':']) {
            return Err(invalid(host, "it is not a host name"));
        }
        host.parse()
    }

    /// # Errors
    /// If the text is not an endpoint. The reason does not quote it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        if let Some(reason) = forbidden_part(text) {
            return Err(reason);
        }
        let is_scheme_implied = !text.contains("://");
        let full = if is_scheme_implied {
            format!("https://{text}")
        } else {
            text.to_owned()
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
        Ok(Self {
            uri,
            host,
            is_scheme_implied,
        })
    }
}

/// Endpoints are equal if their URIs are, however they are written.
impl PartialEq for Endpoint {
    fn eq(&self, other: &Self) -> bool {
        self.uri == other.uri
    }
}

impl Eq for Endpoint {}

impl Hash for Endpoint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uri.hash(state);
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

/// The parts of a URL that an endpoint cannot have. They are looked for in the text, because `Uri` silently drops a
/// fragment.
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
        None if after_host.is_empty() => Ok(None),
        None => Err("something follows its IPv6 address that is no port"),
        Some(digits) => match digits.parse() {
            Ok(0) | Err(_) => Err("its port is not a number from 1 to 65535"),
            Ok(port) => Ok(Some(port)),
        },
    }
}

fn invalid(text: &str, reason: &str) -> Error {
    // A password may precede an '@', so such a text is redacted.
    let shown = if text.contains('@') { "(not shown)" } else { text };
    Error::config(format!("the endpoint {shown:?} cannot be used: {reason}"))
}

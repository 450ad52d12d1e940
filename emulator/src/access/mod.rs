//! Refuses requests that a web page of another site makes a browser send.
//!
//! The emulator's sample credential is public, so a signature alone does not prove that a call comes from somebody who
//! may reach this machine. Three facts that only the browser can state do: the `Host` that it connected to (DNS
//! rebinding), the `Origin` of the page, and the fetch metadata, which a request without an `Origin` has too. Clients
//! that are no browsers send neither of the last two.

mod allowed_hosts;

use std::net::SocketAddr;

use http::header::{HOST, ORIGIN};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, Uri};

pub(crate) use self::allowed_hosts::{AllowedHosts, HostPattern};

use self::allowed_hosts::{is_loopback, normalized};
use crate::wire::error::{ApiError, UNAUTHORIZED_OPERATION};
use crate::wire::host::plain_host;
use crate::wire::sanitize::excerpt;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The hosts of a machine's metadata service.
const METADATA_HOSTS: [&str; 2] = ["metadata.tencentyun.com", "169.254.0.23"];

/// Why a request is refused. `Display` says which option allows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AccessError {
    /// The request names this host, which is not an allowed one.
    Host(String),
    /// A page of this origin sent the request.
    Origin(String),
    /// A page of another site sent the request.
    CrossSite(String),
    /// The request for the page names no host.
    NoHost,
    /// The request for the page comes from another machine.
    Peer,
}

impl AllowedHosts {
    /// Checks a call of the API. One that names no host cannot come from a browser.
    pub(crate) fn check_call(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), AccessError> {
        self.check(uri, headers, &[])
    }

    /// Checks a request to the metadata service, which has hosts of its own.
    pub(crate) fn check_metadata(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), AccessError> {
        self.check(uri, headers, &METADATA_HOSTS)
    }

    /// Checks a request for the page or for its data, which is for this machine, and for others by a host that the
    /// configuration allows. The hosts of the service do not belong to it.
    pub(crate) fn check_page(&self, peer: SocketAddr, uri: &Uri, headers: &HeaderMap) -> Result<(), AccessError> {
        self.check(uri, headers, &[])?;
        let hosts = named_hosts(uri, headers);
        if hosts.is_empty() {
            return Err(AccessError::NoHost);
        }
        let is_local = peer.ip().to_canonical().is_loopback();
        for named in hosts {
            let host = host_of(named).unwrap_or_default();
            if self.is_configured(host) {
                continue;
            }
            if !is_loopback(host) {
                return Err(AccessError::Host(excerpt(named)));
            }
            if !is_local {
                return Err(AccessError::Peer);
            }
        }
        Ok(())
    }

    fn check(&self, uri: &Uri, headers: &HeaderMap, more: &[&str]) -> Result<(), AccessError> {
        let hosts = named_hosts(uri, headers);
        for named in &hosts {
            let is_one_more = |host: &str| more.contains(&&*normalized(host));
            let is_allowed = host_of(named).is_some_and(|host| self.contains(host) || is_one_more(host));
            // An empty one is not a browser's.
            if !is_allowed && !named.is_empty() {
                return Err(AccessError::Host(excerpt(named)));
            }
        }
        self.check_origin(&hosts, headers)
    }

    fn check_origin(&self, hosts: &[&str], headers: &HeaderMap) -> Result<(), AccessError> {
        let mut origins = headers.get_all(ORIGIN).iter().peekable();
        if origins.peek().is_some() {
            let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let foreign = origins.map(text).find(|origin| !self.is_own_origin(origin));
            return foreign.map_or(Ok(()), |origin| Err(AccessError::Origin(excerpt(&origin))));
        }
        // A page on another port of this machine is of the same site.
        let is_local = || hosts.iter().all(|named| host_of(named).is_some_and(is_loopback));
        for site in headers.get_all(FETCH_SITE) {
            match site.as_bytes() {
                b"none" | b"same-origin" => {}
                b"same-site" if is_local() => {}
                other => return Err(AccessError::CrossSite(excerpt(&String::from_utf8_lossy(other)))),
            }
        }
        Ok(())
    }

    /// Whether a page of this origin is one of this machine, or of a host that the configuration allows.
    fn is_own_origin(&self, origin: &str) -> bool {
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        let host = authority.and_then(host_of);
        host.is_some_and(|host| is_loopback(host) || self.is_configured(host))
    }
}

/// The authorities that a request names: every `Host`, and that of an absolute target. Empty text stands for one that is
/// not text.
fn named_hosts<'r>(uri: &'r Uri, headers: &'r HeaderMap) -> Vec<&'r str> {
    let named = headers.get_all(HOST).iter();
    let named = named.map(|value| value.to_str().unwrap_or("?"));
    named.chain(uri.authority().map(Authority::as_str)).collect()
}

/// The host of an authority, without its port; `None` if it is not one, or has user information.
///
/// tccli 3.1 sends its whole `--endpoint` as the `Host`, such as `http://127.0.0.1:9443`. No browser does.
fn host_of(authority: &str) -> Option<&str> {
    if let Some(host) = plain_host(authority) {
        return Some(host);
    }
    let schemes = ["http://", "https://"];
    let without = schemes.iter().find_map(|scheme| authority.strip_prefix(scheme));
    let authority = without.map_or(authority, |endpoint| endpoint.trim_end_matches('/'));
    authority
        .parse::<Authority>()
        .ok()
        .filter(|_| !authority.contains('@'))?;
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => Some(host),
        _ => Some(authority),
    }
}

impl From<AccessError> for ApiError {
    fn from(error: AccessError) -> Self {
        Self::new(UNAUTHORIZED_OPERATION, error.to_string())
    }
}

impl std::fmt::Display for AccessError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const ALLOW: &str = "`--allow-host HOST` or `Builder::allow_host`";
        match self {
            Self::Host(host) => write!(
                f,
                "the request is addressed to `{host}`; the emulator answers for localhost, loopback addresses, the \
                 service's hosts (not on its page), and the hosts that {ALLOW} names"
            ),
            Self::Origin(origin) => write!(
                f,
                "the request was sent by a web page of `{origin}`; pages may be of localhost, a loopback address, or a \
                 host that {ALLOW} names"
            ),
            Self::CrossSite(site) => write!(
                f,
                "the request was sent by a web page of another site (`Sec-Fetch-Site: {site}`); open the address \
                 itself, or allow the host of that page by {ALLOW} and send its `Origin`"
            ),
            Self::NoHost => f.write_str("the request names no host; send the header `Host: localhost`"),
            Self::Peer => write!(
                f,
                "this is for the machine itself; for others, allow the host that they ask for by {ALLOW}, such as \
                 `--allow-host localhost` for a published port of a container"
            ),
        }
    }
}

impl std::error::Error for AccessError {}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Uri};

    use super::{AccessError, AllowedHosts, HostPattern};

    fn headers(entries: &[(&'static str, &'static str)]) -> HeaderMap {
        let entries = entries.iter().map(|(name, value)| {
            let name = http::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let mut headers = HeaderMap::new();
        entries.for_each(|(name, value)| {
            headers.append(name, value);
        });
        headers
    }

    fn allowing(host: &str) -> AllowedHosts {
        let spec = tc3_codegen::load(&tc3_codegen::spec::SourceSet::new("", [])).map(|checked| checked.spec);
        let pattern = HostPattern::parse(host).expect("a pattern");
        AllowedHosts::new(&spec.unwrap_or_default(), vec![pattern], [0, 0, 0, 0].into())
    }

    #[test]
    fn calls_of_foreign_pages_are_refused() {
        let hosts = allowing("emulator");
        let check =
            |entries: &[(&'static str, &'static str)]| hosts.check_call(&Uri::from_static("/"), &headers(entries));
        let own = [
            &[("host", "127.0.0.1:9443")][..],
            &[("host", "http://127.0.0.1:9443/")],
            &[("host", "gaap.localhost:9443")],
            &[("host", "localhost"), ("sec-fetch-site", "none")],
            &[("host", "localhost"), ("sec-fetch-site", "same-origin")],
            &[("host", "localhost"), ("sec-fetch-site", "same-site")],
            &[
                ("host", "localhost"),
                ("origin", "http://localhost:3000"),
                ("sec-fetch-site", "same-site"),
            ],
            &[
                ("host", "localhost"),
                ("origin", "http://127.0.0.1:3000"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[("host", "emulator:9443"), ("origin", "https://emulator")],
            &[("host", "gaap.tencentcloudapi.com")],
            &[("host", "http://127.0.0.1:9443")],
            &[("host", "https://gaap.tencentcloudapi.com")],
            &[],
        ];
        for entries in own {
            assert_eq!(check(entries), Ok(()), "{entries:?}");
        }
        let foreign = [
            &[("host", "evil.example")][..],
            &[("host", "localhost@evil.example")],
            &[("host", "http://evil.example")],
            &[("host", "http://localhost@evil.example")],
            &[("host", "localhost://evil.example")],
            &[("host", "http://https://localhost")],
            &[("host", "evil.example@localhost")],
            &[("host", "localhost"), ("host", "evil.example")],
            &[("host", "localhost"), ("origin", "https://evil.example")],
            &[("host", "localhost"), ("origin", "http://localhost.evil.example")],
            &[("host", "localhost"), ("origin", "http://localhost@evil.example")],
            &[
                ("host", "localhost"),
                ("origin", "http://localhost"),
                ("origin", "https://evil.example"),
            ],
            &[("host", "localhost"), ("origin", "https://gaap.tencentcloudapi.com")],
            &[("host", "localhost"), ("origin", "null")],
            &[("host", "localhost"), ("origin", "")],
            &[("host", "localhost"), ("sec-fetch-site", "cross-site")],
            &[
                ("host", "localhost"),
                ("sec-fetch-site", "none"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[("host", "localhost"), ("sec-fetch-site", "CROSS-SITE")],
            &[("host", "emulator"), ("sec-fetch-site", "same-site")],
        ];
        for entries in foreign {
            assert!(check(entries).is_err(), "{entries:?}");
        }
    }

    #[test]
    fn the_page_is_for_this_machine_and_configured_hosts() {
        let hosts = allowing("emulator");
        let check = |peer: [u8; 4], host| {
            hosts.check_page((peer, 1).into(), &Uri::from_static("/"), &headers(&[("host", host)]))
        };
        let (here, there) = ([127, 0, 0, 1], [172, 17, 0, 1]);
        assert_eq!(check(here, "localhost:9443"), Ok(()));
        assert_eq!(check(there, "emulator:9443"), Ok(()));
        assert_eq!(check(there, "localhost:9443"), Err(AccessError::Peer));
        let of_service = "gaap.tencentcloudapi.com";
        assert_eq!(check(here, of_service), Err(AccessError::Host(of_service.to_owned())));
        assert!(matches!(check(here, ""), Err(AccessError::Host(_))));
        let published = allowing("localhost");
        let request = headers(&[("host", "localhost:9443")]);
        let peer = (there, 1).into();
        assert_eq!(published.check_page(peer, &Uri::from_static("/"), &request), Ok(()));
    }
}

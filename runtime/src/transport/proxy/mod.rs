//! Which proxy leads where.

mod environment;
mod route;
mod url;

pub(super) use route::Routes;

use std::ffi::OsString;
use std::fmt;
use std::str::FromStr;

use hyper_util::client::proxy::matcher::Intercept;

use crate::Error;

/// The way that requests take to the cloud: through an HTTP proxy, or direct. Set it by
/// [`ClientBuilder::proxy`](crate::ClientBuilder::proxy); without it the [environment](Self::env) says.
///
/// Parsed from `[http://][user:password@]host[:port]`, or with `https://` for a proxy that speaks TLS, whose
/// certificate is checked as a server's is. Without a port it is 80, or 443. Characters of user and password
/// that have a meaning in a URL are written as `%` and two digits. `Debug` shows neither user nor password.
///
/// Requests to `https` go through a tunnel (`CONNECT`): TLS, with the certificate checked, is spoken with the
/// target, and user and password are given to the proxy alone. A proxy that does not open the tunnel is an
/// error [`is_connect`](Error::is_connect). Requests to a plain `http` endpoint are handed to the proxy as they are,
/// as curl does, since many proxies open tunnels to port 443 alone; the proxy can read and change them, and what it
/// answers itself counts as an answer.
///
/// Keys of the machine's role ([`CvmRole`](crate::credentials::CvmRole)) are never asked for through a proxy;
/// STS is asked through that of the environment.
///
/// ```
/// use tc3_runtime::{Client, Credentials, Proxy};
///
/// let proxy: Proxy = "http://user:p%40ss@proxy.example:3128".parse()?;
/// let client = Client::builder()
///     .credentials(Credentials::new("AKID..", "the secret key"))
///     .proxy(proxy.no_proxy("internal.example, 10.0.0.0/8"))
///     .build()?;
/// # Ok::<(), tc3_runtime::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Proxy {
    http: Way,
    https: Way,
    exceptions: String,
}

/// The way to the targets of a scheme.
#[derive(Clone)]
enum Way {
    Direct,
    Through(Intercept),
    /// A setting that cannot be used, and why.
    Unusable(String),
}

impl Proxy {
    /// No proxy, whatever the environment says.
    pub fn none() -> Self {
        Self::everywhere(Way::Direct)
    }

    /// The proxies of the process's environment, as curl reads it: `https_proxy` for `https`, `http_proxy` for
    /// `http`, `all_proxy` where that one is not set; `no_proxy` has the exceptions. Names in upper case count
    /// where those in lower case are not set; a variable that is empty is not set.
    ///
    /// In two points it differs from curl: `HTTP_PROXY` counts as well, but where `REQUEST_METHOD` is set, in a
    /// CGI script, neither it nor `http_proxy` does, because there the header `Proxy` of a stranger is in it.
    /// And no proxy of the environment is used for `localhost` and the loopback addresses.
    ///
    /// A variable that cannot be used, for example one with a `socks5` proxy, is an error that names it
    /// ([`is_validation`](Error::is_validation)), in each call that would take the proxy.
    pub fn env() -> Self {
        Self::env_with(|name| std::env::var_os(name))
    }

    /// [`env`](Self::env) over any source of variables.
    pub fn env_with(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        environment::read(lookup)
    }

    /// Adds targets that no proxy is used for, separated by commas or spaces: a domain with all below it
    /// (`example.com`, the same as `.example.com` and `*.example.com`), an address (`10.0.0.1`, `::1`), a network
    /// (`10.0.0.0/8`), or `*` for everything. Names are not looked up, so that a network holds no names; an
    /// entry with a port matches nothing.
    pub fn no_proxy(mut self, targets: &str) -> Self {
        self.exceptions.push(',');
        self.exceptions.push_str(targets);
        self
    }

    fn everywhere(way: Way) -> Self {
        Self {
            http: way.clone(),
            https: way,
            exceptions: String::new(),
        }
    }
}

impl FromStr for Proxy {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let proxy = url::parse(text).map_err(|reason| Error::config(format!("the proxy cannot be used: {reason}")))?;
        Ok(Self::everywhere(Way::Through(proxy)))
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("http", &self.http)
            .field("https", &self.https)
            .field("no_proxy", &self.exceptions.trim_start_matches(','))
            .finish()
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct => f.write_str("direct"),
            Self::Through(proxy) => proxy.uri().fmt(f),
            Self::Unusable(reason) => f.write_str(reason),
        }
    }
}

//! HTTP proxies: their URLs, the environment variables that name them, and which targets they are used for.
//!
//! A variable that cannot be used fails the calls that would take it and no others: `ALL_PROXY=socks5://..` next to a good
//! `HTTPS_PROXY` is common. hyper-util has a matcher, which drops what it cannot use (malformed URLs too), lets `socks5`
//! through, and turns all proxies off in CGI; and it would be three more crates for everybody to compile.

mod address;
mod exceptions;

pub(super) use address::ProxyAddress;

use std::ffi::OsString;
use std::fmt;
use std::str::FromStr;

use http::Uri;
use http::uri::Scheme;

use self::exceptions::Exceptions;
use crate::Error;

/// Set in a CGI script, where a web server puts the `Proxy` header of the caller into `HTTP_PROXY`.
const CGI: &str = "REQUEST_METHOD";
const HTTP: [&str; 2] = ["http_proxy", "HTTP_PROXY"];
const HTTPS: [&str; 2] = ["https_proxy", "HTTPS_PROXY"];
const ALL: [&str; 2] = ["all_proxy", "ALL_PROXY"];
const EXCEPTIONS: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// Through a proxy these would be the proxy's own loopback interface. Go does the same, curl does not.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

/// The HTTP proxy of a client, or none. Set it with [`ClientBuilder::proxy`](crate::ClientBuilder::proxy). Without it the
/// [environment](Self::env) decides.
///
/// Parsed from `[http://][user:password@]host[:port]`, or with `https://` for a proxy that speaks TLS, whose certificate
/// is verified like a server's. The default port is 80, or 443. Characters of user and password with a meaning in a URL are
/// percent-encoded. `Debug` redacts user and password.
///
/// Requests to `https` go through a `CONNECT` tunnel: TLS, with certificate verification, is between the client and the
/// target, and user and password are sent to the proxy only. A proxy that does not open the tunnel is an error
/// [`is_connect`](Error::is_connect). Requests to a plain `http` endpoint are handed to the proxy as they are, as curl does,
/// since many proxies open tunnels to port 443 only. The proxy can read and change them, and its own responses count as
/// those of the service.
///
/// Credentials of the machine's role ([`CvmRole`](crate::credentials::CvmRole)) are never requested through a proxy. STS is
/// called through that of the environment.
///
/// ```
/// # use tc3_runtime as tc3;
/// use tc3::{Client, Credentials, Proxy};
///
/// let proxy: Proxy = "http://user:p%40ss@proxy.example:3128".parse()?;
/// let client = Client::builder()
///     .credentials(Credentials::new("AKID..", "the secret key"))
///     .proxy(proxy.no_proxy("internal.example, 10.0.0.0/8"))
///     .build()?;
/// # Ok::<(), tc3::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Proxy {
    http: Route,
    https: Route,
    exceptions: String,
}

/// The route to the targets of a scheme.
#[derive(Clone)]
enum Route {
    Direct,
    Through(ProxyAddress),
    /// A setting that cannot be used, and why.
    Unusable(String),
}

impl Proxy {
    /// Uses no proxy, whatever the environment says.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let builder = tc3::Client::builder().proxy(tc3::Proxy::none());
    /// ```
    pub fn none() -> Self {
        Self::everywhere(Route::Direct)
    }

    /// Uses the proxies of the process's environment, as curl reads them: `https_proxy` for `https`, `http_proxy` for `http`,
    /// `all_proxy` where the other is not set, and `no_proxy` for the exceptions. Upper-case names are used where the
    /// lower-case ones are not set; an empty variable is not set.
    ///
    /// It differs from curl in two points. `HTTP_PROXY` counts as well; but if `REQUEST_METHOD` is set, in a CGI script,
    /// neither it nor `http_proxy` does, because it then holds the `Proxy` header of the caller. And no proxy of the
    /// environment is used for `localhost` and the loopback addresses.
    ///
    /// A variable that cannot be used, for example one with a `socks5` proxy, is an error that names it
    /// ([`is_validation`](Error::is_validation)), in each call that would use the proxy.
    pub fn env() -> Self {
        Self::env_with(|name| std::env::var_os(name))
    }

    /// Uses the proxies of any source of variables, as [`env`](Self::env) does.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let proxy = tc3::Proxy::env_with(|name| (name == "https_proxy").then(|| "proxy.example:3128".into()));
    /// ```
    pub fn env_with(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        from_environment(lookup)
    }

    /// Adds targets that no proxy is used for, separated by commas or spaces: a domain and everything below it
    /// (`example.com`, the same as `.example.com` and `*.example.com`), an address (`10.0.0.1`, `::1`), a network
    /// (`10.0.0.0/8`), or `*` for everything. Names are not resolved, so a network matches no names; an entry with a port
    /// matches nothing.
    ///
    /// ```
    /// # use tc3_runtime as tc3;
    /// let proxy = tc3::Proxy::env().no_proxy("internal.example, 10.0.0.0/8");
    /// ```
    pub fn no_proxy(mut self, targets: &str) -> Self {
        self.exceptions.push(',');
        self.exceptions.push_str(targets);
        self
    }

    fn everywhere(route: Route) -> Self {
        Self {
            http: route.clone(),
            https: route,
            exceptions: String::new(),
        }
    }
}

impl FromStr for Proxy {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let proxy =
            ProxyAddress::parse(text).map_err(|reason| Error::config(format!("the proxy cannot be used: {reason}")))?;
        Ok(Self::everywhere(Route::Through(proxy)))
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

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct => f.write_str("direct"),
            Self::Through(proxy) => proxy.fmt(f),
            Self::Unusable(reason) => f.write_str(reason),
        }
    }
}

/// The proxies that the variables name, as curl reads them.
fn from_environment(lookup: impl Fn(&str) -> Option<OsString>) -> Proxy {
    let first = |names: &[&'static str]| {
        let mut set = names.iter().filter_map(|name| Some((*name, lookup(name)?)));
        set.find(|(_, value)| !value.is_empty())
    };
    let exceptions = match first(&EXCEPTIONS) {
        None => Ok(String::new()),
        Some((name, value)) => value.into_string().map_err(|_| format!("{name} is not text")),
    };
    let route = |variables: &[&[&'static str]]| {
        let set = variables.iter().find_map(|names| first(names));
        match (set.map_or(Route::Direct, route_in), &exceptions) {
            (Route::Through(_), Err(reason)) => Route::Unusable(reason.clone()),
            (route, _) => route,
        }
    };
    let of_http: &[&[&str]] = if lookup(CGI).is_some() { &[&ALL] } else { &[&HTTP, &ALL] };
    Proxy {
        http: route(of_http),
        https: route(&[&HTTPS, &ALL]),
        exceptions: exceptions.unwrap_or_default(),
    }
    .no_proxy(LOOPBACK)
}

fn route_in((name, value): (&str, OsString)) -> Route {
    let proxy = match value.to_str() {
        Some(text) => ProxyAddress::parse(text),
        None => Err("it is not text".to_owned()),
    };
    match proxy {
        Ok(proxy) => Route::Through(proxy),
        Err(reason) => Route::Unusable(format!("the proxy in {name} cannot be used: {reason}")),
    }
}

/// A [`Proxy`] compiled for lookups.
pub(super) struct ProxyRoutes {
    http: Route,
    https: Route,
    exceptions: Exceptions,
}

impl ProxyRoutes {
    pub(super) fn new(proxy: Proxy) -> Self {
        Self {
            http: proxy.http,
            https: proxy.https,
            exceptions: Exceptions::parse(&proxy.exceptions),
        }
    }

    /// The proxy for `target`; `None` if the connection is direct.
    ///
    /// # Errors
    /// If the proxy for `target` cannot be used.
    pub(super) fn proxy_to(&self, target: &Uri) -> Result<Option<&ProxyAddress>, Error> {
        let route = if target.scheme() == Some(&Scheme::HTTP) {
            &self.http
        } else {
            &self.https
        };
        match route {
            Route::Direct => Ok(None),
            _ if self.exceptions.contain(target.host().unwrap_or_default()) => Ok(None),
            Route::Through(proxy) => Ok(Some(proxy)),
            Route::Unusable(reason) => Err(Error::refused(reason.clone())),
        }
    }
}

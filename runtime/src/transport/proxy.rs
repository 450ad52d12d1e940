//! HTTP proxies: their URLs, the environment variables that name them, and which targets they are used for.
//!
//! hyper-util's matcher reads proxy URLs and exceptions. The environment is read here, because the matcher's own reading
//! drops what it cannot use (malformed URLs too), lets `socks5` through, and turns all proxies off in CGI. Here a
//! variable that cannot be used fails the calls that would take it and no others: `ALL_PROXY=socks5://..` next to a good
//! `HTTPS_PROXY` is common.

use std::ffi::OsString;
use std::fmt;
use std::str::FromStr;

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::{Endpoint, Error};

/// Set in a CGI script, where a web server puts the `Proxy` header of the caller into `HTTP_PROXY`.
const CGI: &str = "REQUEST_METHOD";
const HTTP: [&str; 2] = ["http_proxy", "HTTP_PROXY"];
const HTTPS: [&str; 2] = ["https_proxy", "HTTPS_PROXY"];
const ALL: [&str; 2] = ["all_proxy", "ALL_PROXY"];
const EXCEPTIONS: [&str; 2] = ["no_proxy", "NO_PROXY"];

/// Through a proxy these would be the proxy's own loopback interface. Go does the same, curl does not.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

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
    http: Route,
    https: Route,
    exceptions: String,
}

/// The way to the targets of a scheme.
#[derive(Clone)]
enum Route {
    Direct,
    Through(Intercept),
    /// A setting that cannot be used, and why.
    Unusable(String),
}

impl Proxy {
    /// No proxy, whatever the environment says.
    pub fn none() -> Self {
        Self::everywhere(Route::Direct)
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
        from_environment(lookup)
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
        let proxy = parse_url(text).map_err(|reason| Error::config(format!("the proxy cannot be used: {reason}")))?;
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
            Self::Through(proxy) => proxy.uri().fmt(f),
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
        Some(text) => parse_url(text),
        None => Err("it is not text".to_owned()),
    };
    match proxy {
        Ok(proxy) => Route::Through(proxy),
        Err(reason) => Route::Unusable(format!("the proxy in {name} cannot be used: {reason}")),
    }
}

/// # Errors
/// Says what is wrong with the text. No part of it is quoted but an unknown scheme, since a password may stand
/// anywhere in it.
fn parse_url(text: &str) -> Result<Intercept, String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return Err(unknown_scheme(&scheme));
    }
    let (user, address) = match rest.rsplit_once('@') {
        Some((user, address)) => (user, address),
        None => ("", rest),
    };
    if user.contains(['@', '/', '?', '#']) {
        return Err("the characters @ / ? # of user and password must be written as %40 %2F %3F %23".to_owned());
    }
    let address = Endpoint::parse(&format!("{scheme}://{address}"))?;
    if address.uri().path() != "/" {
        return Err("a path does not belong here".to_owned());
    }
    let host = address.host();
    let url = match user {
        "" => format!("{scheme}://{host}"),
        user => format!("{scheme}://{user}@{host}"),
    };
    // The matcher drops without a word what it cannot read.
    let reading = Matcher::builder().all(url).build();
    let proxy = reading.intercept(&Uri::from_static("http://any.invalid/"));
    proxy.ok_or_else(|| "user and password hold characters that must be written as % and two digits".to_owned())
}

fn unknown_scheme(scheme: &str) -> String {
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let shown = if is_scheme { scheme } else { "before ://" };
    format!("the scheme {shown} is not supported; http and https are")
}

/// A [`Proxy`] ready to be asked for the way to a target.
pub(super) struct ProxyRoutes {
    http: Route,
    https: Route,
    /// Intercepts whatever is no exception. The proxy that it names is not used.
    exceptions: Matcher,
}

impl ProxyRoutes {
    pub(super) fn new(proxy: Proxy) -> Self {
        let exceptions: Vec<&str> = proxy
            .exceptions
            .split(|c: char| c == ',' || c.is_whitespace())
            .map(matcher_syntax)
            .collect();
        Self {
            http: proxy.http,
            https: proxy.https,
            exceptions: Matcher::builder()
                .all("http://any.invalid")
                .no(exceptions.join(","))
                .build(),
        }
    }

    /// The proxy that leads to `target`; none if the way is direct.
    ///
    /// # Errors
    /// If a proxy leads there that cannot be used.
    pub(super) fn proxy_to(&self, target: &Uri) -> Result<Option<&Intercept>, Error> {
        let route = if target.scheme() == Some(&Scheme::HTTP) {
            &self.http
        } else {
            &self.https
        };
        match route {
            Route::Direct => Ok(None),
            _ if self.exceptions.intercept(target).is_none() => Ok(None),
            Route::Through(proxy) => Ok(Some(proxy)),
            Route::Unusable(reason) => Err(Error::refused(reason.clone())),
        }
    }
}

/// The matcher takes `*` for names alone, and knows no `*.`.
fn matcher_syntax(exception: &str) -> &str {
    match exception.strip_prefix('*') {
        Some("") => "*,0.0.0.0/0,::/0",
        Some(domain) if domain.starts_with('.') => domain,
        _ => exception,
    }
}

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::{Proxy, Way};
use crate::Error;

/// A [`Proxy`] ready to be asked for the way to a target.
pub(in crate::transport) struct Routes {
    http: Way,
    https: Way,
    /// Intercepts whatever is no exception. The proxy that it names is not used.
    exceptions: Matcher,
}

impl Routes {
    pub(in crate::transport) fn new(proxy: Proxy) -> Self {
        let exceptions: Vec<&str> = proxy
            .exceptions
            .split(|c: char| c == ',' || c.is_whitespace())
            .map(spelt_for_the_matcher)
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
    pub(in crate::transport) fn proxy_to(&self, target: &Uri) -> Result<Option<&Intercept>, Error> {
        let way = if target.scheme() == Some(&Scheme::HTTP) {
            &self.http
        } else {
            &self.https
        };
        match way {
            Way::Direct => Ok(None),
            _ if self.exceptions.intercept(target).is_none() => Ok(None),
            Way::Through(proxy) => Ok(Some(proxy)),
            Way::Unusable(reason) => Err(Error::refused(reason.clone())),
        }
    }
}

/// The matcher takes `*` for names alone, and knows no `*.`.
fn spelt_for_the_matcher(exception: &str) -> &str {
    match exception.strip_prefix('*') {
        Some("") => "*,0.0.0.0/0,::/0",
        Some(domain) if domain.starts_with('.') => domain,
        _ => exception,
    }
}

//! Decides whether a request is of the Explorer's own page.
//!
//! Any page that a browser has open can send requests to a loopback port, and a name of its own can be made to resolve to
//! this machine (DNS rebinding). So a request has to be addressed to a loopback name, must not come from another origin,
//! cannot be one that forms and images make (JSON by POST needs a preflight, which is not answered), and has to have the
//! token, which no other page can read.

use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};

use super::token::Token;

/// Where requests that are not for the page's files go.
pub(in crate::explorer) const API: &str = "/api/";

/// Checks requests.
pub(in crate::explorer) struct Guard {
    token: Token,
    /// What `Host` may be.
    hosts: [String; 3],
}

/// Why a request is refused.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::explorer) struct Refusal {
    pub(in crate::explorer) status: StatusCode,
    pub(in crate::explorer) message: &'static str,
}

impl Guard {
    pub(in crate::explorer) fn new(token: Token, port: u16) -> Self {
        Self {
            token,
            hosts: ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")),
        }
    }

    /// # Errors
    /// If the request is not one of the page.
    pub(in crate::explorer) fn check(&self, parts: &Parts) -> Result<(), Refusal> {
        let refuse = |status, message| Err(Refusal { status, message });
        let headers = &parts.headers;
        let host = single(headers, HOST.as_str()).filter(|host| self.hosts.iter().any(|own| own.as_bytes() == *host));
        let Some(host) = host else {
            return refuse(
                StatusCode::FORBIDDEN,
                "the request is addressed to another host: open the address that `tc3 explorer` printed",
            );
        };
        if parts
            .uri
            .authority()
            .is_some_and(|authority| authority.as_str().as_bytes() != host)
        {
            return refuse(StatusCode::FORBIDDEN, "the request names two hosts");
        }
        let is_api = parts.uri.path().starts_with(API);
        if let Some(site) = headers.get("sec-fetch-site") {
            // `none` is what a person does: types an address, opens a bookmark.
            let is_own = site == "same-origin" || (site == "none" && !is_api);
            if !is_own {
                return refuse(StatusCode::FORBIDDEN, "the request comes from another site");
            }
        }
        let changes = !matches!(parts.method, Method::GET | Method::HEAD);
        if headers.contains_key(ORIGIN) || changes {
            let origin = single(headers, ORIGIN.as_str()).and_then(|origin| origin.strip_prefix(b"http://"));
            if origin != Some(host) {
                return refuse(StatusCode::FORBIDDEN, "the request comes from another origin");
            }
        }
        if changes && !is_json(headers) {
            return refuse(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "send Content-Type: application/json",
            );
        }
        if is_api && !single(headers, AUTHORIZATION.as_str()).is_some_and(|given| self.token.is_in(given)) {
            return refuse(
                StatusCode::UNAUTHORIZED,
                "the token is missing or of another run: open the address that `tc3 explorer` printed",
            );
        }
        Ok(())
    }
}

/// The value of a header that is there once.
fn single<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes())
}

fn is_json(headers: &HeaderMap) -> bool {
    single(headers, CONTENT_TYPE.as_str()) == Some(b"application/json")
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    const PORT: u16 = 4321;

    fn check(guard: &Guard, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        guard
            .check(&parts)
            .map_or_else(|refused| refused.status.as_u16(), |()| 200)
    }

    #[test]
    fn a_request_of_the_page_passes_and_others_do_not() {
        let token = Token::random().unwrap();
        let bearer = format!("Bearer {}", token.as_str());
        let guard = Guard::new(token, PORT);
        let host = ("host", "127.0.0.1:4321");
        let origin = ("origin", "http://127.0.0.1:4321");
        let json = ("content-type", "application/json");
        let auth = ("authorization", bearer.as_str());
        let own = ("sec-fetch-site", "same-origin");
        let get = |headers: &[_]| check(&guard, "GET", "/api/state", headers);
        let post = |headers: &[_]| check(&guard, "POST", "/api/call", headers);

        assert_eq!(check(&guard, "GET", "/", &[host]), 200);
        assert_eq!(check(&guard, "GET", "/", &[host, ("sec-fetch-site", "none")]), 200);
        assert_eq!(get(&[host, auth, own]), 200);
        assert_eq!(get(&[("host", "localhost:4321"), auth]), 200);
        assert_eq!(post(&[host, origin, json, auth, own]), 200);

        assert_eq!(get(&[auth]), 403, "no host");
        assert_eq!(get(&[host, host, auth]), 403, "two hosts");
        assert_eq!(get(&[("host", "rebound.example:4321"), auth]), 403);
        assert_eq!(get(&[("host", "127.0.0.1"), auth]), 403, "another port");
        assert_eq!(
            check(&guard, "GET", "http://evil.example/api/state", &[host, auth]),
            403
        );
        assert_eq!(
            check(&guard, "GET", "/", &[host, ("sec-fetch-site", "cross-site")]),
            403
        );
        assert_eq!(get(&[host, auth, ("sec-fetch-site", "same-site")]), 403);
        assert_eq!(
            get(&[host, auth, ("sec-fetch-site", "none")]),
            403,
            "the API typed as an address"
        );
        assert_eq!(get(&[host, auth, ("origin", "http://evil.example")]), 403);
        assert_eq!(post(&[host, json, auth]), 403, "no origin");
        assert_eq!(post(&[host, ("origin", "null"), json, auth]), 403);
        assert_eq!(post(&[host, ("origin", "http://localhost:4321"), json, auth]), 403);
        assert_eq!(post(&[host, origin, auth]), 415, "no content type");
        assert_eq!(post(&[host, origin, ("content-type", "text/plain"), auth]), 415);
        assert_eq!(get(&[host]), 401);
        assert_eq!(get(&[host, ("authorization", "Bearer ")]), 401);
        assert_eq!(get(&[host, auth, auth]), 401, "two tokens");
        assert_eq!(
            check(
                &guard,
                "OPTIONS",
                "/api/call",
                &[host, ("origin", "http://evil.example")]
            ),
            403
        );
    }
}

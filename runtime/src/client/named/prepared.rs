//! A request that is signed and not sent yet.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request};

use super::NamedCall;
use crate::retry::Idempotency;
use crate::sign::Signed;

/// A signed request, to be shown before it is sent; see [`Client::prepare_named`](crate::Client::prepare_named).
///
/// There is no secret key in it. Headers that must not be shown, `Authorization` and the session token among them, are
/// [sensitive](http::HeaderValue::is_sensitive). With the signature anyone can send the request, for the five minutes that
/// its timestamp is accepted. `Debug` shows neither headers nor body.
#[must_use]
pub struct Prepared {
    pub(super) call: NamedCall,
    pub(super) request: Request<Bytes>,
    pub(super) signed: Option<Box<Signed>>,
    pub(super) idempotency: Idempotency,
}

impl Prepared {
    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URL, with the query.
    ///
    /// ```no_run
    /// # use tc3_runtime as tc3;
    /// # fn example(prepared: &tc3::Prepared) {
    /// println!("{} {}", prepared.method(), prepared.url());
    /// # }
    /// ```
    #[must_use]
    pub fn url(&self) -> String {
        self.request.uri().to_string()
    }

    /// Returns all headers, those that HTTP adds for the length of the body aside.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// Returns the signature with the texts that it was computed from, or `None` if the request is not signed with
    /// TC3-HMAC-SHA256.
    #[must_use]
    pub fn signed(&self) -> Option<&Signed> {
        self.signed.as_deref()
    }

    /// Returns the credential scope, the third line of the string to sign: `2019-02-25/gaap/tc3_request`.
    #[must_use]
    pub fn credential_scope(&self) -> Option<&str> {
        self.signed.as_ref()?.string_to_sign.lines().nth(2)
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared")
            .field("call", &self.call)
            .field("method", self.request.method())
            .field(
                "host",
                &self.request.uri().authority().map(|authority| authority.as_str()),
            )
            .finish_non_exhaustive()
    }
}

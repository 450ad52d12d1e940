//! The HTTP method and the signature that callers may choose.

/// The HTTP method of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpMethod {
    /// Parameters are the body: up to 10 MB, with a signature of version 1 up to 1 MB.
    #[default]
    Post,
    /// Parameters are the query, up to 32 KB, nested ones flattened to `A.0.B=value`.
    ///
    /// Proxies and servers write URLs into their logs. An empty list or object cannot be said in a query: a request
    /// that holds one is refused. Nothing is safer to repeat for being sent by GET.
    Get,
}

/// How requests show whose they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// TC3-HMAC-SHA256 over the whole request.
    #[default]
    Tc3,
    /// TC3-HMAC-SHA256 that does not cover the body, which TLS alone then protects.
    Tc3UnsignedPayload,
    /// HMAC-SHA1 over all parameters, signature version 1.
    #[cfg(feature = "sign-v1")]
    HmacSha1,
    /// HMAC-SHA256 over all parameters, signature version 1.
    #[cfg(feature = "sign-v1")]
    HmacSha256,
    /// None, for the few actions that prove themselves by a parameter: `Authorization` says `SKIP`. Neither key nor
    /// session token is asked for or sent. Calls of request types that need it do so by themselves.
    Skip,
}

/// The method and the signature of [`CallOptions`](crate::CallOptions), where they are set.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Encoding {
    pub(in crate::client) method: Option<HttpMethod>,
    pub(in crate::client) signature: Option<SignatureMethod>,
}

impl Encoding {
    pub(crate) fn over(self, base: Self) -> Self {
        Self {
            method: self.method.or(base.method),
            signature: self.signature.or(base.signature),
        }
    }
}

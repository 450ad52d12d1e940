//! The HTTP method and the signature that callers may choose.

/// The HTTP method of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpMethod {
    /// The parameters are the body: up to 10 MiB, or 1 MiB with a signature of version 1.
    #[default]
    Post,
    /// The parameters are the query, up to 32 KiB, nested ones flattened to `A.0.B=value`.
    ///
    /// Proxies and servers log URLs. A query cannot express an empty list or object: a request that holds one is refused.
    /// A GET is not safer to retry than a POST.
    Get,
}

/// How requests are authenticated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// TC3-HMAC-SHA256 over the whole request.
    #[default]
    Tc3,
    /// TC3-HMAC-SHA256 that does not cover the body, which is then protected by TLS only.
    Tc3UnsignedPayload,
    /// HMAC-SHA1 over all parameters, signature version 1.
    #[cfg(feature = "sign-v1")]
    HmacSha1,
    /// HMAC-SHA256 over all parameters, signature version 1.
    #[cfg(feature = "sign-v1")]
    HmacSha256,
    /// No signature, for the few actions that are authenticated by a parameter: `Authorization` is `SKIP`. No credentials
    /// are resolved, and no session token is sent. Typed requests that need it do so by themselves.
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

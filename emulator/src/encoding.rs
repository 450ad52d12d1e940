//! How a request carries its parameters.

/// How a request carries its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// The body is a JSON object.
    Json,
    /// A GET: names and values stand in the query, nested ones as `A.0.B=value`.
    Query,
    /// The body is what the query of a GET would be, signed in version 1.
    Form,
    /// The body is `multipart/form-data`, one part a parameter.
    Multipart,
    /// The body is the one parameter of bytes; the others are headers `X-<SERVICE>-<parameter>`.
    OctetStream,
}

impl Encoding {
    /// In words, for a message.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Json => "a JSON body",
            Self::Query => "a query",
            Self::Form => "a form",
            Self::Multipart => "a multipart body",
            Self::OctetStream => "an octet stream",
        }
    }

    /// Largest body, or query of a GET, that the service reads, in bytes.
    pub(crate) fn max_bytes(self) -> usize {
        match self {
            Self::Query => 32 * 1024,
            Self::Form => 1024 * 1024,
            Self::Json | Self::Multipart | Self::OctetStream => crate::body::MAX_BODY_BYTES,
        }
    }
}

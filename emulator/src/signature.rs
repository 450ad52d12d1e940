//! By what a caller was known.

/// By what a caller was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Signature {
    /// TC3-HMAC-SHA256 over the whole request.
    Tc3,
    /// TC3-HMAC-SHA256 that leaves out the body.
    Tc3UnsignedPayload,
    /// HmacSHA1 or HmacSHA256, version 1.
    V1,
    /// None, for an action that needs none.
    Skip,
}

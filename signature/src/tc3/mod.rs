//! Signature method `TC3-HMAC-SHA256`, written from its published steps.

pub(crate) mod authorization;
pub(crate) mod recipe;
pub(crate) mod signing_key;

/// The name of the signature method, which begins the header `Authorization` and the string to sign.
pub const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// The last part of the credential scope, and the last message that derives the signing key.
pub(crate) const TERMINATOR: &str = "tc3_request";

/// The header by which a client leaves its body out of the signature, and the word that it then signs instead.
pub(crate) const PAYLOAD_HEADER: &str = "x-tc-content-sha256";
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The headers that every signature covers.
pub(crate) const ALWAYS_SIGNED: &str = "content-type;host";

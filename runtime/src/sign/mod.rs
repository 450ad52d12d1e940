//! Request signing, as pure functions: TC3-HMAC-SHA256, the signature of Tencent Cloud API 3.0, and signatures of version 1.
//!
//! Nothing here reads a clock or the environment, and nothing is normalized: the caller passes the literal bytes that go on
//! the wire, and exactly those are signed. [`Signed`] keeps each intermediate text, because the cause of a rejected
//! signature is found by comparing them step by step.
//!
//! The signed URI is always `/`. Time is a parameter.
//!
//! [`sign`] derives a signing key for each signature. [`sign_with_key`] takes one, and [`SigningKeys`] caches them for
//! their day. Signatures of version 1 are in `v1`, with the feature `sign-v1`.

mod hex;
#[cfg(any(feature = "encodings", feature = "sign-v1"))]
pub(crate) mod percent_encoding;
mod tc3;
#[cfg(feature = "sign-v1")]
pub mod v1;

#[cfg(feature = "client")]
pub(crate) use tc3::sign_on;
pub use tc3::{
    ALGORITHM, Payload, Signed, SigningInput, SigningKey, SigningKeys, UNSIGNED_PAYLOAD, sign, sign_with_key, utc_date,
};

//! Test helpers: raw HTTP, the client's side of both signature versions, and the specs to serve.

pub(crate) mod base64;
pub(crate) mod http;
pub(crate) mod signer;
pub(crate) mod spec;
pub(crate) mod v1_signer;

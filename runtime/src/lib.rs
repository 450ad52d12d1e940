//! The hand-written half of the Tencent Cloud client `tc3`.
//!
//! What `tc3-codegen` generates is data: structs, tables of members, the facts of each action. What they do is
//! written here, once:
//!
//! - [`record`] reads, writes, prints and compares generated types over their tables;
//! - [`json`] knows the envelope that responses stand in;
//! - [`sign`] is TC3-HMAC-SHA256 as a pure function;
//! - [`Client`] signs requests, sends them and reads the answers; [`Error`] says what went wrong.
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `client` | yes | [`Client`] over hyper and rustls. Without it, types and signer build with no HTTP stack. |

#[cfg(feature = "client")]
mod client;
pub mod codes;
mod credentials;
#[cfg(feature = "client")]
mod endpoint;
mod error;
pub mod json;
#[cfg(feature = "client")]
mod options;
pub mod record;
mod response;
pub mod sign;
#[cfg(feature = "client")]
mod transport;

#[cfg(feature = "client")]
pub use client::{Client, ClientBuilder, Clock};
pub use codes::{CommonErrorCode, ErrorCode};
pub use credentials::Credentials;
#[cfg(feature = "client")]
pub use endpoint::Endpoint;
pub use error::Error;
pub use json::{from_json, to_json};
#[cfg(feature = "client")]
pub use options::{CallOptions, Language};
pub use record::{Action, Anomaly, AnomalyKind, UnknownMember};
pub use response::Response;
pub use serde_json::Value;

#[doc(hidden)]
pub mod generated_0_1;

#[doc(hidden)]
pub mod __private {
    pub use serde;
}
